"""The rule files: what they hold, checked while they are read.

A file may have `[words.LANGUAGE]` (pieces of patterns, used as {name}), `[concepts.NAME]` (a list of patterns per
language), `[[rule]]`, `[purposes.NAME]`, and the spellings of `sounds.toml` and `traditional.toml`. docs/policy.md
explains the patterns.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from avatar.errors import InputError
from avatar.provenance.policy.patterns import begins_plainly, branches
from avatar.provenance.policy.sounds import Sounds

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.provenance.policy.verdict import Decision

LANGUAGES = ("zh", "en")
"""that the shipped rules are written for"""
SCOPES = ("clause", "sentence", "near", "text")
"""how close together a rule's concepts must be; "near": within the next two sentences"""
GUARDS = ("negation", "reporting")
"""what excuses a match: "never ...", "scammers say that ..."; two concepts of these names"""

_GAPS = {
    "zh": {" ~~ ": "[^.!?\n;]{0,24}?", " ~ ": "[^.!?\n;,:]{0,12}?"},
    "en": {" ~~ ": "(?:[ ,][^.!?\n;]{0,90}?)?[ ,]{1,2}", " ~ ": "(?: [^.!?\n;,:]{0,45}?)? "},
}
_WORD = re.compile(r"\{([a-z_]+)\}")
_KEYS = {"id", "category", "decision", "why", "all", "within", "unless", "guards"}


class Pattern(NamedTuple):
    """Some ways of saying something in one language."""

    language: str
    """one of `LANGUAGES`"""
    is_firm: bool
    """whether a negation does not excuse it"""
    source: str
    """a regular expression for folded text"""

    @property
    def expression(self) -> re.Pattern[str]:
        """Compile it when it is first used: most scripts need only one language's."""
        return _compile(self.source)


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea and all the ways of saying it."""

    name: str
    """what rules call it"""
    patterns: tuple[Pattern, ...]
    """that find it"""
    excepted: tuple[Pattern, ...]
    """that find what looks like it and is not"""


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
        tables += [(path, _read(path)) for path in sorted(folder.glob("*.toml"))]
    return _assemble(tables)


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(f"The rule file {str(path)!r} is not valid TOML ({fault}); correct it.") from fault
    return content


def _assemble(tables: Sequence[tuple[Path, dict[str, Any]]]) -> Lexicon:
    words: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for _, table in tables:
        for language, own in table.get("words", {}).items():
            words.setdefault(language, {}).update(own)
    patterns: dict[str, dict[str, list[str]]] = {}
    for _, table in tables:
        for name, lists in table.get("concepts", {}).items():
            for key, items in lists.items():
                patterns.setdefault(name, {}).setdefault(key, []).extend(items)
    concepts = {name: _concept(name, lists, words) for name, lists in patterns.items()}
    if len({path.parent for path, _ in tables}) > 1:
        for concept in concepts.values():
            _check(concept)
    rules = tuple(_rule(path, own, concepts) for path, table in tables for own in table.get("rule", ()))
    purposes = {name: _purpose(own) for _, table in tables for name, own in table.get("purposes", {}).items()}
    return Lexicon(concepts, rules, purposes, _sounds([table for _, table in tables]))


def _concept(name: str, lists: dict[str, list[str]], words: dict[str, dict[str, str]]) -> Concept:
    try:
        compiled = tuple(
            Pattern(language, firm, expression)
            for language in LANGUAGES
            for firm in (False, True)
            if (items := [item.removeprefix("!") for item in lists.get(language, ()) if (item[:1] == "!") is firm])
            for expression in _compiled(items, language, words[language])
        )
        excepted = tuple(
            Pattern(language, False, expression)
            for language in LANGUAGES
            if (items := lists.get(f"not_{language}", []))
            for expression in _compiled(items, language, words[language])
        )
    except KeyError as fault:
        raise InputError(f"The concept {name!r} has a pattern that cannot be used ({fault}); correct it.") from fault
    return Concept(name, compiled, excepted)


@cache
def _compile(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _check(concept: Concept) -> None:
    """Compile all of a concept, because it may come from somebody else. Raise `InputError` if that fails."""
    try:
        for pattern in (*concept.patterns, *concept.excepted):
            _compile(pattern.source)
    except re.error as fault:
        raise InputError(
            f"The concept {concept.name!r} has a pattern that cannot be used ({fault}); correct it."
        ) from fault


def _compiled(items: list[str], language: str, words: dict[str, str]) -> list[str]:
    parts = [branch for item in items for branch in branches(_expanded(item, language, words))]
    plain = [part for part in parts if begins_plainly(part)]
    rest = [part for part in parts if not begins_plainly(part)]
    before, after = (" ", "(?![a-z0-9])") if language == "en" else ("", "")  # folded text has a space before each word
    return [f"{before}(?:{'|'.join(some)}){after}" for some in (plain, rest) if some]


def _expanded(pattern: str, language: str, words: dict[str, str]) -> str:
    while found := _WORD.search(pattern):
        pattern = pattern.replace(found[0], f"(?:{words[found[1]]})")
    for gap, form in _GAPS[language].items():
        pattern = pattern.replace(gap, form)
    return pattern


def _rule(path: Path, own: dict[str, Any], concepts: dict[str, Concept]) -> Rule:
    shown = f"The rule {own.get('id', own)!r} of {path}"
    if unknown := set(own) - _KEYS:
        raise InputError(f"{shown} has an unknown key {sorted(unknown)[0]!r}; use {', '.join(sorted(_KEYS))}.")
    if lacking := {"id", "category", "decision", "why", "all"} - set(own):
        raise InputError(f"{shown} has no {sorted(lacking)[0]!r}; add it.")
    for name in (*own["all"], *own.get("unless", ())):
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
        tuple(own["all"]),
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
    return Sounds(terms, aliases, traditional)
