"""Lay a flat garment over a torso: neck on neck, shoulders along the outline, the chest straight and unstretched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.garment.spline import way_back
from avatar.portrait.pixels.fill import push_pull

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.edit.garment.flatlay import FlatLay
    from avatar.edit.garment.worn import Worn

_HALF = 3.15
"""IOD from the middle to the end of a shoulder: the acromion at 190 mm where pupils are 62 mm apart, with cloth"""
_ALONG = (0.33, 0.66)
"""where a shoulder is held between neck and tip"""
_CHEST = (-0.85, -0.42, 0.0, 0.42, 0.85)
"""of half the shoulders' width, where the chest is held"""
_STIFF = 2e-5
_THREADS = 8
"""px of the product picture past its outline over which threads go on"""


@dataclass(frozen=True, slots=True)
class Draped:
    """A garment as it lies on somebody, in no light yet, on the portrait's grid below the chin."""

    colours: NDArray[np.float32]
    """(h, w, 3) sRGB, 0-255, also where the garment ends"""
    front: NDArray[np.float32]
    """(h, w), 0-1: 0 in the opening of its neck"""
    inside: NDArray[np.float32]
    """(h, w), 0-1: 1 where the product picture shows it, 0 where it is continued"""


def drape(flat: FlatLay, worn: Worn, iod: float, window: tuple[slice, slice]) -> Draped:
    """Lay a garment over what is worn, within a window (rows, columns) of the portrait."""
    import cv2

    rows, columns = window
    at, source = _pairs(flat, worn, iod)
    size = rows.stop - rows.start, columns.stop - columns.start
    field = way_back(at - (columns.start, rows.start), source, size, _STIFF)
    colours, opening = _continued(flat), _opening(flat)
    scale = _shrink(field)
    if scale < 1:
        smaller = [
            cv2.resize(each, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            for each in (colours, opening, flat.front)
        ]
        field = np.asarray((field + 0.5) * scale - 0.5, np.float32)
        colours, opening, front = smaller
    else:
        front = flat.front
    laid = [
        cv2.remap(each, field[..., 0], field[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        for each in (colours, opening, front)
    ]
    return Draped(
        np.asarray(np.clip(laid[0], 0, 255), np.float32),
        np.asarray(np.clip(1 - laid[1], 0, 1), np.float32),
        np.asarray(np.clip(laid[2], 0, 1), np.float32),
    )


def _pairs(flat: FlatLay, worn: Worn, iod: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give places in the portrait and the places of the garment that come there, (n, 2) px each."""
    neck = worn.neck.astype(np.float64)
    middle = neck.mean(axis=0)
    paths = [_by_length(edge) for edge in worn.edges]
    tips = [_tip(path, middle[0], iod) for path in paths]
    scale = float(np.mean([abs(path[tip, 0] - middle[0]) for path, tip in zip(paths, tips, strict=True)])) / flat.tip[0]
    at, source = [], []
    for sign, path, tip in zip((-1, 1), paths, tips, strict=True):
        for share in (0.0, *_ALONG, 1.0):
            away, y = flat.neck + share * (flat.tip - flat.neck)
            source.append((flat.axis + sign * away, y))
            at.append(_at_x(path, path[0, 0] + share * (path[tip, 0] - path[0, 0])))
        run, last = 0.0, flat.tip
        for place in flat.sleeve[:3]:
            run += float(np.linalg.norm(place - last)) * scale
            last = place
            source.append((flat.axis + sign * place[0], place[1]))
            at.append(_beyond(path, tip, run, sign))
    top, height = float(flat.neck[1]), flat.front.shape[0]
    # The neck is drawn narrower than it lay, and hangs as deep.
    first = max(float(flat.tip[1]) + 0.35 * float(flat.tip[0]), top + min(flat.depth, 0.5 * float(flat.tip[0])))
    for y in np.linspace(first, max(0.92 * height, first + flat.tip[0]), 5):
        for share in _CHEST:
            source.append((flat.axis + share * flat.tip[0], y))
            at.append((middle[0] + share * flat.tip[0] * scale, middle[1] + (y - top) * scale))
    source.append((flat.axis, top + min(flat.depth, 0.5 * float(flat.tip[0]))))
    at.append((middle[0], middle[1] + min(flat.depth, 0.5 * float(flat.tip[0])) * scale))
    return np.array(at, np.float64), np.array(source, np.float64)


def _by_length(edge: NDArray[np.float32]) -> NDArray[np.float64]:
    """Smooth an outline (n, 2)."""
    path = edge.astype(np.float64)
    width = max(3, len(path) // 12 | 1)
    padded = np.pad(path[:, 1], width // 2, mode="edge")
    path[1:, 1] = np.convolve(padded, np.ones(width) / width, mode="valid")[1 : len(path)]
    return path


def _tip(path: NDArray[np.float64], middle: float, iod: float) -> int:
    """Find where the shoulder bends down to the arm, or where it does in most people."""
    away = np.abs(path[:, 0] - middle) / iod
    usual = int(np.argmin(np.abs(away - _HALF)))
    step = max(2, len(path) // 16)
    slope = np.zeros(len(path))
    slope[step:-step] = (path[2 * step :, 1] - path[: -2 * step, 1]) / np.maximum(
        np.abs(path[2 * step :, 0] - path[: -2 * step, 0]), 1e-6
    )
    bends = np.flatnonzero((slope > 0.9) & (away > 0.85 * _HALF) & (away < 1.15 * _HALF))
    return int(bends[0]) if len(bends) else usual


def _at_x(path: NDArray[np.float64], x: float) -> tuple[float, float]:
    place = int(np.argmin(np.abs(path[:, 0] - x)))
    return float(path[place, 0]), float(path[place, 1])


def _beyond(path: NDArray[np.float64], tip: int, run: float, sign: int) -> tuple[float, float]:
    """Go so many px along an outline from the tip on; past its end an arm hangs down."""
    rest = path[tip:]
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rest, axis=0), axis=1))])
    if run <= lengths[-1]:
        place = int(np.searchsorted(lengths, run))
        return float(rest[place, 0]), float(rest[place, 1])
    more = run - lengths[-1]
    return float(rest[-1, 0] + sign * 0.25 * more), float(rest[-1, 1] + 0.97 * more)


def _continued(flat: FlatLay) -> NDArray[np.float32]:
    """Run the cloth on past its outline: close to it each thread goes on as it is, farther away they mix."""
    import cv2

    sure = cv2.erode(flat.front, np.ones((3, 3), np.uint8), iterations=2) > 0.98
    far = push_pull(flat.colours, np.asarray(sure, np.float32))
    away, nearest = cv2.distanceTransformWithLabels(
        (~sure).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = np.zeros((int(nearest.max()) + 1, 3), np.float32)
    colours[nearest[sure]] = flat.colours[sure]
    share = np.clip(away / _THREADS - 1, 0, 1)[..., None]
    return np.asarray(colours[nearest] + share * (far - colours[nearest]), np.float32)


def _opening(flat: FlatLay) -> NDArray[np.float32]:
    """Mark the neck's opening, which reaches up without an end."""
    opening = np.zeros(flat.front.shape, np.uint8)
    import cv2

    left, right = flat.curve[0].copy(), flat.curve[-1].copy()
    left[1] = right[1] = 0
    outline = np.concatenate([[left], flat.curve, [right]])
    cv2.fillPoly(opening, [np.rint(outline * 16).astype(np.int32)], 1, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(opening.astype(np.float32), (0, 0), 0.8), np.float32)


def _shrink(field: NDArray[np.float32]) -> float:
    """Give by what the flat picture is averaged down first, as it is shown smaller."""
    step = float(np.median(np.abs(np.diff(field[..., 0], axis=1))))
    return min(1.0, 1.25 / max(step, 1e-3))
