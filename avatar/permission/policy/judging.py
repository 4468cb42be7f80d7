"""Judge a script by rules: which ideas it holds, how close together, and what excuses them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from avatar.permission.policy.folding import plain, readings
from avatar.permission.policy.lexicon import ALSO, LANGUAGES, Lexicon, Purpose, Rule, read_lexicon
from avatar.permission.policy.needles import RULES
from avatar.permission.policy.verdict import STRICTNESS, Decision, Finding, Verdict, strictest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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


class Places:
    """Where a concept is said, for one that asks what is beside it."""

    def __init__(self, matches: Iterator[Match], sentence: Callable[[int], int], clause: Callable[[int], int]) -> None:
        self.matches = tuple(matches)
        self._starts = [match.start for match in self.matches]
        self._sentences = frozenset(map(sentence, self._starts))
        self._clauses = frozenset(map(clause, self._starts))
        self._sentence, self._clause = sentence, clause

    def is_within(self, match: Match, scope: str) -> bool:
        """Say whether one of them is so close to a match of another concept."""
        if scope == "clause":
            return self._clause(match.start) in self._clauses
        if scope == "text":
            nearest = bisect_left(self._starts, match.start - FAR)
            return nearest < len(self._starts) and self._starts[nearest] <= match.start + FAR
        apart, number = NEAR if scope == "near" else 0, self._sentence(match.start)
        return any(other in self._sentences for other in range(number - apart, number + apart + 1))


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
        for reading in readings(text, self._lexicon.sounds, uncut=True):
            for finding in _Scene(reading, self._lexicon, own, quoted).findings():
                best.setdefault(finding.rule, finding)
        found = tuple(sorted(best.values(), key=lambda finding: (finding.start, -STRICTNESS.index(finding.decision))))
        decisions: list[Decision] = [finding.decision for finding in found]
        return Verdict(strictest(decisions), found, is_covered(text, language))


def is_covered(text: str, language: str) -> bool:
    """Say whether the rules know the language of a text at all."""
    if language != "auto":
        return language.split("-")[0].lower() in LANGUAGES
    sample = plain(text[:SAMPLE])
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
        self._places: dict[tuple[str, frozenset[str]], Places] = {}
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
        for match in self._usable(rule.concepts[0], rule).matches:
            if any(self._said(name).is_within(match, "sentence") for name in rule.unless):
                continue
            if all(self._usable(name, rule).is_within(match, rule.within) for name in rule.concepts[1:]):
                return match
        return None

    def _heaviest(self, rule: Rule) -> Match | None:
        """Weigh every few sentences in a row; give the weightiest match of the first that weigh enough."""
        places: dict[int, dict[str, list[Match]]] = {}
        for name in (*rule.concepts, *(own for own in rule.weights if own not in rule.concepts)):
            against = rule.weights.get(name, 0) < 0
            said = (own for own in self._matches(name) if not self._is_negated(own.start, own.start, own.tongue))
            for match in said if against else self._usable(name, rule).matches:
                places.setdefault(self._sentence(match), {}).setdefault(name, []).append(match)
        for first in sorted(places):
            found: dict[str, list[Match]] = {}
            for number in range(first, first + WINDOW[rule.within]):
                for name, matches in places.get(number, {}).items():
                    found.setdefault(name, []).extend(matches)
            if any(name not in found for name in rule.concepts) or self._weight(found, rule) < rule.needs:
                continue
            best = found[max(found, key=lambda name: rule.weights.get(name, 0))][0]
            if not any(self._said(name).is_within(best, "sentence") for name in rule.unless):
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

    def _usable(self, name: str, rule: Rule) -> Places:
        """Give the places of a concept that what guards the rule does not excuse."""
        key = (name, rule.guards)
        if key not in self._places:
            kept = (match for match in self._matches(name) if not self._is_excused(match, rule.guards))
            self._places[key] = Places(kept, self._number, self._clause)
        return self._places[key]

    def _said(self, name: str) -> Places:
        """Give all places of a concept."""
        key = (name, frozenset[str]())
        if key not in self._places:
            self._places[key] = Places(iter(self._matches(name)), self._number, self._clause)
        return self._places[key]

    def _is_excused(self, match: Match, guards: frozenset[str]) -> bool:
        if match.is_negated and "negation" in guards:
            return True
        return "reporting" in guards and (self._is_reported(match) or self._is_told(match))

    def _matches(self, name: str) -> list[Match]:
        if name not in self._found:
            self._found[name] = self._search(self._lexicon.concepts[name])
        return self._found[name]

    def _search(self, concept: Concept) -> list[Match]:
        return sorted(
            Match(start, end, not is_firm and self._is_negated(start, end, tongue), tongue)
            for start, end, is_firm, tongue in self._meant(concept)
        )

    def _meant(self, concept: Concept) -> list[tuple[int, int, bool, str]]:
        """Find a concept, without what only looks like it."""
        found = self._spans(concept)
        excepted = _merged(self._excepted(concept)) if found else []
        return [own for own in found if not _meets(excepted, own[0], own[1])]

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
        return [(start, end, tongue) for start, end, _, tongue in self._meant(self._lexicon.concepts[name])]

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
            while (following, tongue) not in found and self._is_about_them(following):
                found.add((following, tongue))
                following += 1
        return found

    def _is_about_them(self, number: int) -> bool:
        return number <= len(self._sentences) and _HE.search(self._sentence_text(number)) is not None

    def _is_reported(self, match: Match) -> bool:
        return (self._sentence(match), match.tongue) in self._reports

    def _telling(self) -> set[int]:
        """Count the sentences in which, outside quotation marks, somebody warns, reports or tells a story."""
        told = (*self._bare("reporting"), *self._bare("telling"))
        return {self._number(start) for start, end, _ in told if not self._is_quoted(start, end)}

    def _is_quoted(self, start: int, end: int) -> bool:
        first, last = self._reading.span(start, end)
        return _meets(self._quoted, first + 1, last - 1)

    def _is_told(self, match: Match) -> bool:
        if not self._tellers or not self._is_quoted(match.start, match.end):
            return False
        number = self._sentence(match)
        return any(own in self._tellers for own in range(number - AROUND_QUOTES, number + AROUND_QUOTES + 1))

    def _sentence_text(self, number: int) -> str:
        first = self._sentences[number - 1] if number else 0
        return self._reading.text[first : self._sentences[number] if number < len(self._sentences) else None]

    def _sentence(self, match: Match) -> int:
        return self._number(match.start)

    def _number(self, place: int) -> int:
        return bisect_right(self._sentences, place)

    def _clause(self, place: int) -> int:
        return bisect_right(self._clauses, place)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap; in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _meets(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether one of some spans, in order and apart, overlaps what lies between `start` and `end`."""
    last = bisect_left(spans, (end,)) - 1
    return last >= 0 and start < spans[last][1]
