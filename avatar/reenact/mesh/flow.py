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

RIM = 12
# Film px inside the face's net, and around its openings, in which the coarse flow is drawn too: it is interpolated.
STEP = 4
# Film px per sample of the coarse flow: hair, neck and shoulders move by gentle, nearly affine fields.


class Flow:
    """The flow of one rig at one film size. Its arrays are used again for every frame."""

    def __init__(self, rig: Rig, canvas: Canvas, window: tuple[int, int, int, int]) -> None:
        self.window = window
        self._face = np.ascontiguousarray(rig.triangles[rig.surround :])
        rim = _rim(self._face, canvas.framing.place(rig.vertices[:, :2]))
        self._gentle = np.ascontiguousarray(np.concatenate([rig.triangles[: rig.surround], self._face[rim]]))
        self._face_vertices = np.unique(self._face)
        self._values = np.zeros((len(rig.vertices), 3), np.float32)
        self._values[:, :2] = canvas.texture_places(rig.vertices) - 0.5
        x0, y0, x1, y1 = window
        rows, columns = -(-(y1 - y0) // STEP), -(-(x1 - x0) // STEP)
        across, down = np.meshgrid(np.arange(columns), np.arange(rows))
        places = np.stack([(across + 0.5) * STEP + x0, (down + 0.5) * STEP + y0])
        # Where the net does not reach, far beyond the photo's edge, nothing moves.
        self._still = ((places + canvas.margin) * canvas.zoom - 0.5).astype(np.float32)
        self._coarse = self._still.copy()
        self._fine = np.zeros((3, rows * STEP, columns * STEP), np.float32)
        self._shaded = (slice(0, 0), slice(0, 0))

    def draw(
        self, places: NDArray[np.float32], shade: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Give texture x, texture y and change of brightness for each pixel of the window.

        `places` (V, 2) is where the vertices are, film px, and `shade` (V,) their change of brightness. The arrays stay
        valid until the next call.
        """
        x0, y0, x1, y1 = self.window
        self._values[:, 2] = shade
        self._coarse[:] = self._still
        draw_triangles(places / np.float32(STEP), self._values[:, :2], self._gentle, self._coarse, x0 / STEP, y0 / STEP)
        size = self._fine.shape[2], self._fine.shape[1]
        for k in (0, 1):
            cv2.resize(self._coarse[k], size, dst=self._fine[k], interpolation=cv2.INTER_LINEAR)
        self._fine[2][self._shaded] = 0
        draw_triangles(places, self._values, self._face, self._fine, float(x0), float(y0))
        self._shaded = self._face_box(places)
        across, down, light = (plane[: y1 - y0, : x1 - x0] for plane in self._fine)
        return across, down, light

    def _face_box(self, places: NDArray[np.float32]) -> tuple[slice, slice]:
        face = places[self._face_vertices] - np.array(self.window[:2], np.float32)
        low, high = np.floor(face.min(axis=0)).astype(int) - 1, np.ceil(face.max(axis=0)).astype(int) + 2
        return slice(max(0, low[1]), max(0, high[1])), slice(max(0, low[0]), max(0, high[0]))


def _rim(triangles: NDArray[np.int32], places: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell which triangles (F, 3) of a net lie near its edges, at lips and lids too; places (V, 2) are film px."""
    sides = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    edges, uses = np.unique(sides, axis=0, return_counts=True)
    corner = places[triangles].min(axis=(0, 1)) / STEP - 1
    ends = np.rint(places[edges[uses == 1]] / STEP - corner).astype(np.int32)
    width, height = np.ceil(places[triangles].max(axis=(0, 1)) / STEP - corner).astype(int) + 2
    away = np.ones((height, width), np.uint8)
    cv2.polylines(away, list(ends), isClosed=False, color=0)
    distance = cv2.distanceTransform(away, cv2.DIST_L2, 3)
    corners = np.rint(places[triangles] / STEP - corner).astype(int)
    return np.asarray(distance[corners[..., 1], corners[..., 0]].min(axis=1) <= RIM / STEP)
