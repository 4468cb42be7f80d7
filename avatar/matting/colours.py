"""Person or room, by the colours that both have nearby: before busy rooms no single colour is that of the background.

Where the edge is not sure, each place is compared with all sure places around it. What was told so counts as sure for
the next round, as far as it is (after GrabCut, Rother et al. 2004, with what is near in place of mixtures for all).
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.matting.plate import coarse, unrest
from avatar.portrait.pixels.fill import shrunk
from avatar.portrait.pixels.matte import finished, refine_matte
from avatar.portrait.pixels.trimap import depth_in, make_trimap, smoothstep, solid_of
from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.matting.cut import Look

_FACE = 160.0
"""px of a face's height on the grid on which colours are compared"""
_ROOM, _PERSON = 0.1, 0.9
"""the network's word, up to and from which a place is taken for one of them,"""
_OUT, _IN = 0.03, 0.03
"""so far from the edge, face heights"""
_REACH = 0.1
"""face heights, standard deviation: how near a place is that counts"""
_ALIKE, _LIGHTNESS = 4.0, 0.5
"""CIELAB, standard deviation: how alike a colour is that counts; and what lightness counts of it"""
_CHANCE = 0.02
"""share of places that are like any colour"""
_ROUNDS = 3
_WORD = 0.7
"""how much the network's word counts beside colours"""
_SMOOTH, _FINE = (0.016, 5e-4), (0.012, 3e-4)
"""radius, face heights, and smoothness of the guided filters that follow the picture's edges, coarsely and finely"""
_EDGE = 0.2, 0.8
"""of what comes out, where the person begins and where they are whole"""
_STEPS, _FARTHEST = 512, 8.0
"""steps up to the half of a squared distance beyond which colours have nothing in common"""
_BUSY = 6.0, 16.0
"""levels by which a room differs from its surroundings where its one colour is known, and where it has none"""
_PLAIN, _FULL = 0.03, 0.5
"""how busy a room is, 0-1, up to which colours are not compared, and from which nothing else counts,"""
_ALMOST = 0.1
"""but for a share of the edge"""


def matte_of(picture: NDArray[np.uint8], look: Look) -> NDArray[np.uint8]:
    """Make the matte (H, W) of a picture (H, W, 3) as a portrait's is made, but for what is before a busy room."""
    trimap = make_trimap(look.rough, look.landmarks)
    busy = _busy(picture, trimap.background)
    near = busy[trimap.unknown] if trimap.unknown.any() else np.zeros(1, np.float32)
    if near.max() < _PLAIN:
        return refine_matte(picture, look.rough, look.landmarks)
    share = told_apart(picture, look)
    if (near < _FULL).mean() > _ALMOST:
        other = refine_matte(picture, look.rough, look.landmarks)
        share = busy * share + (1 - busy) * other * np.float32(1 / 255)
    return finished(share, trimap.person, look.face)


def _busy(picture: NDArray[np.uint8], room: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Say how busy a picture's room (H, W) is, (H, W), 0-1, beside the person too."""
    import cv2

    small, known = coarse(picture, room)
    levels = unrest(small, known)
    return np.asarray(cv2.resize(smoothstep(levels, *_BUSY), picture.shape[1::-1]), np.float32)


def told_apart(picture: NDArray[np.uint8], look: Look) -> NDArray[np.float32]:
    """Give how much of each pixel of a picture (H, W, 3) is the person, (H, W), 0-1, by what colours are around it."""
    import cv2

    trimap = make_trimap(look.rough, look.landmarks)
    factor = max(1.0, look.face / _FACE)
    small, face = shrunk(picture, factor), look.face / factor
    size = small.shape[1], small.shape[0]
    rough = np.asarray(cv2.resize(look.rough, size, interpolation=cv2.INTER_AREA), np.float32)
    person = (solid_of(trimap.person, size) > 0) | (depth_in(rough > _PERSON) > _IN * face)
    room = (solid_of(trimap.background, size) > 0) | (depth_in(rough < _ROOM) > _OUT * face)
    share = _compared(small, rough, person, room & ~person, face)
    whole = cv2.resize(share, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    fine = cv2.ximgproc.guidedFilter(picture, whole, max(2, round(_FINE[0] * look.face)), _FINE[1] * 255**2)
    found = smoothstep(np.asarray(np.clip(fine, 0, 1), np.float32), *_EDGE)
    found[trimap.person], found[trimap.background] = 1, 0
    return found


def _compared(
    small: NDArray[np.float32],
    rough: NDArray[np.float32],
    person: NDArray[np.bool_],
    room: NDArray[np.bool_],
    face: float,
) -> NDArray[np.float32]:
    """Tell a shrunk picture (h, w, 3) apart, (h, w), 0-1, where neither `person` nor `room` (h, w) is sure."""
    import cv2

    lab = (
        cv2.cvtColor(small / np.float32(255), cv2.COLOR_RGB2LAB)
        * np.array((_LIGHTNESS, 1, 1), np.float32)
        / np.float32(_ALIKE)
    )
    guide = np.clip(np.rint(small), 0, 255).astype(np.uint8)
    steps = np.arange(-round(2 * _REACH * face), round(2 * _REACH * face) + 1)
    near = np.exp(-((steps / (_REACH * face)) ** 2) / 2).astype(np.float32)
    alike = np.exp(-_FARTHEST * np.arange(_STEPS + 1) / _STEPS).astype(np.float32)
    word = np.clip(rough, 0.05, 0.95)
    before = np.float32(_WORD) * np.log(word / (1 - word))
    smooth, found = np.zeros_like(rough), np.zeros_like(rough)
    share = np.where(person, np.float32(1), np.float32(0))
    kind = (person + 2 * room).astype(np.uint8)
    unsure = kind == 0
    for _ in range(_ROUNDS):
        liken(
            np.ascontiguousarray(lab), kind, unsure.view(np.uint8), near, alike, _STEPS / _FARTHEST / 2, _CHANCE, found
        )
        share[unsure] = 1 / (1 + np.exp(-(found + before)[unsure]))
        smooth = cv2.ximgproc.guidedFilter(guide, share, max(2, round(_SMOOTH[0] * face)), _SMOOTH[1] * 255**2)
        smooth = np.asarray(np.clip(smooth, 0, 1), np.float32)
        kind[unsure] = ((smooth > _PERSON) + 2 * (smooth < _ROOM)).astype(np.uint8)[unsure]
    return np.asarray(smooth, np.float32)


@kernel(
    "const float32[:, :, ::1], const uint8[:, ::1], const uint8[:, ::1], const float32[::1], const float32[::1], "
    "float32, float32, float32[:, ::1]"
)
def liken(  # noqa: PLR0913 - what is compared, and how near and alike counts
    lab: NDArray[np.float32],
    kind: NDArray[np.uint8],
    unsure: NDArray[np.uint8],
    near: NDArray[np.float32],
    alike: NDArray[np.float32],
    scale: float,
    chance: float,
    found: NDArray[np.float32],
) -> None:
    """Compare each unsure place of `lab` (h, w, 3) with those around it that are sure, every second one.

    `kind` (h, w) is 1 where the person is, 2 where the room is; `near` (2 R + 1,) weighs how far a place is, `alike`
    how far a colour is, squared and times `scale`; a share of `chance` is like any. `found` (h, w) is the logarithm of
    how much more the person's places are like it than the room's.
    """
    height, width = kind.shape
    reach = (near.shape[0] - 1) // 2
    last = alike.shape[0] - 1
    for y in range(height):
        for x in range(width):
            if unsure[y, x] == 0:
                continue
            own, other = np.float32(0), np.float32(0)
            all_own, all_other = np.float32(1e-3), np.float32(1e-3)
            for down in range(max(-reach, -y), min(reach, height - 1 - y) + 1, 2):
                for across in range(max(-reach, -x), min(reach, width - 1 - x) + 1, 2):
                    what = kind[y + down, x + across]
                    if what == 0:
                        continue
                    weight = near[down + reach] * near[across + reach]
                    apart = np.float32(0)
                    for k in range(3):
                        step = lab[y, x, k] - lab[y + down, x + across, k]
                        apart += step * step
                    place = int(apart * np.float32(scale))
                    like = alike[place] if place < last else np.float32(0)
                    if what == 1:
                        own += weight * like
                        all_own += weight
                    else:
                        other += weight * like
                        all_other += weight
            part = (own / all_own + np.float32(chance)) / (other / all_other + np.float32(chance))
            found[y, x] = np.log(part)
