"""SubRip: what is said, a line or two at a time."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from avatar.score.text import spoken_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.data import Word
    from avatar.score.score import Score

_WIDEST = 74
"""columns of a subtitle, two lines of 37; a character of Chinese takes two"""
_PAUSE = 0.6
"""s of silence after which the next begins"""
_LINGERS = 0.4
"""s that it stays after its last word, where there is time"""
_ENDS = frozenset(".!?。！？…")


def write_srt(score: Score) -> str:
    """Write the text with the times of its words; where it says something else than they do, the words alone."""
    shown = list(_subtitles(score))
    lines = []
    for number, (text, start, end) in enumerate(shown, 1):
        following = shown[number][1] if number < len(shown) else score.seconds + _LINGERS
        until = max(min(end + _LINGERS, following), end)
        lines.append(f"{number}\n{_stamp(start)} --> {_stamp(until)}\n{text}\n\n")
    return "".join(lines)


def _subtitles(score: Score) -> Iterator[tuple[str, float, float]]:
    """Yield texts with start and end, s."""
    held: list[tuple[Word, str]] = []
    for word, text in _with_marks(score):
        is_full = held and _width("".join(part for _, part in held) + text.rstrip()) > _WIDEST
        if held and (is_full or word.start - held[-1][0].end > _PAUSE or _ends(held[-1][1])):
            yield _joined(held)
            held = []
        held.append((word, text))
    if held:
        yield _joined(held)


def _with_marks(score: Score) -> Iterator[tuple[Word, str]]:
    """Give each word with what follows it in the text, such as a full stop and a space."""
    text = score.text
    places: list[int] = []
    place = 0
    for word in score.words:
        found = text.find(word.text, place)
        if found < 0:
            text, places = spoken_text(score), []
            break
        places.append(found)
        place = found + len(word.text)
    if not places:
        place = 0
        for word in score.words:
            places.append(text.index(word.text, place))
            place = places[-1] + len(word.text)
    starts = [0, *places[1:], len(text)]
    for index, word in enumerate(score.words):
        yield word, text[starts[index] : starts[index + 1]]


def _joined(held: list[tuple[Word, str]]) -> tuple[str, float, float]:
    text = " ".join("".join(part for _, part in held).split())
    return text, held[0][0].start, held[-1][0].end


def _ends(text: str) -> bool:
    return any(each in _ENDS for each in text.strip()[-2:])


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)


def _stamp(seconds: float) -> str:
    units = round(seconds * 1000)
    whole, part = divmod(units, 1000)
    minutes, second = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02},{part:03}"
