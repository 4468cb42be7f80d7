"""The matte of a person before a green or blue screen: the screen's colour says how much of it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.face.landmark import face_height
from avatar.portrait.pixels.fill import push_pull, shrunk
from avatar.portrait.pixels.matte import finished
from avatar.portrait.pixels.trimap import depth_in, inner_face, make_trimap, smoothstep

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.pixels.trimap import Trimap

_NAMES = {1: "green", 2: "blue"}
"""channels that a screen's colour can stand out in"""
_STANDS_OUT, _PURITY = 40.0, 0.38
"""Levels by which a screen's own channel exceeds the others, and of that channel: a sky stays below."""
_ALIKE, _SHARE = 0.12, 0.9
"""How far a pixel's purity may lie from the screen's, and how much of the background has to be so alike."""
_ENOUGH = 0.05
"""of the picture that has to be background"""
_FULL, _NONE = 0.92, 0.05
"""Cover from which a pixel is taken for solid, and up to which for clear: spill and noise lie beyond."""
_SPILL_DEPTH = (0.006, 0.03)
"""How deep inside the person's edge their colour is looked at, with the screen's light on it, face heights."""
_GAPS = 0.45
"""What of the screen may be seen at most in pixels that tell the person's colour."""
_SPILL_MOST = 0.35
"""of the screen's own difference, that the person's may be"""
_STRANDS, _SHADOW_SOFT = 0.02, 0.02
"""What is finer is a strand before the screen rather than a shadow on it, and how soft shadows are, face heights."""
_SHADOW_SURE = (0.01, 0.2)
"""The network's word for a person up to which a dark place is all shadow, and from which it is none."""
_SHADOW_MOST = 0.4
"""of the screen's light is what is left in its darkest shadows"""
_SOLID_DEPTH = 0.09
"""How deep inside the network's person nothing is clear any more, face heights."""
_REACH = 0.6
"""How far from the network's person anything of theirs may be, face heights."""
_ESTIMATE_HEIGHT = 250
"""Height of the face, px, at which the smooth estimates are made."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen behind a person."""

    channel: int
    """1 green, 2 blue"""
    purity: float
    """0-1, its own channel less the larger of the others, of its own channel"""

    @property
    def name(self) -> str:
        """What it is called: green or blue."""
        return _NAMES[self.channel]

    def difference(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give by how many levels the screen's channel exceeds the larger of the others, (..., 3) to (...)."""
        one, other = (channel for channel in range(3) if channel != self.channel)
        return np.asarray(pixels[..., self.channel] - np.maximum(pixels[..., one], pixels[..., other]), np.float32)


def find_screen(pixels: NDArray[np.uint8], rough: NDArray[np.float32]) -> Screen | None:
    """Recognize a green or blue screen behind the person of a rough matte (H, W), 0-1; None: it is no screen.

    It is one where nearly all of the background has one hue, purer than walls, lawns and skies, however it is lit.
    """
    places = np.flatnonzero(rough < 0.1)
    if len(places) < _ENOUGH * rough.size:
        return None
    behind = pixels.reshape(-1, 3)[places[:: max(1, len(places) // 20000)]].astype(np.float32)
    channel = int(np.argmax(np.median(behind, axis=0)))
    if channel not in _NAMES:
        return None
    difference = Screen(channel, 0.0).difference(behind)
    purity = difference / np.maximum(behind[:, channel], 1)
    middle = float(np.median(purity))
    is_one = np.median(difference) > _STANDS_OUT and (np.abs(purity - middle) < _ALIKE).mean() > _SHARE
    return Screen(channel, middle) if is_one and middle > _PURITY else None


def key_person(
    pixels: NDArray[np.uint8], rough: NDArray[np.float32], landmarks: NDArray[np.float32], screen: Screen
) -> NDArray[np.uint8]:
    """Give the matte (H, W), 255 where the person is: what is missing of the screen's colour is the person.

    How much of it there would be without them is estimated place by place, with shadows and uneven light; so is how
    much of it the person's own colour has, by spill. `rough` says where a person may be at all.
    """
    import cv2

    face, size = face_height(landmarks), pixels.shape[1::-1]
    trimap = make_trimap(rough, landmarks)
    smooth = _estimates(pixels, rough, trimap, screen, face)
    full, none = (cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in smooth)
    seen = (screen.difference(pixels.astype(np.float32)) - none) / np.maximum(full - none, 20)
    matte = np.clip((1 - seen - _NONE) / (_FULL - _NONE), 0, 1)
    matte[trimap.person & (depth_in(rough > 0.9) > _SOLID_DEPTH * face)] = 1
    matte[inner_face(rough.shape, landmarks)] = 1
    matte[depth_in(rough < 0.3) > _REACH * face] = 0
    return finished(matte, trimap.person, face)


def _estimates(
    pixels: NDArray[np.uint8], rough: NDArray[np.float32], trimap: Trimap, screen: Screen, face: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the screen's difference where nobody is before it, and the person's, each on a smaller grid."""
    import cv2

    small = shrunk(pixels, max(1.0, face / _ESTIMATE_HEIGHT))
    size = small.shape[1], small.shape[0]
    height = face * size[0] / pixels.shape[1]
    cover = cv2.resize(rough, size, interpolation=cv2.INTER_AREA)
    given = screen.difference(small)
    back = cv2.resize(255 * trimap.background.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 250
    pure = np.abs(given / np.maximum(small[..., screen.channel], 1) - screen.purity) < _ALIKE
    full = screen.difference(push_pull(small, (back & pure).astype(np.float32)))
    full += _shadowed(given, full, cover, height)
    depth = cv2.distanceTransform((cover > 0.9).astype(np.uint8), cv2.DIST_L2, 5) / height
    edge = (depth > _SPILL_DEPTH[0]) & (depth < _SPILL_DEPTH[1]) & (given < _GAPS * full)
    person = screen.difference(push_pull(small, edge.astype(np.float32)))
    return full, np.minimum(person, _SPILL_MOST * full)


def _shadowed(
    given: NDArray[np.float32], full: NDArray[np.float32], cover: NDArray[np.float32], face: float
) -> NDArray[np.float32]:
    """Say how much darker or lighter the screen is near the person than from afar, where nobody is before it."""
    import cv2

    reach = max(1, round(_STRANDS * face))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    between = cv2.GaussianBlur(cv2.morphologyEx(given, cv2.MORPH_CLOSE, disc), (0, 0), max(0.6, _SHADOW_SOFT * face))
    lit = np.clip(between, _SHADOW_MOST * full, 1.1 * full)
    return np.asarray((1 - smoothstep(cover, *_SHADOW_SURE)) * (lit - full), np.float32)
