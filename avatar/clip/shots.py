"""Stretches of motion on their places in a film, and how one goes over into the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray


JOIN = 10
"""frames in which idle goes over into speech"""
CLOSES = 2
"""frames in which the mouth closes after an interrupt: 80 ms at 25 frames per second"""
SETTLES = 16
"""frames in which everything else returns to rest"""
_MOUTH = 52
"""columns of weights, and after them the tongue"""


@dataclass(eq=False, slots=True)
class Placed:
    """Motion with its sound, on its place in the film."""

    start: int
    """frame of the film"""
    rows: NDArray[np.float32]
    """(T, 62)"""
    sound: NDArray[np.float32]
    """as long, 48 kHz"""
    key: str
    """of the passage, to which the watermark points"""
    number: int
    """of its speech"""
    first: int = 0
    """index in its passage of the first row"""
    is_kept: bool = True
    """its pictures are the same each time"""

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + len(self.rows)

    def end_at(self, frame: int) -> None:
        """Give way to what begins at a frame of the film."""
        if frame < self.end:
            self.rows, self.is_kept = self.rows[: max(frame - self.start, 0)], False


def joined(shot: Placed, row: NDArray[np.float32], fps: float) -> list[Placed]:
    """Let a speech begin where the film has come to, a row (62,): its first frames are drawn anew each time."""
    count, samples = min(JOIN, len(shot.rows)), round(SOUND_RATE / fps)
    weight = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, count + 1) / (count + 1))
    rows = shot.rows[:count] + ((row - shot.rows[0])[None] * weight[:, None]).astype(np.float32)
    rows[:, :_MOUTH] = np.clip(rows[:, :_MOUTH], 0.0, 1.0)
    cut = count * samples
    head = Placed(shot.start, rows, shot.sound[:cut], shot.key, shot.number, is_kept=False)
    tail = Placed(shot.start + count, shot.rows[count:], shot.sound[cut:], shot.key, shot.number, count)
    return [head, tail] if len(tail.rows) else [head]


def closing(row: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lead a row of motion (62,) to rest: the mouth first (T, 62)."""
    slowly = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, SETTLES + 1) / SETTLES)
    quickly = np.clip(1 - np.arange(1, SETTLES + 1) / CLOSES, 0.0, 1.0)
    rows = row[None] * slowly[:, None]
    rows[:, : _MOUTH + 1] = row[None, : _MOUTH + 1] * quickly[:, None]
    return np.asarray(rows, np.float32)


def silence(frames: int, fps: float = 25.0) -> NDArray[np.float32]:
    """Give silence for so many frames."""
    return np.zeros(round(frames * SOUND_RATE / fps), np.float32)
