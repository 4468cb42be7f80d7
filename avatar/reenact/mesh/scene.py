"""One portrait at one film size: everything a frame needs, and the drawing of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.data import ARKIT_INDEX
from avatar.reenact.mesh.canvas import Canvas
from avatar.reenact.mesh.eyes import Eyes
from avatar.reenact.mesh.flow import Flow
from avatar.reenact.mesh.mouth import Mouth
from avatar.reenact.mesh.raster import compose, compose_alone
from avatar.reenact.pose import Puppet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import MotionTrack, Portrait
    from avatar.reenact.pose import Posed

TONGUE_OUT = ARKIT_INDEX["tongueOut"]

TRAVEL = 0.6
# IOD that any part of the person may go from its place in the photo: 0.3 with the head, and as much where hair is
# highest by a turn of 8 degrees.
BAND = 32
# Film px, height of the strips in which the person is drawn: background beside head and neck need not be looked at.
TIGHT_TRAVEL = 0.2
# Of the head's travel that a photo whose edge cuts the hair can show: there is no more of it to bring in.


class Scene:
    """The moving picture of one portrait. Several threads may draw frames of it at once."""

    def __init__(self, portrait: Portrait, size: tuple[int, int], *, is_cut_out: bool = False) -> None:
        self._canvas = Canvas.cut(portrait, size, is_cut_out=is_cut_out)
        self._is_cut_out = is_cut_out
        self._rig = portrait.rig
        self._puppet = Puppet(portrait.rig, TIGHT_TRAVEL if _is_tight(portrait) else 1.0)
        self._mouth = Mouth(portrait.rig, self._canvas)
        self._eyes = Eyes(portrait.rig, self._canvas)
        self._travel = int(TRAVEL * portrait.rig.unit * self._canvas.framing.scale)
        self._window = self._person_window()
        self._bands = self._person_bands()
        self._flows: list[Flow] = []

    def _person_window(self) -> tuple[int, int, int, int]:
        """Give the film's box (x0, y0, x1, y1) outside of which nothing moves."""
        height, width = self._canvas.plate.shape[:2]
        if not self._canvas.person[..., 3].any():
            return 0, 0, width, height
        left, top, right, bottom = self._canvas.inset.box if self._canvas.inset else (0, 0, width, height)
        x0, y0, x1, y1 = self._reached(0, len(self._canvas.person))
        return max(left, x0), max(top, y0), min(right, x1), min(bottom, y1)

    def _person_bands(self) -> list[tuple[int, int, int, int]]:
        """Cut the window into boxes (x0, y0, x1, y1) that hold all that the person may cover: the rest is plate."""
        left, top, right, bottom = self._window
        if not self._canvas.person[..., 3].any():
            return [self._window]
        zoom, over, bands = self._canvas.zoom, self._canvas.margin, []
        for y0 in range(top, bottom, BAND):
            y1 = min(bottom, y0 + BAND)
            first, last = (y0 + over - self._travel) * zoom, (y1 + over + self._travel) * zoom
            reached = self._reached(max(0, int(first)), max(0, int(last) + 1))
            x0, x1 = max(left, reached[0]), min(right, reached[2])
            if x0 < x1:
                bands.append((x0, y0, x1, y1))
        return bands

    def _reached(self, first: int, last: int) -> tuple[int, int, int, int]:
        """Give the film's box (x0, y0, x1, y1) that the person in rows first..last of the texture may reach."""
        alpha = self._canvas.person[first:last, :, 3]
        columns, rows = np.flatnonzero(alpha.any(axis=0)), np.flatnonzero(alpha.any(axis=1))
        if len(rows) == 0:
            return 0, 0, 0, 0
        zoom, over = self._canvas.zoom, self._canvas.margin
        return (
            int(columns[0] / zoom - over) - self._travel,
            int((first + rows[0]) / zoom - over) - self._travel,
            int(columns[-1] / zoom - over) + self._travel,
            int((first + rows[-1]) / zoom - over) + self._travel,
        )

    def draw(self, motion: MotionTrack, index: int) -> NDArray[np.uint8]:
        """Draw row `index` of the motion: (height, width, 3) RGB, or 4 channels where the person is cut out."""
        posed = self._puppet.pose(motion, index)
        weights = motion.weights[index]
        if self._is_cut_out:
            whole = np.zeros((*self._canvas.plate.shape[:2], 4), np.uint8)
            picture = whole[..., :3]
        else:
            whole = picture = self._canvas.plate.copy()
        self._draw_person(posed, weights @ self._rig.shades + self._rig.seam_shade, whole)
        if not self._rig.eyes_hidden:
            self._eyes.draw(picture, posed, motion.gaze[index])
        self._mouth.draw(picture, posed, float(motion.tongue[index]), float(weights[TONGUE_OUT]))
        if self._canvas.inset:
            (self._canvas.inset.fade if self._is_cut_out else self._canvas.inset.lay)(whole)
        return whole

    def _draw_person(self, posed: Posed, shade: NDArray[np.float32], whole: NDArray[np.uint8]) -> None:
        lay = compose_alone if self._is_cut_out else compose
        left, top = self._window[:2]
        flow = self._flows.pop() if self._flows else Flow(self._rig, self._canvas, self._window)
        try:
            across, down, light = flow.draw(posed, shade)
            for x0, y0, x1, y1 in self._bands:
                rows, columns = slice(y0 - top, y1 - top), slice(x0 - left, x1 - left)
                person = cv2.remap(
                    self._canvas.person,
                    across[rows, columns],
                    down[rows, columns],
                    cv2.INTER_LINEAR,
                    borderMode=cv2.BORDER_REPLICATE,
                )
                lay(person, light[rows, columns], whole[y0:y1, x0:x1])
        finally:
            self._flows.append(flow)


def _is_tight(portrait: Portrait) -> bool:
    """Tell whether the photo's upper or side edges cut through the head."""
    chin = int(portrait.landmarks[:468, 1].max())
    sides = portrait.matte[:chin, [0, 1, -2, -1]]
    return bool((portrait.matte[:2] > 64).any() or (sides > 64).any())
