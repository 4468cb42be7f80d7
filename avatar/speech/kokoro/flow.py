"""A script that is spoken bit by bit: understood as a whole, heard as soon as its first words are made.

Bits end where little is heard: in a pause, a closure, between words. Each is made with a few frames on both sides, so
that its ends are what they would be in the whole; where two bits meet, one fades into the other. The norms count all
that was heard so far, and before that, the company: a first bit alone would be too loud, and of another colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.kokoro.decoder import SAMPLES, Past
from avatar.speech.kokoro.layout import LEAST, Row, lay_out, rows
from avatar.speech.kokoro.takes import MARGIN, cut, pause_after
from avatar.speech.kokoro.timing import FRAME, RATE, begins_of, expected, times
from avatar.speech.meter import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from avatar.speech.kokoro.decoder import Decoder, Sketch
    from avatar.speech.kokoro.session import Manner
    from avatar.speech.kokoro.sounds import Script

FIRST, NEXT, OTHERS = (18, 30), (26, 44), (32, 48)
"""frames: how long each of the first three bits may be, each of the next two, and each of the others, at least and at
most. A bit is made while the one before is heard, on a core that has much else to do in nearly as much time as it lasts
itself: only what was gained with some short ones makes up for a longer one"""
_AROUND = 3
"""frames on both sides of a bit: with two, its ends differ from the whole's by as little as with six"""
_BEFORE = 0.15
"""s before the first phone from which on sound is made: some of it is heard before its frames"""
_AFTER = 0.3
"""s after the last phone in which sound is made: nobody hears the company and the silence that follow"""
_FADE = 240
"""samples in which one bit fades into the next, 10 ms"""
_SOFTER = 1.6
"""LU by which bits come out softer than the company by itself, in seven sentences of two voices, to about 1"""
_COMPANY = 40.0
"""frames for which the company counts in the norms"""


@dataclass(frozen=True, slots=True)
class Bit:
    """A row as far as it is made."""

    row: Row
    sound: NDArray[np.float32]
    """(N,), in [-1, 1], at `RATE`: a little more than what is settled, unless it is whole"""
    settled: int
    """samples that stay as they are"""
    times: NDArray[np.float64]
    """(P, 2): beginning and end of each phone, s from the first sample; beyond the sound, as they are expected"""
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """A row on its way into sound."""

    row: Row
    whole: Row
    """with its company"""
    sketch: Sketch
    speed: float
    first: int
    """frame with which sound begins"""
    end: int
    """frame with which it ends"""


def flow(  # noqa: PLR0913 - who says what how, and what was heard
    decoder: Decoder,
    script: Script,
    company: Callable[[], Script],
    styles: NDArray[np.float32],
    manner: Manner,
    past: Past,
) -> Iterator[tuple[int, Bit]]:
    """Yield the rows of a script, each again and again as it grows, with its number.

    A row that is too short to be said alone is understood with `company` behind it, of which nothing is spoken.
    """
    for number, row in enumerate(rows(script.items)):
        whole = row
        if len(row.symbols) < LEAST:
            whole = Row(f"{row.symbols} {lay_out(company().items).symbols}", row.phones)
        sketch = decoder.sketch(whole.numbers, styles[min(len(whole.symbols), len(styles)) - 1], manner)
        for bit in _grown(decoder, _planned(row, whole, sketch, manner.speed), past):
            yield number, bit


@dataclass(frozen=True, slots=True)
class Habit:
    """What a voice is like, before anything is said."""

    past: Past
    """what the norms have heard of it"""
    level: float
    """how loud it is, LUFS: what it says differs by half a dB from this, a bit of it by three"""


def habit_of(decoder: Decoder, row: Row, styles: NDArray[np.float32], manner: Manner) -> Habit:
    """Speak a row to nobody, and listen: in the norms it counts as a second of sound."""
    sketch = decoder.sketch(row.numbers, styles[min(len(row.symbols), len(styles)) - 1], manner)
    sound, past = decoder.speak(sketch, 0, len(sketch), (0, len(sketch)), Past())
    return Habit(past.within(_COMPANY), measure(sound, RATE) - _SOFTER)


def silence_after(row: Row, speed: float) -> int:
    """Count the samples of silence between a row and the next one."""
    return round(pause_after(row, speed) * RATE)


def borders(energy: NDArray[np.float32], first: int, end: int) -> list[int]:
    """Say where bits begin and end, frames from `first` to `end`: where it is quietest (T,), within their limits."""
    found = [first]
    while True:
        least, most = FIRST if len(found) <= 3 else NEXT if len(found) <= 5 else OTHERS
        if end - found[-1] <= most + least // 2:
            return [*found, end]
        low, high = found[-1] + least, min(found[-1] + most, end - least // 2)
        around = energy[low - 1 : high] + energy[low : high + 1]
        found.append(low + int(np.argmin(around)))


def _planned(row: Row, whole: Row, sketch: Sketch, speed: float) -> _Plan:
    begins = begins_of(sketch.frames, speed)
    first = max(int((begins[row.phones[0].first + 1] - _BEFORE) / FRAME), 0)
    end = min(len(sketch), int(np.ceil((begins[row.phones[-1].end + 1] + _AFTER) / FRAME)))
    return _Plan(row, whole, sketch, speed, first, end)


def _grown(decoder: Decoder, plan: _Plan, past: Past) -> Iterator[Bit]:
    sound = np.zeros(SAMPLES * len(plan.sketch), np.float32)
    ends = borders(plan.sketch.energy, plan.first, plan.end)
    start = -1
    for low, high in pairwise(ends):
        first, last = max(low - _AROUND, plan.first), min(high + _AROUND, plan.end)
        made, past = decoder.speak(plan.sketch, first, last, (low, high), past)
        _lay(sound, made, first, low, is_begun=low > plan.first)
        found = _times(plan, sound, last)
        is_whole = high == plan.end
        if start < 0:
            start = max(round((found[0, 0] - MARGIN) * RATE), 0)
        if is_whole:
            kept, moved = cut(sound, found, start)
            yield Bit(plan.row, kept, len(kept), moved, is_whole=True)
            return
        kept, moved = cut(sound[: SAMPLES * last], found, start, is_open=True)
        yield Bit(plan.row, kept, SAMPLES * high - start, moved, is_whole=False)


def _lay(sound: NDArray[np.float32], made: NDArray[np.float32], first: int, low: int, *, is_begun: bool) -> None:
    """Lay a bit that was made from the frame `first` behind what ends with the frame `low`, in place."""
    start = SAMPLES * low
    new = made[SAMPLES * (low - first) :]
    if is_begun:
        fade = np.linspace(0, 1, _FADE, dtype=np.float32)
        new[:_FADE] = sound[start : start + _FADE] * (1 - fade) + new[:_FADE] * fade
    sound[start : start + len(new)] = new


def _times(plan: _Plan, sound: NDArray[np.float32], last: int) -> NDArray[np.float64]:
    """Give the phones' times (P, 2): read off the sound as far as it is made, beyond it off the frames."""
    frames = plan.sketch.frames
    if last == plan.end:
        return times(plan.whole, frames, sound[: SAMPLES * plan.end], plan.speed)
    found = expected(plan.whole, frames, len(sound), plan.speed)
    return times(plan.whole, frames, sound[: SAMPLES * last], plan.speed, found)
