"""Ways of saying something: regular expressions that are made only for a text that holds what they cannot match without.

There are thousands of them, and a script needs some dozens. Each has needles, plain pieces of text one of which must be
there; looking for a needle costs a ten-thousandth of making an expression.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_GAP, _LONG_GAP = "\x00", "\x01"
_GAPS = {
    "zh": {_LONG_GAP: "[^.!?\n;]{0,24}?", _GAP: "[^.!?\n;,:]{0,12}?"},
    "": {_LONG_GAP: "(?:[ ,][^.!?\n;]{0,90}?)?[ ,]{1,2}", _GAP: "(?: [^.!?\n;,:]{0,45}?)? "},
}
_WORD = re.compile(r"\{([a-z_]+)\}")
_TOKEN = re.compile(
    r"\{[a-z_]+\}|\((?:\?(?:[:=!]|<[=!]))?|\)|\||\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|\{\d*,?\d*\}|[?*+]|[\x00\x01.^$]"
    r"|[^][(){}|\\?*+.^$\x00\x01]"
)
_OPTIONAL = ("?", "*", "{0", "{,")
_LITERAL = set(r".$?*+()[]{}|^-/\\")
_NOTHING: frozenset[str] = frozenset()


class Phrase(NamedTuple):
    """One way of saying something in one language."""

    source: str
    """a regular expression for folded text"""
    needles: tuple[str, ...]
    """plain pieces of text, one of which is in every match; none if no such piece is known"""
    is_firm: bool
    """whether a negation does not excuse it"""

    def spans(self, text: str) -> list[tuple[int, int, bool]]:
        """Give start, end and firmness of every place where it is said."""
        if self.needles and not any(needle in text for needle in self.needles):
            return []
        return [(*match.span(), self.is_firm) for match in _compile(self.source).finditer(text) if match[0]]


def phrases(items: list[str], language: str, words: Mapping[str, str]) -> tuple[Phrase, ...]:
    """Take the patterns of a rule file apart. Raise `KeyError` for an unknown {name}."""
    zh = language == "zh"
    found: list[Phrase] = []
    for item in items:
        is_firm, plain = item[:1] == "!", item.removeprefix("!")
        whole = _WORD.fullmatch(plain)
        marked = (words[whole[1]] if whole else plain).replace(" ~~ ", _LONG_GAP).replace(" ~ ", _GAP)
        for part in _alternatives(marked):
            needles = _needles(part if zh else " " + part, words)
            found.append(Phrase(_expanded(part, language, words), needles, is_firm))
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
    for gap, form in _GAPS["zh" if language == "zh" else ""].items():
        part = part.replace(gap, form)
    return part if language == "zh" else f" (?:{part})(?![a-z0-9])"  # folded text has a space before each word


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


def _needles(part: str, words: Mapping[str, str]) -> tuple[str, ...]:
    tokens = [token[0] for token in _TOKEN.finditer(part)]
    return tuple(sorted(_best(tokens, 0, words)[0]))


def _best(tokens: list[str], index: int, words: Mapping[str, str]) -> tuple[frozenset[str], int]:
    """Give the best needles of the alternatives from `index` to their ")", and where that is."""
    kept: list[frozenset[str]] = []
    best, run = _NOTHING, ""
    while index < len(tokens) and tokens[index] != ")":
        token = tokens[index]
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if token == "|":
            kept.append(_better(best, run))
            best, run = _NOTHING, ""
        elif token[0] == "(":
            inner, index = _best(tokens, index + 1, words)
            following = tokens[index + 1] if index + 1 < len(tokens) else ""
            best, run = _better(best, run), ""
            if not following.startswith(_OPTIONAL) and token in ("(", "(?:"):
                best = _better_of(best, inner)
        elif len(token) > 2 and token[0] == "{" and token[1].isalpha():
            best, run = _better(best, run), ""
            if not following.startswith(_OPTIONAL):
                best = _better_of(best, _of_word(words[token[1:-1]], words))
        elif len(letter := _letter(token)) == 1 and not following.startswith(_OPTIONAL):
            run += letter
        else:
            best, run = _better(best, run), ""
        index += 1
    kept.append(_better(best, run))
    return (frozenset().union(*kept) if all(kept) else _NOTHING), index


_WORDS_NEEDLES: dict[str, frozenset[str]] = {}


def _of_word(pattern: str, words: Mapping[str, str]) -> frozenset[str]:
    if pattern not in _WORDS_NEEDLES:
        _WORDS_NEEDLES[pattern] = _best([token[0] for token in _TOKEN.finditer(pattern)], 0, words)[0]
    return _WORDS_NEEDLES[pattern]


def _letter(token: str) -> str:
    if len(token) == 1:
        return "" if token in ".^$?*+\x00\x01" else token
    return token[1] if token[0] == "\\" and token[1] in _LITERAL else ""


def _better(best: frozenset[str], run: str) -> frozenset[str]:
    return _better_of(best, frozenset((run,))) if run.strip() else best


def _better_of(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    def worth(needles: frozenset[str]) -> tuple[int, int]:
        return min(len(needle.strip()) for needle in needles), -len(needles)

    if not one or not other:
        return one or other
    return max(one, other, key=worth)
