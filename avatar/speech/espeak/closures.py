"""Move phone borders from where espeak announces them to where the mouth gets there, by the sound's own envelope.

espeak announces a voiceless stop at its burst, and a vowel after a nasal or a liquid up to 35 ms late. A stop's phone
is its closure and its burst: aspiration belongs to what follows, for the lips are open by then.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech import running

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.speech.espeak.segments import Segment

HOP = 0.001
"""s between two values of the envelope"""
WINDOW = 0.005
"""s of sound in each value"""
PITCH_PERIOD = 0.011
"""s; the envelope is held over the longest period of a voice, so that it doesn't fall between two pulses"""
SILENCE = -42.0
"""dB below the loudest moment: what is softer is a closed mouth or a pause"""
LONGEST_CLOSURE = 0.06
"""s before the burst; a longer silence is a pause with the lips apart"""
BURST = 0.012
"""s from the release of a stop until its lips have left each other"""
SHORTEST = 0.02
"""s that a moved border leaves to a phone"""
SETTLED = 0.06
"""s after its mark by which a vowel is at its loudest"""
LATEST_MARK = 0.04
"""s by which espeak's mark of a vowel may come late"""
RISE, SHARE = 4.0, 0.3
"""dB above a closed consonant's level that show its release, or this share of the way to the vowel's if that is less"""

_STOPS = tuple("pbtdkɡgcɟqɢʈɖʔ")
_VOICELESS = tuple("ptkcqʈʔ")
_NASALS_AND_LIQUIDS = tuple("mnɲɳŋɴlɭʎɫ")
_FRICATIVES = frozenset("szʃʒɕʑʂʐfvθðxɣχçʝɬɮ")


def refine(segments: list[Segment], samples: NDArray[np.float32], sample_rate: int) -> list[Segment]:
    """Move the borders of `segments` to the moments that `samples` show; order and count stay."""
    if not segments:
        return segments
    envelope = level(samples, sample_rate)
    marks = [segment.start for segment in segments]
    moved = list(segments)
    for index in range(len(moved)):
        _close(moved, index, envelope)
    for index in range(len(moved) - 1):
        _release(moved, index, marks, envelope)
    for index in range(len(moved)):
        _sound_out(moved, index, len(samples) / sample_rate, envelope)
    return moved


def level(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """Measure the 5 ms RMS every millisecond, dB below the loudest moment."""
    half = round(WINDOW * sample_rate / 2)
    power = np.concatenate([np.zeros(half + 1), samples.astype(np.float64) ** 2, np.zeros(half)]).cumsum()
    centres = np.round(np.arange(0, len(samples) / sample_rate, HOP) * sample_rate).astype(int)
    centres = centres[centres < len(samples)]
    mean = (power[centres + 2 * half] - power[centres]) / (2 * half)
    decibels = 10 * np.log10(np.maximum(mean, 1e-12))
    reach = round(PITCH_PERIOD / HOP) // 2
    held = running.lowest(running.highest(decibels, reach), reach)
    return np.asarray(held - held.max(initial=-120.0), dtype=np.float32)


def _at(time: float) -> int:
    return max(round(time / HOP), 0)


def _is_stop(segment: Segment) -> bool:
    return segment.ipa.startswith(_STOPS)


def _close(moved: list[Segment], index: int, envelope: NDArray[np.float32]) -> None:
    """Begin a stop with the silence before its burst, and end the phone before it there."""
    stop = moved[index]
    if not _is_stop(stop):
        return
    floor = max(moved[index - 1].start + SHORTEST, 0.0) if index else 0.0
    first = max(_at(stop.start - LONGEST_CLOSURE), _at(floor))
    before = envelope[first : max(_at(stop.start - WINDOW / 2), first)]
    loud = np.flatnonzero(before > SILENCE)
    quiet_from = first + (int(loud[-1]) + 1 if len(loud) else 0)
    start = quiet_from * HOP
    if start >= stop.start - WINDOW:
        return
    moved[index] = replace(stop, start=start)
    if index and moved[index - 1].end > start:
        moved[index - 1] = replace(moved[index - 1], end=start)


def _release(moved: list[Segment], index: int, marks: list[float], envelope: NDArray[np.float32]) -> None:
    """Begin what follows a closed mouth when it opens."""
    closed, after = moved[index], moved[index + 1]
    if after.start > closed.end + WINDOW:
        return
    if closed.ipa.startswith(_VOICELESS) and not _FRICATIVES.intersection(closed.ipa):
        opening = marks[index] + BURST
    elif closed.ipa.startswith((*_STOPS, *_NASALS_AND_LIQUIDS)) and after.is_nucleus:
        opening = _rise(marks[index], marks[index + 1], envelope)
    else:
        return
    opening = max(opening, closed.start + SHORTEST)
    if opening < after.start:
        moved[index] = replace(closed, end=opening)
        moved[index + 1] = replace(after, start=opening)


def _rise(closed: float, vowel: float, envelope: NDArray[np.float32]) -> float:
    """Find when the level leaves that of a closed consonant, at most `LATEST_MARK` before the vowel's mark."""
    plateau = envelope[_at(closed + WINDOW) : _at((closed + vowel) / 2)]
    first = _at(max(vowel - LATEST_MARK, closed + SHORTEST))
    until = envelope[first : _at(vowel)]
    if not len(plateau) or not len(until):
        return vowel
    closed_level = float(np.median(plateau))
    open_level = float(envelope[_at(vowel) : _at(vowel + SETTLED)].max(initial=closed_level))
    low = np.flatnonzero(until < closed_level + min(RISE, SHARE * (open_level - closed_level)))
    return (first + (int(low[-1]) + 1 if len(low) else 0)) * HOP


def _sound_out(moved: list[Segment], index: int, seconds: float, envelope: NDArray[np.float32]) -> None:
    """Let a phone last as long as it sounds where espeak leaves a gap before the next."""
    phone = moved[index]
    until = moved[index + 1].start if index + 1 < len(moved) else seconds
    gap = envelope[_at(phone.end) : _at(until)]
    quiet = np.flatnonzero(gap <= SILENCE)
    end = min(phone.end + (int(quiet[0]) if len(quiet) else len(gap)) * HOP, until)
    if end > phone.end + HOP:
        moved[index] = replace(phone, end=end)


def uncovered(segments: list[Segment], samples: NDArray[np.float32], sample_rate: int) -> float:
    """Measure the longest stretch of sound that belongs to no phone, s."""
    envelope = level(samples, sample_rate)
    bare = envelope > SILENCE
    for segment in segments:
        bare[_at(segment.start) : _at(segment.end)] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[0], bare.astype(np.int8), [0]])))
    return float(np.max(edges[1::2] - edges[::2], initial=0)) * HOP
