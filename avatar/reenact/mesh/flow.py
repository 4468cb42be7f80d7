"""Where each pixel of a frame comes from: coarse around the face, where motion is smooth, exact within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from avatar.reenact.mesh.raster import by_band, draw_triangles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.mesh.canvas import Canvas

BAND = 128
"""Film px, height of the strips in which a frame is drawn: what belongs to a strip stays in the processor's cache, and
there are not so many that Python's part of each would count."""
STEPS = (2, 4)
"""Film px per sample of the coarse flow: of small faces, and of those with more than `LARGE` px from eye to eye."""
LARGE = 110
RIM = 3
"""Coarse samples around the openings of lips and lids, and the face's outline, within which the flow is drawn
exactly: there it jumps, and a coarse flow would be interpolated across the jump."""
BEHIND = 0.25
"""IOD outside the face's outline, within which what is around it is drawn exactly: as the head turns or the jaw opens,
the face's edge goes over it."""
NOSE = (48, 64, 98, 97, 2, 326, 327, 294, 278, 275, 4, 45, 48)
"""landmarks around the tip of the nose, which comes over the lip and the cheeks"""
_NO_LIGHT = np.zeros(1, np.float32)
"""change of brightness where there is none: one number, wherever it is read"""
NEAR, OVER = 0.14, 0.1
"""IOD around lids and lips, and within the outline, in which it is exact too: as they close, they stretch and fold what
lies beside them, and as the head turns, the face comes over what is around it."""


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
        rim = _near(rig, canvas, self.around, [(list(_outline(self.face)), BEHIND * rig.unit * canvas.framing.scale)])
        near = _near_edges(rig, canvas, self.face, self.step)
        self.exact = np.concatenate([self.around[rim], self.face[near]])
        """(F, 3), those that are drawn pixel by pixel: of the face, and behind its outline"""
        self.face_vertices = np.unique(self.face)
        """indices of the vertices of the face"""
        self.sources = np.ascontiguousarray(canvas.texture_places(rig.vertices) - np.float32(0.5))
        """(V, 2), texture px of every vertex"""
        x0, y0, x1, y1 = window
        # One coarse sample more on each side, so that none at the edge has to stand for what lies beyond.
        rows, columns = -(-(y1 - y0) // self.step) + 2, -(-(x1 - x0) // self.step) + 2
        across, down = np.meshgrid(np.arange(columns) - 1, np.arange(rows) - 1)
        places = np.stack([(across + 0.5) * self.step + x0, (down + 0.5) * self.step + y0])
        # Where the net does not reach, far beyond the photo's edge, nothing moves.
        still = (places + canvas.margin) * canvas.zoom - 0.5
        self.still = np.concatenate([still, np.zeros((1, rows, columns))]).astype(np.float32)
        """(3, rows, columns), the coarse flow and change of brightness where there is no triangle"""


class Flow:
    """The flow of one net, band by band. Its arrays are used again, so each thread needs a flow of its own."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._values = np.concatenate([net.sources, np.zeros((len(net.sources), 1), np.float32)], axis=1)
        self._coarse = net.still.copy()
        self._places = net.sources
        self._exact = np.zeros(1, np.int32), net.exact[:0]
        self._shaded = range(0)
        self._work = np.empty(0, np.float32)

    def set(self, places: NDArray[np.float32], shade: NDArray[np.float32]) -> None:
        """Take the places of the vertices (V, 2), film px, and their changes of brightness (V,) of a frame."""
        net, step = self._net, self._net.step
        left, top, _, bottom = net.window
        self._places = places
        self._values[:, 2] = shade
        self._coarse[:] = net.still
        corner = left / step - 1, top / step - 1
        small = np.asarray(places / np.float32(step), np.float32)
        draw_triangles(small, net.sources, net.around, self._coarse[:2], *corner)
        draw_triangles(small, self._values, net.face, self._coarse, *corner)
        count = -(-(bottom - top) // BAND)
        self._exact = by_band(places, net.exact, float(top), float(BAND), count)
        down = np.take(places[:, 1], net.face_vertices) - top
        self._shaded = range(int(down.min() - step) // BAND, int(down.max() + step) // BAND + 1)

    def band(
        self, x0: int, y0: int, x1: int, y1: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Give texture x, texture y and change of brightness for each pixel of a box within one band of the window.

        The arrays stay valid until the next call.
        """
        step, (left, top) = self._net.step, self._net.window[:2]
        index = (y0 - top) // BAND
        # One coarse sample more on each side, so that it is interpolated as it would be in the whole.
        first_x, first_y = (x0 - left) // step, (y0 - top) // step
        part = self._coarse[:, first_y : -(-(y1 - top) // step) + 2, first_x : -(-(x1 - left) // step) + 2]
        fine = self._room(part.shape[1] * step, part.shape[2] * step)
        is_shaded = index in self._shaded
        for k in range(3 if is_shaded else 2):
            cv2.resize(part[k], fine.shape[:0:-1], dst=fine[k], interpolation=cv2.INTER_LINEAR)
        start_x, start_y = left + (first_x - 1) * step, top + (first_y - 1) * step
        starts, exact = self._exact
        some = exact[starts[index] : starts[index + 1]]
        if len(some):
            draw_triangles(self._places, self._values, some, fine, float(start_x), float(start_y))
        across, down, light = fine[:, y0 - start_y : y1 - start_y, x0 - start_x : x1 - start_x]
        return across, down, light if is_shaded else np.broadcast_to(_NO_LIGHT, light.shape)

    def _room(self, height: int, width: int) -> NDArray[np.float32]:
        size = 3 * height * width
        if self._work.size < size:
            self._work = np.empty(size, np.float32)
        return self._work[:size].reshape(3, height, width)


def _outline(triangles: NDArray[np.int32]) -> NDArray[np.int64]:
    """Give the edges (E, 2) that belong to one of the triangles (F, 3) only."""
    sides = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    edges, uses = np.unique(sides[:, 0].astype(np.int64) << 32 | sides[:, 1], return_counts=True)
    single = edges[uses == 1]
    return np.stack([single >> 32, single & 0xFFFFFFFF], axis=1)


def _near_edges(rig: Rig, canvas: Canvas, triangles: NDArray[np.int32], step: int) -> NDArray[np.bool_]:
    """Tell which triangles (F, 3) of the face lie near its edges, or near enough to lips, lids and nose."""
    unit = rig.unit * canvas.framing.scale
    rings = [*rig.upper_lids, *rig.lower_lids, rig.upper_lip, rig.lower_lip, np.array(NOSE)]
    wanted = [(list(_outline(triangles)), max(RIM * step, OVER * unit)), (rings, NEAR * unit)]
    return _near(rig, canvas, triangles, wanted)


def _near(
    rig: Rig,
    canvas: Canvas,
    triangles: NDArray[np.int32],
    wanted: Sequence[tuple[Sequence[NDArray[np.integer[Any]]], float]],
) -> NDArray[np.bool_]:
    """Tell which triangles (F, 3) lie near lines of vertices, each group of these with the film px that are near."""
    places = canvas.framing.place(rig.vertices[:, :2])
    corner = places[triangles].min(axis=(0, 1)) - 1
    ends = np.rint(places - corner).astype(np.int32)
    width, height = ends[triangles].max(axis=(0, 1)) + 2
    near = np.zeros(len(triangles), bool)
    for lines, reach in wanted:
        away = np.ones((height, width), np.uint8)
        cv2.polylines(away, [ends[line] for line in lines], isClosed=False, color=0)
        distance = cv2.distanceTransform(away, cv2.DIST_L2, 3)
        at = ends[triangles]
        near |= distance[at[..., 1], at[..., 0]].min(axis=1) <= reach
    return near
