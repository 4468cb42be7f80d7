"""Listen to a recording: where each utterance of its text lies in it, where something else is said, how good it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import UNKNOWN_WORDS, Part
from avatar.errors import InputError
from avatar.speech.recording.activity import speaking, stretches
from avatar.speech.recording.reading import CURE
from avatar.speech.recording.search import OTHER, find
from avatar.speech.recording.sketch import features, sketch, stretched
from avatar.speech.recording.survey import MOMENT, ROW, Survey, survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.data import Utterance
    from avatar.runtime.watch import Watch
    from avatar.speech.recording.reading import RecordingFile

_AUDIBLE = 35.0
"""dB below a sketch's loudest row that is still speech"""
_NEAR = 0.2
"""s from a place that was found to where speech begins or ends: it is moved there"""
_EXTRA = 0.3
"""s; a shorter sound beside the utterances is a breath or a click"""
_SURE, _UNSURE = 0.95, OTHER + 0.02
"""mean cost of a row at which an utterance is certainly there, and at which something else may as well be"""
_LONGEST = 10.0
"""s of what nobody has written that is looked at in one piece"""
_QUICKEST, _SLOWEST = 0.6, 1.7
"""times as long as in the sketch that a text is taken to last, whatever else is in the recording"""
_BORDER = 0.1
"""s around the border of two utterances without a pause, in which the softest moment is looked for"""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was found in a recording."""

    survey: Survey
    """how it sounds"""
    parts: tuple[Part, ...]
    """where somebody speaks, in order; times from the recording's beginning, utterances as they were given"""
    missing: tuple[int, ...]
    """indices of the utterances that are not in it"""
    moments: NDArray[np.bool_]
    """(L,) for each `survey.MOMENT` whether somebody speaks"""


def listen(file: RecordingFile, utterances: Sequence[Utterance], watch: Watch) -> Hearing:
    """Listen to all of a recording; `utterances` is what is said in it, or () where nobody knows.

    Raise `InputError` where nobody speaks, or it cannot be decoded; `VoiceError` for a language that nobody here knows.
    """
    found = survey(file, lambda seconds: watch("listening", round(seconds), 0))
    moments = speaking(found.levels)
    if not np.isfinite(found.loudness) or not moments.any():
        raise InputError(f"Nobody is heard in the recording {str(file.path)!r}; {CURE}.")
    watch("listening", round(found.seconds), round(found.seconds))
    spans = stretches(moments)
    placed = _placed(found, moments, utterances, watch) if utterances else []
    missing = tuple(sorted(set(range(len(utterances))) - {part.utterance for part in placed}))
    return Hearing(found, tuple(_with_others(placed, spans, found.levels)), missing, moments)


def _placed(found: Survey, moments: NDArray[np.bool_], utterances: Sequence[Utterance], watch: Watch) -> list[Part]:
    """Find the utterances."""
    rows = _by_row(moments, len(found.bands))
    said = sketch(utterances, lambda done: watch("searching", done, len(utterances)))
    levels = _levels(np.concatenate(said))
    pace = float(rows.sum()) / max(int((levels > levels.max() - _AUDIBLE).sum()), 1)
    said = [stretched(each, min(max(pace, _QUICKEST), _SLOWEST)) for each in said]
    whole = np.concatenate(said)
    known = features(whole, _levels(whole) > levels.max() - _AUDIBLE)
    borders = np.cumsum([len(each) for each in said])[:-1]
    places = find(np.split(known, borders), features(found.bands, rows), rows)
    parts = [Part(each.index, each.first * ROW, each.end * ROW, _confidence(each.cost)) for each in places]
    return _apart([_settled(part, stretches(moments)) for part in parts], found.levels)


def _levels(bands: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(10 * np.log10(bands.sum(axis=1) + 1e-12), np.float32)


def _by_row(moments: NDArray[np.bool_], rows: int) -> NDArray[np.bool_]:
    size = round(ROW / MOMENT)
    whole = np.pad(moments, (0, max(rows * size - len(moments), 0)))[: rows * size]
    return np.asarray(whole.reshape(rows, size).any(axis=1), np.bool_)


def _confidence(cost: float) -> float:
    return round(min(max((_UNSURE - cost) / (_UNSURE - _SURE), 0.0), 1.0), 3)


def _settled(part: Part, spans: NDArray[np.float64]) -> Part:
    """Let a place begin and end where the speech does, if that is near."""
    start, end = _nearest(part.start, spans[:, 0]), _nearest(part.end, spans[:, 1])
    return replace(part, start=start, end=end) if end - start > _EXTRA / 2 else part


def _nearest(time: float, borders: NDArray[np.float64]) -> float:
    near = float(borders[np.abs(borders - time).argmin()])
    return near if abs(near - time) < _NEAR else time


def _apart(parts: list[Part], levels: NDArray[np.float32]) -> list[Part]:
    """Part those that touch or overlap where it is softest."""
    result = parts[:1]
    for part in parts[1:]:
        before = result[-1]
        if part.start < before.end + MOMENT:
            first, last = (round(time / MOMENT) for time in (part.start - _BORDER, before.end + _BORDER))
            first = max(first, round(before.start / MOMENT) + 1)
            last = min(max(last, first + 1), round(part.end / MOMENT) - 1)
            between = levels[first:last]
            border = (first + int(between.argmin())) * MOMENT if len(between) else part.start
            result[-1], moved = replace(before, end=border), replace(part, start=border)
        else:
            moved = part
        result.append(moved)
    return result


def _with_others(placed: list[Part], spans: NDArray[np.float64], levels: NDArray[np.float32]) -> list[Part]:
    """Put in what is said besides."""
    others = []
    for start, end in spans.tolist():
        free = start
        for part in placed:
            if part.end <= free or part.start >= end:
                continue
            others.append((free, part.start))
            free = part.end
        others.append((free, end))
    long = [each for each in others if each[1] - each[0] >= _EXTRA]
    more = [Part(UNKNOWN_WORDS, *piece, 0.0) for span in long for piece in _pieces(*span, levels)]
    return sorted([*placed, *more], key=lambda part: part.start)


def _pieces(start: float, end: float, levels: NDArray[np.float32]) -> Iterator[tuple[float, float]]:
    """Cut what is said without a pause for too long where it is softest."""
    while end - start > _LONGEST:
        first, last = round((start + _LONGEST / 2) / MOMENT), round((start + _LONGEST) / MOMENT)
        border = (first + int(levels[first:last].argmin())) * MOMENT
        yield start, border
        start = border
    yield start, end
