"""Take the picture apart into the person's own colour and the background without the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.face.landmark import face_height
from avatar.portrait.pixels.fill import blurred, bounds, grown, push_pull, shrunk, weighed
from avatar.portrait.pixels.strays import strays

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ESTIMATE_HEIGHT = 300
"""Height of the face, px, at which the smooth colour estimates are made."""
_AWAY_FROM_EDGE = 0.02
"""Background nearer to the person than this, face heights, may carry its glow or shadow; it is not spread."""
_COLOURS_REACH = 0.1
"""Over which the background's colours are told from its texture, face heights."""
_DETAIL = 0.03
"""What a pattern is finer than, face heights."""
_PLAIN, _PATTERNED = 2.5, 6.0
"""Root mean square of the detail in a backdrop without any pattern, and in one that has one, grey levels."""
_TEXTURE_FADES, _TEXTURE_ENDS = 0.2, 0.4
"""How far under the person the texture goes on, face heights: further in than a head uncovers."""
_PLATE_GIVES = 6.0
"""How far the plate may follow the picture under half-covered edges, beyond its noise, grey levels."""
_SATURATED = 32.0
"""Nearer than this to white or black, grey levels, the plate gives all the way: it doesn't show, and a person who is
whiter than a white wall would have to be solid."""
_RESTLESS, _PATTERN_GIVES, _BARE = 0.5, 40.0, 0.02
"""How much of a pattern, 0-1, hides any outline, by how many levels more the plate follows the picture in a full one,
and the cover up to which patterns are looked for: a plate that guesses a pattern wrongly is no person."""
_OWN_DETAIL = 0.03
"""How near to the person detail may be theirs, face heights."""
_TRACE = 0.12
_GLOW = 0.03
"""How far beyond the matte the person's blur and shadow may still tint the background, face heights."""
_GHOST_GREY, _GHOST_NOISE = 1.5, 0.6
"""A smoothed difference from the plain background beyond this, grey levels or noise widths, is the person's
outline: if it stayed in the plate it would stand there as a ghost when the head moves."""
_ENOUGH = 500
"""Fewest background pixels that noise can be measured on."""


def split_layers(
    pixels: NDArray[np.uint8],
    matte: NDArray[np.uint8],
    landmarks: NDArray[np.float32],
    *,
    is_keyed: bool = False,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """Give matte, foreground and plate so that matte * foreground + (1 - matte) * plate is the picture.

    Where the matte is 255 the foreground is the picture, where it is 0 the plate is; elsewhere each is
    continued from its own side. The matte is raised where the given one cannot explain the picture's colour; of a
    keyed one it is sure that shadows are not the person's.
    """
    import cv2

    factor = max(1.0, face_height(landmarks) / _ESTIMATE_HEIGHT)
    face = face_height(landmarks) / factor
    small = shrunk(pixels, factor)
    cover = np.asarray(shrunk(matte[..., None], factor).reshape(small.shape[:2]) / 255, np.float32)
    shape = matte.shape[0], matte.shape[1]
    spread, coarseness = _noise_of(pixels, matte == 0)
    noise = float(np.sqrt(np.trace(spread @ spread.T) / 3))
    left = np.zeros_like(cover) if is_keyed else strays(small, cover, face, noise)
    seen = np.maximum(cover, left)
    foreground = grown(push_pull(small, _certain(cover)), shape)
    plate = grown(_continued_background(small, seen, face), shape)
    _add_grain(plate, matte > 0, spread, coarseness)
    solid = matte == 255
    clear = _beyond(matte, max(1, round(_GLOW * face_height(landmarks))))
    limit = max(_GHOST_GREY, _GHOST_NOISE * noise)
    busy = cv2.resize(_busy(small, _bare(seen, face), face), shape[::-1])
    left = cv2.resize(left, shape[::-1])
    clear &= left == 0
    busy *= 1 - left
    ghost = np.zeros(matte.shape, bool) if is_keyed else _follows(pixels, plate, limit) & (busy < _RESTLESS)
    cv2.copyTo(pixels, solid.astype(np.uint8), foreground)
    cv2.copyTo(pixels, clear.astype(np.uint8), plate)
    where = np.flatnonzero(~(solid | clear))
    gives = np.where(ghost.ravel()[where], 0, _PLATE_GIVES + 2 * noise).astype(np.float32)
    if not is_keyed:
        gives += _PATTERN_GIVES * busy.ravel()[where]
    matte = matte.copy()
    layers = (matte.reshape(-1), foreground.reshape(-1, 3), plate.reshape(-1, 3))
    there = [layer[where] for layer in layers]
    solved = _balanced(pixels.reshape(-1, 3)[where], there[0], there[1], there[2], gives[:, None])
    for layer, colours in zip(layers, solved, strict=True):
        layer[where] = colours
    return matte, foreground, plate


def _bare(cover: NDArray[np.float32], face: float) -> NDArray[np.bool_]:
    """Mark what is far enough from the person that its detail is the background's own."""
    import cv2

    away = cv2.distanceTransform((cover <= _BARE).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(away > _OWN_DETAIL * face)


def _beyond(matte: NDArray[np.uint8], reach: int) -> NDArray[np.bool_]:
    """Mark what lies further than `reach` px from any cover."""
    import cv2

    return np.asarray(cv2.distanceTransform((matte == 0).astype(np.uint8), cv2.DIST_L2, 5) > reach)


def _follows(pixels: NDArray[np.uint8], plate: NDArray[np.uint8], limit: float) -> NDArray[np.bool_]:
    """Mark where the picture strays from the plate together with its neighbours, not by noise alone."""
    import cv2

    strayed = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    strayed -= cv2.cvtColor(plate, cv2.COLOR_RGB2GRAY)
    return np.asarray(np.abs(cv2.GaussianBlur(strayed, (0, 0), 2.0)) > limit)


def _certain(cover: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weigh pixels by how purely they show one layer: mixed ones would bleed the other's colour."""
    return np.asarray(np.clip((cover - 0.9) / 0.1, 0, 1), np.float32)


def _continued_background(small: NDArray[np.float32], cover: NDArray[np.float32], face: float) -> NDArray[np.float32]:
    """Continue the background under the person: its colours smoothly, its texture as if mirrored at the outline.

    A head that turns bares a strip there, which would be a smear in a patterned backdrop.
    """
    import cv2

    reach = max(1, round(_AWAY_FROM_EDGE * face))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    known = _certain(1 - cv2.dilate(cover, kernel))
    filled = push_pull(small, known)
    sure = known >= 1
    if not sure.any() or sure.all():
        return filled
    away, rows, columns = _mirrored_places(sure)
    share = np.clip((_TEXTURE_ENDS - away / face) / (_TEXTURE_ENDS - _TEXTURE_FADES), 0, 1) * sure[rows, columns]
    # Beside the outline the picture itself is compared with the smooth fill, for traces of the person.
    share = share * np.clip((cover - 0.3) / 0.6, 0, 1)
    # A plain wall, lit unevenly, is continued by its colours alone: mirrored, its light would turn about.
    share = share * _busy(small, sure, face)[rows, columns]
    share = np.minimum(share, cv2.GaussianBlur(share.astype(np.float32), (0, 0), max(1.0, 0.01 * face)))
    patterned = _patterned(small, sure, face, (rows, columns))
    return np.asarray(filled + share[..., None] * (patterned - filled), np.float32)


def _busy(small: NDArray[np.float32], sure: NDArray[np.bool_], face: float) -> NDArray[np.float32]:
    """Say where what is sure has a pattern, 0-1, rather than light and noise."""
    import cv2

    def mean(picture: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
        spread = blurred(picture * shown, reach * face)
        return np.asarray(spread / np.maximum(blurred(shown, reach * face), 1e-3), np.float32)

    shown = sure.astype(np.float32)
    bright = cv2.GaussianBlur(cv2.transform(small, np.full((1, 3), 1 / 3, np.float32)), (0, 0), 1.0)
    detail = bright - mean(bright, _DETAIL)
    strength = np.sqrt(np.maximum(mean(detail**2, _COLOURS_REACH), 0))
    return np.asarray(np.clip((strength - _PLAIN) / (_PATTERNED - _PLAIN), 0, 1), np.float32)


def _patterned(
    small: NDArray[np.float32],
    sure: NDArray[np.bool_],
    face: float,
    mirrored: tuple[NDArray[np.intp], NDArray[np.intp]],
) -> NDArray[np.float32]:
    """Spread the colours of what is sure, and put the texture of each pixel's mirrored place on them."""
    import cv2

    reach, shown = _COLOURS_REACH * face, sure.astype(np.float32)
    share = np.asarray(1 / np.maximum(blurred(shown, reach), 1e-3), np.float32)
    colours = weighed(blurred(weighed(small, shown), reach), share)
    # At the photo's own size its texture holds its grain, which is added on its own.
    calm = small if face >= _ESTIMATE_HEIGHT else cv2.GaussianBlur(small, (0, 0), 0.7)
    return np.asarray(push_pull(weighed(colours, shown), shown) + (calm - colours)[mirrored], np.float32)


def _mirrored_places(sure: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.intp], NDArray[np.intp]]:
    """Give each pixel's distance from what is sure, and the row and column of its mirror image there."""
    import cv2

    away, labels = cv2.distanceTransformWithLabels(
        (~sure).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    y, x = np.nonzero(sure)
    row_of, column_of = np.zeros(int(labels.max()) + 1, np.intp), np.zeros(int(labels.max()) + 1, np.intp)
    row_of[labels[sure]], column_of[labels[sure]] = y, x
    down, across = np.indices(sure.shape)
    rows, columns = 2 * row_of[labels] - down, 2 * column_of[labels] - across
    inside = (rows >= 0) & (rows < sure.shape[0]) & (columns >= 0) & (columns < sure.shape[1])
    return away, np.where(inside, rows, down), np.where(inside, columns, across)


def _balanced(
    pixels: NDArray[np.uint8],
    matte: NDArray[np.uint8],
    front: NDArray[np.uint8],
    back: NDArray[np.uint8],
    gives: NDArray[np.float32],
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """Solve (N,) matte, (N, 3) foreground and plate, given about what the latter two are.

    The plate gives way by `gives` (N, 1) grey levels only, so that no outline of the person stays in it. Where
    the person would then have to be brighter than white or darker than black, the pixel shows more of the person.
    """
    picture, behind = pixels.astype(np.float32), back.astype(np.float32)
    given = matte.astype(np.float32)[:, None] / 255
    nearly = np.maximum(np.where(picture > behind, 255 - behind, behind), 0)
    gives = np.maximum(gives, np.where(nearly < _SATURATED, nearly, 0))
    behind += np.clip(picture - behind, -gives, gives) * (1 - given)
    behind = np.rint(behind)
    room = np.where(picture > behind, 255 - behind, behind)
    needed = (np.abs(picture - behind) / np.maximum(room, 1)).max(1, keepdims=True)
    cover = np.clip(np.ceil(255 * np.maximum(given, needed)), 1, 255) / 255
    fore = (picture - (1 - cover) * behind) / cover
    # A trace of cover over a pixel that looks like the background is background.
    trace = (given < _TRACE) & (np.abs(picture - back) <= gives).all(1, keepdims=True)
    cover[trace] = 0
    fore = np.where(trace, front, fore)
    behind = np.where(trace, picture, behind)
    return _bytes(cover[:, 0] * 255), _bytes(fore), _bytes(behind)


def _bytes(colours: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(colours), 0, 255), np.uint8)


def _add_grain(
    plate: NDArray[np.uint8], covered: NDArray[np.bool_], spread: NDArray[np.float32], coarseness: float
) -> None:
    """Give the filled part the background's own noise, in strength, colour and coarseness, or it shows as a smear."""
    import cv2

    top, left, bottom, right = bounds(covered)
    area = plate[top:bottom, left:right]
    rng = np.random.default_rng(0)  # the same photo always becomes the same portrait
    for start in range(0, len(area), 256):
        rows = area[start : start + 256]
        white = rng.standard_normal(rows.shape, dtype=np.float32)
        grain = cv2.GaussianBlur(white, (0, 0), coarseness) if coarseness > 0.2 else white
        grain = (grain / max(float(grain.std()), 1e-6)) @ spread.T
        rows[:] = _bytes(rows + grain)


def _noise_of(pixels: NDArray[np.uint8], background: NDArray[np.bool_]) -> tuple[NDArray[np.float32], float]:
    """Measure noise: the (3, 3) root of its covariance, grey levels, and its blur, px; none without background."""
    import cv2

    pairs = background[:, :-1] & background[:, 1:]
    places = np.flatnonzero(pairs)
    if len(places) < _ENOUGH:
        return np.zeros((3, 3), np.float32), 0.0
    soft = cv2.GaussianBlur(pixels, (0, 0), 2.0)
    rows, columns = np.divmod(places[np.random.default_rng(0).integers(0, len(places), 20000)], pairs.shape[1])
    at, next_to = (rows, columns), (rows, columns + 1)
    here, beside = (pixels[where].astype(np.float32) - soft[where] for where in (at, next_to))
    largest = np.abs(here).max(1)
    calm = largest <= max(2.0, 3 * float(np.median(largest)))  # without edges and texture
    here, beside = here[calm], beside[calm]
    covariance = np.cov(here.T) + 1e-4 * np.eye(3)
    alike = float(np.clip((here * beside).mean() / max(float((here**2).mean()), 1e-6), 0.01, 0.9))
    # Gaussian-blurred white noise of width s has correlation exp(-1 / (4 s^2)) at one pixel's distance.
    return np.linalg.cholesky(covariance).astype(np.float32), float(np.sqrt(-1 / (4 * np.log(alike))))
