"""How the head stands in the photo, and what its face already shows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import Expression, Pose, inter_ocular_distance

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RIGID = np.array([
    *(10, 109, 67, 103, 54, 21, 338, 297, 332, 284, 251),  # forehead
    *(151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 19, 94),  # midline of forehead and nose
    *(33, 133, 362, 263),  # eye corners
    *(162, 127, 234, 389, 356, 454),  # temples
    *(98, 327, 129, 358, 48, 278, 122, 351, 188, 412),  # sides of the nose
])  # fmt: skip
"""Landmarks that speech, smiles and blinks hardly move."""
_LEFT_EYE, _RIGHT_EYE = (159, 145), (386, 374)
_NEUTRAL_WIDTH, _SMILING_WIDTH = 0.84, 1.02
_NEUTRAL_LIFT, _SMILING_LIFT = 0.05, 0.14


@cache
def canonical_face() -> NDArray[np.float64]:
    """Give the (478, 3) symmetric face that poses are measured against, in IOD, centred between the eyes.

    The mean of this project's own frontal sample portraits and their mirror images.
    """
    return np.asarray(np.load(Path(__file__).parents[1] / "mesh" / "canonical.npy"), np.float64)


def head_rotation(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Fit the (3, 3) rotation from the canonical face to (478, 3) landmarks (Kabsch 1976, on rigid points)."""
    model, seen = canonical_face()[_RIGID], np.asarray(landmarks, np.float64)[_RIGID]
    left, _, right = np.linalg.svd((model - model.mean(0)).T @ (seen - seen.mean(0)))
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    return np.asarray((left @ flip @ right).T)


def measure_pose(landmarks: NDArray[np.floating[Any]]) -> Pose:
    """Read the angles off (478, 3) landmarks: the head turns by roll, then yaw, then pitch, in its own axes."""
    turn = head_rotation(landmarks)
    return Pose(
        pitch=float(np.arctan2(turn[2, 1], turn[2, 2])),
        yaw=float(np.arcsin(np.clip(turn[2, 0], -1, 1))),
        roll=float(np.arctan2(turn[1, 0], turn[0, 0])),
    )


def measure_expression(landmarks: NDArray[np.floating[Any]]) -> Expression:
    """Measure lips and lids of (478, 3) landmarks, as if the head looked straight ahead."""
    straight = _straightened(landmarks)
    gap, width = _apart(straight, 13, 14), _apart(straight, 61, 291)
    # Along the lip line: corners that stand above the middle of the mouth are drawn up by a smile.
    lift = float(straight[[13, 14], 1].mean() - straight[[61, 291], 1].mean())
    wide = (width - _NEUTRAL_WIDTH) / (_SMILING_WIDTH - _NEUTRAL_WIDTH)
    risen = (lift - _NEUTRAL_LIFT) / (_SMILING_LIFT - _NEUTRAL_LIFT)
    return Expression(
        lip_gap=gap,
        mouth_width=width,
        smile=float(np.clip((np.clip(wide, 0, 1) + np.clip(risen, 0, 1)) / 2, 0, 1)),
        eye_opening=(_apart(straight, *_LEFT_EYE), _apart(straight, *_RIGHT_EYE)),
    )


def _straightened(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Turn the head back to the front, in IOD."""
    points = np.asarray(landmarks, np.float64) @ head_rotation(landmarks)
    return np.asarray(points / inter_ocular_distance(points.astype(np.float32)))


def _apart(points: NDArray[np.float64], one: int, other: int) -> float:
    return float(np.linalg.norm((points[one] - points[other])[:2]))
