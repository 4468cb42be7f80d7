"""Cut what is said into captions: at sentences and clauses, no longer than can be read, shown while there is time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from avatar.subtitles.breaking import STOP, places
from avatar.subtitles.caption import Caption, Sung
from avatar.subtitles.clusters import width
from avatar.subtitles.lines import fits
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
    costs, before = [0.0] + [float("inf")] * (len(ends) - 1), [0] * len(ends)
    for last in range(1, len(ends)):
        for first in range(last - 1, -1, -1):
            cost = costs[first] + _cost(text, parts, ends[first : last + 1], pace)
            if cost < costs[last]:
                costs[last], before[last] = cost, first
            if width(text[ends[first].first : ends[last].last]) > pace.em * pace.lines and first < last - 1:
                break
    cut = [len(ends) - 1]
    while cut[-1]:
        cut.append(before[cut[-1]])
    return cut[::-1]


def _cost(text: str, parts: Sequence[Sung], ends: Sequence[_End], pace: Pace) -> float:
    first, last = ends[0], ends[-1]
    own = parts[first.part : last.part]
    seconds = own[-1].end - own[0].start
    shown = (parts[last.part].start if last.part < len(parts) else own[-1].end + pace.lingers) - own[0].start
    piece = text[first.first : last.last]
    stops = sum(end.cost == STOP for end in ends[1:-1])
    cost = _EACH + _END * last.cost + _SHORTER * max(pace.shortest - shown, 0.0)
    cost += _FULL * (width(piece) / (pace.em * pace.lines)) ** 2
    cost += _OVER_A_STOP * stops + _AFTER_A_STOP * (stops > 0 and last.cost > STOP)
    cost += _OVER_A_PAUSE * sum(after.start - before.end > _LONG_PAUSE for before, after in pairwise(own))
    is_too_much = seconds > pace.longest or not fits(piece, _within(own, first), pace.em, pace.lines)
    return cost + _NEVER * (is_too_much and len(ends) > 2) + _NEVER / 10 * is_too_much


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
        following = found[index + 1].start - pace.gap if index + 1 < len(found) else until
        end = wanted if following is None else min(wanted, following)
        timed.append(replace(caption, end=max(end, caption.start)))
    return timed
