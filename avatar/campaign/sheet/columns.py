"""Which column means what, and in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.campaign.job import Problem
from avatar.campaign.sheet.filters import locale_of
from avatar.campaign.sheet.keys import language_tag
from avatar.campaign.sheet.table import PROBLEM, header_key, identifier
from avatar.campaign.sheet.words import nearest
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from avatar.campaign.sheet.campaign import Campaign
    from avatar.campaign.sheet.table import Table

LOOK = ("face", "garment", "keep", "strength", "skin", "parser", "swapper")
"""names of columns that say what a row's portrait looks like"""
ROLES = ("text", "language", "id", "slug", "title", "portrait", "voice", "speed", "seconds", "seed", *LOOK)
"""names of columns that mean something by themselves"""
_BRACKETED = re.compile(r"(.+?)\s*[\[(（【]\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*[\])）】]")
_SUFFIXED = re.compile(r"(.+?)[_ -]([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?)")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table."""

    headers: dict[str, dict[str, str]]
    """header by name and language: {"text": {"": "text", "zh": "text[zh]"}}; the language is in lower case"""
    languages: tuple[str, ...]
    """that are made, BCP-47; those of a column `language` where no other says so"""
    problems: tuple[Problem, ...] = field(default=())
    """of the table as a whole"""

    def header(self, name: str, language: str = "") -> str | None:
        """Give the header of a name for a language: its own column, that of its main part, or the one for all."""
        found = self.headers.get(name, {})
        for tag in (language.lower(), language.lower().split("-")[0], ""):
            if tag in found:
                return found[tag]
        return None

    def own_header(self, name: str, language: str) -> str | None:
        """Give the header of a name for this language alone."""
        found = self.headers.get(name, {})
        return found.get(language.lower(), found.get(language.lower().split("-")[0]))

    @property
    def names(self) -> tuple[str, ...]:
        """All names that texts can use."""
        return tuple(self.headers)


def read_columns(campaign: Campaign, table: Table) -> Columns:
    """Find out which column of a table means what."""
    headers: dict[str, dict[str, str]] = {}
    problems = list[Problem]()
    wanted = campaign.languages or _languages_of(table.headers)
    meant = _meant(campaign, table, problems)
    for header in table.headers:
        if header and header_key(header) != PROBLEM:
            name, language = meant.get(header) or split(header, wanted)
            problems += _doubled(headers, name, language, header)
            headers.setdefault(name, {})[language.lower()] = header
    columns = Columns(headers, campaign.languages or _found(headers, table), ())
    problems += [*_lacking(columns, table), *_unwanted(table, campaign)]
    return Columns(headers, columns.languages, tuple(problems))


def split(header: str, languages: Sequence[str]) -> tuple[str, str]:
    """Part a header into a name and a language: text[zh], text (zh) and, for a language that is made, text_zh."""
    if found := _BRACKETED.fullmatch(header):
        if _is_language(found[2]):
            return identifier(found[1]), language_tag(found[2])
    elif found := _SUFFIXED.fullmatch(header):
        tag = language_tag(found[2])
        if tag.lower() in {each.lower() for each in languages}:
            return identifier(found[1]), tag
    return identifier(header), ""


def _languages_of(headers: Iterable[str]) -> tuple[str, ...]:
    """Find the languages in which there is a text."""
    found = []
    for header in headers:
        match = _BRACKETED.fullmatch(header) or _SUFFIXED.fullmatch(header)
        if match and identifier(match[1]) == "text" and _is_language(match[2]):
            found.append(language_tag(match[2]))
    return tuple(dict.fromkeys(found))


def _meant(campaign: Campaign, table: Table, problems: list[Problem]) -> dict[str, tuple[str, str]]:
    """Give name and language by header, as campaign.yaml says."""
    by_key = {header_key(header): header for header in table.headers if header}
    found: dict[str, tuple[str, str]] = {}
    for name, header in campaign.columns.items():
        if (written := by_key.get(header_key(header))) is None:
            hint = nearest(header, table.headers) or "; it has: " + ", ".join(filter(None, table.headers)) + "."
            problems.append(Problem(0, "columns", "", f"The table has no column {header!r}, as columns says{hint}"))
            continue
        found[written] = split(name, campaign.languages)
    return found


def _found(headers: dict[str, dict[str, str]], table: Table) -> tuple[str, ...]:
    """Give the languages of the columns of texts, else those that the column of languages names."""
    if named := tuple(language_tag(each) for each in headers.get("text", {}) if each):
        return named
    header = headers.get("language", {}).get("")
    cells = [row.cells[header].strip() for row in table.rows if header in row.cells] if header else []
    return tuple(dict.fromkeys(language_tag(each) for each in cells if each and _is_language(each)))


def _doubled(headers: dict[str, dict[str, str]], name: str, language: str, header: str) -> list[Problem]:
    other = headers.get(name, {}).get(language.lower())
    if other is None:
        return []
    return [Problem(0, header, "", f"The columns {other!r} and {header!r} mean the same, {name!r}; rename one.")]


def _lacking(columns: Columns, table: Table) -> list[Problem]:
    """Say which columns are not there without which nothing can be made."""
    if "text" not in columns.headers:
        known = ", ".join(each for each in table.headers if each)
        cure = f"it has: {known}. Name the one that is said, in campaign.yaml: columns: {{text: {table.headers[0]}}}"
        return [Problem(0, "text", "", f"The table has no column text{nearest('text', table.headers)}; {cure}")]
    if not columns.languages:
        message = (
            "Nobody says in which languages clips are made; add to campaign.yaml a line such as languages: [zh, en]"
        )
        return [Problem(0, "languages", "", message)]
    if "language" in columns.headers:
        return []
    texts = columns.headers["text"]
    is_source_there = "" in texts
    lacking = [
        each
        for place, each in enumerate(columns.languages)
        if columns.own_header("text", each) is None and not (is_source_there and place == 0)
    ]
    return [
        Problem(0, f"text_{tag}", tag, f"The table has no text in the language {tag!r}; add a column text_{tag}.")
        for tag in lacking
    ]


def _unwanted(table: Table, campaign: Campaign) -> list[Problem]:
    """Warn of texts in languages that are not made."""
    if not campaign.languages:
        return []
    made = {each.lower() for each in campaign.languages} | {each.lower().split("-")[0] for each in campaign.languages}
    found = [(header, _BRACKETED.fullmatch(header) or _SUFFIXED.fullmatch(header)) for header in table.headers]
    texts = [(header, language_tag(match[2])) for header, match in found if match and identifier(match[1]) == "text"]
    return [
        Problem(
            0,
            header,
            tag,
            f"{header!r} is not used: languages in campaign.yaml does not name {tag!r}.",
            False,
        )
        for header, tag in texts
        if tag.lower() not in made and _is_language(tag)
    ]


def _is_language(tag: str) -> bool:
    try:
        locale_of(tag)
    except InputError:
        return False
    return True
