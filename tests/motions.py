"""Motion written by hand: one row per mapping of ARKit names to weights."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, MotionTrack

Row = dict[str, object]

SEALED: Row = {"jawOpen": 0.05, "mouthClose": 0.15, "mouthRollLower": 0.2, "mouthPress": 0.25, "mouthShrugLower": 0.38}
OPEN: Row = {"jawOpen": 0.5, "mouthLowerDown": 0.25, "mouthUpperUp": 0.15}


def motion(*rows: Row) -> MotionTrack:
    """Names without a side mean both sides; "head", "gaze", "tongue" and "breath" set the track's other rows."""
    count = len(rows)
    weights = np.zeros((count, len(ARKIT_NAMES)), np.float32)
    rest = {
        "head": np.zeros((count, 6), np.float32),
        "gaze": np.zeros((count, 2), np.float32),
        "tongue": np.zeros(count, np.float32),
        "breath": np.zeros(count, np.float32),
    }
    for index, row in enumerate(rows):
        for name, value in row.items():
            if name in rest:
                rest[name][index] = value
                continue
            for full in (name,) if name in ARKIT_INDEX else (f"{name}Left", f"{name}Right"):
                weights[index, ARKIT_INDEX[full]] = value
    return MotionTrack(Fraction(25), weights, **rest)
