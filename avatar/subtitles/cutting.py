"""Cut what is said into captions: at sentences and clauses, no longer than can be read, shown while there is time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from avatar.subtitles.breaking import STOP, places
from avatar.subtitles.caption import Caption, Sung
from avatar.subtitles.clusters import width
from avatar.subtitles.matching import matched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Word

_EACH, _END, _FULL, _SHORTER = 9.0, 2.5, 5.0, 22.0
"""what a caption costs, what its end does in that of the place, when it is full, and per s that it is too short"""
_OVER_A_STOP, _AFTER_A_STOP = 9.0, 18.0
"""what it costs when it goes on after a sentence, and when that next sentence does not end in it"""
_LONG_PAUSE, _OVER_A_PAUSE = 0.7, 25.0
"""s after which nobody wants to read what was said before it, and what that costs"""
_NEVER = 1e6


@dataclass(frozen=True, slots=True)
class Pace:
    """How much can be read, and how fast."""

    em: float = 21.0
    """longest line, in the size of its letters: 42 letters, or 21 characters of Chinese"""
    lines: int = 2
    """at most"""
    shortest: float = 0.85
    """s that a caption is shown at least, where there is time"""
    longest: float = 7.0
    """s at most"""
    lingers: float = 0.5
    """s that it stays after its last word, where there is time"""
    gap: float = 0.08
    """s between two captions: so short that nobody sees it, so long that everybody sees a new one"""
    speed: float = 17.0
    """letters that are read in a second, where there is time; a character of Chinese counts as two"""


def captions(
    text: str,
    words: Sequence[Word],
    language: str = "und",
    pace: Pace | None = None,
    until: float | None = None,
) -> tuple[Caption, ...]:
    """Give the captions of a text of which `words` are spoken. They begin with their first word.

    `until` is the time, s, at which the last of them has to be gone; None: it may linger. What nobody says, such as
    punctuation, stands with what it follows. A text of which nothing is spoken has none.
    """
    pace = pace or Pace()
    parts = matched(text, words)
    if not parts:
        return ()
    ends = _ends(text, parts)
    cut = _best(text, parts, ends, pace)
    found = [_caption(text, parts, ends[first], ends[last], language) for first, last in pairwise(cut)]
    return tuple(_timed(found, pace, until))


class _End(NamedTuple):
    """A place between two captions."""

    last: int
    """index of the character after the caption before"""
    first: int
    """index of the first character of the caption after"""
    part: int
    """index of the first part after"""
    cost: float


def _ends(text: str, parts: Sequence[Sung]) -> list[_End]:
    """Find where a caption may end: where a line may, and between what is spoken."""
    found = [_End(0, _skipped(text, 0), 0, 0.0)]
    part = 0
    for place in places(text, parts):
        while part < len(parts) and parts[part].first < place.first:
            part += 1
        if 0 < part < len(parts) and parts[part - 1].last <= place.last and part > found[-1].part:
            found.append(_End(place.last, place.first, part, place.cost))
        elif part == found[-1].part and part < len(parts) and len(found) > 1 and place.cost <= found[-1].cost:
            # Only signs that nobody says lie between the two: the better place counts.
            found[-1] = _End(place.last, place.first, part, place.cost)
    return [*found, _End(len(text.rstrip()), len(text), len(parts), STOP)]


def _skipped(text: str, first: int) -> int:
    return first + len(text[first:]) - len(text[first:].lstrip())


def _best(text: str, parts: Sequence[Sung], ends: Sequence[_End], pace: Pace) -> list[int]:
    """Choose the ends with the least cost, by dynamic programming; give their indices, from 0 to the last."""
    course = _Course(text, parts, ends, pace)
    costs, before = [0.0] + [float("inf")] * (len(ends) - 1), [0] * len(ends)
    for last in range(1, len(ends)):
        for first in range(last - 1, -1, -1):
            is_too_much = not course.fits(first, last)
            if is_too_much and first < last - 1:
                break
            cost = costs[first] + course.cost(first, last) + _NEVER * is_too_much
            if cost < costs[last]:
                costs[last], before[last] = cost, first
    cut = [len(ends) - 1]
    while cut[-1]:
        cut.append(before[cut[-1]])
    return cut[::-1]


class _Course:
    """What captions from one end to another cost, with all sums made once."""

    def __init__(self, text: str, parts: Sequence[Sung], ends: Sequence[_End], pace: Pace) -> None:
        self._parts, self._ends, self._pace = parts, ends, pace
        self._widths = list(accumulate(map(width, text), initial=0.0))
        self._stops = list(accumulate((end.cost == STOP for end in ends), initial=0))
        pauses = (after.start - before.end > _LONG_PAUSE for before, after in pairwise(parts))
        self._pauses = list(accumulate(pauses, initial=0))

    def cost(self, first: int, last: int) -> float:
        begin, end, pace = self._ends[first], self._ends[last], self._pace
        start, stop = self._parts[begin.part].start, self._parts[end.part - 1].end
        gone = self._parts[end.part].start if end.part < len(self._parts) else stop + pace.lingers
        stops = self._stops[last] - self._stops[first + 1]
        cost = _EACH + _END * end.cost + _SHORTER * max(pace.shortest - (gone - start), 0.0)
        cost += _FULL * (self._wide(first, last) / (pace.em * pace.lines)) ** 2
        cost += _OVER_A_STOP * stops + _AFTER_A_STOP * (stops > 0 and end.cost > STOP)
        return cost + _OVER_A_PAUSE * (self._pauses[end.part - 1] - self._pauses[begin.part])

    def fits(self, first: int, last: int) -> bool:
        """Tell whether it is short enough, and can be cut into lines: each takes as much as it can."""
        begin, end = self._ends[first], self._ends[last]
        if self._parts[end.part - 1].end - self._parts[begin.part].start > self._pace.longest:
            return False
        at = first
        for _ in range(self._pace.lines):
            line = at
            while line < last and self._wide(at, line + 1) <= self._pace.em:
                line += 1
            if line == at:
                return False
            at = line
            if at == last:
                return True
        return False

    def _wide(self, first: int, last: int) -> float:
        return self._widths[self._ends[last].last] - self._widths[self._ends[first].first]


def _within(parts: Sequence[Sung], first: _End) -> tuple[Sung, ...]:
    return tuple(replace(part, first=part.first - first.first, last=part.last - first.first) for part in parts)


def _caption(text: str, parts: Sequence[Sung], first: _End, last: _End, language: str) -> Caption:
    own = _within(parts[first.part : last.part], first)
    return Caption(text[first.first : last.last], own[0].start, own[-1].end, own, language)


def _timed(found: Sequence[Caption], pace: Pace, until: float | None) -> list[Caption]:
    """Let each caption stay as long as it takes to read it, and no longer than until the next."""
    timed = []
    for index, caption in enumerate(found):
        letters = 2 * width(caption.text)
        wanted = max(caption.end + pace.lingers, caption.start + max(pace.shortest, letters / pace.speed))
        wanted = min(wanted, max(caption.end, caption.start + pace.longest))
        following = found[index + 1].start - pace.gap if index + 1 < len(found) else until
        end = wanted if following is None else min(wanted, following)
        timed.append(replace(caption, end=max(end, caption.start)))
    return timed
