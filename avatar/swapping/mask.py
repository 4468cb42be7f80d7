"""The source's face as it will be laid on every frame: lit once, with its shape and the place of its eyes at rest.

One picture for all frames is what keeps it steady: nothing of it is measured anew while the video goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.shape import triangles
from avatar.edit.skin import EYES
from avatar.edit.swap import laid
from avatar.portrait.mesh import topology
from avatar.swapping.key import enlarged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.edit.faces import Face, FilmedFace
    from avatar.edit.settings import FaceSettings
    from avatar.swapping.track import Track

_FINEST = 1.5
"""px of the face for one of the video's, at most: a source may be finer, and is read twice"""
PAIRS = (
    *zip(topology.UPPER_LIP_INNER, topology.LOWER_LIP_INNER, strict=True),
    *zip(topology.LEFT_LID_UPPER, topology.LEFT_LID_LOWER, strict=True),
    *zip(topology.RIGHT_LID_UPPER, topology.RIGHT_LID_LOWER, strict=True),
)
"""points of lips and lids that lie on each other when they are closed"""


@dataclass(frozen=True, slots=True)
class Mask:
    """A face to be laid on others."""

    picture: NDArray[np.uint8]
    """(h, w, 4), RGB and how far it is to be seen"""
    places: NDArray[np.float32]
    """(V, 2), px in it of each point of the mesh, ring included"""
    triangles: NDArray[np.int32]
    """(F, 3)"""
    shape: NDArray[np.float64]
    """(468, 3), IOD, what is added to the target's points, in the head's own axes"""
    eyes: NDArray[np.float64]
    """(2, N, 3), IOD, the rims of both eyes as they are open, in the head's own axes"""


def make_mask(source: Face, target: FilmedFace, track: Track, index: int, settings: FaceSettings) -> Mask:
    """Lay the source's face on a frame of the video, the target's at that `index`, as it is wanted."""
    by = float(np.clip(source.iod / target.iod, 1, _FINEST))
    large = enlarged(target, by)
    face = laid(source, large, settings)
    picture = np.dstack([face.lit, 255 * face.mask])
    rows, columns = face.place
    corner = np.array((columns.start + 0.5, rows.start + 0.5))
    placed = (face.meshes.target[: topology.POINTS] + corner) / by - 0.5
    moved = np.zeros((topology.POINTS, 3))
    moved[:, :2] = placed - target.landmarks[: topology.POINTS, :2]
    moved = moved @ track.turns[index] / track.units[index]
    for one, other in PAIRS:
        moved[[one, other]] = (moved[one] + moved[other]) / 2
    at_rest = track.straightened(target.landmarks[: topology.POINTS], index) + moved
    return Mask(
        np.clip(np.rint(picture), 0, 255).astype(np.uint8),
        face.meshes.target,
        triangles(),
        moved,
        np.stack([at_rest[list(each)] for each in EYES]),
    )
