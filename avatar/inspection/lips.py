"""What the lips do at the sounds that ask for something, and between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from avatar.inspection.intent import Sound

SEALED = 0.012
"""IOD, gap up to which lips count as closed: rendered closures read 0.001-0.005"""
_AROUND = 0.06
"""s around a bilabial in which its closure may lie"""
_SHORT = 0.05
"""s of a bilabial for which one closed frame is enough"""
_LEAST_VOWEL = 0.06
"""s that an open vowel lasts at least to be asked for an opening"""
_BESIDE = 0.035
"""s beside a p b m in which its seal may still be seen: one that is shorter than a frame is held for longer than it"""
_BITE_SHARE = 0.35
"""of the vowels' mean gap that f and v leave at most"""
_ROUND_SHARE = 0.85
"""of the width in i that u w y have at most"""
_STILL_AFTER, _STILL_BEFORE = 0.3, 0.2
"""s in which the mouth settles and gets ready"""
QUIVERS = 2.0
"""Hz, above which lips that move in silence quiver; slower, they settle, part before speech, or breathe"""
_SMOOTH = float(np.sqrt(np.log(2) / 2) / (np.pi * QUIVERS))
"""s, standard deviation of the window whose mean keeps half of what moves at `QUIVERS`"""
_REACH, _BLOCK = 5 * _SMOOTH, 256
"""s beyond which nothing weighs; frames that are smoothed at once: a silence may last an hour"""
_STEP = 0.04
"""s over which speed is measured: the rate at which real clips were"""
ROUND = ("close round vowel", "front round vowel")
SPREAD = "close front vowel"


@dataclass(frozen=True, slots=True)
class Token:
    """One sound, and how well its demand is met."""

    sound: Sound
    """which"""
    value: float
    """what was measured"""
    limit: float
    """most that is right"""
    is_met: bool
    """it is"""


@dataclass(frozen=True, slots=True)
class Mouth:
    """The lips of a clip over time; frames without a face are left out."""

    times: NDArray[np.float64]
    """(T,), s"""
    gap: NDArray[np.float64]
    """(T,), IOD"""
    width: NDArray[np.float64]
    """(T,), IOD"""

    def during(self, start: float, end: float) -> NDArray[np.bool_]:
        """Choose the frames of a stretch of time, s; the nearest one if it falls between two."""
        chosen = (self.times >= start) & (self.times <= end)
        if not chosen.any() and len(self.times):
            chosen[np.abs(self.times - (start + end) / 2).argmin()] = True
        return chosen


def seals(mouth: Mouth, sounds: Iterable[Sound]) -> list[Token]:
    """Look at each p b m: the lips must be closed for two frames on end, for one if the sound is short."""
    found = []
    for sound in sounds:
        if sound.viseme != "bilabial":
            continue
        gap = mouth.gap[mouth.during(sound.start - _AROUND, sound.end + _AROUND)]
        needed = min(1 if sound.seconds < _SHORT else 2, len(gap))
        held = np.lib.stride_tricks.sliding_window_view(gap, needed).max(axis=1).min()
        found.append(Token(sound, float(held), SEALED, bool(held <= SEALED)))
    return found


def open_vowels(mouth: Mouth, sounds: Sequence[Sound]) -> list[Token]:
    """Look at the middle of each open vowel: no frame there may be closed.

    A frame that is at most `_BESIDE` from a p b m still shows its seal, if another one shows the vowel.
    """
    found = []
    edges = np.array([edge for one in sounds if one.viseme == "bilabial" for edge in (one.start, one.end)])
    for sound in sounds:
        if sound.viseme == "open vowel" and sound.seconds >= _LEAST_VOWEL:
            middle, reach = (sound.start + sound.end) / 2, sound.seconds / 4
            shown = np.flatnonzero(mouth.during(middle - reach, middle + reach))
            away = np.abs(mouth.times[shown, None] - edges).min(axis=1, initial=np.inf)
            if (away > _BESIDE).any():
                shown = shown[away > _BESIDE]
            least = float(mouth.gap[shown].min())
            found.append(Token(sound, least, SEALED, least > SEALED))
    return found


def bites(mouth: Mouth, sounds: Sequence[Sound]) -> list[Token]:
    """Look at each f v: the lips come together to a third of what vowels leave."""
    vowels = np.zeros(len(mouth.times), bool)
    for sound in sounds:
        if sound.is_vowel:
            vowels |= mouth.during(sound.start, sound.end)
    if not vowels.any():
        return []
    limit = _BITE_SHARE * float(mouth.gap[vowels].mean())
    found = []
    for sound in sounds:
        if sound.viseme == "labiodental":
            least = float(mouth.gap[mouth.during(sound.start - 0.02, sound.end + 0.02)].min())
            found.append(Token(sound, least, limit, least <= limit))
    return found


def rounds(mouth: Mouth, sounds: Sequence[Sound]) -> list[Token]:
    """Look at each u w y: the mouth is narrower than in i."""
    spread = [mouth.width[mouth.during(one.start, one.end)].max() for one in sounds if one.viseme == SPREAD]
    if not spread:
        return []
    limit = _ROUND_SHARE * float(np.mean(spread))
    found = []
    for sound in sounds:
        if sound.viseme in ROUND:
            least = float(mouth.width[mouth.during(sound.start, sound.end)].min())
            found.append(Token(sound, least, limit, least <= limit))
    return found


def still_frames(mouth: Mouth, silences: Iterable[tuple[float, float]], seconds: float) -> list[NDArray[np.intp]]:
    """List the frames of each silence in which the mouth neither settles from speech nor gets ready for it."""
    found = []
    for start, end in silences:
        first = start + _STILL_AFTER if start > 0.01 else -1.0
        last = end - _STILL_BEFORE if end < seconds - 0.06 else seconds + 1
        chosen = np.flatnonzero((mouth.times >= first) & (mouth.times <= last))
        if len(chosen) >= 3:
            found.append(chosen)
    return found


def quiver(mouth: Mouth, still: Sequence[NDArray[np.intp]]) -> NDArray[np.float64]:
    """Measure how far the gap is from its own slow course in each silence, one value per still frame, IOD."""
    parts = [np.abs(mouth.gap[chosen] - _slow(mouth.times[chosen], mouth.gap[chosen])) for chosen in still]
    return np.concatenate(parts) if parts else np.zeros(0)


def _slow(times: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the course (T,) of values that is slower than `QUIVERS`: at each time a line through what lies around it.

    A line, so that lips that go on parting at the end of a silence are no quiver (Cleveland 1979).
    """
    course = np.empty(len(times))
    for first in range(0, len(times), _BLOCK):
        block = slice(first, first + _BLOCK)
        low, high = np.searchsorted(times, (times[block][0] - _REACH, times[block][-1] + _REACH))
        course[block] = _lines(times[block], times[low:high], values[low:high])
    return course


def _lines(at: NDArray[np.float64], times: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    away = times[None, :] - at[:, None]
    weight = np.exp(-0.5 * (away / _SMOOTH) ** 2)
    total, first, second = weight.sum(axis=1), (weight * away).sum(axis=1), (weight * away**2).sum(axis=1)
    mean, moment = weight @ values, (weight * away) @ values
    spread = total * second - first**2
    return np.asarray(
        np.where(spread > 1e-12, (second * mean - first * moment) / np.maximum(spread, 1e-12), mean / total)
    )


def dynamics(mouth: Mouth, silences: Sequence[tuple[float, float]]) -> float | None:
    """Measure the mean speed of the gap while talking, IOD/s; None if there is too little of it."""
    if len(mouth.times) < 8:
        return None
    start = np.arange(mouth.times[0], mouth.times[-1] - _STEP, _STEP)
    talking = np.ones(len(start), bool)
    for begin, end in silences:
        if end - begin >= _STILL_AFTER:
            talking &= (start + _STEP <= begin) | (start >= end)
    if talking.sum() < 12:
        return None
    gap = np.interp(np.append(start, start[-1] + _STEP), mouth.times, mouth.gap)
    return float(np.abs(np.diff(gap))[talking].mean() / _STEP)
