"""What colours a person and their background have beside the outline, and what those say of a pixel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.pixels.fill import blurred, push_pull, shrunk, weighed
from avatar.portrait.pixels.trimap import depth_in, sample, solid_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.pixels.trimap import Places, Trimap

_COLOUR_REACH = 0.12
"""How deep inside the person their colours are looked at, face heights."""
_ESTIMATE_HEIGHT = 250
"""Height of the face, px, at which the smooth colour estimates are made."""
_CLEAR, _SOLID = 0.04, 0.97
"""Cover up to which a first look takes a pixel for background, and from which for the person."""
_MARGIN = 0.004
"""How far from anything half-covered such pixels have to lie, face heights."""
_STRANDS_WIDE = 0.05
"""Over which the mean colour of hair is taken, and how far its strands stray from that, face heights."""
_FULL, _FULL_LEAST = 0.94, 0.4
"""Where between the two colours a pixel is all person: among strands of one colour, and among those of any."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A shrunk picture, and where in it one surely sees the person, and where what is behind."""

    small: NDArray[np.float32]
    """(h, w, 3)"""
    factor: float
    """px of the picture per px of the shrunk one"""
    face: float
    """height of the face in the shrunk picture, px"""
    person: NDArray[np.float32]
    """(h, w), 1 or 0: person, not far from the edge"""
    background: NDArray[np.float32]
    """(h, w), 1 or 0"""

    @classmethod
    def of(cls, pixels: NDArray[np.uint8], trimap: Trimap, face: float) -> Sides:
        """Look where the trimap is sure; `face` is the height of the face in the picture, px."""
        factor = max(1.0, face / _ESTIMATE_HEIGHT)
        small = shrunk(pixels, factor)
        size = small.shape[1], small.shape[0]
        near = trimap.person & (depth_in(trimap.person) < _COLOUR_REACH * face)
        return cls(small, factor, face / factor, solid_of(near, size), solid_of(trimap.background, size))

    def nearer(self, cover: NDArray[np.float32], rough: NDArray[np.float32]) -> Sides:
        """Look also where a first matte (h, w) of the shrunk picture is sure, and the rough one does not gainsay it.

        A shadow on the wall beside a head, or light on the hair at its edge, is seen there and not from afar.
        """
        import cv2

        reach = 2 * max(1, round(_MARGIN * self.face)) + 1
        kernel = np.ones((reach, reach), np.uint8)
        behind = (cv2.dilate(cover, kernel) < _CLEAR) & (rough < 0.5)
        front = (cv2.erode(cover, kernel) > _SOLID) & (rough > 0.5)
        front &= depth_in(front) < _COLOUR_REACH * self.face
        person, background = np.maximum(self.person, front), np.maximum(self.background, behind)
        return replace(self, person=person.astype(np.float32), background=background.astype(np.float32))

    def key(
        self, pixels: NDArray[np.uint8], background: NDArray[np.bool_], where: Places
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Judge pixels by colour alone: coverage 0-1, and how far that may be trusted, 0-1.

        `background` (H, W) is where the picture's noise is measured.
        """
        front, behind = push_pull(self.small, self.person), push_pull(self.small, self.background)
        person, back = (sample(side, self.factor, where) for side in (front, behind))
        unrest = sample(_unrest(self.small, self.background, self.face), self.factor, where)
        own = pixels[where].astype(np.float32)
        noise = _noise_level(pixels, behind, self.factor, background)
        apart = person - back
        contrast = np.linalg.norm(apart, axis=1)
        along = ((own - back) * apart).sum(1) / np.maximum(contrast**2, 1)
        quiet = 4 * noise + unrest
        # A highlight on a hair lies off the line from background to person, yet it is no background either.
        aside = np.linalg.norm(own - back - np.maximum(along, 0)[:, None] * apart, axis=1)
        off = (aside - quiet) / np.maximum(0.5 * contrast, 30)
        floor = np.clip(quiet / np.maximum(contrast, 1), 0.04, 0.5)
        ceiling = np.maximum(_FULL - sample(self._spread(behind), self.factor, where), _FULL_LEAST)
        ceiling = np.maximum(ceiling, floor + 0.05)
        key = np.clip(np.maximum((along - floor) / (ceiling - floor), off), 0, 1)
        trust = np.clip((contrast - 20 - 2 * noise) / 40, 0, 1) * np.clip(1.6 - unrest / 6, 0, 1)
        return key.astype(np.float32), trust.astype(np.float32)

    def _spread(self, behind: NDArray[np.float32]) -> NDArray[np.float32]:
        """Measure how far toward the background's colour the person's own pixels stray, of the way, (h, w, 1)."""
        width = _STRANDS_WIDE * self.face
        share = np.asarray(1 / np.maximum(blurred(self.person, width), 1e-3), np.float32)
        mean = weighed(blurred(weighed(self.small, self.person), width), share)
        apart = mean - behind
        along = ((self.small - mean) * apart).sum(2) / np.maximum((apart**2).sum(2), 1)
        wider = blurred(self.person, 1.6 * width)
        return np.asarray(
            (blurred(np.maximum(-along, 0) * self.person, 1.6 * width) / np.maximum(wider, 1e-3))[..., None], np.float32
        )


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
    away = pixels[y, x] - sample(behind, factor, (y, x))
    return float(np.median(np.linalg.norm(away, axis=1)))
