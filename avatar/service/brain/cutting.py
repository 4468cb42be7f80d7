"""Cut a text that is still coming into what can be spoken already: a short clause first, then whole sentences."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from avatar.text.scripts import HAN, KANA
from avatar.text.sentences import sentence_ends, split

FIRST_WORDS, FIRST_LETTERS = 6, 8
"""words, or letters of a script without spaces, with which the first clause may end at a comma"""
LEAST_REST = 0.5
"""of a first clause that is left of the sentence behind such a comma"""
LONGEST = 320
"""characters of a sentence that is not waited for any longer"""

MOST_COMMAS = 20
"""that are looked at for the end of the first clause"""

_DENSE = re.compile(f"[{HAN}{KANA}\u0e00-\u0e7f]")
_WORD = re.compile(rf"(?:(?![{HAN}{KANA}\u0e00-\u0e7f])\w)+(?:['’.,-]\w+)*")
_COMMA = re.compile(r"[，；：](?=.)|[,;:،؛](?=\s+\S)|\s[–—-](?=\s+\S)|[—–]{2}(?=.)|、(?=.)", re.DOTALL)
_KANA = re.compile(f"[{KANA}]")
_NEXT_WORD = re.compile(r"[^\w\n]*\w+[^\w]")
_DENSE_STOP = "。！？｡।॥。"
_CLOSERS = "\"'”’»›」』）)】》〉］]}*"
_OPENS = re.compile(r"(?<![*`])[*`]{1,3}(?=\w)")
_LIST_NUMBER = re.compile(r"\(?(?:[0-9]{1,3}|[A-Za-z])[.)]")
_TAG = re.compile(r"<[A-Za-z/][^>]*$")
_PAIRS = ("**", "~~", "`")


class Cut(NamedTuple):
    """A stretch of the text as it came."""

    text: str
    ends: bool
    """a sentence ends with it; else at a comma"""


class Cutter:
    """Take a text as it comes.

    All of it comes out once and in order; no cut lies within a number, a shortened word, an address or emphasis.
    """

    def __init__(self) -> None:
        self._text = ""
        self._size = 0.0
        """what has been given, in first clauses"""

    def feed(self, delta: str) -> list[Cut]:
        """Take the next stretch; give what is whole by now."""
        self._text += delta
        return self._cuts(is_whole=False)

    def finish(self) -> list[Cut]:
        """Give the rest at the end of the text."""
        cuts = self._cuts(is_whole=True)
        rest, self._text = self._text, ""
        return [*cuts, Cut(rest, ends=True)] if rest.strip() else cuts

    def _cuts(self, *, is_whole: bool) -> list[Cut]:
        cuts: list[Cut] = []
        while found := self._next(is_whole=is_whole):
            cut = Cut(self._text[: found[0]], found[1])
            self._text = self._text[found[0] :]
            self._size += _size(cut.text)
            cuts.append(cut)
        return cuts

    def _next(self, *, is_whole: bool) -> tuple[int, bool] | None:
        """Find where the next stretch ends, and whether a sentence does."""
        start = len(self._text) - len(self._text.lstrip())
        stop = self._text.find("\n", start)
        is_line = stop >= 0 or is_whole
        line = self._text[: stop if stop >= 0 else len(self._text)]
        # What opens emphasis is blank for those who look at the next word.
        shown = _OPENS.sub(lambda match: " " * len(match[0]), line[start:])
        ends = (start + end for end, _ in sentence_ends(shown))
        end = next((each for each in ends if self._is_sentence(line, each, is_line=is_line)), stop + 1)
        comma = _first_comma(line, start) if self._size < 1 else 0
        if comma and (not end or _size(line[comma:end]) >= LEAST_REST):
            return comma, False
        if end:
            return end, True
        if len(line) - start > LONGEST:
            pieces = split(line[start:])
            if len(pieces) > 1:
                return start + len(pieces[0].text), False
        if len(line) - start > 2 * LONGEST:  # signs that nobody says
            return start + LONGEST, False
        return None

    def _is_sentence(self, line: str, end: int, *, is_line: bool) -> bool:
        """Tell whether a sentence ends here, whatever comes after what has come."""
        if not any(map(str.isalnum, line[:end])) or _LIST_NUMBER.fullmatch(line[:end].strip()):
            return False
        rest = line[end:]
        if is_line:
            return not rest or _is_closed(line[:end])
        if not rest.strip() or not _is_closed(line[:end]):
            return False
        stop = line[:end].rstrip(_CLOSERS)[-1:]
        return (
            stop in _DENSE_STOP or stop in "!?！？…" or _NEXT_WORD.match(rest) is not None or bool(_DENSE.match(rest))
        )


def _size(text: str) -> float:
    """Measure a stretch in first clauses."""
    return len(_WORD.findall(text)) / FIRST_WORDS + len(_DENSE.findall(text)) / FIRST_LETTERS


def _first_comma(line: str, start: int) -> int:
    """Find the end of the first clause; 0 where there is none yet."""
    if _size(line[start:]) < 1:
        return 0
    for match in islice(_COMMA.finditer(line, start), MOST_COMMAS):
        before, after = line[match.start() - 1 : match.start()], line[match.end() :].lstrip()[:1]
        if match[0] == "、" and not _KANA.search(line):
            continue  # in a Chinese list
        if (before.isdigit() and after.isdigit()) or not _is_closed(line[: match.end()], brackets="(（「『《“"):
            continue
        if _size(line[start : match.end()]) >= 1:
            return match.end()
    return 0


def _is_closed(text: str, brackets: str = "") -> bool:
    """Tell whether a text may be cut at its end: no emphasis, code, link or tag is open there."""
    if len(text) > LONGEST:
        return True
    if any(text.count(sign) % 2 for sign in _PAIRS) or _TAG.search(text):
        return False
    if text.rfind("[") > text.rfind("]") or text.rfind("](") > text.rfind(")"):
        return False
    closing = dict(zip("(（「『《“", ")）」』》”", strict=True))
    return all(text.count(sign) <= text.count(closing[sign]) for sign in brackets)
