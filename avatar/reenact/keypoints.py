"""The motion as FOMM-style keypoints: local affine frames read off the mesh.

Siarohin et al., "First Order Motion Model for Image Animation" (2019): a motion is K points with a Jacobian
each, coordinates over the frame in [-1, 1]. Networks of that family are driven by the change from the source's
keypoints to the driving ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Keypoints
from avatar.reenact.framing import frame_portrait
from avatar.reenact.pose import Puppet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import MotionTrack, Portrait

ANCHORS = (10, 152, 234, 454, 33, 263, 105, 334, 1, 61, 291, 13, 14, 205, 425)
"""Landmarks that carry the K = 15 frames: forehead, chin, sides, eyes, brows, nose tip, mouth, cheeks."""
NEIGHBOURS = 24
"""Vertices that a local affine frame is fitted to."""


def keypoints(portrait: Portrait, motion: MotionTrack, size: tuple[int, int]) -> tuple[Keypoints, Keypoints]:
    """Read the keypoints of the portrait at rest and of every row of `motion` off the mesh.

    `size` is the film's (width, height), px. Returns (source with T = 1, driving with T = len(motion)); a
    source Jacobian is the identity by definition, a driving one the local deformation since the photo.
    """
    puppet, rig = Puppet(portrait.rig), portrait.rig
    scale, shift = _to_unit_square(portrait, size)
    carried = np.flatnonzero(rig.head_weight == 1)
    groups = [carried[_nearest(rig.vertices[carried], rig.vertices[anchor])] for anchor in ANCHORS]
    rest = rig.vertices[:, :2] * scale + shift
    count = len(motion)
    points = np.empty((count, len(ANCHORS), 2), np.float32)
    jacobians = np.empty((count, len(ANCHORS), 2, 2), np.float32)
    for index in range(count):
        placed = puppet.pose(motion, index).vertices[:, :2] * scale + shift
        points[index] = placed[list(ANCHORS)]
        for k, group in enumerate(groups):
            jacobians[index, k] = _affine(rest[group], placed[group])
    still = np.broadcast_to(np.eye(2, dtype=np.float32), (1, len(ANCHORS), 2, 2)).copy()
    return Keypoints(rest[list(ANCHORS)][None].astype(np.float32), still), Keypoints(points, jacobians)


def _to_unit_square(portrait: Portrait, size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    framing = frame_portrait(portrait, size)
    half = np.array(size, np.float32) / 2
    scale = framing.scale / half
    shift = -np.array([framing.left, framing.top], np.float32) * scale - 1
    return scale.astype(np.float32), shift.astype(np.float32)


def _nearest(vertices: NDArray[np.float32], anchor: NDArray[np.float32]) -> NDArray[np.int64]:
    distance = np.linalg.norm(vertices[:, :2] - anchor[:2], axis=1)
    return np.argpartition(distance, NEIGHBOURS)[:NEIGHBOURS]


def _affine(rest: NDArray[np.float32], placed: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fit the (2, 2) matrix that carries centred rest places onto centred new ones, least squares."""
    before, after = rest - rest.mean(axis=0), placed - placed.mean(axis=0)
    solution = np.linalg.lstsq(before, after, rcond=None)[0]
    return np.asarray(solution.T, np.float32)
