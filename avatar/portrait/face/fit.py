"""Our mesh of 478 points, laid through the fewer points that another network has marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import inter_ocular_distance
from avatar.portrait.face.points import OURS, TRUST
from avatar.portrait.face.pose import canonical_face

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STIFF = 0.004
"""how much a point that is believed in full may be missed for a smooth mesh, in inter-ocular distances squared"""


def through(points: NDArray[np.float64], mesh: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """Give (478, 3) landmarks that pass through (68, 2) points, px: those of a `mesh`, bent; None: of the mean face.

    What bends them is a thin plate (Bookstein 1989) that gives way where the points are believed less.
    """
    start = posed(points) if mesh is None else np.asarray(mesh, np.float64)
    unit = inter_ocular_distance(start.astype(np.float32))
    known = start[list(OURS), :2]
    system = np.zeros((len(known) + 3,) * 2)
    system[:-3, :-3] = _bend(known, known, unit) + np.diag(_STIFF / TRUST)
    system[:-3, -3:] = np.column_stack([np.ones(len(known)), known / unit])
    system[-3:, :-3] = system[:-3, -3:].T
    aim = np.vstack([(points - known) / unit, np.zeros((3, 2))])
    weights = np.linalg.solve(system, aim)
    basis = np.column_stack([_bend(start[:, :2], known, unit), np.ones(len(start)), start[:, :2] / unit])
    found = start.copy()
    found[:, :2] += basis @ weights * unit
    return np.asarray(found, np.float32)


def posed(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn, scale and move the mean face so that it lies on (68, 2) points as well as it can, (478, 3), px.

    Its picture is a scaled parallel projection (DeMenthon and Davis 1995).
    """
    model = canonical_face()
    there = np.column_stack([model[list(OURS)], np.ones(len(OURS))])
    weight = TRUST[:, None]
    found, *_ = np.linalg.lstsq(there * weight, points * weight, rcond=None)
    left, sizes, right = np.linalg.svd(found[:3].T, full_matrices=False)
    rows = left @ right
    axes = np.vstack([rows, np.cross(rows[0], rows[1])])
    mesh = model @ axes.T * sizes.mean()
    mesh[:, :2] += np.average(points - mesh[list(OURS), :2], axis=0, weights=TRUST)
    return np.asarray(mesh)


def _bend(places: NDArray[np.float64], known: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    squares = ((places[:, None] - known[None]) ** 2).sum(axis=-1) / unit**2
    return np.asarray(squares * np.log(squares + 1e-12) / 2)
