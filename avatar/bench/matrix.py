"""Which clips the bench makes."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from avatar.bench.texts import TEXTS
from avatar.errors import InputError

LEAST_SECONDS = 8.0
"""of a clip by default: shorter ones don't show how far a head sways"""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Which clips the bench makes: all combinations."""

    portraits: tuple[str, ...] = ("xiaochen", "marco", "amara")
    """paths or names, each also as "PORTRAIT:VARIANT" """
    languages: tuple[str, ...] = tuple(TEXTS)
    """BCP-47"""
    speeds: tuple[float, ...] = (1.0, 1.5)
    """1 is each voice's own rate"""
    sizes: tuple[tuple[int, int], ...] = ((512, 512),)
    """width and height, px"""
    seconds: float = LEAST_SECONDS
    """that each clip lasts at least; texts are said as often as that needs"""

    def __post_init__(self) -> None:
        for name in ("portraits", "languages", "speeds", "sizes"):
            if not getattr(self, name):
                raise InputError(f"The matrix has no {name}; give at least one.")

    def command(self) -> str:
        """Write the command that makes this matrix."""
        options = {
            "--portraits": ",".join(self.portraits),
            "--languages": ",".join(self.languages),
            "--speeds": ",".join(f"{speed:g}" for speed in self.speeds),
            "--sizes": ",".join(f"{width}x{height}" for width, height in self.sizes),
            "--seconds": f"{self.seconds:g}",
        }
        return shlex.join(["avatar", "bench", "quality", *(part for option in options.items() for part in option)])
