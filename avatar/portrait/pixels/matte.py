"""From a rough segmentation to a matte that follows single hairs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.face.landmark import face_height
from avatar.portrait.pixels.fill import bounds, push_pull, shrunk, weighed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = tuple[NDArray[np.intp], NDArray[np.intp]]
    """Rows and columns of single pixels."""

_SURE = 0.9
_BAND_OUT, _HAIR_OUT = 0.03, 0.13
_BAND_IN, _HAIR_IN = 0.025, 0.035
"""Width of the unknown band on each side of the segmentation's edge, and what hair adds, in face heights."""
_HOLES_CLOSE, _HAIRS_END = (0.0, 0.03), (0.08, 0.16)
"""How deep inside the rough edge colour alone can no longer open a hole, and how far outside it no longer
finds a hair, in face heights."""
_FACE_CORE = 0.94
_BOTTOM = 0.02
"""Height of the strip at the picture's lower edge in which a body above it goes on, face heights."""
_COLOUR_REACH = 0.12
_GUIDED_RADIUS, _GUIDED_SMOOTHNESS = 0.03, 1e-3
_AGREEMENT_REACH, _DISAGREEMENT = 0.05, (0.07, 0.20)
_TILE = 256
"""Side of the squares that the guided filter is shown one by one, px."""
_ESTIMATE_HEIGHT = 250
"""Height of the face, px, at which the smooth colour estimates are made."""


@dataclass(frozen=True, slots=True)
class Trimap:
    """What is surely the person, what surely is not; between them lies the band to be solved."""

    person: NDArray[np.bool_]
    """(H, W)"""
    background: NDArray[np.bool_]
    """(H, W)"""

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """(H, W), neither of the two."""
        return np.asarray(~(self.person | self.background))


def refine_matte(
    pixels: NDArray[np.uint8], rough: NDArray[np.float32], landmarks: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Sharpen a rough matte (H, W), 0-1, against the picture: 255 where the person is.

    A guided filter (He, Sun and Tang 2010) gives the edge the picture's own shape. Where the background is
    smooth and unlike the person, each pixel's colour between the two decides instead, which keeps single
    hairs and leaves no halo.
    """
    face = face_height(landmarks)
    trimap = make_trimap(rough, landmarks)
    matte = np.where(trimap.person, np.float32(1), np.float32(0))
    where = y, x = _places(trimap.unknown)
    soft = _guided(pixels, rough, trimap.unknown, max(2, round(_GUIDED_RADIUS * face)))[y, x]
    key, trust = _colour_key(pixels, trimap, face, where)
    trust *= _agreement(key, rough, where, face)
    inside = smoothstep(depth_in(rough > 0.5)[y, x] / face, *_HOLES_CLOSE)
    near = 1 - smoothstep(depth_in(rough <= 0.5)[y, x] / face, *_HAIRS_END)
    keyed = inside * np.maximum(key, soft) + (1 - inside) * key * near
    matte[y, x] = trust * keyed + (1 - trust) * smoothstep(soft, 0.08, 0.92)
    finished = connected(np.rint(matte * 255).astype(np.uint8), trimap.person)
    hold_to_bottom(finished, max(2, round(_BOTTOM * face)))
    return finished


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
    where = _places(trimap.unknown)
    if not len(where[0]) or not trimap.background.any():
        return 0.0
    return float(_colour_key(pixels, trimap, face_height(landmarks), where)[1].mean())


def make_trimap(rough: NDArray[np.float32], landmarks: NDArray[np.float32]) -> Trimap:
    """Open a band around the edge of a rough matte: wide beside hair (above the mouth), narrow elsewhere."""
    face = face_height(landmarks)
    mouth = float(landmarks[[61, 291], 1].mean())
    rows = np.arange(len(rough), dtype=np.float32)
    hair = np.clip((mouth + 0.1 * face - rows) / (0.1 * face), 0, 1)[:, None]
    person = depth_in(rough > _SURE) > (_BAND_IN + _HAIR_IN * hair) * face
    person |= inner_face(rough.shape, landmarks)
    background = depth_in(rough < 1 - _SURE) > (_BAND_OUT + _HAIR_OUT * hair) * face
    return Trimap(person, background)


def inner_face(shape: tuple[int, ...], landmarks: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Mark the face a little inside its outline: no shadow on a cheek may open it."""
    import cv2

    hull = cv2.convexHull(np.ascontiguousarray(landmarks[:, :2]))[:, 0]
    middle = hull.mean(0)
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, np.rint(middle + _FACE_CORE * (hull - middle)).astype(np.int32), 1)
    return mask > 0


def _colour_key(
    pixels: NDArray[np.uint8], trimap: Trimap, face: float, where: Places
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Judge pixels by colour alone: coverage 0-1, and how far that may be trusted, 0-1."""
    factor = max(1.0, face / _ESTIMATE_HEIGHT)
    small = shrunk(pixels, factor)
    size = small.shape[1], small.shape[0]
    near_person = trimap.person & (depth_in(trimap.person) < _COLOUR_REACH * face)
    person = _sample(push_pull(small, _solid(near_person, size)), factor, where)
    solid_back = _solid(trimap.background, size)
    behind = push_pull(small, solid_back)
    back = _sample(behind, factor, where)
    unrest = _sample(_unrest(small, solid_back, face / factor), factor, where)
    own = pixels[where].astype(np.float32)
    noise = _noise_level(pixels, behind, factor, trimap.background)
    apart = person - back
    contrast = np.linalg.norm(apart, axis=1)
    along = ((own - back) * apart).sum(1) / np.maximum(contrast**2, 1)
    quiet = 4 * noise + unrest
    # A highlight on a hair lies off the line from background to person, yet it is no background either.
    aside = np.linalg.norm(own - back - np.maximum(along, 0)[:, None] * apart, axis=1)
    off = (aside - quiet) / np.maximum(0.5 * contrast, 30)
    floor = np.clip(quiet / np.maximum(contrast, 1), 0.04, 0.5)
    key = np.clip(np.maximum((along - floor) / (0.94 - floor), off), 0, 1)
    trust = np.clip((contrast - 20 - 2 * noise) / 40, 0, 1) * np.clip(1.6 - unrest / 6, 0, 1)
    return key.astype(np.float32), trust.astype(np.float32)


def _agreement(key: NDArray[np.float32], rough: NDArray[np.float32], where: Places, face: float) -> NDArray[np.float32]:
    """Compare the colour key with a sure segmentation nearby, 0-1: they part where the background hides a surprise."""
    import cv2

    factor = max(1.0, face / _ESTIMATE_HEIGHT)
    sure = (rough[where] < 1 - _SURE) | (rough[where] > _SURE)
    height, width = (int(length / factor) + 1 for length in rough.shape)
    cells = (where[0] / factor).astype(np.intp) * width + (where[1] / factor).astype(np.intp)
    sums = [
        np.bincount(cells, weight, height * width).reshape(height, width)
        for weight in (np.abs(key - rough[where]) * sure, sure)
    ]
    small = np.stack(sums, axis=-1).astype(np.float32)
    small = cv2.GaussianBlur(small, (0, 0), _AGREEMENT_REACH * face / factor)
    apart = _sample(small[..., :1] / np.maximum(small[..., 1:], 1e-3), factor, where)
    return 1 - smoothstep(apart, *_DISAGREEMENT)


def _unrest(small: NDArray[np.float32], background: NDArray[np.float32], face: float) -> NDArray[np.float32]:
    """Measure how far the background strays from its own smooth version nearby, grey levels, (h, w, 1)."""
    import cv2

    def blur(picture: NDArray[np.float32], share: float) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.6, share * face)))

    weight = np.asarray(1 / np.maximum(blur(background, 0.03), 1e-3), np.float32)
    mean = weighed(blur(weighed(small, background), 0.03), weight)
    strayed = cv2.transform(cv2.absdiff(small, mean), np.full((1, 3), 1 / 3, np.float32)) * background
    return np.asarray((blur(strayed, 0.08) / np.maximum(blur(background, 0.08), 1e-3))[..., None])


def _noise_level(
    pixels: NDArray[np.uint8], behind: NDArray[np.float32], factor: float, background: NDArray[np.bool_]
) -> float:
    """Measure the median distance of single background pixels from their smooth estimate, grey levels."""
    places = np.flatnonzero(background)
    if not len(places):
        return 0.0
    y, x = np.divmod(places[:: max(1, len(places) // 20000)], background.shape[1])
    away = pixels[y, x] - _sample(behind, factor, (y, x))
    return float(np.median(np.linalg.norm(away, axis=1)))


def _places(mask: NDArray[np.bool_]) -> Places:
    y, x = np.divmod(np.flatnonzero(mask), mask.shape[1])
    return y, x


def _solid(mask: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.float32]:
    import cv2

    small = cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small > 250, np.float32)


def _sample(picture: NDArray[np.float32], factor: float, where: Places) -> NDArray[np.float32]:
    """Read a shrunk picture at full-size pixels, bilinearly: (N, C), or (N,) of one channel."""
    import cv2

    y, x = ((plane.astype(np.float32) + 0.5) / factor - 0.5 for plane in where)
    width = 16384  # remap takes no list longer than 32767
    rows = -(-len(x) // width)
    pad = rows * width - len(x)
    grid = [np.pad(plane, (0, pad)).reshape(rows, width) for plane in (x, y)]
    if not rows:
        return np.zeros((0, picture.shape[2])[: 1 + (picture.shape[2] > 1)], np.float32)
    read = cv2.remap(picture, grid[0], grid[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    flat = np.asarray(read).reshape(rows * width, -1)[: len(x)]
    return flat[:, 0] if picture.shape[2] == 1 else flat


def depth_in(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Measure how deep each pixel lies inside the mask, px; the picture's border is no edge."""
    import cv2

    if mask.all():
        return np.full(mask.shape, np.inf, np.float32)
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5))


def smoothstep(value: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    """Rise from 0 at `low` to 1 at `high`, softly at both ends."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


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
