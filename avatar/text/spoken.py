"""The pieces between a written text and its pronunciations, and how rules find them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAUSE = ","
"""Reading of punctuation inside an utterance at which a speaker takes a short pause."""

PAUSES = r"[,，、;；:：،؛—–…⋯()（）\[\]【】{}《》〈〉|]|\.{2,}|(?<!\w)-{1,3}(?!\w)|[.。．!！?？؟۔।॥]"
"""Pattern of punctuation at which a speaker pauses."""


class Spoken(NamedTuple):
    """Something written and what is said for it."""

    word: str
    """as written"""
    says: str
    """Chinese characters where the language is "zh", else words; `PAUSE` for a pause"""
    language: str
    """BCP-47"""


class Rule(NamedTuple):
    """A form of writing and how it is said."""

    pattern: str
    """regular expression without capturing groups"""
    read: Callable[[re.Match[str]], list[Spoken] | None]
    """gives what is said for one match, None where the words around it speak against this rule"""


class Rules:
    """An ordered list of rules; at each place the first that fits wins, and what none fits is not said."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules
        self._scanner = re.compile("|".join(f"(?P<r{index}>{rule.pattern})" for index, rule in enumerate(rules)))

    def read(self, text: str) -> list[Spoken]:
        """Give what is said, in order, with one pause where several meet and none at the ends."""
        kept: list[Spoken] = []
        for piece in self._scan(text):
            if piece.says != PAUSE or (kept and kept[-1].says != PAUSE):
                kept.append(piece)
        return kept[:-1] if kept and kept[-1].says == PAUSE else kept

    def _scan(self, text: str) -> Iterator[Spoken]:
        place = 0
        while match := self._scanner.search(text, place):
            first = int(str(match.lastgroup)[1:])
            said = self._rules[first].read(match)
            if said is None:
                match, said = self._next(first + 1, text, match)
            yield from said
            place = max(match.end(), match.start() + 1)

    def _next(self, first: int, text: str, match: re.Match[str]) -> tuple[re.Match[str], list[Spoken]]:
        """Try the rules from `first` on where an earlier one matched and then would not read it."""
        for rule in self._rules[first:]:
            other = re.compile(rule.pattern).match(text, match.start())
            said = rule.read(other) if other and other[0] else None
            if other and said is not None:
                return other, said
        # Nobody reads this character; the next is tried.
        empty = re.compile("").match(text, match.start())
        return empty or match, []


def pause(match: re.Match[str]) -> list[Spoken]:
    """Read punctuation."""
    return [Spoken(match[0].strip() or match[0], PAUSE, "")]
