"""One number for how like a real talker a face moves, as THEval makes one (Quignon et al. 2025)."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REAL = {"lips": 1.72, "brows": 0.0068, "silence": 0.026, "loudness": 0.253, "head": 9.0}
"""what real talkers show: means of THEval's films, of the head the middle of their range"""


@dataclass(frozen=True, slots=True)
class Score:
    """How near a system's means are to real talkers', by five of THEval's eight figures."""

    value: float | None
    """0-1, mean of the parts; None without any"""
    parts: Mapping[str, float]
    """by figure: 1 less how far it is from the real value, in that, 0 at least"""


def score_of(figures: Mapping[str, float | None]) -> Score:
    """Score a system by the means of its figures."""
    parts = {
        name: max(0.0, 1 - abs(value - real) / real)
        for name, real in REAL.items()
        if (value := figures.get(name)) is not None
    }
    return Score(sum(parts.values()) / len(parts) if parts else None, parts)
