"""Judge a script by rules: which ideas it holds, how close together, and what excuses them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from avatar.permission.policy.folding import latin, readings
from avatar.permission.policy.lexicon import ALSO, LANGUAGES, Lexicon, Purpose, Rule, read_lexicon
from avatar.permission.policy.needles import RULES
from avatar.permission.policy.verdict import STRICTNESS, Decision, Finding, Verdict, strictest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from avatar.permission.policy.lexicon import Concept
    from avatar.permission.policy.mapped import Mapped

SHIPPED = RULES
"""The rule files of this package."""
REACH = {"zh": 16, "en": 60}
"""How far before a match, within its clause, a negation still excuses it, characters."""
NEAR = 2
"""Sentences after or before, for rules "within near"."""
FAR = 500
"""Characters, for rules "within text"."""
WINDOW = {"sentence": 1, "near": 3, "text": 8}
"""Sentences in a row whose concepts are weighed together."""
AROUND_QUOTES = 3
"""Sentences from a quotation within which a warning, or one who tells a story, excuses what is quoted."""

SAMPLE = 2000
"""Characters that are looked at to tell whether the rules know the language."""

_SENTENCE_END = re.compile(r"[.!?;](?![a-z0-9])|[.](?=[a-z]{3})|\n")
_CLAUSE_END = re.compile(
    r",(?! (?:\w+ ){1,4}(?:or|nor) | (?:or|nor) )|[:!?;\n]|[.](?![0-9])"
    r"|(?<![a-z])(?:but|however|instead|so please|then|only|except)(?![a-z])"
    "|但是|但|不过|而是|只需|只要|只能|仅|除了|然后"
)
_LETTERS = dict.fromkeys((*LANGUAGES, *ALSO), re.compile("[a-z]{2}")) | {
    "zh": re.compile("[\u3400-\u9fff]"),
    "ja": re.compile("[\u3041-\u30fa]"),
}
_COVERED = re.compile("[a-z\u3041-\u30fc\u3400-\u9fff]")
_TOGETHER = {"zh": "en"}
"""languages whose excuses count for each other, by the one that they are kept under; any other's count for itself"""
_QUOTED = re.compile(
    r"\"[^\"]{2,300}\"|[“„][^”“]{2,300}[”“]|«[^»]{2,300}»|「[^」]{2,300}」|『[^』]{2,300}』"
    r"|(?<![a-z])'[^']{8,300}'(?![a-z])"
)
_HE = re.compile(r"(?<![a-z])(?:they|he|she|the (?:caller|man|woman|person|stranger))(?![a-z])|他|她|对方|骗子")
_NO_PURPOSE = Purpose(frozenset(), frozenset(), reports=False)


class Match(NamedTuple):
    """One place where a concept is said."""

    start: int
    end: int
    is_negated: bool
    """and so excused, where the rule listens to negation"""
    tongue: str
    """whose excuses count for it"""


class RulePolicy:
    """The rules that ship here, and those of more folders."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Read the rules. Raise `InputError` for a file that cannot be used."""
        self._lexicon = read_lexicon((SHIPPED, *folders))

    def judge(self, text: str, *, language: str = "auto", purpose: str = "") -> Verdict:
        """Judge what would be heard of `text`; a few milliseconds for a page."""
        own = self._lexicon.purposes.get(purpose, _NO_PURPOSE)
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        best: dict[str, Finding] = {}
        for reading in readings(text, self._lexicon.sounds):
            for finding in _Scene(reading, self._lexicon, own, quoted).findings():
                best.setdefault(finding.rule, finding)
        found = tuple(sorted(best.values(), key=lambda finding: (finding.start, -STRICTNESS.index(finding.decision))))
        decisions: list[Decision] = [finding.decision for finding in found]
        return Verdict(strictest(decisions), found, is_covered(text, language))


def is_covered(text: str, language: str) -> bool:
    """Say whether the rules know the language of a text at all."""
    if language != "auto":
        return language.split("-")[0].lower() in LANGUAGES
    sample = latin(text[:SAMPLE].lower())
    letters = sum(map(str.isalpha, sample))
    return len(_COVERED.findall(sample)) >= 0.7 * letters


class _Scene:
    """One reading of a script, with everything that is said in it."""

    def __init__(self, reading: Mapped, lexicon: Lexicon, purpose: Purpose, quoted: list[tuple[int, int]]) -> None:
        self._reading, self._lexicon, self._purpose = reading, lexicon, purpose
        text = reading.text
        self._languages = [name for name, letter in _LETTERS.items() if letter.search(text)]
        self._sentences = [match.end() for match in _SENTENCE_END.finditer(text)]
        self._clauses = [match.end() for match in _CLAUSE_END.finditer(text)]
        self._found: dict[str, list[Match]] = {}
        self._negations: dict[str, list[tuple[int, int]]] = {}
        for start, end, tongue in sorted(self._bare("negation")):
            reach = REACH["en" if text[start:end].isascii() else "zh"]
            self._negations.setdefault(tongue, []).append((start, reach))
        self._reports = self._reporting()
        self._quoted = quoted
        self._tellers = self._telling() if quoted else set()

    def findings(self) -> Iterator[Finding]:
        """Give one finding for each rule that objects."""
        for rule in self._lexicon.rules:
            decision = self._decision(rule)
            if decision != "allow" and (match := self._first(rule)):
                yield Finding(rule.id, rule.category, decision, *self._reading.span(match.start, match.end), rule.why)

    def _decision(self, rule: Rule) -> Decision:
        names = {rule.id, rule.category}
        if names & self._purpose.allow:
            return "allow"
        return "hold" if names & self._purpose.hold else rule.decision

    def _first(self, rule: Rule) -> Match | None:
        if rule.weights:
            return self._heaviest(rule)
        for match in self._usable(rule.concepts[0], rule):
            sentence = self._sentence(match)
            if any(self._in_sentence(name, sentence) for name in rule.unless):
                continue
            if all(self._has_beside(match, name, rule) for name in rule.concepts[1:]):
                return match
        return None

    def _heaviest(self, rule: Rule) -> Match | None:
        """Weigh every few sentences in a row; give the weightiest match of the first that weigh enough."""
        places: dict[int, dict[str, list[Match]]] = {}
        for name in (*rule.concepts, *(own for own in rule.weights if own not in rule.concepts)):
            against = rule.weights.get(name, 0) < 0
            said = (own for own in self._matches(name) if not self._is_negated(own.start, own.start, own.tongue))
            for match in said if against else self._usable(name, rule):
                places.setdefault(self._sentence(match), {}).setdefault(name, []).append(match)
        for first in sorted(places):
            found: dict[str, list[Match]] = {}
            for number in range(first, first + WINDOW[rule.within]):
                for name, matches in places.get(number, {}).items():
                    found.setdefault(name, []).extend(matches)
            if any(name not in found for name in rule.concepts) or self._weight(found, rule) < rule.needs:
                continue
            best = found[max(found, key=lambda name: rule.weights.get(name, 0))][0]
            if not any(self._in_sentence(name, self._sentence(best)) for name in rule.unless):
                return best
        return None

    def _weight(self, found: dict[str, list[Match]], rule: Rule) -> int:
        """Sum the weights; what weighs more than 1 and is said in two places weighs 1 more."""
        total = 0
        for name, matches in found.items():
            weight = rule.weights.get(name, 0)
            is_said_again = any(match.start >= matches[0].end for match in matches[1:])
            total += weight + (weight > 1 and is_said_again and name not in rule.concepts)
        return total

    def _has_beside(self, match: Match, name: str, rule: Rule) -> bool:
        return any(self._is_within(match, other, rule.within) for other in self._usable(name, rule))

    def _is_within(self, one: Match, other: Match, scope: str) -> bool:
        if scope == "clause":
            return self._clause(one.start) == self._clause(other.start)
        if scope == "text":
            return abs(one.start - other.start) <= FAR
        apart = abs(self._sentence(one) - self._sentence(other))
        return apart <= (NEAR if scope == "near" else 0)

    def _usable(self, name: str, rule: Rule) -> Iterator[Match]:
        for match in self._matches(name):
            if match.is_negated and "negation" in rule.guards:
                continue
            if "reporting" in rule.guards and (self._is_reported(match) or self._is_told(match)):
                continue
            yield match

    def _matches(self, name: str) -> list[Match]:
        if name not in self._found:
            self._found[name] = self._search(self._lexicon.concepts[name])
        return self._found[name]

    def _search(self, concept: Concept) -> list[Match]:
        found = self._spans(concept)
        excepted = self._excepted(concept) if found else []
        return sorted(
            Match(start, end, not is_firm and self._is_negated(start, end, tongue), tongue)
            for start, end, is_firm, tongue in found
            if not any(first < end and start < last for first, last in excepted)
        )

    def _spans(self, concept: Concept) -> list[tuple[int, int, bool, str]]:
        text = self._reading.text
        return [
            (*span, _TOGETHER.get(language, language))
            for language in self._languages
            for phrase in concept.patterns(language)
            for span in phrase.spans(text)
        ]

    def _excepted(self, concept: Concept) -> list[tuple[int, int]]:
        text = self._reading.text
        return [
            (start, end)
            for language in self._languages
            for phrase in concept.excepted(language)
            for start, end, _ in phrase.spans(text)
        ]

    def _bare(self, name: str) -> list[tuple[int, int, str]]:
        """Find a concept without asking for negations."""
        concept = self._lexicon.concepts[name]
        found = self._spans(concept)
        excepted = self._excepted(concept) if found else []
        return [
            (start, end, tongue)
            for start, end, _, tongue in found
            if not any(first < end and start < last for first, last in excepted)
        ]

    def _is_negated(self, start: int, end: int, tongue: str) -> bool:
        negations = self._negations.get(tongue, [])
        clauses = (self._clause(start), self._clause(end - 1))
        latest = bisect_left(negations, (end,))
        for index in range(bisect_left(negations, (start - max(REACH.values()),)), latest):
            first, reach = negations[index]
            if start - reach <= first and self._clause(first) in clauses:
                return True
        return False

    def _reporting(self) -> set[tuple[int, str]]:
        """Count the sentences that warn or report, with those after them that go on about the same people."""
        found = {(self._number(start), tongue) for start, _, tongue in self._bare("reporting")}
        if found and self._purpose.reports:
            return {(number, tongue) for _, tongue in found for number in range(len(self._sentences) + 1)}
        for number, tongue in sorted(found):
            following = number + 1
            while following <= len(self._sentences) and _HE.search(self._sentence_text(following)):
                found.add((following, tongue))
                following += 1
        return found

    def _is_reported(self, match: Match) -> bool:
        return (self._sentence(match), match.tongue) in self._reports

    def _telling(self) -> set[int]:
        """Count the sentences in which, outside quotation marks, somebody warns, reports or tells a story."""
        told = (*self._bare("reporting"), *self._bare("telling"))
        return {self._number(start) for start, end, _ in told if not self._is_quoted(start, end)}

    def _is_quoted(self, start: int, end: int) -> bool:
        first, last = self._reading.span(start, end)
        return any(opening < last - 1 and first + 1 < closing for opening, closing in self._quoted)

    def _is_told(self, match: Match) -> bool:
        if not self._tellers or not self._is_quoted(match.start, match.end):
            return False
        number = self._sentence(match)
        return any(abs(number - teller) <= AROUND_QUOTES for teller in self._tellers)

    def _sentence_text(self, number: int) -> str:
        bounds = [0, *self._sentences, len(self._reading.text)]
        return self._reading.text[bounds[number] : bounds[number + 1]]

    def _in_sentence(self, name: str, sentence: int) -> bool:
        return any(self._sentence(match) == sentence for match in self._matches(name))

    def _sentence(self, match: Match) -> int:
        return self._number(match.start)

    def _number(self, place: int) -> int:
        return bisect_right(self._sentences, place)

    def _clause(self, place: int) -> int:
        return bisect_right(self._clauses, place)
