"""How far the inner lips part: a linear stand-in for the renderer, for calibration and for checking the musts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from avatar.data import LipTrack

SEALED = 0.08
"""mouthClose must exceed jawOpen by this much for the renderer to hold the lips together."""


def opening(lips: LipTrack) -> NDArray[np.float64]:
    """Estimate the gap that a detector sees between the inner lips (landmarks 13 to 14), (T,), IOD."""
    if not lips.names:
        return np.zeros(len(lips.times))
    return opening_of({name: row.astype(np.float64) for name, row in zip(lips.names, lips.weights.T, strict=True)})


def opening_of(weights: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Estimate the same from ARKit weights (T,) by name."""
    none = np.zeros(len(next(iter(weights.values()))))

    def both(name: str) -> NDArray[np.float64]:
        return np.asarray((weights.get(f"{name}Left", none) + weights.get(f"{name}Right", none)) / 2)

    gap: NDArray[np.float64] = (
        0.72 * np.maximum(weights.get("jawOpen", none) - weights.get("mouthClose", none), 0.0)
        + 0.06 * both("mouthLowerDown")
        + 0.05 * both("mouthUpperUp")
        + 0.05 * weights.get("mouthFunnel", none)
    )
    return gap


def is_sealed(lips: LipTrack) -> NDArray[np.bool_]:
    """Tell for each sample (T,) whether the lips are pressed together past contact."""
    closed = lips.weights[:, lips.names.index("mouthClose")] - lips.weights[:, lips.names.index("jawOpen")]
    sealed: NDArray[np.bool_] = (closed >= SEALED) & (opening(lips) < 0.005)
    return sealed
