"""Mend folds: where closing an open mouth would turn skin over, that skin goes along with what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_PART = 0.35
"""Of a triangle's own area that has to stay; with less the next motion folds it."""
LEAST_AREA = 2e-6
"""Square IOD under which a triangle is a sliver whose side nobody sees."""
ROUNDS = 8


def mend(
    vertices: NDArray[np.float64],
    triangles: NDArray[np.int32],
    seams: NDArray[np.int32],
    unit: float,
    displacement: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Give the displacement (V, 3) without folds, px.

    `vertices` (V, 3) are the photo's own places, `triangles` those without the strips under the seams, `unit` the IOD,
    px. Vertices of the `seams` keep exactly what they are given; around folds the others move as the mean of their
    neighbours does, in a region that grows until nothing folds, or 8 times.
    """
    own = areas(vertices, triangles)
    tried = np.abs(own) > LEAST_AREA * unit**2
    near = _neighbours(vertices, triangles)
    fixed = np.zeros(len(vertices), bool)
    fixed[seams] = True
    soft, mended = np.zeros(len(vertices), bool), displacement
    for _ in range(ROUNDS):
        kept = areas(vertices + mended, triangles[tried]) * np.sign(own[tried])
        folding = np.zeros(len(vertices), bool)
        folding[triangles[tried][kept < LEAST_PART * np.abs(own[tried])]] = True
        if not (folding & ~fixed).any():
            break
        before = int(soft.sum())
        soft |= folding & ~fixed
        soft[near.one[folding[near.other]]] = True
        soft &= ~fixed
        if int(soft.sum()) == before:
            break
        mended = _harmonic(near, soft, displacement)
    return mended


def areas(vertices: NDArray[np.float64] | NDArray[np.float32], triangles: NDArray[np.int32]) -> NDArray[np.float64]:
    """Measure triangles of (V, >=2) vertices in the picture plane: (F,), signed by their turn."""
    a, b, c = (vertices[triangles[:, corner], :2].astype(np.float64) for corner in range(3))
    one, other = b - a, c - a
    return np.asarray((one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2)


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Each vertex's neighbours, weighed by nearness; weights of one vertex sum to 1."""

    one: NDArray[np.int32]
    """(E,), the vertex"""
    other: NDArray[np.int32]
    """(E,), its neighbour"""
    weight: NDArray[np.float64]
    """(E,)"""


def _harmonic(near: _Neighbours, soft: NDArray[np.bool_], displacement: NDArray[np.float64]) -> NDArray[np.float64]:
    """Let each soft vertex move as the mean of its neighbours does; there are some hundred of them."""
    place = np.cumsum(soft) - 1
    inner = soft[near.one] & soft[near.other]
    outer = soft[near.one] & ~soft[near.other]
    system = np.eye(int(soft.sum()))
    system[place[near.one[inner]], place[near.other[inner]]] -= near.weight[inner]
    pull = np.zeros((len(system), displacement.shape[1]))
    np.add.at(pull, place[near.one[outer]], near.weight[outer, None] * displacement[near.other[outer]])
    result = np.array(displacement, np.float64)
    result[soft] = np.linalg.solve(system, pull)
    return result


def _neighbours(vertices: NDArray[np.float64], triangles: NDArray[np.int32]) -> _Neighbours:
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = np.unique(np.concatenate([edges, edges[:, ::-1]]), axis=0)
    length = np.linalg.norm(np.diff(vertices[edges, :2], axis=1)[:, 0], axis=1)
    near = 1 / np.maximum(length, 0.1) ** 2
    whole = np.bincount(edges[:, 0], near, len(vertices))
    return _Neighbours(edges[:, 0], edges[:, 1], near / np.maximum(whole[edges[:, 0]], 1e-9))
