"""Find the words that were spoken in the text that is shown, which has punctuation as well."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.subtitles.caption import Sung
from avatar.subtitles.clusters import begins_syllable, clusters, is_clustered, is_dense, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.data import Word

_LOOK_AHEAD = 3
"""words that have to be looked at to tell a word that is missing from one that comes later"""
_NEAR = 400
"""characters among which a word is looked for"""
_SPOKEN_SIGNS = frozenset("$€£¥₹%‰°+-=<>&@#×÷")
"""signs that are said, though they are no letters"""


def matched(text: str, words: Sequence[Word]) -> tuple[Sung, ...]:
    """Say when each stretch of a text is spoken: its words, cut into what may stand in different lines.

    Where a word is not found as it is written, its time goes to the one before it, or else to the one after.
    """
    plain, origin = _plain(text)
    bare = [_bare(word.text) for word in words]
    found: list[Sung] = []
    waiting: float | None = None
    end = 0
    for index, word in enumerate(words):
        first = _find(plain, bare[index : index + 1 + _LOOK_AHEAD], end)
        if first < 0 and found:
            found[-1] = replace(found[-1], end=max(found[-1].end, word.end))
        elif first < 0:
            waiting = word.start if waiting is None else waiting
        else:
            end = first + len(bare[index])
            start = word.start if waiting is None else waiting
            found.append(Sung(origin[first], origin[end - 1] + 1, start, max(word.end, start), len(found)))
            waiting = None
    return tuple(piece for part in found for piece in _cut(text, part))


def _plain(text: str) -> tuple[str, list[int]]:
    """Give a text in the letters that readers bring it to (NFKC), and the place that each comes from."""
    letters = [(each, index) for index, sign in enumerate(text) for each in unicodedata.normalize("NFKC", sign)]
    return "".join(each for each, _ in letters), [index for _, index in letters]


def _find(text: str, words: Sequence[str], end: int) -> int:
    """Find the first of some words after `end`; -1 if it is not there, or only after one that follows it."""
    first = _place(text, words[0], end)
    if first < 0 or not any(map(_is_said, text[end:first])):
        return first
    following = [_place(text, word, end) for word in words[1:]]
    return -1 if any(0 <= place < first for place in following) else first


def _place(text: str, word: str, end: int) -> int:
    return text.find(word, end, end + _NEAR + len(word)) if word else -1


def _bare(word: str) -> str:
    """Give a word without the punctuation around it."""
    plain = unicodedata.normalize("NFKC", word)
    said = [index for index, sign in enumerate(plain) if _is_said(sign)]
    return plain[said[0] : said[-1] + 1] if said else plain.strip()


def _is_said(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN" or sign in _SPOKEN_SIGNS


def _cut(text: str, part: Sung) -> Iterator[Sung]:
    """Share the time of a word among its characters, where each is a syllable or two, and among words in one."""
    pieces = list(_pieces(text, part))
    whole = sum(width(text[first:last]) or 0.5 for first, last in pieces)
    start = part.start
    for first, last in pieces:
        end = start + (part.end - part.start) * (width(text[first:last]) or 0.5) / whole
        yield Sung(first, last, start, part.end if last == part.last else end, part.word)
        start = end


def _pieces(text: str, part: Sung) -> Iterator[tuple[int, int]]:
    first = part.first
    inside = text[part.first : part.last]
    for begin, _ in clusters(inside):
        at = part.first + begin
        before, here = text[at - 1], text[at]
        if at > first and not before.isspace() and _is_apart(before, here):
            yield first, at
            first = at
        elif at > first and before.isspace() and not here.isspace():
            yield first, part.first + len(inside[:begin].rstrip())
            first = at
    yield first, part.last


def _is_apart(before: str, here: str) -> bool:
    if is_clustered(here) and is_clustered(before):
        return begins_syllable(here) or not here.isalpha()
    return here.isalnum() and (is_dense(here) or is_dense(before))
