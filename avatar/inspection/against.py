"""The enrolled portrait as the measure: how sharp it is at the film's scale, who it shows, and what is behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection import points
from avatar.inspection.head import grey, warp
from avatar.inspection.watch import sharpness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.inspection.backdrop import Backdrop
    from avatar.inspection.head import HeadFollower
    from avatar.inspection.watch import Sighting

_AVERAGED = 5
"""px of a small picture: what a fraction of a pixel of misalignment does at edges fades"""
_ROUNDS, _ENOUGH = 60, 1e-4


@dataclass(frozen=True, slots=True)
class Standard:
    """A portrait at the scale of a film."""

    bright: NDArray[np.uint8]
    """(h, w), grey"""
    landmarks: NDArray[np.float32]
    """(478, 3), px of it"""
    likeness: NDArray[np.uint8]
    """(SIDE, SIDE), its face, stabilised like the film's"""
    sharpness: float
    """variance of the Laplacian over brows, eyes and nose"""


def standard_of(portrait: Portrait, follower: HeadFollower, iod: float) -> Standard:
    """Scale a portrait to a film in which the eyes are `iod` px apart."""
    import cv2

    scale = iod / portrait.iod
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    bright = np.asarray(cv2.resize(grey(portrait.image), None, fx=scale, fy=scale, interpolation=how))
    landmarks = (portrait.landmarks * scale).astype(np.float32)
    landmarks[:, :2] += (scale - 1) / 2  # pixel centres lie at whole numbers
    fit, _ = follower.follow(bright, landmarks)
    depth = float(follower.model[points.SKULL, 2].mean())
    return Standard(bright, landmarks, warp(bright, fit.plane(depth)), sharpness(bright, landmarks))


def unlike(standard: Standard, backdrop: Backdrop, sightings: Sequence[Sighting]) -> float | None:
    """Measure by how much the backdrop differs from the portrait's, mean, levels of 255; None if they share none."""
    box = standard.landmarks[:468, :2]
    middle = (box.min(axis=0) + box.max(axis=0)) / 2
    shown = np.nanmedian([one.centre for one in sightings], axis=0)
    back = 1 / backdrop.shrink
    guess = np.array([[back, 0, middle[0] - shown[0]], [0, back, middle[1] - shown[1]]], np.float32)
    return min(
        (_difference(standard, backdrop, each) for each in (guess, _aligned(standard, backdrop, guess))),
        key=lambda value: np.inf if value is None else value,
    )


def _aligned(standard: Standard, backdrop: Backdrop, guess: NDArray[np.float32]) -> NDArray[np.float32]:
    """Refine the place of the portrait in the film (Evangelidis and Psarakis 2008); where it fails, keep the guess."""
    import cv2

    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _ROUNDS, _ENOUGH)
    mask = backdrop.outside.astype(np.uint8)
    try:
        _, found = cv2.findTransformECC(
            backdrop.median, standard.bright, guess.copy(), cv2.MOTION_AFFINE, stop, _seen(standard, guess, mask), 5
        )
    except cv2.error:  # a plain backdrop has nothing to align by
        return guess
    return np.asarray(found, np.float32)


def _seen(standard: Standard, to_portrait: NDArray[np.float32], mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Keep of a mask what the portrait covers."""
    import cv2

    covered = cv2.warpAffine(
        np.ones_like(standard.bright), to_portrait, mask.shape[::-1], flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    )
    return np.asarray(mask * cv2.erode(covered, np.ones((5, 5), np.uint8)))


def _difference(standard: Standard, backdrop: Backdrop, to_portrait: NDArray[np.float32]) -> float | None:
    import cv2

    mask = _seen(standard, to_portrait, backdrop.outside.astype(np.uint8)) > 0
    if mask.mean() < 0.01:
        return None
    there = cv2.warpAffine(
        standard.bright, to_portrait, mask.shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    one, other = (cv2.blur(each.astype(np.float32), (_AVERAGED, _AVERAGED)) for each in (there, backdrop.median))
    return float(np.abs(one - other)[mask].mean())
