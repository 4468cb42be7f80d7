"""From where a performer's landmarks are to the ARKit weights that would put them there: bounded least squares.

The project's own face shapes are built for the performer's face at rest, so that a displacement is explained in their
own proportions and told in weights, which fit any portrait.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES
from avatar.driving.observed import BROWS, CHEEKS, CHIN, INNER_LIPS, JAW, NOSE, OUTER_LIPS, TRACKED
from avatar.portrait.shapes.build import face_shapes, lip_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.driving.neutral import Neutral
    from avatar.driving.observed import Observed

SOLVED: dict[str, tuple[float, float]] = {
    "jawOpen": (0.02, 0.0), "mouthClose": (0.05, 0.0), "jawLeft": (0.3, 0.01), "jawRight": (0.3, 0.01),
    "mouthFunnel": (0.08, 0.003), "mouthPucker": (0.05, 0.002), "mouthLeft": (0.2, 0.01), "mouthRight": (0.2, 0.01),
    "mouthSmileLeft": (0.05, 0.003), "mouthSmileRight": (0.05, 0.003), "mouthFrownLeft": (0.1, 0.004),
    "mouthFrownRight": (0.1, 0.004), "mouthStretchLeft": (0.1, 0.004), "mouthStretchRight": (0.1, 0.004),
    "mouthRollLower": (0.15, 0.004), "mouthRollUpper": (0.15, 0.004), "mouthShrugLower": (0.15, 0.006),
    "mouthShrugUpper": (0.15, 0.006), "mouthLowerDownLeft": (0.1, 0.003), "mouthLowerDownRight": (0.1, 0.003),
    "mouthUpperUpLeft": (0.1, 0.003), "mouthUpperUpRight": (0.1, 0.003), "browDownLeft": (0.02, 0.001),
    "browDownRight": (0.02, 0.001), "browInnerUp": (0.01, 0.0005), "browOuterUpLeft": (0.01, 0.0005),
    "browOuterUpRight": (0.01, 0.0005),
}  # fmt: skip
"""weights that are solved for, each with how much it is kept small (ridge), and kept out (lasso)"""
_TRUST = (
    (BROWS, 1.0),
    (INNER_LIPS, 1.2),
    (OUTER_LIPS, 1.2),
    (CHIN, 0.6),
    (JAW, 0.4),
    (CHEEKS, 0.3),
    (NOSE, 0.6),
)
"""how much groups of landmarks count"""
_POSE_RIDGE = 10.0
"""how much what is left of the head's own motion is kept small"""
_SWEEPS = 60


@dataclass(frozen=True, slots=True)
class Solver:
    """What does not change from picture to picture."""

    matrix: NDArray[np.float64]
    """(2 N, K), displacement of the tracked landmarks per weight, then per small motion of the head"""
    ridge: NDArray[np.float64]
    """(K,)"""
    lasso: NDArray[np.float64]
    """(K,)"""
    trust: NDArray[np.float64]
    """(2 N,)"""

    @classmethod
    def of(cls, neutral: Neutral) -> Solver:
        """Build the shapes of a face at rest."""
        face = neutral.face * np.array([1, -1, -1], np.float32)
        tracked = np.ascontiguousarray(face[list(TRACKED)])
        below = lip_side(tracked, face)
        shapes = face_shapes(face, tracked, below)
        columns = [(shapes[name][:, :2] * (1, -1)).ravel() for name in SOLVED]
        columns += _loose(neutral.face[list(TRACKED)].astype(np.float64))
        trust = np.concatenate([np.full(2 * len(group), weight) for group, weight in _TRUST])
        free = len(columns) - len(SOLVED)
        return cls(
            np.stack(columns, axis=1).astype(np.float64),
            np.array([ridge for ridge, _ in SOLVED.values()] + [_POSE_RIDGE] * free),
            np.array([lasso for _, lasso in SOLVED.values()] + [0.0] * free),
            trust,
        )

    def weights(self, moved: NDArray[np.float32]) -> NDArray[np.float64]:
        """Find the weights (T, 52) that explain displacements (T, N, 2), IOD, each from 0 to 1.

        One weight after another is set to its best value while the others stay, for all pictures at once.
        """
        flat = moved.reshape(len(moved), -1).astype(np.float64) * self.trust
        slope = self.matrix * self.trust[:, None]
        gram = slope.T @ slope + np.diag(self.ridge)
        wanted = flat @ slope - self.lasso
        found = np.zeros((len(moved), len(gram)))
        shapes = len(SOLVED)
        for _ in range(_SWEEPS):
            for column in range(len(gram)):
                rest = wanted[:, column] - found @ gram[:, column] + found[:, column] * gram[column, column]
                best = rest / gram[column, column]
                found[:, column] = np.clip(best, 0.0, 1.0) if column < shapes else best
        weights = np.zeros((len(moved), len(ARKIT_NAMES)))
        weights[:, [ARKIT_INDEX[name] for name in SOLVED]] = found[:, :shapes]
        return weights


def displaced(seen: Observed, neutral: Neutral) -> NDArray[np.float32]:
    """Give how far the tracked landmarks are from where they rest, (T, N, 2), IOD; 0 where no face was seen."""
    return np.asarray(np.nan_to_num(seen.points - neutral.points), np.float32)


def _loose(face: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Give what small shifts, turns and a change of distance do to (N, 3) landmarks: six columns (2 N,)."""
    x, y, z = face.T
    nothing, one = np.zeros_like(x), np.ones_like(x)
    pairs = ((one, nothing), (nothing, one), (-y, x), (x, y), (z, nothing), (nothing, z))
    return [np.stack(pair, axis=1).ravel() for pair in pairs]
