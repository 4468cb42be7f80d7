"""From the frames that the network gives each symbol to the times of phones, and from there to what the sound shows.

A frame is 600 samples, 25 ms. The sound runs ahead of the frames by 25 ms and, at speed 1, 40 ms more (measured on nine
voices at three speeds: level dips of p b m and noise of s against their frames). A space is shared by its neighbours; a
mark is a pause, and what stands before it carries silence that is not its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.espeak.closures import HOP, SILENCE, level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.speech.kokoro.layout import Row

RATE = 24_000
"""Hz, of the network's sound"""
FRAME = 0.025
"""s"""
LEAD, SLOWED = 0.025, 0.040
"""s by which the sound runs ahead of the frames: always, and divided by the speed"""
SHORTEST = 0.01
"""s that a phone lasts at least"""
_REST = 0.06
"""s of silence after which what is heard belongs to something else"""
_BAND = (500.0, 4000.0)
"""Hz, where a closed mouth is quietest against an open one"""
_REACH = 0.04
"""s by which a border may be moved to where the sound shows it"""
_DIP = 5.0
"""dB that a closure lies below both its neighbours at least, to be seen"""
_EARLY = 0.1
"""s by which what follows a pause may be heard before its frames; up to 0.07 was seen"""
_SILENT = " ;:,.!?—…"
_SEALED = frozenset("pbm")


def times(
    row: Row,
    frames: NDArray[np.int64],
    sound: NDArray[np.float32],
    speed: float,
    beyond: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Give beginning and end (P, 2) of each phone of a row, s, in `sound` (N,) at `RATE`.

    `frames` (symbols + 2,) are how many frames each symbol lasts, with the pads at both ends. Where the sound is not
    made to its end, the times that lie `beyond` it are those that are given.
    """
    begins = begins_of(frames, speed)
    found = expected(row, frames, len(sound), speed) if beyond is None else beyond.copy()
    _snap(row, found, sound)
    loudness = level(sound, RATE)
    _begin_with_the_sound(row, found, loudness)
    if beyond is not None:
        _keep_beyond(found, beyond, len(sound) / RATE)
    _end_with_the_sound(row, begins, found, loudness, len(sound) / RATE if beyond is not None else np.inf)
    _set_apart(found)
    return found


def begins_of(frames: NDArray[np.int64], speed: float) -> NDArray[np.float64]:
    """Say when each symbol begins (symbols + 2,), s, by its frames alone."""
    return np.asarray(FRAME * (np.cumsum(frames) - frames) - LEAD - SLOWED / speed, np.float64)


def expected(row: Row, frames: NDArray[np.int64], samples: int, speed: float) -> NDArray[np.float64]:
    """Give beginning and end (P, 2) of each phone of a row, s, by its frames alone, in so many samples of sound."""
    begins, symbols = begins_of(frames, speed), row.symbols
    found = np.empty((len(row.phones), 2))
    for index, phone in enumerate(row.phones):
        found[index] = begins[phone.first + 1], begins[phone.end + 1]
        if phone.first and symbols[phone.first - 1] == " " and index and not row.phones[index - 1].before_mark:
            middle = (begins[phone.first] + begins[phone.first + 1]) / 2
            found[index, 0] = middle
            found[index - 1, 1] = middle
    return np.clip(found, 0.0, samples / RATE)


def _keep_beyond(found: NDArray[np.float64], beyond: NDArray[np.float64], end: float) -> None:
    """Take back what was read where nothing is heard yet, in place: of phones that go on past what is known."""
    unknown = beyond[:, 1] > end - _REACH
    found[unknown, 1] = beyond[unknown, 1]
    found[beyond[:, 0] > end - _REACH, 0] = beyond[beyond[:, 0] > end - _REACH, 0]


def _set_apart(found: NDArray[np.float64]) -> None:
    """Let every phone begin after the one before, last a moment, and end before the next: borders move one by one."""
    for index in range(1, len(found)):
        found[index, 0] = max(found[index, 0], found[index - 1, 0] + SHORTEST)
    found[:, 1] = np.maximum(found[:, 1], found[:, 0] + SHORTEST)
    found[:-1, 1] = np.minimum(found[:-1, 1], found[1:, 0])


def _begin_with_the_sound(row: Row, found: NDArray[np.float64], loudness: NDArray[np.float32]) -> None:
    """Let what follows a pause begin where it is first heard: the network starts some of it before its frames."""
    for index in range(len(row.phones)):
        if index and not row.phones[index - 1].before_mark:
            continue
        frame = round(found[index, 0] / HOP)
        earliest = max(found[index, 0] - _EARLY, found[index - 1, 0] + SHORTEST if index else 0.0)
        silent = np.flatnonzero(loudness[round(earliest / HOP) : frame] <= SILENCE)
        if len(silent):
            found[index, 0] = min(found[index, 0], (round(earliest / HOP) + int(silent[-1]) + 1) * HOP)


def _end_with_the_sound(
    row: Row, begins: NDArray[np.float64], found: NDArray[np.float64], loudness: NDArray[np.float32], known: float
) -> None:
    """Let what stands before a pause end where it is no longer heard, and before what follows `begins`.

    What ends later than `known`, s, is left as it is.
    """
    for index, phone in enumerate(row.phones):
        if not phone.before_mark or found[index, 1] > known:
            continue
        first = round((found[index, 0] + SHORTEST) / HOP)
        limit = min(begins[_after_pause(row.symbols, phone.end) + 1], len(loudness) * HOP)
        if index + 1 < len(found):
            limit = min(limit, found[index + 1, 0])
        heard = first + np.flatnonzero(loudness[first : round(limit / HOP)] > SILENCE)
        rests = np.flatnonzero(np.diff(heard) * HOP > _REST)  # after it comes the breath before what follows
        end = (heard[rests[0]] if len(rests) else heard[-1] if len(heard) else first) * HOP
        found[index, 1] = min(max(end + HOP, found[index, 0] + SHORTEST), limit)


def _after_pause(symbols: str, place: int) -> int:
    """Give the index of the first symbol from `place` on that is spoken, or that of the end."""
    while place < len(symbols) and symbols[place] in _SILENT:
        place += 1
    return place


def _snap(row: Row, found: NDArray[np.float64], sound: NDArray[np.float32]) -> None:
    """Move the borders of p, b and m to where the level falls half-way and rises half-way again."""
    closed = [index for index, phone in enumerate(row.phones) if phone.sound.ipa[:1] in _SEALED]
    if not closed:
        return
    loudness = _band_level(sound)
    for index in closed:
        start, end = found[index]
        before = found[index - 1, 0] if index else start - 0.1
        after = found[index + 1, 1] if index + 1 < len(found) else end + 0.1
        low, high = _dip(loudness, start, end, max(before, start - 0.1), min(after, end + 0.1))
        low = start if low is None else max(low, start - _REACH, before + SHORTEST if index else 0.0)
        high = end if high is None else min(max(high, low + SHORTEST), end + _REACH, after - SHORTEST)
        if high - low < SHORTEST:  # what is seen is not this closure: a dip behind it, or no room
            continue
        if index and low != start and not row.phones[index - 1].before_mark:
            found[index - 1, 1] = low
        if index + 1 < len(found) and high != end and not row.phones[index].before_mark:
            found[index + 1, 0] = high
        found[index] = low, high


def _dip(
    loudness: NDArray[np.float32], start: float, end: float, before: float, after: float
) -> tuple[float | None, float | None]:
    """Find when the level falls into a closure and when it leaves it, s; None for a side that shows none."""
    first, last = (max(round(time / HOP), 0) for time in (start - _REACH / 2, end + _REACH / 2))
    inside = loudness[first:last]
    if not len(inside):
        return None, None
    bottom = first + int(inside.argmin())
    floor = float(loudness[bottom])
    left = loudness[max(round(before / HOP), 0) : bottom]
    right = loudness[bottom : max(round(after / HOP), bottom)]
    low = high = None
    if len(left) and left.max() - floor > _DIP:
        above = np.flatnonzero(left > (left.max() + floor) / 2)
        low = (bottom - len(left) + int(above[-1]) + 1) * HOP
    if len(right) and right.max() - floor > _DIP:
        above = np.flatnonzero(right > (right.max() + floor) / 2)
        high = (bottom + int(above[0])) * HOP
    return low, high


def _band_level(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure the level of the band that an open mouth fills, every `HOP`, dB below its loudest moment."""
    spectrum = np.fft.rfft(sound, 1 << (len(sound) - 1).bit_length())
    hertz = np.fft.rfftfreq(1 << (len(sound) - 1).bit_length(), 1 / RATE)
    spectrum[(hertz < _BAND[0]) | (hertz > _BAND[1])] = 0
    return level(np.fft.irfft(spectrum)[: len(sound)].astype(np.float32), RATE)
