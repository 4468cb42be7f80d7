"""The one frame of a video that the source's face is laid on and lit for: at rest, eyes open, turned as the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import inter_ocular_distance
from avatar.edit.faces import FilmedFace
from avatar.inspection import points as named
from avatar.portrait.face.pose import measure_pose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.swapping.track import Track

_GAP, _TURN, _PACE, _LIDS = 4.0, 2.0, 2.0, 1.5
"""how much lips that are open (IOD), another yaw (rad), motion (IOD a frame) and lids that are lowered (share of how
far they are open otherwise) count"""


def choose_key(track: Track, yaw: float) -> int:
    """Find the frame that suits a source whose head is turned by `yaw`, rad."""
    shapes = np.stack([track.straightened(points, index) for index, points in enumerate(track.points)])
    gap = np.linalg.norm(shapes[:, named.UPPER_LIP, :2] - shapes[:, named.LOWER_LIP, :2], axis=1)
    pairs = np.array(named.LID_PAIRS)
    lids = np.linalg.norm(shapes[:, pairs[:, 0], :2] - shapes[:, pairs[:, 1], :2], axis=2).mean(axis=1)
    usual = max(float(np.percentile(lids, 75)), 1e-3)
    middle = track.points[:, named.SKULL, :2].mean(axis=1) / track.units[:, None]
    pace = np.linalg.norm(np.gradient(middle, axis=0), axis=1) if len(track) > 1 else np.zeros(1)
    cost = _GAP * gap + _TURN * np.abs(track.yaw - yaw) + _PACE * pace + _LIDS * np.abs(lids / usual - 1)
    return int(np.argmin(cost))


def key_face(picture: NDArray[np.uint8], track: Track, index: int, name: str) -> FilmedFace:
    """Give the face of that frame, whose picture is (H, W, 3)."""
    points = track.points[index]
    return FilmedFace(name, picture, points, measure_pose(points), inter_ocular_distance(points))


def enlarged(face: FilmedFace, by: float) -> FilmedFace:
    """Give a face with its picture so many times as large, that a finer one can be laid on it."""
    import cv2

    if by <= 1:
        return face
    picture = np.asarray(cv2.resize(face.image, None, fx=by, fy=by, interpolation=cv2.INTER_CUBIC), np.uint8)
    by = picture.shape[1] / face.image.shape[1]
    half = np.array((0.5, 0.5, 0))
    points = np.asarray((face.landmarks + half) * by - half, np.float32)
    return FilmedFace(face.name, picture, points, face.pose, face.iod * by)
