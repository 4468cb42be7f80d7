"""Move the rig: one row of motion to the place of every vertex."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, head_rotation
from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import MotionTrack, Rig

UPPER_SHARE = 0.35
"""Of the way to contact when the lips press on each other; the jaw side does the rest."""


@dataclass(frozen=True, slots=True)
class Posed:
    """The rig at one moment, px of the portrait."""

    vertices: NDArray[np.float32]
    """(V, 3), where each vertex is now"""
    turn: NDArray[np.float32]
    """(3, 3), rotation of the head since the photo"""
    shift: NDArray[np.float32]
    """(3,), so that a point p of the head lies at turn @ p + shift"""
    jaw: NDArray[np.float32]
    """(3,), displacement of the lower teeth in the photo's own pose"""
    lip_gap: float
    """largest opening between the lips, px"""


class Puppet:
    """A rig that takes poses. Holds the parts of the arithmetic that no frame changes."""

    def __init__(self, rig: Rig, travel: float = 1.0) -> None:
        self._travel = travel
        self.rig = rig
        self._resting = np.ascontiguousarray(rig.vertices + rig.neutral, np.float32)
        self._shapes = np.ascontiguousarray(rig.shapes, np.float32)
        self._held = np.ascontiguousarray(rig.head_weight, np.float32)
        self._breath = np.ascontiguousarray(rig.breath, np.float32)
        self._right, self._down = rig.axes[:, 0], rig.axes[:, 1]
        self._jaw_shapes = rig.shapes[:, CHIN]

    def pose(self, motion: MotionTrack, index: int) -> Posed:
        """Give the rig's place at row `index`."""
        weights = lids_meet(seal_at_contact(motion.weights[index]))
        moved = blend(self._resting, self._shapes, weights.astype(np.float32))
        gap = self._keep_lips_apart(moved)
        row = motion.head[index] * np.array([1, 1, 1, *[self._travel] * 3], np.float32)
        turn, shift = self._head(row)
        body = BODY_SHARE * (self.rig.axes @ row[3:] * self.rig.unit)
        carry(moved, self._held, turn, shift, body.astype(np.float32), np.float32(motion.breath[index]), self._breath)
        jaw = weights[JAW_COLUMNS] @ self._jaw_shapes[JAW_COLUMNS]
        return Posed(moved, turn, shift, jaw.astype(np.float32), gap)

    def _keep_lips_apart(self, moved: NDArray[np.float32]) -> float:
        """Stop lips that meet, in place: beyond contact they press, never cross. Gives the largest gap, px."""
        rig = self.rig
        upper, lower = moved[rig.upper_lip], moved[rig.lower_lip]
        between = lower - upper
        gap = between @ self._down
        crossed = (gap < 0)[:, None]
        if crossed.any():
            # Lips that press may slide along each other: a jaw that goes aside does not take the upper lip along.
            between -= np.outer(between @ self._right, self._right)
            moved[rig.lip_vertices] += rig.lip_pull[0] @ np.where(crossed, UPPER_SHARE * between, 0)
            moved[rig.lip_vertices] += rig.lip_pull[1] @ np.where(crossed, (UPPER_SHARE - 1) * between, 0)
        return float(max(gap.max(), 0.0))

    def _head(self, row: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        pitch, yaw, roll = row[:3]
        turn = (self.rig.axes @ head_rotation(pitch, yaw, roll) @ self.rig.axes.T).astype(np.float32)
        shift = self.rig.pivot - turn @ self.rig.pivot + self.rig.axes @ row[3:] * self.rig.unit
        return turn, shift.astype(np.float32)


def blend(
    resting: NDArray[np.float32], shapes: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Add shapes (S, V, 3) by their weights (S,) to the resting vertices (V, 3); weights of 0 cost nothing."""
    moved = np.array(resting, np.float32)
    _add(moved.reshape(-1), shapes.reshape(len(shapes), -1), weights)
    return moved


@kernel("float32[::1], const float32[:, ::1], const float32[::1]", fastmath=True)
def _add(moved: NDArray[np.float32], shapes: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
    """Add rows of shapes (S, N) by their weights (S,) to `moved` (N,), in place."""
    for index in range(weights.shape[0]):
        weight = weights[index]
        if weight != 0:
            for k in range(moved.shape[0]):
                moved[k] += weight * shapes[index, k]


@kernel(
    "float32[:, ::1], const float32[::1], const float32[:, ::1], const float32[::1], const float32[::1], float32,"
    " const float32[:, ::1]",
    fastmath=True,
)
def carry(  # noqa: PLR0913 - numba passes no structures without boxing them
    moved: NDArray[np.float32],
    held: NDArray[np.float32],
    turn: NDArray[np.float32],
    shift: NDArray[np.float32],
    body: NDArray[np.float32],
    breath: np.float32,
    swell: NDArray[np.float32],
) -> None:
    """Turn and shift vertices (V, 3), in place, as far as the head holds them, (V,); the rest goes with the body.

    `swell` (V, 2) is where a full breath takes them.
    """
    for vertex in range(moved.shape[0]):
        x, y, z = moved[vertex, 0], moved[vertex, 1], moved[vertex, 2]
        share = held[vertex]
        for k in range(3):
            head = turn[k, 0] * x + turn[k, 1] * y + turn[k, 2] * z + shift[k]
            moved[vertex, k] += share * (head - moved[vertex, k]) + (1 - share) * body[k]
        moved[vertex, 0] += breath * swell[vertex, 0]
        moved[vertex, 1] += breath * swell[vertex, 1]


def seal_at_contact(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Let mouthClose undo the jaw's opening and no more: what is aimed past contact is for time, not for place."""
    excess = weights[MOUTH_CLOSE] - weights[JAW_OPEN] - PAST_CONTACT
    if excess <= 0:
        return weights
    held = np.array(weights, np.float32)
    held[MOUTH_CLOSE] -= excess
    return held


def lids_meet(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Let what else moves a lid give way to a blink, so that closed lids meet and don't pass each other."""
    if not weights[BLINKS].any():
        return weights
    held = np.array(weights, np.float32)
    held[LIDS] *= 1 - np.minimum(weights[BLINKS], 1)
    return held


CHIN = 17
"""The landmark under the lower lip: it goes with the lower teeth."""
JAW_COLUMNS = [ARKIT_INDEX[name] for name in ("jawForward", "jawLeft", "jawRight", "jawOpen")]
JAW_OPEN, MOUTH_CLOSE = ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]
BLINKS = [ARKIT_INDEX[f"eyeBlink{side}"] for side in ("Left", "Right")]
LIDS = np.array(
    [
        [ARKIT_INDEX[f"{name}{side}"] for side in ("Left", "Right")]
        for name in ("eyeSquint", "eyeLookDown", "eyeLookUp", "eyeWide")
    ]
)
BODY_SHARE = 0.3
"""Of the head's travel that the shoulders follow, which spares the neck."""
PAST_CONTACT = 0.08
"""Weight by which lips may press on each other; more is only a longer closure."""
