"""Ways of saying something: regular expressions, made only for a text that holds what they cannot match without.

There are thousands of them, and a script needs some dozens. Each has needles, plain pieces of text one of which must be
there; looking for a needle costs a ten-thousandth of making an expression.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_GAP, _LONG_GAP = "\x00", "\x01"
UNSPACED = ("zh", "ja")
"""written without spaces between words"""
_OF_WORDS = {_LONG_GAP: "(?:[ ,][^.!?\n;]{0,90}?)?[ ,]{1,2}", _GAP: "(?: [^.!?\n;,:]{0,45}?)? "}
_OF_SIGNS = {_LONG_GAP: "[^.!?\n;]{0,24}?", _GAP: "[^.!?\n;,:]{0,12}?"}
_ELIDED = {_LONG_GAP: "(?: [^.!?\n;]{0,90}?)?[ ,']{1,2}", _GAP: "(?: [^.!?\n;:]{0,60}?)?[ ']"}
_GAPS = {"en": _OF_WORDS, **dict.fromkeys(UNSPACED, _OF_SIGNS)}
"""of English and of what has no spaces; others join words by an apostrophe, too (d'argent)"""
_WORD = re.compile(r"\{([a-z_]+)\}")
_TOKEN = re.compile(
    r"[a-z0-9 '\u3041-\u30ff\u3400-\u9fff]{2,}(?![?*+{])|\{[a-z_]+\}|\((?:\?(?:[:=!]|<[=!]))?|\)|\|"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\\.|\{\d*,?\d*\}|[?*+]|[\x00\x01.^$]|[^][(){}|\\?*+.^$\x00\x01]"
)
_PLAIN_START = re.compile(r"[a-z0-9 '\u3041-\u30ff\u3400-\u9fff]+(?![?*+{])")
"""A plain piece at the front, the last character of which must be there."""
_OPTIONAL = ("?", "*", "{0", "{,")
_LITERAL = set(r".$?*+()[]{}|^-/\\")
_NOTHING: frozenset[str] = frozenset()
KEPT = 3
"""Sets of needles kept of a phrase, the rarest first."""


class Phrase:
    """One way of saying something in one language."""

    __slots__ = ("_language", "_needles", "_part", "_source", "_start", "_words", "is_firm")

    def __init__(
        self,
        part: str,
        language: str,
        words: Mapping[str, str],
        is_firm: bool,
        known: Mapping[str, tuple[frozenset[str], ...]],
    ) -> None:
        self._part = " " + part if language == "en" else part  # folded text has a space before each word
        self._language, self._words = language, words
        self._start = "" if (found := _PLAIN_START.match(self._part)) is None else found[0]
        self._needles = known.get(self._part)
        self._source = ""
        self.is_firm = is_firm
        """whether a negation does not excuse it"""

    @property
    def part(self) -> str:
        """Give the pattern as it is looked through for needles."""
        return self._part

    @property
    def source(self) -> str:
        """Give the regular expression for folded text."""
        if not self._source:
            self._source = _expanded(self._part.removeprefix(" "), self._language, self._words)
        return self._source

    @property
    def needles(self) -> tuple[frozenset[str], ...]:
        """Give sets of plain pieces of text; one piece of each is in every match."""
        if self._needles is None:
            self._needles = _needles(self._part, self._words)
        return self._needles

    def spans(self, text: str) -> list[tuple[int, int, bool]]:
        """Give start, end and firmness of every place where it is said."""
        if self._start not in text:
            return []
        for pieces in self.needles:
            for piece in pieces:
                if piece in text:
                    break
            else:
                return []
        return [(*match.span(), self.is_firm) for match in _compile(self.source).finditer(text) if match[0]]


def phrases(
    items: list[str], language: str, words: Mapping[str, str], known: Mapping[str, tuple[frozenset[str], ...]]
) -> tuple[Phrase, ...]:
    """Take the patterns of a rule file apart, of which the needles of some are known.

    Raise `KeyError` for an unknown {name}.
    """
    found: list[Phrase] = []
    for item in items:
        is_firm, plain = item[:1] == "!", item.removeprefix("!")
        whole = _WORD.fullmatch(plain)
        marked = (words[whole[1]] if whole else plain).replace(" ~~ ", _LONG_GAP).replace(" ~ ", _GAP)
        for own in _alternatives(marked):
            part = own.removeprefix("!")
            found.append(Phrase(part, language, words, is_firm or part is not own, known))
    return tuple(found)


@cache
def _compile(source: str) -> re.Pattern[str]:
    return re.compile(source)


def check(phrase: Phrase) -> None:
    """Raise `re.error` if the expression cannot be used."""
    _compile(phrase.source)


def _expanded(part: str, language: str, words: Mapping[str, str]) -> str:
    while found := _WORD.search(part):
        part = part.replace(found[0], f"(?:{words[found[1]]})")
    for gap, form in _GAPS.get(language, _ELIDED).items():
        part = part.replace(gap, form)
    if language in UNSPACED:
        return part
    return f" (?:{part})(?![a-z0-9])" if language == "en" else f"(?<![a-z0-9])(?:{part})(?![a-z0-9])"


def _alternatives(pattern: str) -> list[str]:
    if "|" not in pattern:
        return [pattern]
    parts, depth, start = [], 0, 0
    for token in _TOKEN.finditer(pattern):
        first = token[0][0]
        depth += (first == "(") - (first == ")")
        if first == "|" and not depth:
            parts.append(pattern[start : token.start()])
            start = token.end()
    return [*parts, pattern[start:]]


def _needles(part: str, words: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    kept, _ = _mandatory([token[0] for token in _TOKEN.finditer(part)], 0, words)
    best = sorted(kept[0], key=_worth, reverse=True) if len(kept) == 1 else [_any_of(kept)]
    return tuple(pieces for pieces in best[:KEPT] if pieces)


def _any_of(alternatives: list[list[frozenset[str]]]) -> frozenset[str]:
    best = [max(own, key=_worth, default=_NOTHING) for own in alternatives]
    return frozenset().union(*best) if all(best) else _NOTHING


def _mandatory(tokens: list[str], index: int, words: Mapping[str, str]) -> tuple[list[list[frozenset[str]]], int]:
    """Give for each alternative from `index` to their ")" the needles that must be there, and where that is."""
    kept: list[list[frozenset[str]]] = [[]]
    run = ""
    while index < len(tokens) and tokens[index] != ")":
        token, begin = tokens[index], index
        inner = _NOTHING
        if token[0] == "(":
            alternatives, index = _mandatory(tokens, index + 1, words)
            inner = _any_of(alternatives) if token in ("(", "(?:") else _NOTHING
        elif len(token) > 2 and token[0] == "{" and token[1].isalpha():
            inner = _of_word(words[token[1:-1]], words)
        is_optional = index + 1 < len(tokens) and tokens[index + 1].startswith(_OPTIONAL)
        letter = _letter(token) if begin == index and not is_optional else ""
        if letter:
            run += letter
        else:
            kept[-1] += [frozenset((run,))] * bool(run.strip()) + [inner] * bool(inner and not is_optional)
            run = ""
        if token == "|":
            kept.append([])
        index += 1
    kept[-1] += [frozenset((run,))] * bool(run.strip())
    return kept, index


_WORDS_NEEDLES: dict[str, frozenset[str]] = {}


def _of_word(pattern: str, words: Mapping[str, str]) -> frozenset[str]:
    if pattern not in _WORDS_NEEDLES:
        tokens = [token[0] for token in _TOKEN.finditer(pattern)]
        _WORDS_NEEDLES[pattern] = _any_of(_mandatory(tokens, 0, words)[0])
    return _WORDS_NEEDLES[pattern]


def _letter(token: str) -> str:
    if len(token) > 1 and token[0] not in "([{\\":
        return token
    if len(token) == 1:
        return "" if token in ".^$?*+|\x00\x01" else token
    return token[1] if token[0] == "\\" and token[1] in _LITERAL else ""


def _worth(needles: frozenset[str]) -> tuple[int, int]:
    return min(len(needle.strip()) for needle in needles), -len(needles)
