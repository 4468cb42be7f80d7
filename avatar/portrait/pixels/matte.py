"""From a rough segmentation to a matte that follows single hairs."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.face.landmark import face_height
from avatar.portrait.pixels.coherent import coherent
from avatar.portrait.pixels.fill import bounds
from avatar.portrait.pixels.sides import Sides
from avatar.portrait.pixels.trimap import (
    SURE,
    Trimap,
    depth_in,
    make_trimap,
    places_of,
    sample,
    smoothstep,
    solid_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.pixels.trimap import Places

_HOLES_CLOSE, _HAIRS_END = (0.0, 0.03), (0.08, 0.16)
"""How deep inside the rough edge colour alone can no longer open a hole, and how far outside it no longer
finds a hair, in face heights."""
_BOTTOM = 0.02
"""Height of the strip at the picture's lower edge in which a body above it goes on, face heights."""
_GUIDED_RADIUS, _GUIDED_SMOOTHNESS = 0.03, 1e-3
_AGREEMENT_REACH, _DISAGREEMENT = 0.05, (0.07, 0.20)
_TILE = 256
"""Side of the squares that the guided filter is shown one by one, px."""


def refine_matte(
    pixels: NDArray[np.uint8], rough: NDArray[np.float32], landmarks: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Sharpen a rough matte (H, W), 0-1, against the picture: 255 where the person is.

    A guided filter (He, Sun and Tang 2010) gives the edge the picture's own shape. Where the background is
    smooth and unlike the person, each pixel's colour between the two decides instead, which keeps single
    hairs and leaves no halo. The picture is solved shrunk first: that tells the colours close to the outline.
    """
    face = face_height(landmarks)
    trimap = make_trimap(rough, landmarks)
    sides = Sides.of(pixels, trimap, face)
    matte = _solved(pixels, rough, trimap, _nearer(sides, rough, trimap), face)
    return finished(matte, trimap.person, face)


def finished(matte: NDArray[np.float32], person: NDArray[np.bool_], face: float) -> NDArray[np.uint8]:
    """Keep of a matte (H, W), 0-1, what hangs together with a surely seen person, down to the lower edge, as bytes."""
    whole = connected(np.rint(matte * 255).astype(np.uint8), person)
    hold_to_bottom(whole, max(2, round(_BOTTOM * face)))
    return whole


def _nearer(sides: Sides, rough: NDArray[np.float32], trimap: Trimap) -> Sides:
    """Solve the shrunk picture, and look for colours where that is sure."""
    import cv2

    size = sides.small.shape[1], sides.small.shape[0]
    small = np.asarray(cv2.resize(rough, size, interpolation=cv2.INTER_AREA), np.float32)
    sure = Trimap(solid_of(trimap.person, size) > 0, solid_of(trimap.background, size) > 0)
    pixels = np.rint(sides.small).astype(np.uint8)
    return sides.nearer(_solved(pixels, small, sure, replace(sides, factor=1.0), sides.face), small)


def _solved(
    pixels: NDArray[np.uint8], rough: NDArray[np.float32], trimap: Trimap, sides: Sides, face: float
) -> NDArray[np.float32]:
    """Give the matte (H, W), 0-1: sure where the trimap is, solved between."""
    matte = np.where(trimap.person, np.float32(1), np.float32(0))
    where = y, x = places_of(trimap.unknown)
    soft = _guided(pixels, rough, trimap.unknown, max(2, round(_GUIDED_RADIUS * face)))[y, x]
    key, trust = sides.key(pixels, trimap.background, where)
    trust *= _agreement(key, rough, where, sides, face)
    key = coherent(key, trimap, where, face)
    inside = smoothstep(depth_in(rough > 0.5)[y, x] / face, *_HOLES_CLOSE)
    near = 1 - smoothstep(depth_in(rough <= 0.5)[y, x] / face, *_HAIRS_END)
    keyed = inside * np.maximum(key, soft) + (1 - inside) * key * near
    matte[y, x] = trust * keyed + (1 - trust) * smoothstep(soft, 0.08, 0.92)
    return matte


def _guided(
    pixels: NDArray[np.uint8], rough: NDArray[np.float32], wanted: NDArray[np.bool_], radius: int
) -> NDArray[np.float32]:
    """Filter square by square, only where it is wanted: the filter needs some twenty float planes of its input."""
    import cv2

    smooth = rough.copy()
    for top, left in product(range(0, rough.shape[0], _TILE), range(0, rough.shape[1], _TILE)):
        high, wide, rows, columns = bounds(wanted[top : top + _TILE, left : left + _TILE])
        if not rows:
            continue
        high, wide, rows, columns = top + high, left + wide, top + rows, left + columns
        above, beside = max(0, high - 2 * radius), max(0, wide - 2 * radius)
        around = slice(above, rows + 2 * radius), slice(beside, columns + 2 * radius)
        guide, given = np.ascontiguousarray(pixels[around]), np.ascontiguousarray(rough[around])
        filtered = cv2.ximgproc.guidedFilter(guide, given, radius, _GUIDED_SMOOTHNESS * 255**2)
        smooth[high:rows, wide:columns] = filtered[high - above : rows - above, wide - beside : columns - beside]
    return np.asarray(np.clip(smooth, 0, 1, out=smooth), np.float32)


def edge_clarity(pixels: NDArray[np.uint8], rough: NDArray[np.float32], landmarks: NDArray[np.float32]) -> float:
    """Judge how clearly the person stands out: 1 before a plain backdrop of another colour, 0 in a jumble."""
    trimap = make_trimap(rough, landmarks)
    where = places_of(trimap.unknown)
    if not len(where[0]) or not trimap.background.any():
        return 0.0
    sides = Sides.of(pixels, trimap, face_height(landmarks))
    return float(sides.key(pixels, trimap.background, where)[1].mean())


def _agreement(
    key: NDArray[np.float32], rough: NDArray[np.float32], where: Places, sides: Sides, face: float
) -> NDArray[np.float32]:
    """Compare the colour key with a sure segmentation nearby, 0-1: they part where the background hides a surprise."""
    import cv2

    factor = sides.factor
    sure = (rough[where] < 1 - SURE) | (rough[where] > SURE)
    height, width = (int(length / factor) + 1 for length in rough.shape)
    cells = (where[0] / factor).astype(np.intp) * width + (where[1] / factor).astype(np.intp)
    sums = [
        np.bincount(cells, weight, height * width).reshape(height, width)
        for weight in (np.abs(key - rough[where]) * sure, sure)
    ]
    small = np.stack(sums, axis=-1).astype(np.float32)
    small = cv2.GaussianBlur(small, (0, 0), _AGREEMENT_REACH * face / factor)
    apart = sample(small[..., :1] / np.maximum(small[..., 1:], 1e-3), factor, where)
    return 1 - smoothstep(apart, *_DISAGREEMENT)


def hold_to_bottom(matte: NDArray[np.uint8], rows: int) -> None:
    """Let the body run to the picture's lower edge, in place: a thin gap there would flash when it breathes."""
    matte[-rows:] = np.maximum(matte[-rows:], matte[-rows - 1])


def connected(matte: NDArray[np.uint8], person: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Drop specks that do not hang together with the person."""
    import cv2

    _, labels = cv2.connectedComponents((matte > 24).astype(np.uint8), connectivity=8)
    belongs = np.zeros(int(labels.max()) + 1, bool)
    belongs[np.unique(labels[person])] = True
    belongs[0] = True  # faint coverage between hairs
    return np.where(belongs[labels], matte, np.uint8(0))
