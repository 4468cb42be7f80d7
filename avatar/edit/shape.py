"""Where each point of one face comes to lie on another: two meshes, and the way from one to the other.

Both are MediaPipe's 468 points, with eyes and mouth closed by strips, and a ring above the forehead: the mesh itself
ends below the hairline, where a seam would be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import head_rotation, inter_ocular_distance
from avatar.portrait.mesh import topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.edit.faces import Face

_POINTS = topology.POINTS
_TOP = 10
"""the middle of the upper oval"""
_HALF = 9
"""points of the oval on each side of the middle above which there is a ring"""
RING = tuple(topology.FACE_OVAL[place % len(topology.FACE_OVAL)] for place in range(-_HALF, _HALF + 1))
"""points of the oval that the ring stands on, from the temple at the image's left to that at its right"""
_RING_HEIGHT = 0.42
"""of the ring above the middle, IOD; it sinks to nothing at the temples"""
_FADE = 0.42
"""IOD from the oval within which the target's own shape takes over"""


@dataclass(frozen=True, slots=True)
class Meshes:
    """One mesh as it lies in two pictures."""

    source: NDArray[np.float32]
    """(V, 2), px of the source's picture"""
    target: NDArray[np.float32]
    """(V, 2), px of the target's picture"""
    depth: NDArray[np.float32]
    """(V,), of the target, away from the viewer +"""
    triangles: NDArray[np.int32]
    """(F, 3)"""


def lay(source: Face, target: Face, keep: float) -> Meshes:
    """Lay the source's face on the target's, with `keep` (0-1) of its own shape."""
    goal = np.asarray(target.landmarks[:_POINTS], np.float64)
    own = _turned(source, target)
    apart = _distance_to_oval(goal, inter_ocular_distance(target.landmarks))
    share = keep * _smooth(apart / _FADE)
    placed = goal + share[:, None] * (own - goal)
    seen = np.asarray(source.landmarks[:_POINTS], np.float64)
    one, other = ringed(seen, inter_ocular_distance(source.landmarks)), ringed(placed, target.iod)
    return Meshes(
        np.asarray(one[:, :2], np.float32),
        np.asarray(other[:, :2], np.float32),
        np.asarray(other[:, 2], np.float32),
        triangles(),
    )


@cache
def triangles() -> NDArray[np.int32]:
    """Give the triangles of the mesh with its strips and its ring, (F, 3)."""
    strips = [
        _strip(topology.UPPER_LIP_INNER, topology.LOWER_LIP_INNER),
        _strip(topology.LEFT_LID_UPPER, topology.LEFT_LID_LOWER),
        _strip(topology.RIGHT_LID_UPPER, topology.RIGHT_LID_LOWER),
        _strip(RING, tuple(range(_POINTS, _POINTS + len(RING)))),
    ]
    return np.concatenate([topology.face_surface().triangles, *strips]).astype(np.int32)


def outline(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the outline of a mesh (V, 2), ring included, in order."""
    below = [place for place in topology.FACE_OVAL if place not in RING]
    return np.asarray(points[[*range(_POINTS, _POINTS + len(RING)), *below]])


def _turned(source: Face, target: Face) -> NDArray[np.float64]:
    """Turn the source's points into the target's pose, and lay them on its points as well as a similarity does."""
    seen = np.asarray(source.landmarks[:_POINTS], np.float64)
    goal = np.asarray(target.landmarks[:_POINTS], np.float64)
    before, after = (head_rotation(each.pose.pitch, each.pose.yaw, each.pose.roll) for each in (source, target))
    turned = (seen - seen.mean(0)) @ before @ after.T
    about, aim = turned[:, :2] @ (1, 1j), (goal[:, :2] - goal[:, :2].mean(0)) @ (1, 1j)
    turn = complex(np.vdot(about, aim) / np.vdot(about, about).real)
    flat = about * turn + goal[:, :2].mean(0) @ (1, 1j)
    return np.column_stack([flat.real, flat.imag, turned[:, 2] * abs(turn) + goal[:, 2].mean()])


def _distance_to_oval(points: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Give how far each point lies inside the oval, in IOD."""
    import cv2

    oval = np.ascontiguousarray(points[list(topology.FACE_OVAL), :2], np.float32)
    inside = [cv2.pointPolygonTest(oval, (float(x), float(y)), True) for x, y in points[:, :2]]
    return np.asarray(np.maximum(inside, 0) / unit, np.float64)


def ringed(points: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Give the points of a face (468, 3), px, with the ring above its forehead; `unit` is its IOD, px."""
    foot = points[list(RING)]
    middle = points[168]
    outward = foot[:, :2] - middle[:2]
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    rise = np.cos(np.linspace(-np.pi / 2, np.pi / 2, len(RING))) ** 0.7
    ring = foot.copy()
    ring[:, :2] += _RING_HEIGHT * unit * rise[:, None] * outward
    return np.concatenate([points, ring])


def _strip(one: tuple[int, ...], other: tuple[int, ...]) -> NDArray[np.int32]:
    found = []
    for place in range(len(one) - 1):
        a, b, c, d = one[place], one[place + 1], other[place], other[place + 1]
        found += [each for each in ((a, b, c), (b, d, c)) if len(set(each)) == 3]
    return np.array(found, np.int32)


def _smooth(value: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip(value, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
