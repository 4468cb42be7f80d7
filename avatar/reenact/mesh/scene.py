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

TONGUE_OUT = ARKIT_INDEX["tongueOut"]


TIGHT_TRAVEL = 0.2
# Of the head's travel that a photo whose edge cuts the hair can show: there is no more of it to bring in.


class Scene:
    """The moving picture of one portrait."""

    def __init__(self, portrait: Portrait, size: tuple[int, int], *, is_cut_out: bool = False) -> None:
        self._canvas = Canvas.cut(portrait, size, is_cut_out=is_cut_out)
        self._is_cut_out = is_cut_out
        self._rig = portrait.rig
        self._puppet = Puppet(portrait.rig, TIGHT_TRAVEL if _is_tight(portrait) else 1.0)
        self._mouth = Mouth(portrait.rig, self._canvas)
        self._eyes = Eyes(portrait.rig, self._canvas)
        self._flow = Flow(portrait.rig, self._canvas, self._person_window())

    def _person_window(self) -> tuple[int, int, int, int]:
        """Give the film's box (x0, y0, x1, y1) outside of which nothing moves."""
        alpha = self._canvas.person[..., 3]
        rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
        height, width = self._canvas.plate.shape[:2]
        if len(rows) == 0:
            return 0, 0, width, height
        zoom, over = self._canvas.zoom, self._canvas.margin
        margin = int(0.35 * self._rig.unit * self._canvas.framing.scale)
        left, top, right, bottom = self._canvas.inset.box if self._canvas.inset else (0, 0, width, height)
        return (
            max(left, int(columns[0] / zoom) - over - margin),
            max(top, int(rows[0] / zoom) - over - margin),
            min(right, int(columns[-1] / zoom) - over + margin),
            min(bottom, int(rows[-1] / zoom) - over + margin),
        )

    def draw(self, motion: MotionTrack, index: int) -> NDArray[np.uint8]:
        """Draw row `index` of the motion: (height, width, 3) RGB, or 4 channels where the person is cut out."""
        posed = self._puppet.pose(motion, index)
        weights = motion.weights[index]
        x0, y0, x1, y1 = self._flow.window
        across, down, shade = self._flow.draw(posed, weights @ self._rig.shades + self._rig.seam_shade)
        person = cv2.remap(self._canvas.person, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        if self._is_cut_out:
            whole = np.zeros((*self._canvas.plate.shape[:2], 4), np.uint8)
            compose_alone(person, shade, whole[y0:y1, x0:x1])
            picture = whole[..., :3]
        else:
            whole = picture = self._canvas.plate.copy()
            compose(person, shade, picture[y0:y1, x0:x1])
        if not self._rig.eyes_hidden:
            self._eyes.draw(picture, posed, motion.gaze[index])
        self._mouth.draw(picture, posed, float(motion.tongue[index]), float(weights[TONGUE_OUT]))
        if self._canvas.inset:
            (self._canvas.inset.fade if self._is_cut_out else self._canvas.inset.lay)(whole)
        return whole


def _is_tight(portrait: Portrait) -> bool:
    """Tell whether the photo's upper or side edges cut through the head."""
    chin = int(portrait.landmarks[:468, 1].max())
    sides = portrait.matte[:chin, [0, 1, -2, -1]]
    return bool((portrait.matte[:2] > 64).any() or (sides > 64).any())
