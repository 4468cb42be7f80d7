"""Let skin round the corners of the mouth stretch no further than skin does: what is drawn out gives way to more of it.

The shapes' tables know a few places round a corner; between them all that the jaw or a pout asks for falls to the
narrow skin beside it. Here each face's own mesh is asked: its triangles are held to a stretch, as projective dynamics
holds them (Bouaziz et al. 2014), and the lips' inner line stays exactly where the shapes put it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig

POSES: tuple[tuple[str, str | None, dict[str, float]], ...] = (
    ("jawOpen", "mouthClose", {"jawOpen": 0.45, "mouthLowerDown": 0.32, "mouthUpperUp": 0.16}),
    ("mouthPucker", None, {"mouthPucker": 0.7, "mouthFunnel": 0.45, "jawOpen": 0.1}),
)
"""A shape that draws the skin out, what takes it back, and the sound that asks most of it: an open a, an u."""
MOST = 1.35
"""Stretch, and 1 / squeeze, that triangles are held to; most end a little above"""
REACH = 0.4
"""IOD round a corner within which skin gives way"""
STAYS = 8.0
"""Per square IOD, how much skin would rather stay where its shape puts it"""
ROUNDS = 12
_SLIVER = 1e-7
"""Square IOD of a triangle that has no side to measure by"""


def ease_corners(rig: Rig) -> Rig:
    """Give the shapes that open and round the mouth less to stretch beside it; its inner line moves as before."""
    shapes = rig.shapes.copy()
    skin = _skin(rig)
    resting = (rig.vertices + rig.neutral)[:, :2].astype(np.float64) / rig.unit
    for shape, undone_by, pose in POSES:
        moved = resting.copy()
        for name, weight in pose.items():
            for full in (name,) if name in ARKIT_INDEX else (f"{name}Left", f"{name}Right"):
                moved += weight * shapes[ARKIT_INDEX[full], :, :2] / rig.unit
        given = np.zeros_like(resting)
        for corner in resting[rig.upper_lip[[0, -1]]]:
            free = np.linalg.norm(resting - corner, axis=1) < REACH
            free[rig.upper_lip] = free[rig.lower_lip] = False
            given += _eased(_Cloth.of(resting, skin, free), moved) - moved
        change = (given * rig.unit / pose[shape]).astype(np.float32)
        shapes[ARKIT_INDEX[shape], :, :2] += change
        if undone_by:  # what a parted mouth asks of skin, a sealed one over an open jaw does not
            shapes[ARKIT_INDEX[undone_by], :, :2] -= change
    return replace(rig, shapes=shapes)


def _skin(rig: Rig) -> NDArray[np.int32]:
    """List the face's triangles, without the strips under lips and lids."""
    strips = 2 * (len(rig.upper_lip) - 1) + 4 * (rig.upper_lids.shape[1] - 1)
    return np.asarray(rig.triangles[rig.surround + strips :])


@dataclass(frozen=True, slots=True)
class _Cloth:
    """Triangles at rest, and which of their vertices may move."""

    triangles: NDArray[np.int32]
    """(F, 3)"""
    slopes: NDArray[np.float64]
    """(F, 2, 3): by which a triangle's vertices, moved, give what became of its two directions"""
    areas: NDArray[np.float64]
    """(F,), square IOD"""
    free: NDArray[np.int64]
    """(n,), vertices"""
    stiffness: NDArray[np.float64]
    """(n,), how much each would rather stay"""

    @classmethod
    def of(cls, resting: NDArray[np.float64], skin: NDArray[np.int32], free: NDArray[np.bool_]) -> _Cloth:
        """Take the triangles that a free vertex moves."""
        triangles = skin[free[skin].any(axis=1)]
        sides = resting[triangles[:, 1:]] - resting[triangles[:, :1]]
        areas = np.abs(np.linalg.det(sides)) / 2
        whole = areas > _SLIVER
        triangles, areas = triangles[whole], areas[whole]
        inverse = np.linalg.inv(sides[whole])
        slopes = np.concatenate([-inverse.sum(axis=2, keepdims=True), inverse], axis=2)
        around = np.bincount(triangles.ravel(), np.repeat(areas / 3, 3), len(resting)).astype(np.float64)
        chosen = np.flatnonzero(free & (around > 0))
        return cls(triangles, slopes, areas, chosen, np.asarray(STAYS * around[chosen]))

    def system(self) -> NDArray[np.float64]:
        """Give the (n, n) by which free vertices answer for the triangles' areas times squared faults."""
        place = np.full(int(max(self.triangles.max(), self.free.max())) + 1, -1)
        place[self.free] = np.arange(len(self.free))
        rows = place[self.triangles]
        parts = np.einsum("f,fki,fkj->fij", self.areas, self.slopes, self.slopes)
        one, other = np.broadcast_arrays(rows[:, :, None], rows[:, None, :])
        inner = (one >= 0) & (other >= 0)
        system = np.diag(self.stiffness)
        np.add.at(system, (one[inner], other[inner]), parts[inner])
        return system


def _eased(cloth: _Cloth, moved: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place the free vertices so that triangles keep to the limit as well as they can, (V, 2) IOD."""
    answer = np.linalg.inv(cloth.system())
    eased = moved.copy()
    for _ in range(ROUNDS):
        became = cloth.slopes @ eased[cloth.triangles]
        fault = cloth.areas[:, None, None] * (_held(became) - became)
        pull = np.zeros_like(moved)
        np.add.at(pull, cloth.triangles, cloth.slopes.transpose(0, 2, 1) @ fault)
        home = cloth.stiffness[:, None] * (eased - moved)[cloth.free]
        eased[cloth.free] += answer @ (pull[cloth.free] - home)
    return np.asarray(eased)


def _held(became: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hold what became of triangles, (F, 2, 2), to the limits; one that turned over is turned back."""
    left, sizes, right = np.linalg.svd(became)
    sizes = np.clip(sizes, 1 / MOST, MOST)
    sizes[:, 1] *= np.sign(np.linalg.det(left) * np.linalg.det(right))
    return np.asarray((left * sizes[:, None, :]) @ right)
