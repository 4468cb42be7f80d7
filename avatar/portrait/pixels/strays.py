"""Find what of the person the matte has left to the background: an ear's rim, a collar, a strand beside the hair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.pixels.fill import blurred, weighed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REACH = 0.08
"""How far outside the matte something of the person's may have been left, face heights."""
_AROUND = 0.2
"""How far from a pixel colours are looked for that it could have, face heights."""
_LOOKS = 64
"""Places on either side that a pixel is compared with."""
_UNLIKE, _NOISY = 14.0, 3.0
"""How far a colour has to be from all of the background's, grey levels and noise widths, to be none of them."""
_LIKER = 0.5
"""Of that distance, the most that the same colour may be away from one of the person's."""
_HARDLY, _SOMEWHAT_LIKER, _BESIDE = 0.55, 0.9, 0.04
"""Of the former, and the latter, for what lies beside something found; and how far beside it, face heights."""
_VARIOUS = 2.0
"""How far from all of the background's colours it has to be, of what they differ among each other."""
_MOSTLY = 0.5
"""Share of a pixel's neighbours that have to be like it: single ones are noise."""
_ESTIMATE_HEIGHT = 150
"""Height of the face, px, at which they are looked for."""
_CLOSES = 0.02
"""Gaps that are closed, face heights."""
_TOUCH = 0.015
"""How far from the matte, face heights, something begins that belongs to the person."""


def strays(
    picture: NDArray[np.float32], covered: NDArray[np.float32], height: float, noise: float
) -> NDArray[np.float32]:
    """Mark in a picture (H, W, 3) beside the cover (H, W), 0-1, what has the person's colours and not the background's.

    `height` is that of the face, px, `noise` that of the picture, grey levels. Colours are compared with those of
    places around, so it needs no plain backdrop. What is found hangs together with the person; it is (H, W), 0-1,
    with soft edges.
    """
    import cv2

    size, shrink = covered.shape[::-1], max(1.0, height / _ESTIMATE_HEIGHT)
    less = max(1, round(size[0] / shrink)), max(1, round(size[1] / shrink))
    small, cover = (cv2.resize(each, less, interpolation=cv2.INTER_AREA) for each in (picture, covered))
    found = _strays(small, cover, height * less[0] / size[0], noise)
    if not found.any():
        return np.zeros(covered.shape, np.float32)
    return np.asarray(cv2.resize(found.astype(np.float32), size, interpolation=cv2.INTER_LINEAR))


def _strays(small: NDArray[np.float32], cover: NDArray[np.float32], face: float, noise: float) -> NDArray[np.bool_]:
    import cv2

    away = cv2.distanceTransform((cover < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    deep = cv2.distanceTransform((cover > 0.9).astype(np.uint8), cv2.DIST_L2, 5)
    ring = (cover < 0.5) & (away < _REACH * face)
    behind, person = away >= _REACH * face, deep > 1.5
    if not (behind.any() and person.any() and ring.any()):
        return np.zeros(cover.shape, np.bool_)
    soft = cv2.GaussianBlur(small, (0, 0), 0.7)
    places = np.nonzero(ring)
    from_behind = _nearest(soft, behind, places, face)
    from_person = _nearest(soft, person, places, face)
    limit = np.maximum(max(_UNLIKE, _NOISY * noise), _VARIOUS * _variety(soft, behind, face)[places])
    found, nearly = np.zeros(cover.shape, np.float32), np.zeros(cover.shape, np.bool_)
    found[places] = (from_behind > limit) & (from_person < _LIKER * from_behind)
    nearly[places] = (from_behind > _HARDLY * limit) & (from_person < _SOMEWHAT_LIKER * from_behind)
    found[cover >= 0.5] = 1
    mostly = ((cv2.blur(found, (3, 3)) > _MOSTLY) & (found > 0)).astype(np.uint8)
    mostly[~ring] = 0  # Gaps are closed between what is found, not in the person's own outline.
    nearly &= cv2.dilate(mostly, _disc(_BESIDE * face)) > 0
    closed = cv2.morphologyEx(mostly | nearly, cv2.MORPH_CLOSE, _disc(_CLOSES * face)) > 0
    return _touching(closed & ring, away < max(1.5, _TOUCH * face))


def _disc(radius: float) -> NDArray[np.uint8]:
    import cv2

    side = 2 * max(1, round(radius)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def _variety(soft: NDArray[np.float32], behind: NDArray[np.bool_], face: float) -> NDArray[np.float32]:
    """Tell how far the background's colours are from their mean around each place, (h, w) grey levels."""
    shown = behind.astype(np.float32)
    share = np.asarray(1 / np.maximum(blurred(shown, _AROUND * face / 2), 1e-4), np.float32)
    mean = weighed(blurred(weighed(soft, shown), _AROUND * face / 2), share)
    apart = weighed(blurred(weighed((soft - mean) ** 2, shown), _AROUND * face / 2), share)
    return np.asarray(np.sqrt(apart.max(2)), np.float32)


def _nearest(
    soft: NDArray[np.float32], where: NDArray[np.bool_], places: tuple[NDArray[np.intp], ...], face: float
) -> NDArray[np.float32]:
    """Give how far each place's colour is from the most similar one around it where it is allowed to look, (n,)."""
    import cv2

    _, labels = cv2.distanceTransformWithLabels(
        (~where).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    y, x = np.nonzero(where)
    row_of, column_of = (np.zeros(int(labels.max()) + 1, np.int32) for _ in range(2))
    row_of[labels[where]], column_of[labels[where]] = y, x
    rows, columns = row_of[labels[places]], column_of[labels[places]]
    colours = soft[places]
    best = np.full(len(colours), np.inf, np.float32)
    rng = np.random.default_rng(0)
    radius, angle = _AROUND * face * np.sqrt(rng.random(_LOOKS)), 2 * np.pi * rng.random(_LOOKS)
    radius[0] = 0
    for down, across in np.rint(np.stack([radius * np.sin(angle), radius * np.cos(angle)], 1)).astype(int):
        looked = (rows + down).clip(0, where.shape[0] - 1), (columns + across).clip(0, where.shape[1] - 1)
        apart = np.abs(soft[looked] - colours).max(1)
        np.minimum(best, apart, out=best, where=where[looked])
    return best


def _touching(found: NDArray[np.bool_], beside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep those parts of what is found that reach what lies beside the person."""
    import cv2

    _, labels = cv2.connectedComponents(found.astype(np.uint8), connectivity=8)
    kept = np.zeros(int(labels.max()) + 1, bool)
    kept[np.unique(labels[found & beside])] = True
    kept[0] = False
    return np.asarray(kept[labels])
