"""Where a line may end, and how good each place is: after W3C's clreq and jlreq, UAX #14, and what subtitlers do."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from avatar.subtitles.clusters import begins_syllable, clusters, is_clustered, is_dense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.subtitles.caption import Sung

STOP, CLAUSE, GOOD, PLAIN, POOR, BAD, WORST = 0.0, 1.0, 5.0, 6.0, 9.0, 16.0, 30.0
"""how much a place costs: after a sentence, after a clause, where a phrase ends, between words, before a word that
leans on the one before or after one that leans on the next, inside a word of a script without spaces, inside a
syllable of one"""

_NOT_FIRST = frozenset(
    "、。，．・：；？！‼⁇⁈⁉゛゜ヽヾゝゞ々〻ー’”）〕］｝〉》」』】〙〗〟｠»›–〜～…‥‐゠"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    ")]},.:;!?%‰°℃％｡､｣،؛؟۔।॥"
)
"""no line begins with these (kinsoku, jlreq 3.1.7 and clreq 3.1.3)"""
_NOT_LAST = frozenset("‘“（〔［｛〈《「『【〘〖〝｟«‹([{￥＄£$¥€#＃｢¿¡")
"""no line ends with these"""
_WIDE_SIGNS = frozenset("“”‘’…—") | {sign for sign in _NOT_FIRST | _NOT_LAST if "\u3000" <= sign <= "\u30ff"}
"""punctuation that is as wide as a character of Chinese"""
_UNPARTED = frozenset("—―…‥⸺")
"""two of the same stay together"""
_STOPS = re.compile(r"[.。．!！?？…⋯‥؟۔।॥။។｡]+[\"'”’»›」』）)】》〉\]]*$")
_CLAUSES = re.compile(r"[,，、;；:：،؛—–]+[\"'”’»›」』）)】》〉\]]*$")
_LEANS_BACK = frozenset("的地得了着过们吗呢吧啊呀嘛么之里上下中")
"""characters of Chinese that belong to the word before them"""
_DATES = frozenset("年月日号时時分第")
"""characters that a number of the same date or count follows"""
_SPACES = " \t\u3000\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u200b"
"""white space that a line may end in: U+00A0, U+2007 and U+202F hold together what they part"""
_SHORT_WORD_BEFORE = re.compile(r"(?:^|[\s(«“\"'])[^\W\d_]{1,3}$")
_SHORT_WORD_AFTER = re.compile(r"(?:[^\W\d_]|[\u0900-\u0dff]){1,4}(?:\s|[,।]|$)")
_LEANING_BACK = re.compile(r"[\u0900-\u0dff]")
_CLOSES = re.compile(r"\s*[?!:;»%]")


_NEAR = 16
"""characters around a place that are looked at"""


class Place(NamedTuple):
    """A place where a line may end."""

    last: int
    """index after the last character of the line"""
    first: int
    """index of the first character of the next"""
    cost: float
    """from `STOP` to `WORST`"""


def places(text: str, parts: Sequence[Sung] = ()) -> list[Place]:
    """Find the places where a line of a text may end, in order. `parts` tell where its words are."""
    inside = {part.first for before, part in pairwise(parts) if part.word == before.word}
    starts = {part.first for part in parts}
    found: list[Place] = []
    for first, _ in clusters(text):
        # Only so much of what stands before counts: a whole book is looked through in one go.
        near = max(0, first - _NEAR)
        last = near + len(text[near:first].rstrip(_SPACES))
        if last <= near or text[first] in _SPACES:
            continue
        before, after = text[near:last], text[first : first + _NEAR]
        if last < first:
            cost = _between_words(before, after)
        else:
            cost = _inside(before, after, first in inside, not starts or first in starts)
        if cost is not None:
            found.append(Place(last, first, cost))
    return found


def is_stop(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return _STOPS.search(text) is not None


def _between_words(before: str, after: str) -> float | None:
    if _CLOSES.match(after) or after[0] in _NOT_FIRST or before[-1] in _NOT_LAST:  # "pas ?" in French
        return None
    if _STOPS.search(before):
        return STOP
    if _CLAUSES.search(before):
        return CLAUSE
    if is_dense(before[-1]):
        return PLAIN
    # An article, a preposition or a conjunction leans on what follows, and most of them are short; in the languages of
    # India what is short leans on what stands before it.
    is_after, is_before = _SHORT_WORD_BEFORE.search(before), _SHORT_WORD_AFTER.match(after)
    if _LEANING_BACK.match(after):
        is_after, is_before = is_before, None
    return POOR if is_after else GOOD if is_before else PLAIN


def _inside(before: str, after: str, is_in_word: bool, is_start: bool) -> float | None:
    """Weigh a place without white space."""
    last, first = before[-1], after[0]
    if first in _NOT_FIRST or last in _NOT_LAST or (last == first and last in _UNPARTED):
        return None
    if last in "-\u2010\u2013\u2014/" and before[-2:-1].isalpha() and first.isalpha():
        return POOR
    if is_clustered(last) and is_clustered(first):
        return BAD if begins_syllable(first) else WORST
    if not (_is_wide(last) or _is_wide(first)):
        return None
    if is_in_word or (not is_start and is_dense(first) and is_dense(last)):
        return BAD
    return _between_dense(before, first)


def _between_dense(before: str, first: str) -> float:
    last = before[-1]
    if _STOPS.search(before):
        return STOP
    if _CLAUSES.search(before):
        return CLAUSE
    is_ending = _is_hiragana(first) and not _is_hiragana(last)
    is_counted = last.isdigit() or (first.isdigit() and last in _DATES)
    if is_ending or is_counted or first in _LEANS_BACK:
        return BAD
    if _is_hiragana(last) and not _is_hiragana(first):
        return GOOD  # where most phrases of Japanese end
    return POOR if _is_hiragana(last) else PLAIN


def _is_wide(character: str) -> bool:
    return is_dense(character) or character in _WIDE_SIGNS or "\uff01" <= character <= "\uff60"


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u3096"
