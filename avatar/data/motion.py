"""How the face moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.data.checks import require_array
from avatar.data.names import ARKIT_NAMES, MOTION_NAMES

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LipTrack:
    """What the mouth does, on a fine clock of its own."""

    times: NDArray[np.float32]
    """(T,), s, ascending, 100 Hz"""
    names: tuple[str, ...]
    """(M,), ARKit mouth and jaw names, plus `TONGUE_TIP`."""
    weights: NDArray[np.float32]
    """(T, M), 0-1; mouthClose may exceed jawOpen by up to 0.2: lips pressed past contact."""

    def __post_init__(self) -> None:
        require_array(self.times, np.float32, (None,), "times")
        require_array(self.weights, np.float32, (len(self.times), len(self.names)), "weights")


@dataclass(frozen=True, slots=True)
class MotionTrack:
    """Everything that moves, one row per video frame. All zeros is the sealed, resting portrait."""

    fps: Fraction
    """frames per second"""
    weights: NDArray[np.float32]
    """(T, 52), `ARKIT_NAMES` order, 0-1"""
    head: NDArray[np.float32]
    """(T, 6): pitch (chin down +), yaw (to the image's right +), roll (clockwise in the image +), rad;
    then x (right +), y (down +), z (away +), IOD; relative to the portrait's own pose"""
    gaze: NDArray[np.float32]
    """(T, 2): right +, down +, rad, relative to the portrait's own gaze, head-fixed"""
    tongue: NDArray[np.float32]
    """(T,): tongue tip toward the upper teeth, 0-1"""
    breath: NDArray[np.float32]
    """(T,): -1 fully out to 1 fully in"""

    def __post_init__(self) -> None:
        frames = len(self.weights)
        require_array(self.weights, np.float32, (frames, len(ARKIT_NAMES)), "weights")
        require_array(self.head, np.float32, (frames, 6), "head")
        require_array(self.gaze, np.float32, (frames, 2), "gaze")
        require_array(self.tongue, np.float32, (frames,), "tongue")
        require_array(self.breath, np.float32, (frames,), "breath")

    def __len__(self) -> int:
        return len(self.weights)

    def rows(self) -> NDArray[np.float32]:
        """Give all of it as one table (T, 62), whose columns are `MOTION_NAMES`."""
        return np.column_stack([self.weights, self.tongue, self.head, self.gaze, self.breath])

    @classmethod
    def from_rows(cls, fps: Fraction, rows: NDArray[np.float32]) -> MotionTrack:
        """Undo `rows`."""
        require_array(rows, np.float32, (None, len(MOTION_NAMES)), "rows")
        parts = np.split(rows, np.cumsum([len(ARKIT_NAMES), 1, 6, 2]), axis=1)
        weights, tongue, head, gaze, breath = (np.ascontiguousarray(part) for part in parts)
        return cls(fps, weights, head, gaze, tongue[:, 0], breath[:, 0])


@dataclass(frozen=True, slots=True)
class Poise:
    """How the person stands where one stretch of motion ends and the next begins: at rest, looking at the viewer."""

    head: NDArray[np.float32]
    """(6,), as in a row of `MotionTrack.head`"""

    def __post_init__(self) -> None:
        require_array(self.head, np.float32, (6,), "head")


@dataclass(frozen=True, slots=True)
class Keypoints:
    """The motion in the form that the First Order Motion Model takes (Siarohin et al. 2019)."""

    points: NDArray[np.float32]
    """(T, K, 2), x and y in [-1, 1] over the frame"""
    jacobians: NDArray[np.float32]
    """(T, K, 2, 2), local affine frames in the same coordinates"""

    def __post_init__(self) -> None:
        require_array(self.points, np.float32, (None, None, 2), "points")
        require_array(self.jacobians, np.float32, (*self.points.shape[:2], 2, 2), "jacobians")
