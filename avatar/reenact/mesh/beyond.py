"""Go on with a person beyond the photo's edges, where it cuts hair or shoulders and motion would bare what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CUT = 128
"""Cover, 0-255, from which the edge cuts through the person; less is a wisp, or a matte that is not sure."""
FAINT = 8
"""Cover up to which the soft rim of what is cut reaches."""
SEEN = 0.12
"""IOD inside the edge over which the outline's direction is read."""
LEANS = 0.6
"""px aside per px outward that the middle of what is cut goes at most."""
WIDENS = 0.6
"""Of its half width by which what is cut may grow, per half width: hair that is widest beyond the edge."""
JUMPS = 0.1, 0.5
"""IOD, and half widths, by which an outline goes aside from one line to the next where something else joins it."""
OWN = 248
"""Cover from which a pixel's colour is the person's: elsewhere it is what is next to it."""
FACE_ROOM = 0.1
"""IOD beside the face that is not mirrored at the sides."""
FOREHEAD = 10, 151
"""Landmarks of its top and its middle."""
TEMPLES = 54, 284
"""Landmarks between which it lies."""
PATCH = 0.08
"""IOD, side of what is looked at there."""
ALIKE = 40.0
"""Levels of difference, over three channels, under which an edge cuts through skin rather than hair."""
FEWEST_HAIRS = 0.1
"""Share of the columns over the forehead in which hair may be shorter than what is mirrored."""


def continued(
    colour: NDArray[np.uint8],
    matte: NDArray[np.uint8],
    box: tuple[int, int, int, int],
    landmarks: NDArray[np.float32],
    unit: float,
) -> NDArray[np.uint8]:
    """Cut a box (x0, y0, x1, y1) out of a person, which may reach beyond the photo: (h, w, 4), colour times alpha.

    `colour` is (H, W, 3) and `matte` (H, W), `landmarks` (478, 3), and `unit` the IOD, px.
    What an edge cuts goes on as a circle would from where its outline points: a crown closes a little above the
    photo's edge, and nothing comes in from beyond where the edge cuts nothing. Its texture is mirrored, there and back.
    """
    x0, y0, x1, y1 = box
    height, width = matte.shape
    window = slice(max(0, y0), min(height, y1)), slice(max(0, x0), min(width, x1))
    top, bottom, left, right = pads = max(0, -y0), max(0, y1 - height), max(0, -x0), max(0, x1 - width)
    inside = matte[window]
    near = slice(0, max(2, round(SEEN * unit)))
    above, below = _outward(inside[near], top, unit)[::-1], np.repeat(inside[-1:], bottom, axis=0)
    cover = np.concatenate([above, inside, below])
    beside = _outward(cover.T[near], left, unit)[::-1].T, _outward(cover.T[::-1][near], right, unit).T
    cover = np.ascontiguousarray(np.concatenate([beside[0], cover, beside[1]], axis=1))
    whole, known = _mirrored((colour, matte), window, pads, landmarks, unit)
    rows, columns = cover.shape
    for strip in (
        (slice(0, top), slice(0, columns)),
        (slice(rows - bottom, rows), slice(0, columns)),
        (slice(0, rows), slice(0, left)),
        (slice(0, rows), slice(columns - right, columns)),
    ):
        is_own = known[strip] >= OWN
        if is_own.any() and (cover[strip][~is_own] > 0).any():
            whole[strip] = spread(whole[strip], is_own)
    alpha = cover.astype(np.uint16)[..., None]
    flat = ((whole * alpha + 127) // 255).astype(np.uint8)
    return np.asarray(cv2.merge([flat, cover]), np.uint8)


def _mirrored(
    layers: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    window: tuple[slice, slice],
    pads: tuple[int, int, int, int],
    landmarks: NDArray[np.float32],
    unit: float,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Cut a window out of colour (H, W, 3) and matte (H, W), mirrored beyond the edges: no face comes above hair.

    Shoulders, whose patterns would show it, are drawn out at the sides.
    """
    colour, matte = layers
    height, width = matte.shape
    low, high = landmarks[:468, :2].min(axis=0), landmarks[:468, :2].max(axis=0)
    reaches = (
        _hair(colour, landmarks, unit),
        height - 1,
        *(max(2, int(room - FACE_ROOM * unit)) for room in (float(low[0]), width - float(high[0]))),
    )
    top, bottom, left, right = (
        _there_and_back(np.arange(1, count + 1), reach) for count, reach in zip(pads, reaches, strict=True)
    )
    down = np.concatenate([top[::-1], np.arange(height)[window[0]], height - 1 - bottom])
    across = np.concatenate([left[::-1], np.arange(width)[window[1]], width - 1 - right])
    whole, known = (np.ascontiguousarray(plane[down][:, across]) for plane in layers)
    shoulders = slice(len(top) + max(0, int(high[1]) - window[0].start), None)
    columns = len(across)
    for pad, edge in ((slice(0, len(left)), len(left)), (slice(columns - len(right), columns), -1 - len(right))):
        for plane in (whole, known):
            plane[shoulders, pad] = plane[shoulders, edge][:, None]
    return whole, known


def _hair(colour: NDArray[np.uint8], landmarks: NDArray[np.float32], unit: float) -> int:
    """Count the rows under the upper edge that surely show hair: all, where they show only skin or nobody."""
    (x, y), (_, middle) = np.rint(landmarks[list(FOREHEAD), :2]).astype(int).tolist()
    side = max(2, round(PATCH * unit))
    left, right = np.rint(landmarks[list(TEMPLES), 0]).astype(int).clip(0, colour.shape[1]).tolist()
    face = colour[: max(0, middle), left:right].astype(np.float32)
    if y <= 1 or not face.size:
        return len(colour) - 1
    skin = np.median(colour[max(0, middle - side) : middle, max(0, x - side) : x + side].reshape(-1, 3), axis=0)
    edge = np.median(face[: max(2, side // 4)].reshape(-1, 3), axis=0)
    if np.abs(edge - skin).sum() < ALIKE:
        return len(colour) - 1
    is_skin = np.abs(face - skin).sum(axis=2) < np.abs(face - edge).sum(axis=2)
    kept = cv2.erode(is_skin.astype(np.uint8), np.ones((max(1, side // 4), 1), np.uint8)) > 0
    lengths = np.where(kept.any(axis=0), kept.argmax(axis=0), len(face))
    return max(2, int(0.9 * np.quantile(lengths, FEWEST_HAIRS)))


def spread(colours: NDArray[np.uint8], known: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Go on with the known colours outside their region, so that what moves or widens shows nothing else."""
    total = colours.astype(np.float32) * known[..., None]
    weight = known.astype(np.float32)
    result, missing = colours.astype(np.float32) * known[..., None], ~known
    for sigma in (1.0, 2.0, 4.0, 8.0, 16.0, 32.0):
        if not missing.any():
            break
        blurred, share = cv2.GaussianBlur(total, (0, 0), sigma), cv2.GaussianBlur(weight, (0, 0), sigma)
        fill = missing & (share > 0.02)
        result[fill] = blurred[fill] / share[fill][:, None]
        missing &= ~fill
    return np.asarray(np.clip(np.rint(result), 0, 255), np.uint8)


def _there_and_back(way: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Go a way (n,) along a line of some length, turning about at its ends."""
    return np.asarray(length - np.abs(way % (2 * length) - length))


def _outward(inside: NDArray[np.uint8], count: int, unit: float) -> NDArray[np.uint8]:
    """Give `count` lines of cover beyond an edge, (count, L), from it outward; `inside` (n, L) begins at the edge."""
    line = inside[0]
    found = np.zeros((count, len(line)), np.float32)
    if count:
        for first, last in _runs(line >= CUT):
            found = np.maximum(found, _dome(inside, (first, last), count, unit))
    return np.rint(found).astype(np.uint8)


def _dome(inside: NDArray[np.uint8], run: tuple[int, int], count: int, unit: float) -> NDArray[np.float32]:
    """Close what an edge cuts from the first of a run to the one after its last: (count, L) of cover."""
    first, last = run
    line, length = inside[0], inside.shape[1]
    middle, half = _extent(first, last, length)
    deep, within = _followed(inside, run, unit)
    further, wider = _extent(*within, length)
    lean = float(np.clip((middle - further) / deep, -LEANS, LEANS))
    if first == 0 or last == length:  # what a corner cuts has its middle there
        lean = 0.0
    # Along a circle the square of the half width changes by a rate that grows with twice the way.
    rate = max((wider**2 - half**2 + deep**2) / deep, -WIDENS * half)
    away = np.arange(1, count + 1, dtype=np.float64)
    halves = np.sqrt(np.maximum(half**2 - rate * away - away**2, 0))
    rim = _rim(line, first, last)
    places = np.arange(length)
    dome = np.zeros((count, length), np.float32)
    for row, (step, span) in enumerate(zip(away, halves, strict=True)):
        if span < 1:
            break
        at = middle + (places + 0.5 - middle - lean * step) * (half / span) - 0.5
        dome[row] = np.interp(at, places, rim, left=rim[0] if first == 0 else 0, right=rim[-1] if last == length else 0)
    return dome


def _followed(inside: NDArray[np.uint8], run: tuple[int, int], unit: float) -> tuple[int, tuple[int, int]]:
    """Follow a run of the edge inward as far as its ends go on steadily: give how many lines, and the run there."""
    deep, here = 1, run
    for depth in range(1, len(inside)):
        met = [other for other in _runs(inside[depth] >= CUT) if other[0] < here[1] and here[0] < other[1]]
        if not met:
            break
        there = max(met, key=lambda other: min(other[1], here[1]) - max(other[0], here[0]))
        limit = max(JUMPS[0] * unit, JUMPS[1] * (here[1] - here[0]) / 2)
        if max(abs(there[0] - here[0]), abs(there[1] - here[1])) > limit:
            break
        deep, here = depth, there
    return deep, here


def _extent(first: int, last: int, length: int) -> tuple[float, float]:
    """Give middle and half width of a run; one that reaches an end of the line is half of a whole."""
    if first == 0 and last == length:
        return length / 2, 1e6
    if first == 0:
        return 0.0, float(last)
    if last == length:
        return float(length), float(length - first)
    return (first + last) / 2, (last - first) / 2


def _rim(line: NDArray[np.uint8], first: int, last: int) -> NDArray[np.float32]:
    """Keep of a line (L,) one run with its soft rim."""
    clear = np.flatnonzero(line < FAINT)
    before, after = clear[clear < first], clear[clear >= last]
    low, high = int(before[-1]) + 1 if len(before) else 0, int(after[0]) if len(after) else len(line)
    kept = np.zeros(len(line), np.float32)
    kept[low:high] = line[low:high]
    return kept


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """List the first of each run of marks (L,), and the one after its last."""
    steps = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    return [(int(first), int(last)) for first, last in zip(steps[::2], steps[1::2], strict=True)]
