"""The face mesh as a surface: its triangles, its holes, and finer versions of it.

Landmark numbers are those of MediaPipe's 468-point face mesh. Its list of edges closes to 852 triangles
with an open border at the face oval and holes at the eyes and the mouth: `triangles.npy`, which
`tests/measure/convert_networks.py` makes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UPPER_LIP_INNER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP_INNER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
"""From the corner at the image's left to the corner at its right, for a face that looks at the viewer."""
LEFT_LID_UPPER = (33, 246, 161, 160, 159, 158, 157, 173, 133)
LEFT_LID_LOWER = (33, 7, 163, 144, 145, 153, 154, 155, 133)
RIGHT_LID_UPPER = (362, 398, 384, 385, 386, 387, 388, 466, 263)
RIGHT_LID_LOWER = (362, 382, 381, 380, 374, 373, 390, 249, 263)
IRISES = (slice(468, 473), slice(473, 478))
"""MediaPipe numbers the iris of the eye at the image's left 468-472, centre first."""
FACE_OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
POINTS = 468
_TRIANGLES = Path(__file__).with_name("triangles.npy")


@dataclass(frozen=True, slots=True)
class Surface:
    """A mesh whose vertices are fixed mixes of the 468 landmarks."""

    mix: NDArray[np.float64]
    """(N, 468), rows sum to 1"""
    triangles: NDArray[np.int32]
    """(F, 3)"""
    parents: dict[tuple[int, int], int]
    """Edge of the coarser mesh (ascending) to the vertex in its middle."""

    def midpoint(self, one: int, other: int) -> int:
        """Give the vertex in the middle of an edge of the coarser mesh."""
        return self.parents[min(one, other), max(one, other)]


def face_surface() -> Surface:
    """Give the mesh itself."""
    return Surface(np.eye(POINTS), np.load(_TRIANGLES).astype(np.int32), {})


def subdivide(surface: Surface, loops: list[list[int]]) -> tuple[Surface, list[list[int]]]:
    """Split each triangle in four; border loops are refined as smooth curves.

    `loops` are open or closed runs of vertices (closed: first equals last). The four-point rule of
    Dyn, Levin and Gregory (1987) places their new vertices, so that lips and lids stay round.
    """
    mix, count = surface.mix, len(surface.mix)
    along = np.concatenate([np.column_stack([loop[:-1], loop[1:]]) for loop in loops])
    sides = surface.triangles[:, [[0, 1], [0, 2], [1, 2]]]
    edges = np.sort(np.concatenate([along, sides.reshape(-1, 2)]), axis=1)
    _, first, same = np.unique(edges[:, 0] * count + edges[:, 1], return_index=True, return_inverse=True)
    # Numbered as they come: loops before triangles.
    order = np.argsort(first)
    first, same = first[order], np.argsort(order)[same.reshape(-1)]
    middles = (mix[edges[first, 0]] + mix[edges[first, 1]]) / 2
    is_border = first < len(along)
    middles[is_border] = np.concatenate([_four_point(mix, loop) for loop in loops])[first[is_border]]
    ab, ac, bc = (count + same[len(along) :].reshape(-1, 3)).T
    a, b, c = surface.triangles.T
    fine = np.array([[a, ab, ac], [ab, b, bc], [ac, bc, c], [ab, bc, ac]], np.int32).transpose(2, 0, 1).reshape(-1, 3)
    parents = {(one, other): count + number for number, (one, other) in enumerate(edges[first].tolist())}
    finer = Surface(np.concatenate([mix, middles]), fine, parents)
    return finer, [_refined(loop, finer) for loop in loops]


def _four_point(mix: NDArray[np.float64], loop: list[int]) -> NDArray[np.float64]:
    closed = loop[0] == loop[-1]
    before = [loop[-2] if closed else loop[0], *loop[:-2]]
    after = [*loop[2:], loop[1] if closed else loop[-1]]
    return np.asarray(9 / 16 * (mix[loop[:-1]] + mix[loop[1:]]) - 1 / 16 * (mix[before] + mix[after]))


def _refined(loop: list[int], surface: Surface) -> list[int]:
    fine = [loop[0]]
    for one, other in pairwise(loop):
        fine += [surface.midpoint(one, other), other]
    return fine
