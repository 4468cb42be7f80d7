"""The pieces between a written text and its pronunciations, and how rules find them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.runtime.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
    """gives what is said for one match; None where it is something else, for the rules behind to read"""


class Rules:
    """An ordered list of rules; at each place the first that fits wins, and what none fits is not said."""

    def __init__(self, rules: tuple[Rule, ...], name: str = "") -> None:
        """Take the rules; by a name, what they are compiled to is found again at the next start."""
        self._rules = rules
        whole = "|".join(f"(?P<r{index}>{rule.pattern})" for index, rule in enumerate(rules))
        self._scanner = expression(whole, name) if name else re.compile(whole)
        self._alone: dict[int, re.Pattern[str]] = {}

    def read(self, text: str) -> list[Spoken]:
        """Give what is said, in order, with one pause where several meet and none at the ends."""
        return with_single_pauses(self._scan(text))

    def _scan(self, text: str) -> Iterator[Spoken]:
        place = 0
        while match := self._scanner.search(text, place):
            index = int(str(match.lastgroup)[1:])
            said, end = self._rules[index].read(match), match.end()
            if said is None:
                said, end = self._behind(text, match.start(), index)
            yield from said
            # A rule that takes nothing must not be asked for the same place for ever.
            place = end if end > match.start() else match.start() + 1

    def _behind(self, text: str, start: int, index: int) -> tuple[list[Spoken], int]:
        """Ask the rules behind the one that has refused a place."""
        for later in range(index + 1, len(self._rules)):
            rule = self._rules[later]
            if later not in self._alone:
                self._alone[later] = re.compile(rule.pattern)
            match = self._alone[later].match(text, start)
            said = rule.read(match) if match else None
            if match and said is not None:
                return said, match.end()
        return [], start


def pause(match: re.Match[str]) -> list[Spoken]:
    """Read punctuation."""
    return [Spoken(match[0].strip() or match[0], PAUSE, "")]


def with_single_pauses(pieces: Iterable[Spoken]) -> list[Spoken]:
    """Keep one pause where several meet, and none at the ends."""
    kept: list[Spoken] = []
    for piece in pieces:
        if piece.says != PAUSE or (kept and kept[-1].says != PAUSE):
            kept.append(piece)
    return kept[:-1] if kept and kept[-1].says == PAUSE else kept
