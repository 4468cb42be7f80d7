"""Spectacles drawn onto portraits: rims, bridge and temples in space, seen as the head stands in the photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.portrait.face.pose import measure_pose
from avatar.portrait.mesh.frame import HeadFrame

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINE = 3
# Pixels per pixel while drawing, for smooth edges.


@dataclass(frozen=True, slots=True)
class Spectacles:
    """One kind of spectacles. Lengths in inter-ocular distances."""

    colour: tuple[int, int, int]
    width: float
    """of the rims"""
    lens: tuple[float, float] = (0.40, 0.31)
    """half width, half height"""
    corners: float = 2.6
    """2 is an ellipse, more is squarer"""
    lower: float = 1.0
    """width of the rim's lower half, against the upper one"""
    opacity: float = 1.0
    """of the rims"""
    tint: float = 0.0
    """opacity of the lenses, 0-1"""
    mottled: bool = False
    glare: float = 0.18
    """opacity of what the lenses reflect"""


KINDS: dict[str, Spectacles] = {
    "metal": Spectacles((96, 98, 104), 0.022),
    "gold": Spectacles((150, 112, 58), 0.020, lens=(0.36, 0.33), corners=2.1),
    "black": Spectacles((22, 21, 24), 0.065, lens=(0.41, 0.30), corners=3.4),
    "tortoise": Spectacles((88, 52, 28), 0.055, lens=(0.38, 0.32), corners=2.5, mottled=True),
    "rimless": Spectacles((205, 208, 212), 0.012, lens=(0.38, 0.27), corners=2.8, opacity=0.35, glare=0.12),
    "half": Spectacles((40, 36, 38), 0.045, lens=(0.40, 0.27), corners=2.8, lower=0.2),
    "sun": Spectacles((18, 18, 20), 0.05, lens=(0.42, 0.34), corners=2.5, tint=0.94),
}

_BRIDGE = {"rimless": ((110, 110, 114), 0.02), "half": ((40, 36, 38), 0.03)}
_PLANE, _DROP, _SPREAD, _HINGE = 0.08, -0.06, 0.50, 0.10


def wear(
    pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], kind: str, *, slip: float = 0.0, glare: bool = True
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Put spectacles on a face: (H, W, 3) and the frame's coverage (H, W), 0-1. `slip` lowers them, IOD."""
    look = KINDS[kind]
    frame = HeadFrame(landmarks, measure_pose(landmarks))
    plane = float(frame.into(landmarks[[168]].astype(float))[0, 2]) + _PLANE
    sides = [_rim(frame, look, side, plane, slip) for side in (-1, 1)]
    picture = pixels.astype(np.float32)
    lenses = np.max([_filled(rim, pixels.shape) for rim in sides], axis=0)
    rims = np.max([_rim_cover(rim, look, frame.unit, pixels.shape) for rim in sides], axis=0) * look.opacity
    bridge_colour, bridge_width = _BRIDGE.get(kind, (look.colour, look.width))
    others = _lines(_bridge_and_temples(frame, landmarks, look, plane, slip), bridge_width * frame.unit, pixels.shape)
    whole = np.maximum(rims, others)
    picture *= 1 - 0.22 * _shadow(whole, frame.unit)[..., None]
    picture += (np.array([20, 20, 24]) - picture) * (look.tint * lenses)[..., None]
    if glare:
        picture += (np.array([225, 235, 245]) - picture) * (look.glare * _glare(sides, lenses, frame.unit))[..., None]
    for cover, colour in ((rims, look.colour), (others, bridge_colour)):
        picture += (_painted(cover, colour, look, frame.unit) - picture) * cover[..., None]
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8), whole.astype(np.float32)


def _rim(frame: HeadFrame, look: Spectacles, side: int, plane: float, slip: float) -> NDArray[np.float64]:
    """Give a lens's outline, its upper half first, (n, 2) px."""
    turn = np.linspace(0, 2 * np.pi, 240, endpoint=False)  # the first half lies above, in the head's frame
    power = 2 / look.corners
    x = look.lens[0] * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power
    y = look.lens[1] * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power
    x = x * (1 - 0.12 * np.clip(-y / look.lens[1], 0, 1))
    depth = plane - 0.10 * np.abs(_SPREAD + x) ** 2
    spot = np.column_stack([side * (_SPREAD + x), y + _DROP - slip, depth])
    return frame.out(spot)[:, :2]


def _bridge_and_temples(
    frame: HeadFrame, landmarks: NDArray[np.float32], look: Spectacles, plane: float, slip: float
) -> list[NDArray[np.float64]]:
    inner, outer = _SPREAD - look.lens[0], _SPREAD + look.lens[0]
    height = _DROP - slip + 0.35 * look.lens[1]
    x = np.linspace(-inner, inner, 30)
    arch = frame.out(np.column_stack([x, height + 0.05 * (1 - (x / inner) ** 2), np.full(30, plane)]))[:, :2]
    lines = [arch]
    for side, ear in ((-1, 234), (1, 454)):
        end = frame.into(landmarks[[ear]].astype(float))[0]
        hinge = (side * outer, _HINGE - slip, plane - 0.12)
        places = np.array([(side * outer, height, plane - 0.1), hinge, (end[0], _HINGE - slip - 0.02, end[2])])
        lines.append(frame.out(places)[:, :2])
    return lines


def _canvas(shape: tuple[int, ...]) -> NDArray[np.uint8]:
    return np.zeros((shape[0] * FINE, shape[1] * FINE), np.uint8)


def _shrunk(canvas: NDArray[np.uint8], shape: tuple[int, ...]) -> NDArray[np.float32]:
    small = cv2.resize(canvas, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / 255


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.rint((points + 0.5) * FINE - 0.5).astype(np.int32)


def _filled(rim: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float32]:
    canvas = _canvas(shape)
    cv2.fillPoly(canvas, [_fixed(rim)], 255)
    return _shrunk(canvas, shape)


def _rim_cover(rim: NDArray[np.float64], look: Spectacles, unit: float, shape: tuple[int, ...]) -> NDArray[np.float32]:
    canvas = _canvas(shape)
    half = len(rim) // 2
    upper, lower = rim[: half + 1], np.concatenate([rim[half:], rim[:1]])
    for part, share in ((lower, look.lower), (upper, 1.0)):
        thick = max(1, round(look.width * share * unit * FINE))
        cv2.polylines(canvas, [_fixed(part)], False, 255, thick)
    return _shrunk(canvas, shape)


def _lines(lines: list[NDArray[np.float64]], width: float, shape: tuple[int, ...]) -> NDArray[np.float32]:
    canvas = _canvas(shape)
    for line in lines:
        cv2.polylines(canvas, [_fixed(line)], False, 255, max(1, round(width * FINE)))
    return _shrunk(canvas, shape)


def _shadow(cover: NDArray[np.float32], unit: float) -> NDArray[np.float32]:
    moved = cv2.warpAffine(cover, np.array([[1, 0, 0.01 * unit], [0, 1, 0.05 * unit]]), cover.shape[::-1])
    return np.asarray(cv2.GaussianBlur(moved, (0, 0), 0.025 * unit), np.float32)


def _glare(rims: list[NDArray[np.float64]], lenses: NDArray[np.float32], unit: float) -> NDArray[np.float32]:
    """Reflect a window slantwise in each lens."""
    streaks = np.zeros(lenses.shape, np.float32)
    for rim in rims:
        (x, y), width = rim.mean(axis=0), 0.1 * unit
        for offset in (-0.12, 0.08):
            start = (int(x + offset * unit - 0.15 * unit), int(y + 0.3 * unit))
            end = (int(x + offset * unit + 0.15 * unit), int(y - 0.3 * unit))
            cv2.line(streaks, start, end, 1.0, max(1, round(width * (1.2 if offset < 0 else 0.4))))
    return np.asarray(cv2.GaussianBlur(streaks, (0, 0), max(0.6, 0.02 * unit)) * lenses, np.float32)


def _painted(
    cover: NDArray[np.float32], colour: tuple[int, int, int], look: Spectacles, unit: float
) -> NDArray[np.float32]:
    """Colour the frame, with a highlight along its upper edges and spots for tortoiseshell."""
    paint = np.broadcast_to(np.array(colour, np.float32), (*cover.shape, 3)).copy()
    if look.mottled:
        noise = np.random.default_rng(7).normal(size=cover.shape).astype(np.float32)
        spots = cv2.GaussianBlur(noise, (0, 0), 0.03 * unit)
        paint *= 1 + 0.45 * np.clip(spots / max(float(spots.std()), 1e-6), -1.5, 1.5)[..., None]
    edge = np.clip(cover - np.roll(cover, max(1, round(0.008 * unit)), axis=0), 0, 1)
    return np.asarray(paint + 95 * cv2.GaussianBlur(edge, (0, 0), 0.5)[..., None], np.float32)
