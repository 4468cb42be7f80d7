"""Lay an expression over a mouth that speaks: closures and rounded lips come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX
from avatar.motion.curves import eased, smoothed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEALED = 0.08
"""mouthClose beyond jawOpen at which lips hold together"""
_ROUND = 0.45
"""mouthPucker or mouthFunnel of lips that are round"""
_BITTEN = 0.35
"""mouthRollLower of a lip at the teeth"""
_APART = 0.08
"""jawOpen at which lips no longer press on each other"""
_SMOOTH = 0.05
"""s; a smile that jumped at each m would twitch"""

# What is taken from a shape of the mouth by a seal, by rounding, by a bitten lip, and by an open jaw. Corners drawn
# aside don't part the lips: they only give way to them.
_YIELDS: dict[str, tuple[float, float, float, float]] = {
    "mouthSmile": (0.25, 0.85, 0.2, 0.0),
    "mouthDimple": (0.5, 1.0, 0.5, 0.0),
    "mouthFrown": (0.6, 0.85, 0.6, 0.3),
    "mouthPress": (1.0, 1.0, 1.0, 1.0),
}


def lay_over(weights: NDArray[np.float64], added: dict[str, NDArray[np.float64]], fps: float) -> None:
    """Add curves (frames,) by ARKit name, with or without its side, to weights (frames, 52), in place.

    A mouth shape gives way to what the sounds need. Raise `KeyError` for a mouth shape that could part the lips.
    """
    if not len(weights):
        return
    needs = _needs(weights, fps)
    for name, curve in added.items():
        free = np.ones(len(curve))
        if name.startswith("mouth"):
            for share, need in zip(_YIELDS[name], needs, strict=True):
                free = free * (1 - share * need)
        for column in _columns(name):
            # Weights that both ask for are not simply added: a face can only smile so far.
            weights[:, column] += np.clip(curve * free, 0.0, 1.0) * (1 - np.clip(weights[:, column], 0.0, 1.0))


def _needs(weights: NDArray[np.float64], fps: float) -> list[NDArray[np.float64]]:
    """Say how far each frame is sealed, rounded, bitten and open, 0-1, (frames,) each."""
    jaw, close, pucker, funnel, roll = (
        weights[:, ARKIT_INDEX[name]]
        for name in ("jawOpen", "mouthClose", "mouthPucker", "mouthFunnel", "mouthRollLower")
    )
    raw = ((close - jaw) / _SEALED, np.maximum(pucker, funnel) / _ROUND, roll / _BITTEN, jaw / _APART)
    return [np.maximum(smoothed(degree, _SMOOTH, fps), 0.0) for degree in map(eased, raw)]


def _columns(name: str) -> list[int]:
    if name in ARKIT_INDEX:
        return [ARKIT_INDEX[name]]
    return [ARKIT_INDEX[f"{name}Left"], ARKIT_INDEX[f"{name}Right"]]
