"""The rule files: what they hold, checked while they are read.

A file may have `[words.LANGUAGE]` (pieces of patterns, used as {name}), `[concepts.NAME]` (a list of patterns per
language), `[[rule]]`, `[purposes.NAME]`, and the spellings of `sounds.toml` and `traditional.toml`. docs/policy.md
explains the patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError
from avatar.permission.policy.hearing import Hearing
from avatar.permission.policy.needles import RULES, found_before
from avatar.permission.policy.patterns import Phrase, check, phrases
from avatar.permission.policy.sounds import Sounds
from avatar.permission.policy.transcribing import Transcriber
from avatar.runtime.access import listed, told
from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.permission.policy.verdict import Decision

LANGUAGES = ("zh", "en", "es", "fr", "it", "pt", "ja")
"""that the shipped rules cover"""
ALSO = ("de",)
"""in which they know some demands, and no more"""
SCOPES = ("clause", "sentence", "near", "text")
"""how close together a rule's concepts must be; "near": within the next two sentences"""
GUARDS = ("negation", "reporting")
"""what excuses a match: "never ...", "scammers say that ..."; two concepts of these names"""
_JAPANESE = ("ja", "not_ja")
_KEYS = {"id", "category", "decision", "why", "all", "weights", "needs", "within", "unless", "guards"}


class Concept:
    """One idea and all the ways of saying it."""

    def __init__(
        self, name: str, lists: dict[str, list[str]], words: dict[str, dict[str, str]], is_shipped: bool = False
    ) -> None:
        self.name, self._lists, self._words, self._is_shipped = name, lists, words, is_shipped
        self._is_firm = bool(lists.get("firm"))
        self._phrases: dict[str, tuple[Phrase, ...]] = {}

    def patterns(self, language: str) -> tuple[Phrase, ...]:
        """Give what finds it in a language."""
        return self._of(language, language)

    def excepted(self, language: str) -> tuple[Phrase, ...]:
        """Give what looks like it in a language and is not."""
        return self._of(f"not_{language}", language)

    def _of(self, key: str, language: str) -> tuple[Phrase, ...]:
        if key not in self._phrases:
            items = [f"!{item.removeprefix('!')}" if self._is_firm else item for item in self._lists.get(key, [])]
            known = found_before(language) if self._is_shipped else {}
            self._phrases[key] = phrases(items, language, self._words[language], known)
        return self._phrases[key]

    def check(self) -> None:
        """Make all its expressions, since they may be somebody else's. Raise `InputError` if that fails."""
        try:
            for language in (*LANGUAGES, *ALSO):
                for phrase in (*self.patterns(language), *self.excepted(language)):
                    check(phrase)
        except (re.error, KeyError) as fault:
            raise InputError(
                f"The concept {self.name!r} has a pattern that cannot be used ({fault}); correct it."
            ) from fault


@dataclass(frozen=True, slots=True)
class Rule:
    """Which ideas together are objected to."""

    id: str
    """category and name, such as "codes.ask\""""
    category: str
    """what kind of harm"""
    decision: Decision
    """"hold" or "refuse\""""
    why: str
    """a sentence for the person who wrote the script"""
    concepts: tuple[str, ...]
    """all of which must be found; the first is the place that is shown"""
    weights: dict[str, int]
    """concepts that count for or against it; of those found within its reach, the sum is taken"""
    needs: int
    """the sum that objects; 0 if all that matters is `concepts`"""
    within: str
    """one of `SCOPES`"""
    unless: tuple[str, ...]
    """concepts of which none may be in the sentence of the first"""
    guards: frozenset[str]
    """of `GUARDS`"""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a purpose changes."""

    allow: frozenset[str]
    """ids of rules, or categories, that do not apply"""
    hold: frozenset[str]
    """ids of rules, or categories, that hold instead of refusing"""
    reports: bool
    """whether one warning or report excuses the whole text (news, lessons), not just its own sentence"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the rule files say."""

    concepts: dict[str, Concept]
    """by name"""
    rules: tuple[Rule, ...]
    """in the order of the files"""
    purposes: dict[str, Purpose]
    """by name; any other purpose changes nothing"""
    sounds: Sounds
    """unified spellings"""


@lru_cache(maxsize=4)
def read_lexicon(folders: tuple[Path, ...]) -> Lexicon:
    """Read every *.toml of the folders, later ones adding to earlier ones. Raise `InputError` for a faulty one."""
    tables: list[tuple[Path, dict[str, Any]]] = []
    for folder in folders:
        tables += [(path, _read(path)) for path in listed(folder, "*.toml")]
    return _assemble(tables)


def _read(path: Path) -> dict[str, Any]:
    try:
        with told(path):
            return read_toml(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise InputError(f"The rule file {str(path)!r} is not valid TOML ({fault}); correct it.") from fault


def _assemble(tables: Sequence[tuple[Path, dict[str, Any]]]) -> Lexicon:
    words: dict[str, dict[str, str]] = {language: {} for language in (*LANGUAGES, *ALSO)}
    for _, table in tables:
        for language, own in table.get("words", {}).items():
            words.setdefault(language, {}).update(own)
    sounds = _sounds([table for _, table in tables])
    words["ja"] = {name: pattern.translate(sounds.simplified) for name, pattern in words["ja"].items()}
    lists: dict[str, dict[str, list[str]]] = {}
    for _, table in tables:
        for name, own in table.get("concepts", {}).items():
            for key, items in own.items():
                # Folded text is in simplified characters, also what is Japanese.
                told = [item.translate(sounds.simplified) for item in items] if key in _JAPANESE else items
                lists.setdefault(name, {}).setdefault(key, []).extend(["yes"] * items if key == "firm" else told)
    first = tables[0][0].parent if tables else None
    # Words of other rules may change what a shipped pattern says.
    is_shipped = all(path.parent == RULES for path, _ in tables)
    concepts = {name: Concept(name, own, words, is_shipped) for name, own in lists.items()}
    for name in {name for path, table in tables if path.parent != first for name in table.get("concepts", {})}:
        concepts[name].check()
    rules = tuple(_rule(path, own, concepts) for path, table in tables for own in table.get("rule", ()))
    purposes = {name: _purpose(own) for _, table in tables for name, own in table.get("purposes", {}).items()}
    return Lexicon(concepts, rules, purposes, sounds)


def _rule(path: Path, own: dict[str, Any], concepts: dict[str, Concept]) -> Rule:
    shown = f"The rule {own.get('id', own)!r} of {path}"
    if unknown := set(own) - _KEYS:
        raise InputError(f"{shown} has an unknown key {sorted(unknown)[0]!r}; use {', '.join(sorted(_KEYS))}.")
    if lacking := {"id", "category", "decision", "why"} - set(own):
        raise InputError(f"{shown} has no {sorted(lacking)[0]!r}; add it.")
    weights, needs = own.get("weights", {}), own.get("needs", 0)
    if bool(weights) is not (needs > 0) or not (weights or own.get("all")):
        raise InputError(f"{shown} needs all = [...], or weights = {{...}} with needs above 0; add them.")
    for name in (*own.get("all", ()), *weights, *own.get("unless", ())):
        if name not in concepts:
            raise InputError(f"{shown} names the concept {name!r}, which no file defines; define it.")
    if own["decision"] not in ("hold", "refuse"):
        raise InputError(f"{shown} decides {own['decision']!r}; choose hold or refuse.")
    within, guards = own.get("within", "sentence"), frozenset(own.get("guards", GUARDS))
    if within not in SCOPES or not guards <= set(GUARDS):
        raise InputError(
            f"{shown} has within = {within!r} and guards {sorted(guards)}; choose of {SCOPES} and {GUARDS}."
        )
    return Rule(
        own["id"],
        own["category"],
        own["decision"],
        own["why"],
        tuple(own.get("all", ())),
        weights,
        needs,
        within,
        tuple(own.get("unless", ())),
        guards,
    )


def _purpose(own: dict[str, Any]) -> Purpose:
    return Purpose(frozenset(own.get("allow", ())), frozenset(own.get("hold", ())), bool(own.get("reports", False)))


def _sounds(tables: Sequence[dict[str, Any]]) -> Sounds:
    terms = [term for table in tables for term in table.get("sounds", ())]
    aliases = {alias: term for table in tables for alias, term in table.get("aliases", {}).items()}
    traditional = {
        old: new
        for table in tables
        for old, new in zip(table.get("traditional", ""), table.get("simplified", ""), strict=True)
    }
    spelled = {term: pinyin for table in tables for term, pinyin in table.get("spelled", {}).items()}
    syllables = {name: own for table in tables for name, own in table.get("syllables", {}).items()}
    told = [table["heard"] for table in tables if "heard" in table]
    words, small, innocent = (
        [word for own in told for word in own.get(key, "").split()] for key in ("words", "small", "innocent")
    )
    misspelt = {wrong: right for own in told for wrong, right in own.get("misspelt", {}).items()}
    hearing = Hearing(words, small, innocent, misspelt)
    return Sounds(terms, aliases, traditional, spelled, syllables, hearing, Transcriber(words, small))
