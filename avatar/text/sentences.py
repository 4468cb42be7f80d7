"""Cut a text into pieces that are spoken in one breath, each with the pause that follows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.abbreviations import AFTER_RANK, BEFORE_RANK, NEVER_LAST, SELDOM_LAST, SENTENCE_STARTERS
from avatar.text.mathematics.notation import spans
from avatar.text.scripts import HAN, KANA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAUSE_COMMA = 0.16
"""After a piece that ends in a comma because its sentence was too long, s."""
PAUSE_CLAUSE = 0.28
"""After a semicolon that separates clauses, s."""
PAUSE_SENTENCE = 0.35
"""s"""
PAUSE_ELLIPSIS = 0.45
"""s"""
PAUSE_PARAGRAPH = 0.6
"""After a line that ends, s."""
PAUSE_NONE = 0.04
"""Where a piece without any punctuation had to be cut, s."""

LONGEST_DENSE = 200
"""Characters in a piece of a script without spaces: about 45 s of Mandarin."""
LONGEST_SPACED = 300
"""Characters in a piece of a script with spaces: about 20 s of English."""


class Piece(NamedTuple):
    """A stretch of text and the silence after it."""

    text: str
    pause: float
    """s"""


_CLOSERS = "\"'”’»›」』）)】》〉］\\]}*"
_DENSE = re.compile(f"[{HAN}{KANA}\u0e00-\u0e7f]")
_END = re.compile(
    rf"(?P<dots>…+|⋯+|\.{{3,}}|。{{2,}})[{_CLOSERS}]*|(?P<stop>[。！？!?؟۔।॥።։။｡．]+|(?<=[\u0370-\u03ff\u1f00-\u1fff]);)"
    rf"[。！？!?…]*[{_CLOSERS}]*|(?P<clause>[；؛])[{_CLOSERS}]*|(?P<point>\.)[{_CLOSERS}]*(?=\s|$|[{HAN}{KANA}])"
)
_LAST_WORD = re.compile(r"[^\s([{\"'“‘«]+$")
_NEXT_WORD = re.compile(r"[-+−$€£#\s\"'“‘«(\[¿¡]*(\w+)?")
_LIST_NUMBER = re.compile(
    r"(?:^|\n)\s*(?:[0-9]{1,3}|[IVXLC]{1,6})$|(?:^|\s)[A-Za-zА-ЯЁء-ي]$|(?<![0-9] )\b(?:[ек]|(?<!т\. )[а-яё])$"
)
_DAY_RANGE = re.compile(r"(?<=[0-9])\.\s?[-–]\s?[0-9]{1,2}\.")
_DOTTED_DATE = re.compile(r"(?<![0-9.])[0-9]{2,4}\. ?(?:0?[1-9]|1[0-2])\. ?(?:0?[1-9]|[12][0-9]|3[01])\.(?![0-9])")
"""2026. 3. 1. as Koreans write a day"""
_STREET = re.compile(r"[a-zäöüß]str$")
_RANK = re.compile(r"(?:^|[\s(–-])(?:(\w+)\s)?[0-9]{1,3}$")
_COMMA = re.compile(rf"[，、：,;:،—–][{_CLOSERS}]*(?![0-9])")
_BEFORE_CUT = re.compile(r"[^\s]\s")
_IN_ADDRESS = re.compile(r"(?:://|www\.|\.\w+/)[!-~]*[?!.;][0-9A-Za-z]$")
_INSIDE = re.compile(r"\w")
_HAN = re.compile(f"[{HAN}]+")
_WINDOW, _BEYOND = 40, 8
"""characters before a cut whose words are looked at, and after it"""
_SPOKEN = re.compile(r"[^\W_]")


def split(text: str, words: Callable[[str], list[str]] | None = None) -> list[Piece]:
    """Cut a cleaned text; every character but white space comes out once and in order, in linear time.

    A sentence ends at its stop with the quotes and brackets that close after it, and at the end of a line. One longer
    than `LONGEST_DENSE` or `LONGEST_SPACED` is cut at a comma, else between words; `words` finds those of Chinese.
    """
    spans: list[_Span] = []
    line_start = 0
    for line in text.split("\n"):
        start = 0
        for end, pause in sentence_ends(line):
            _append(spans, text, _Span(line_start + start, line_start + end, pause))
            start = end
        if spans:
            spans[-1] = spans[-1]._replace(pause=PAUSE_PARAGRAPH)
        line_start += len(line) + 1
    sentences = (Piece(text[start:end].strip().replace("\n", " "), pause) for start, end, pause in spans)
    return [part for sentence in sentences for part in _short(sentence, words)]


class _Span(NamedTuple):
    start: int
    end: int
    pause: float


def _append(spans: list[_Span], text: str, span: _Span) -> None:
    """Add a sentence; marks that nobody can say go with what stands before them, or else after."""
    if spans and not _SPOKEN.search(text, span.start, span.end):
        spans[-1] = spans[-1]._replace(end=span.end, pause=max(span.pause, spans[-1].pause))
    elif len(spans) == 1 and not _SPOKEN.search(text, spans[0].start, spans[0].end):
        spans[0] = span._replace(start=spans[0].start)
    else:
        spans.append(span)


def sentence_ends(line: str) -> Iterator[tuple[int, float]]:
    """Give where the sentences of one line end, one past the last character, and the pause after each, s."""
    end = 0
    formulas = spans(line)
    for match in _END.finditer(line):
        while formulas and formulas[0][1] <= match.start():
            del formulas[0]
        if _is_end(line, match) and not (formulas and formulas[0][0] <= match.start()):
            end = match.end()
            yield end, _pause(match)
    if end < len(line):
        yield len(line), PAUSE_SENTENCE


def _pause(match: re.Match[str]) -> float:
    if match["dots"]:
        return PAUSE_ELLIPSIS
    return PAUSE_CLAUSE if match["clause"] else PAUSE_SENTENCE


def _is_end(line: str, match: re.Match[str]) -> bool:
    following = _NEXT_WORD.match(line, match.end())
    word = (following[1] or "") if following else ""
    if match["point"] and _DAY_RANGE.match(line, match.start()):
        return False
    if match["point"] and _is_in_date(line, match.start()):
        return False
    if match["point"]:
        return _is_full_stop(line[max(0, match.start() - 40) : match.start()], word)
    if _IN_ADDRESS.search(line[max(0, match.start() - 200) : match.end() + 1]):
        return False
    # "What?" he asked; Yahoo! is ...; wait... what
    return not (word[:1].islower() and word[:1].isalpha() and line[match.end() : match.end() + 1] in (" ", ""))


def _is_in_date(line: str, place: int) -> bool:
    """Tell whether a point is one of a day's, of which the last is no full stop either where something follows."""
    found = next((each for each in _DOTTED_DATE.finditer(line) if each.start() < place < each.end()), None)
    return found is not None and (place < found.end() - 1 or bool(line[found.end() :].strip()))


def _is_full_stop(before: str, following: str) -> bool:
    found = _LAST_WORD.search(before)
    word = found[0] if found else ""
    if following[:1].islower():
        return False
    bare = word.lower().rstrip(".")
    if bare in NEVER_LAST and (following or bare not in SELDOM_LAST):
        return not following
    if bare == "no" or _STREET.search(word):
        return not following[:1].isdigit()
    if bare in SELDOM_LAST or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return not following or following in SENTENCE_STARTERS
    if _is_rank(before, following):
        return False
    return not (_LIST_NUMBER.search(before) and following and word not in ("I",))


def _is_rank(before: str, following: str) -> bool:
    """Tell whether a number is an ordinal with its point: der 3. Platz."""
    found = _RANK.search(before)
    if found is None or not following or following in SENTENCE_STARTERS:
        return False
    is_led = (found[1] or "").lower() in BEFORE_RANK and not before[: found.start()].endswith("I")
    return is_led or following in AFTER_RANK


def _short(piece: Piece, words: Callable[[str], list[str]] | None) -> Iterator[Piece]:
    text, start = piece.text, 0
    while True:
        spoken = _SPOKEN.search(text, start)
        # Marks in front of the first letter stay with it, however many they are.
        first = spoken.start() if spoken else len(text)
        room = _room(text, first)
        if len(text) - first <= room:
            break
        end, pause = _cut(text, first, first + room, words)
        if not _SPOKEN.search(text, end):
            break
        yield Piece(text[start:end].strip(), pause)
        start = end
    yield Piece(text[start:].strip(), piece.pause)


def _room(text: str, start: int) -> int:
    sample = text[start : start + LONGEST_SPACED]
    return LONGEST_DENSE if len(_DENSE.findall(sample)) > len(sample) / 4 else LONGEST_SPACED


def _cut(text: str, start: int, limit: int, words: Callable[[str], list[str]] | None) -> tuple[int, float]:
    """Find where to cut before `limit`: after the last comma, else at the last space, else between two letters."""
    # Halves of alike length sound better than a full piece and a scrap.
    earliest = start + (limit - start) // 3
    commas = [match.end() for match in _COMMA.finditer(text, earliest, limit)]
    if commas:
        return commas[-1], PAUSE_COMMA
    spaces = [match.end() for match in _BEFORE_CUT.finditer(text, earliest, limit)]
    if spaces:
        return spaces[-1], PAUSE_NONE
    if words and _HAN.fullmatch(text, max(limit - _WINDOW, earliest), limit + 1):
        return _between_words(text, max(limit - _WINDOW, earliest), limit, words), PAUSE_NONE
    end = limit
    # Numbers, Latin words and letters with their marks stay whole, unless they are longer than a piece.
    while end > earliest and _holds_together(text[end - 1], text[end]):
        end -= 1
    return (end if end > earliest else limit), PAUSE_NONE


def _between_words(text: str, first: int, limit: int, words: Callable[[str], list[str]]) -> int:
    """Find the last place before `limit` where a word of Chinese ends."""
    end = first
    for word in words(text[first : limit + _BEYOND]):
        if end + len(word) > limit:
            break
        end += len(word)
    return end if end > first else limit


def _holds_together(left: str, right: str) -> bool:
    if _DENSE.match(left) and _DENSE.match(right):
        return not right.isalnum()
    if _DENSE.match(left) or _DENSE.match(right):
        return not right.isalnum() and not left.isspace()
    return _INSIDE.match(left) is not None or not right.isspace()
