"""Where each pixel of a frame comes from: coarse around the face, where motion is smooth, exact within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.reenact.mesh.raster import draw_triangles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.mesh.canvas import Canvas

STEPS = (2, 4)
# Film px per sample of the coarse flow: of small faces, and of those with more than `LARGE` px from eye to eye.
LARGE = 110
RIM = 3
# Coarse samples around the openings of lips and lids, and the face's outline, within which the flow is drawn exactly:
# there it jumps, and a coarse flow would be interpolated across the jump.
NEAR = 0.14
# IOD around lids and lips within which it is exact too: as they close, they stretch and fold what lies beside them.


class Net:
    """What no frame changes of the flow of one rig at one film size."""

    def __init__(self, rig: Rig, canvas: Canvas, window: tuple[int, int, int, int]) -> None:
        self.window = window
        """x0, y0, x1, y1, film px: where flow is wanted"""
        self.step = STEPS[rig.unit * canvas.framing.scale > LARGE]
        """film px per sample of the coarse flow"""
        self.face = np.ascontiguousarray(rig.triangles[rig.surround :])
        """(F, 3), the triangles of the face; only they are shaded"""
        self.around = np.ascontiguousarray(rig.triangles[: rig.surround])
        """(F, 3), those around it"""
        self.exact = np.ascontiguousarray(self.face[_near_edges(rig, canvas, self.face, self.step)])
        """(F, 3), those of the face that are drawn pixel by pixel"""
        self.face_vertices = np.unique(self.face)
        """indices of the vertices of the face"""
        self.sources = np.ascontiguousarray(canvas.texture_places(rig.vertices) - np.float32(0.5))
        """(V, 2), texture px of every vertex"""
        x0, y0, x1, y1 = window
        rows, columns = -(-(y1 - y0) // self.step), -(-(x1 - x0) // self.step)
        across, down = np.meshgrid(np.arange(columns), np.arange(rows))
        places = np.stack([(across + 0.5) * self.step + x0, (down + 0.5) * self.step + y0])
        # Where the net does not reach, far beyond the photo's edge, nothing moves.
        still = (places + canvas.margin) * canvas.zoom - 0.5
        self.still = np.concatenate([still, np.zeros((1, rows, columns))]).astype(np.float32)
        """(3, rows, columns), the coarse flow and change of brightness where there is no triangle"""


class Flow:
    """The flow of one net. Its arrays are used again for every frame, so each thread needs one of its own."""

    def __init__(self, net: Net) -> None:
        self._net, self._step = net, net.step
        self._values = np.concatenate([net.sources, np.zeros((len(net.sources), 1), np.float32)], axis=1)
        self._coarse = net.still.copy()
        rows, columns = net.still.shape[1:]
        self._fine = np.zeros((3, rows * net.step, columns * net.step), np.float32)
        self._shaded = (slice(0, 0), slice(0, 0))

    def draw(
        self, places: NDArray[np.float32], shade: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Give texture x, texture y and change of brightness for each pixel of the window.

        `places` (V, 2) is where the vertices are, film px, and `shade` (V,) their change of brightness. The arrays stay
        valid until the next call.
        """
        x0, y0, x1, y1 = self._net.window
        self._values[:, 2] = shade
        self._coarse[:] = self._net.still
        corner = x0 / self._step, y0 / self._step
        small = places / np.float32(self._step)
        draw_triangles(small, self._net.sources, self._net.around, self._coarse[:2], *corner)
        draw_triangles(small, self._values, self._net.face, self._coarse, *corner)
        size = self._fine.shape[2], self._fine.shape[1]
        for k in (0, 1):
            cv2.resize(self._coarse[k], size, dst=self._fine[k], interpolation=cv2.INTER_LINEAR)
        self._fine[2][self._shaded] = 0
        self._shaded = self._enlarge_shade(small)
        draw_triangles(places, self._values, self._net.exact, self._fine, float(x0), float(y0))
        across, down, light = (plane[: y1 - y0, : x1 - x0] for plane in self._fine)
        return across, down, light

    def _enlarge_shade(self, small: NDArray[np.float32]) -> tuple[slice, slice]:
        """Enlarge the coarse changes of brightness, which only the face has, and give where it is, film px."""
        x, y = (np.take(line, self._net.face_vertices) for line in (small[:, 0], small[:, 1]))
        left, top = (start // self._step for start in self._net.window[:2])
        x0, y0 = max(0, int(x.min()) - left - 2), max(0, int(y.min()) - top - 2)
        x1, y1 = max(x0, int(x.max()) - left + 4), max(y0, int(y.max()) - top + 4)
        part = self._coarse[2, y0:y1, x0:x1]
        place = slice(y0 * self._step, y1 * self._step), slice(x0 * self._step, x1 * self._step)
        if part.size:
            size = part.shape[1] * self._step, part.shape[0] * self._step
            self._fine[2][place] = cv2.resize(part, size, interpolation=cv2.INTER_LINEAR)
        return place


def _near_edges(rig: Rig, canvas: Canvas, triangles: NDArray[np.int32], step: int) -> NDArray[np.bool_]:
    """Tell which triangles (F, 3) of the face lie near its edges, or near enough to lips and lids."""
    places = canvas.framing.place(rig.vertices[:, :2])
    corner = places[triangles].min(axis=(0, 1)) - 1
    ends = np.rint(places - corner).astype(np.int32)
    width, height = ends[triangles].max(axis=(0, 1)) + 2
    sides = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    edges, uses = np.unique(sides[:, 0].astype(np.int64) << 32 | sides[:, 1], return_counts=True)
    single = edges[uses == 1]
    borders = np.stack([single >> 32, single & 0xFFFFFFFF], axis=1)
    rings = [*rig.upper_lids, *rig.lower_lids, rig.upper_lip, rig.lower_lip]
    near = np.zeros(len(triangles), bool)
    for lines, reach in ((list(borders), RIM * step), (rings, NEAR * rig.unit * canvas.framing.scale)):
        away = np.ones((height, width), np.uint8)
        cv2.polylines(away, [ends[line] for line in lines], isClosed=False, color=0)
        distance = cv2.distanceTransform(away, cv2.DIST_L2, 3)
        at = ends[triangles]
        near |= distance[at[..., 1], at[..., 0]].min(axis=1) <= reach
    return near
