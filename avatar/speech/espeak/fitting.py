"""Cut what is to be said into what espeak takes: it drops the rest of a longer word, and tears longer clauses.

A clause is read into a buffer of 800 bytes (N_TR_SOURCE), in which a digit among letters takes two. Where it overflows
pinyin is torn between a syllable and its tone, and Korean, which is taken apart into its letters, ends. A word ends
after some 130 phonemes (N_WORD_PHONEMES). Nothing says that more was to come.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.speech.espeak.script import Piece, Token

MOST_BYTES, MOST_OF_PINYIN = 600, 500
"""bytes of a piece with its marks, UTF-8"""
LONGEST_WORD, LONGEST_DENSE_WORD = 80, 30
"""letters in a row without a space, of the Latin alphabet and of scripts that have two phones and more in a letter"""
_PAUSED = (", ", "; ", ". ", ": ")
_AT_A_PAUSE = 60
"""bytes that a piece may be shorter or longer for, to end at a pause"""
_LEANS_BACK = frozenset("ゃゅょっぁぃぅぇぉゎャュョッァィゥェォヮーヽヾゝゞ々ะาำๆฯ")
"""letters that go with the one before them"""
_LEANS_ON = frozenset("เแโใไ")
"""vowels of Thai that are written before their consonant"""
_RUN = re.compile(r"\S+")


def fitting(piece: Piece, ending: str) -> list[Piece]:
    """Give a piece in as many parts as espeak needs, as even as may be; all but the last end in `ending`."""
    tokens = [part for token in piece.tokens for part in _short(token, is_pinyin=piece.is_pinyin)]
    if tokens != list(piece.tokens):
        piece = replace(piece, tokens=tuple(tokens))
    sizes = [size_of(token.text) for token in tokens]
    left, most = sum(sizes), MOST_OF_PINYIN if piece.is_pinyin else MOST_BYTES
    if left <= most or len(tokens) < 2:
        return [piece]
    parts: list[Piece] = []
    wanted, begin = left / -(-left // (most - _AT_A_PAUSE)), 0
    while left > most and begin < len(tokens) - 1:
        end = _best_end(tokens, sizes, begin, wanted, most)
        left -= sum(sizes[begin:end])
        parts.append(replace(piece, tokens=tuple(tokens[begin:end]), ending=ending, pause_after=0.0))
        begin = end
    return [*parts, replace(piece, tokens=tuple(tokens[begin:]))]


def size_of(text: str) -> int:
    """Give the bytes that a text takes in espeak's buffer."""
    return len(text) if text.isascii() else len(unicodedata.normalize("NFD", text).encode())


def in_two(token: Token) -> tuple[Token, ...]:
    """Cut a token in two, of the same word; as it is where it cannot be cut."""
    at = _seam(token.text, len(token.text) // 2)
    if token.tones or token.ipa or not token.text[:at].strip() or not token.text[at:].strip():
        return (token,)
    return replace(token, text=token.text[:at]), replace(token, text=f" {token.text[at:].lstrip()}")


def _best_end(tokens: list[Token], sizes: list[int], begin: int, wanted: float, most: int) -> int:
    best, cost, size = begin + 1, float("inf"), 0
    for end in range(begin + 1, len(tokens)):
        size += sizes[end - 1]
        if size > most:
            break
        its_cost = abs(size - wanted) - (_AT_A_PAUSE if tokens[end].text.startswith(_PAUSED) else 0)
        if its_cost < cost:
            best, cost = end, its_cost
    return best


def _short(token: Token, *, is_pinyin: bool) -> Iterator[Token]:
    """Cut a token where it holds more letters in a row than espeak says, or more than a piece has room for."""
    if is_pinyin or token.ipa or len(token.text) <= LONGEST_DENSE_WORD:
        yield token
        return
    text = _RUN.sub(lambda run: " ".join(_runs(run[0])), token.text)
    while size_of(text) > MOST_BYTES // 2:
        at = text.rfind(" ", 1, MOST_BYTES // 2 // max(-(-size_of(text) // len(text)), 1) + 1)
        if at <= 0:
            break
        yield replace(token, text=text[:at])
        text = text[at:]
    yield replace(token, text=text)


def _runs(word: str) -> Iterator[str]:
    limit = LONGEST_WORD if word.isascii() else LONGEST_DENSE_WORD
    count = -(-len(word) // limit)
    while count > 1:
        at = _seam(word, len(word) // count)
        yield word[:at]
        word, count = word[at:], count - 1
    yield word


def _seam(text: str, wanted: int) -> int:
    """Find a place near the wanted one where letters with their marks stay whole."""
    at = wanted
    while at > wanted // 2 and at > 1 and _holds(text[at - 1], text[at]):
        at -= 1
    return at if at > wanted // 2 else max(wanted, 1)


def _holds(left: str, right: str) -> bool:
    return right in _LEANS_BACK or left in _LEANS_ON or unicodedata.category(right)[0] == "M"
