"""One portrait at one film size: everything a frame needs, and the drawing of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.data import ARKIT_INDEX
from avatar.reenact.mesh.canvas import Canvas
from avatar.reenact.mesh.eyes import Eyes
from avatar.reenact.mesh.flow import BAND, Flow, Net
from avatar.reenact.mesh.mouth import Mouth
from avatar.reenact.mesh.raster import compose, compose_alone, draw_triangles, fetch, reach
from avatar.reenact.pose import Puppet

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from typing_extensions import Self

    from avatar.data import MotionTrack, Portrait, Rig
    from avatar.reenact.framing import Framing
    from avatar.reenact.pose import Posed

TONGUE_OUT = ARKIT_INDEX["tongueOut"]

TRAVEL = 0.6
"""IOD that any part of the person may go from its place in the photo: 0.3 with the head, and as much where hair is
highest by a turn of 8 degrees."""
STILL = 0.3
"""IOD around what of the person no triangle shows, far beyond the photo's edge: it is drawn in every frame."""
TIGHT_TRAVEL = 0.2
"""Of the head's travel that a photo whose edge cuts the hair can show: there is no more of it to bring in."""


class Scene:
    """The moving picture of one portrait. Several threads may draw frames of it at once."""

    def __init__(
        self,
        portrait: Portrait,
        size: tuple[int, int],
        *,
        is_cut_out: bool = False,
        is_over: bool = False,
        framing: Framing | None = None,
    ) -> None:
        """Set up the person before the photo's own background, cut out, or to be drawn over other pictures.

        `framing`, of the same size, says which part of the portrait is drawn; None: what a film shows.
        """
        travel = TIGHT_TRAVEL if _is_tight(portrait) else 1.0
        canvas = Canvas.cut(portrait, size, is_freed=is_cut_out or is_over, framing=framing)
        self._set_up(canvas, portrait.rig, travel, is_cut_out=is_cut_out)

    @classmethod
    def of_parts(cls, canvas: Canvas, rig: Rig, travel: float) -> Self:
        """Give the scene of what was cut out of a portrait before; `travel` is a factor on the head's."""
        scene = cls.__new__(cls)
        scene._set_up(canvas, rig, travel, is_cut_out=False)
        return scene

    def _set_up(self, canvas: Canvas, rig: Rig, travel: float, *, is_cut_out: bool) -> None:
        self.canvas, self.travel = canvas, travel
        self._is_cut_out = is_cut_out
        self._rig = rig
        self._puppet = Puppet(rig, travel)
        self._mouth = Mouth(rig, canvas)
        self.eyes = Eyes(rig, canvas)
        self.window = self._person_window(int(TRAVEL * rig.unit * canvas.framing.scale))
        self._shown = _shown(rig, canvas)
        self._spans = self._still_spans(int(STILL * rig.unit * canvas.framing.scale))
        self._net = Net(rig, canvas, self.window)
        self._flows: list[Flow] = []

    def _person_window(self, travel: int) -> tuple[int, int, int, int]:
        """Give the film's box (x0, y0, x1, y1) outside of which nothing moves; the person goes `travel` px at most."""
        height, width = self.canvas.plate.shape[:2]
        alpha = self.canvas.person[..., 3]
        columns, rows = np.flatnonzero(alpha.any(axis=0)), np.flatnonzero(alpha.any(axis=1))
        if len(rows) == 0:
            return 0, 0, width, height
        left, top, right, bottom = self.canvas.inset.box if self.canvas.inset else (0, 0, width, height)
        zoom, over = self.canvas.zoom, self.canvas.margin
        return (
            max(left, int(columns[0] / zoom - over) - travel),
            max(top, int(rows[0] / zoom - over) - travel),
            min(right, int(columns[-1] / zoom - over) + travel),
            min(bottom, int(rows[-1] / zoom - over) + travel),
        )

    def _still_spans(self, around: int) -> NDArray[np.float32]:
        """Give the least and most x (B, 2), film px, in each band of the window that show what lies beyond the net.

        The least is above the most where there is nothing of the kind.
        """
        left, top, right, bottom = self.window
        canvas, step = self.canvas, 8
        over = int(np.ceil(canvas.margin))
        across, down = (
            np.arange(start - over, end + over, step) + 0.5 for start, end in ((left, right), (top, bottom))
        )
        columns, rows = (((line + canvas.margin) * canvas.zoom).astype(int) for line in (across, down))
        seen = (
            canvas.person[rows.clip(0, len(canvas.person) - 1)][:, columns.clip(0, canvas.person.shape[1] - 1), 3] > 0
        )
        net = np.zeros((1, *seen.shape), np.float32)
        places = (canvas.framing.place(self._rig.vertices[:, :2]) - (left - over, top - over)) / step
        ones = np.ones((len(places), 1), np.float32)
        draw_triangles(places.astype(np.float32), ones, self._rig.triangles, net, 0.0, 0.0)
        reached = (2 * around // step + 1,) * 2
        beyond = cv2.dilate((seen & (net[0] == 0)).astype(np.uint8), np.ones(reached, np.uint8)) > 0
        spans = np.tile(np.array([np.inf, -np.inf], np.float32), (-(-(bottom - top) // BAND), 1))
        for line, y in zip(beyond, down, strict=True):
            band, found = int((y - top) // BAND), np.flatnonzero(line)
            if 0 <= band < len(spans) and len(found):
                spans[band, 0] = min(spans[band, 0], across[found[0]] - step)
                spans[band, 1] = max(spans[band, 1], across[found[-1]] + step)
        return spans

    def bands(self, places: NDArray[np.float32]) -> list[tuple[int, int, int, int]]:
        """Give boxes (x0, y0, x1, y1) that hold all of the person whose vertices are at `places` (V, 2), film px.

        The rest of the picture is plate.
        """
        left, top, right, bottom = self.window
        spans = self._spans.copy()
        reach(places, self._shown, float(top), float(BAND), spans)
        low, high = np.clip(spans[:, 0] - 1, left, right).astype(int), np.clip(spans[:, 1] + 2, left, right).astype(int)
        starts = range(top, bottom, BAND)
        boxes = zip(low.tolist(), starts, high.tolist(), strict=True)
        return [(x0, y0, x1, min(bottom, y0 + BAND)) for x0, y0, x1 in boxes if x0 < x1]

    def draw(self, motion: MotionTrack, index: int, behind: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
        """Draw row `index` of the motion: (height, width, 3) RGB, or 4 channels where the person is cut out.

        `behind` (height, width, 3) takes the place of the photo's own background.
        """
        posed = self._puppet.pose(motion, index)
        weights = motion.weights[index]
        plate = self.canvas.plate if behind is None else behind
        if self._is_cut_out:
            whole = np.zeros((*plate.shape[:2], 4), np.uint8)
            picture = whole[..., :3]
        else:
            whole = picture = np.empty(plate.shape, np.uint8)
        self._draw_person(posed, weights @ self._rig.shades + self._rig.seam_shade, whole, plate)
        if not self._rig.eyes_hidden:
            self.eyes.draw(picture, posed, motion.gaze[index])
        self._mouth.draw(picture, posed, float(motion.tongue[index]), float(weights[TONGUE_OUT]))
        if self.canvas.inset and self._is_cut_out:
            self.canvas.inset.fade(whole)
        elif self.canvas.inset:
            self.canvas.inset.lay(whole, behind)
        return whole

    def _draw_person(
        self, posed: Posed, shade: NDArray[np.float32], whole: NDArray[np.uint8], plate: NDArray[np.uint8]
    ) -> None:
        lay = compose_alone if self._is_cut_out else compose
        places = np.ascontiguousarray(self.canvas.framing.place(posed.vertices[:, :2]))
        try:
            flow = self._flows.pop()  # another thread may have taken the last one since anybody looked
        except IndexError:
            flow = Flow(self._net)
        try:
            flow.set(places, shade)
            done, total = 0, np.empty(1, np.int64)
            for x0, y0, x1, y1 in self.bands(places):
                if not self._is_cut_out:  # as late as this, because then the band is still in the processor's cache
                    whole[done:y1] = plate[done:y1]
                    done = y1
                across, down, light = flow.band(x0, y0, x1, y1)
                fetch(self.canvas.person, across, down, total)
                person = cv2.remap(self.canvas.person, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
                lay(person, light, whole[y0:y1, x0:x1])
            if not self._is_cut_out:
                whole[done:] = plate[done:]
        finally:
            self._flows.append(flow)


def _shown(rig: Rig, canvas: Canvas) -> NDArray[np.int32]:
    """List the triangles (F, 3) that show some of the person."""
    seen = cv2.integral((canvas.person[..., 3] > 0).astype(np.uint8))
    corners = canvas.texture_places(rig.vertices)[rig.triangles]
    most = np.array([seen.shape[1] - 1, seen.shape[0] - 1])
    # Beyond the texture's edge its last pixels go on.
    x0, y0 = np.clip(np.floor(corners.min(axis=1)).astype(int) - 1, 0, most - 1).T
    x1, y1 = np.clip(np.ceil(corners.max(axis=1)).astype(int) + 1, 1, most).T
    found = seen[y1, x1] - seen[y0, x1] - seen[y1, x0] + seen[y0, x0] > 0
    return np.ascontiguousarray(rig.triangles[found])


def _is_tight(portrait: Portrait) -> bool:
    """Tell whether the photo's upper or side edges cut through the head."""
    chin = int(portrait.landmarks[:468, 1].max())
    sides = portrait.matte[:chin, [0, 1, -2, -1]]
    return bool((portrait.matte[:2] > 64).any() or (sides > 64).any())
