"""Of the net around a small face in a large photo, only what may come into the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from avatar.data import Rig
    from avatar.reenact.mesh.canvas import Canvas

TRAVEL = 0.8
"""IOD beyond the picture's edge from which nothing comes in: any part of the person goes 0.6 at most"""


def pruned(rig: Rig, canvas: Canvas) -> Rig:
    """Give the rig without the triangles around the face, and their vertices, that no motion brings into the picture.

    Vertices keep their order, and those of the face their numbers.
    """
    size = np.array([canvas.framing.width, canvas.framing.height], np.float32)
    places = canvas.framing.place(rig.vertices[:, :2])
    room = TRAVEL * rig.unit * canvas.framing.scale
    around, face = rig.triangles[: rig.surround], rig.triangles[rig.surround :]
    corners = places[around]
    comes_in = ((corners.max(axis=1) > -room) & (corners.min(axis=1) < size + room)).all(axis=1)
    kept = around[comes_in]
    used = np.zeros(len(rig.vertices), bool)
    used[: int(face.max()) + 1] = True
    used[kept] = True
    number = np.cumsum(used) - 1
    pulled = used[rig.lip_vertices]
    return replace(
        rig,
        vertices=rig.vertices[used],
        triangles=number[np.concatenate([kept, face])].astype(np.int32),
        surround=len(kept),
        neutral=rig.neutral[used],
        shapes=rig.shapes[:, used],
        shades=rig.shades[:, used],
        seam_shade=rig.seam_shade[used],
        head_weight=rig.head_weight[used],
        breath=rig.breath[used],
        lip_vertices=number[rig.lip_vertices[pulled]].astype(np.int32),
        lip_pull=rig.lip_pull[:, pulled],
    )
