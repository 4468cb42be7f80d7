"""Find in a sound when the mouth closes for p, b, m and their like, near where a network says that it does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HOP, WINDOW = 0.001, 0.006
"""s between two moments of the envelope, and of sound in each"""
LOW, HIGH = 500.0, 4000.0
"""Hz: the voice's own hum stays below while lips or tongue close the mouth, and the hiss of a burst above"""
REACH = 0.08
"""s that a border is moved at most"""
SHALLOWEST = 8.0
"""dB that a closed mouth is softer than what is around it; a smaller dip shows nothing"""
SHORTEST = 0.015
"""s that a phone keeps"""
CLOSED = tuple("pbmtdkɡgcɟqɢʈɖnɲɳŋ")
"""phones that shut the mouth, by their first letter"""


class Timed(Protocol):
    """A phone with its times."""

    @property
    def ipa(self) -> str:
        """The sound."""
        ...

    @property
    def start(self) -> float:
        """From when, s."""
        ...

    @property
    def end(self) -> float:
        """Till when, s."""
        ...


Phone = TypeVar("Phone", bound=Timed)


def settle(phones: Sequence[Phone], samples: NDArray[np.float32], rate: int) -> list[Phone]:
    """Move the borders of each closed phone to where its dip begins and ends in `samples` (N,) at `rate` Hz.

    Where two closed phones follow each other, or no dip is heard, borders stay. Order and count stay.
    """
    envelope = _envelope(samples, rate)
    moved = list(phones)
    for index in range(1, len(moved) - 1):
        before, closed, after = moved[index - 1 : index + 2]
        if closed.ipa.startswith(CLOSED) and not (before.ipa.startswith(CLOSED) or after.ipa.startswith(CLOSED)):
            moved[index - 1 : index + 2] = _settled(before, closed, after, envelope)
    return moved


def _settled(before: Phone, closed: Phone, after: Phone, envelope: NDArray[np.float64]) -> tuple[Phone, Phone, Phone]:
    first = max(before.start + SHORTEST, closed.start - REACH)
    last = min(after.end - SHORTEST, closed.end + REACH)
    stretch = envelope[round(first / HOP) : round(last / HOP)]
    if len(stretch) < 3:
        return before, closed, after
    deepest = int(np.argmin(stretch))
    start, end = closed.start, closed.end
    if _is_next(before.end, closed.start):
        start = _crossing(stretch[: deepest + 1][::-1], first + deepest * HOP, -1, start)
    if _is_next(closed.end, after.start):
        end = _crossing(stretch[deepest:], first + deepest * HOP, 1, end)
    if end - start < SHORTEST:
        return before, closed, after
    return (
        replace(before, end=start) if _is_next(before.end, closed.start) else before,  # type: ignore[type-var]
        replace(closed, start=start, end=end),  # type: ignore[type-var]
        replace(after, start=end) if _is_next(closed.end, after.start) else after,  # type: ignore[type-var]
    )


def _is_next(end: float, start: float) -> bool:
    return start - end < HOP


def _crossing(levels: NDArray[np.float64], deepest: float, way: int, known: float) -> float:
    """Find where `levels`, from the deepest on, are half way up to the highest; `known` where they don't rise."""
    rise = float(levels.max() - levels[0])
    if rise < SHALLOWEST:
        return known
    found = deepest + way * int(np.argmax(levels >= levels[0] + rise / 2)) * HOP
    return min(max(found, known - REACH), known + REACH)


def _envelope(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Measure the level between `LOW` and `HIGH` every `HOP`, dB."""
    size = round(WINDOW * rate)
    padded = np.pad(samples, (size // 2, size))
    begins = np.round(np.arange(0, len(samples) / rate, HOP) * rate).astype(int)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[begins] * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, 2 * size)) ** 2
    pitch = np.fft.rfftfreq(2 * size, 1 / rate)
    return np.asarray(10 * np.log10(power[:, (pitch >= LOW) & (pitch <= HIGH)].sum(axis=1) + 1e-10), np.float64)
