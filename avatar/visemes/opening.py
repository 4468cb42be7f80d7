"""How far the inner lips part: a linear stand-in for the renderer, for calibration and for checking the musts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import LipTrack

SEALED = 0.08
"""mouthClose must exceed jawOpen by this much for the renderer to hold the lips together."""


def opening(lips: LipTrack) -> NDArray[np.float64]:
    """Estimate the gap that a detector sees between the inner lips (landmarks 13 to 14), (T,), IOD."""

    def weight(name: str) -> NDArray[np.float64]:
        if name not in lips.names:
            return np.zeros(len(lips.times))
        return lips.weights[:, lips.names.index(name)].astype(np.float64)

    def both(name: str) -> NDArray[np.float64]:
        return (weight(f"{name}Left") + weight(f"{name}Right")) / 2

    gap: NDArray[np.float64] = (
        0.72 * np.maximum(weight("jawOpen") - weight("mouthClose"), 0.0)
        + 0.06 * both("mouthLowerDown")
        + 0.05 * both("mouthUpperUp")
        + 0.05 * weight("mouthFunnel")
    )
    return gap


def is_sealed(lips: LipTrack) -> NDArray[np.bool_]:
    """Tell for each sample (T,) whether the lips are pressed together past contact."""
    closed = lips.weights[:, lips.names.index("mouthClose")] - lips.weights[:, lips.names.index("jawOpen")]
    sealed: NDArray[np.bool_] = (closed >= SEALED) & (opening(lips) < 0.005)
    return sealed
