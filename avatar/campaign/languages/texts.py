"""Which texts of a campaign are to be had in other languages, and how its people have approved them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.campaign.job import Problem
from avatar.campaign.languages.answers import FILE as ANSWERS
from avatar.campaign.languages.answers import Answers
from avatar.campaign.languages.checking import faults
from avatar.campaign.languages.endpoint import Endpoint
from avatar.campaign.languages.glossary import Glossary, read_glossary
from avatar.campaign.languages.review import FILE, Entry, merged, read_review, write_review
from avatar.campaign.languages.translating import Wanted, translate
from avatar.campaign.sheet.campaign import Translation
from avatar.campaign.sheet.cell import Cell
from avatar.campaign.sheet.columns import read_columns, split
from avatar.campaign.sheet.table import Row, Table
from avatar.errors import InputError
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from avatar.campaign.languages.translating import Translated
    from avatar.campaign.sheet.campaign import Campaign

COMMAND = "avatar campaign translate"
"""what makes the file of a review"""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one table that are to be had in other languages."""

    source: str
    """BCP-47, of the language that they are in"""
    entries: tuple[Entry, ...]
    """each row, column and language that has no text of its own"""


def lacking(campaign: Campaign, table: Table) -> Texts:
    """Find them: each column that is translated, in each language, where the table itself says nothing."""
    if len(campaign.languages) < 2:
        return Texts(next(iter(campaign.languages), ""), ())
    source, *targets = campaign.languages
    columns = read_columns(campaign, table)
    entries = list[Entry]()
    if "language" in columns.headers:  # each row is in one language already
        return Texts(source, ())
    for row in table.rows:
        for name in settings_of(campaign).columns:
            given = columns.header(name, source)
            text = row.cells[given].strip() if given else ""
            for target in targets if text else ():
                own = _own_header(columns.headers.get(name, {}), target)
                if own is None or not row.cells[own].strip():
                    entries.append(Entry(row.number, name, target, text))
    return Texts(source, tuple(entries))


def _own_header(headers: dict[str, str], language: str) -> str | None:
    return headers.get(language.lower(), headers.get(language.lower().split("-")[0]))


def settings_of(campaign: Campaign) -> Translation:
    """Give what a campaign says of its translations; the usual where it says nothing."""
    return campaign.translation or Translation()


def review_path(campaign: Campaign) -> Path:
    """Say where its review lies."""
    return campaign.folder / (settings_of(campaign).review or FILE)


def glossary_of(campaign: Campaign) -> Glossary:
    """Read its glossary."""
    told = settings_of(campaign)
    return read_glossary(campaign.folder / told.glossary if told.glossary else None, told.keep)


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of the translation has brought."""

    review: str
    """path of the file that people look at"""
    texts: int
    """that are to be had in other languages"""
    asked: int
    """of them, that the endpoint was asked for in this run"""
    lacking: int
    """that did not come"""
    doubtful: int
    """with a warning"""
    approved: int
    """that somebody has approved"""


def make_review(
    campaign: Campaign,
    table: Table,
    languages: Sequence[str] = (),
    review: Path | None = None,
    watch: Watch = unwatched,
) -> Report:
    """Translate what lacks, and write it into the review; what people have written there stays.

    Raise `InputError` for a campaign that names no endpoint, or nothing to translate.
    """
    texts, path = lacking(campaign, table), review or review_path(campaign)
    glossary, told = glossary_of(campaign), settings_of(campaign)
    before = read_review(path) if path.is_file() else ()
    known = {each.key for each in before if each.translation}
    them = [each for each in texts.entries if not languages or each.language in languages]
    if not them:
        raise InputError(_NOTHING)
    if not told.url:
        raise InputError(_NOBODY)
    endpoint = Endpoint(told.url, told.model, told.key_env, told.seconds, at_once=told.at_once)
    wanted = [Wanted(each.source, each.language) for each in them if each.key not in known]
    made = translate(wanted, texts.source, endpoint, glossary, Answers(campaign.folder / ANSWERS), watch)
    entries = list(merged(_filled(texts, made, glossary), before))
    write_review(path, entries)
    return Report(
        str(path),
        len(entries),
        sum(each.is_new for each in made.values()),
        sum(not each.translation for each in entries),
        sum(bool(each.translation and each.warnings) for each in entries),
        sum(each.is_approved for each in entries),
    )


_NOTHING = (
    "There is nothing to translate: campaign.yaml names one language, or the table says everything in all of them. "
    "Add languages, the first is the source: languages: [zh, en, ar]"
)
_NOBODY = (
    "campaign.yaml names no endpoint that translates; add translation: {url: http://127.0.0.1:11434/v1, model: "
    "qwen3:8b}, and key_env: NAME for one that takes a key. Or give the table a column for each language: text_de."
)


def _filled(texts: Texts, made: dict[Wanted, Translated], glossary: Glossary) -> Iterator[Entry]:
    """Put what came beside what was asked."""
    for each in texts.entries:
        found = made.get(Wanted(each.source, each.language))
        text = found.text if found else ""
        if not text:
            yield replace(each, warnings=_LACKS)
            continue
        told = faults(each.source, text, (texts.source, each.language), glossary)
        yield replace(each, translation=text, warnings=" ".join(fault.message for fault in told))


_LACKS = "No translation came that keeps all places to fill in; write one here, or translate again."


def approved(campaign: Campaign, table: Table, *, is_unreviewed: bool = False) -> tuple[Table, tuple[Problem, ...]]:
    """Give the table with the texts that were approved in columns of their own, and what nobody has approved.

    A table that says everything itself, and a campaign without a review, stay as they are. With `is_unreviewed` what
    has come counts as if it were approved.
    """
    texts, path = lacking(campaign, table), review_path(campaign)
    if not texts.entries or (campaign.translation is None and not path.is_file()):
        return table, ()
    if not path.is_file():
        tell = f"The texts in {_listed(texts)} are not translated yet; run: {COMMAND}"
        return _with(table, texts, {}), (Problem(0, "languages", "", tell),)
    found = {each.key: each for each in sorted(read_review(path), key=lambda each: each.is_approved)}
    glossary = glossary_of(campaign)
    cells: dict[int, dict[str, Cell]] = {}
    problems = list[Problem]()
    for each in texts.entries:
        entry, header = found.get(each.key), f"{each.column}[{each.language}]"
        why = _why_not(entry, texts, glossary, path.name, is_unreviewed=is_unreviewed)
        if why:
            problems.append(Problem(each.row, header, each.language, why))
        elif entry is not None:
            cells.setdefault(each.row, {})[header] = Cell(entry.translation)
    return _with(table, texts, cells), tuple(problems)


def _why_not(entry: Entry | None, texts: Texts, glossary: Glossary, file: str, *, is_unreviewed: bool) -> str:
    """Say why a translation may not be said; "" where it may."""
    if entry is None:
        return f"The text is new or was changed since it was translated; run: {COMMAND}"
    if not entry.translation:
        return f"There is no translation; write one into {file!r}, and approve it."
    told = faults(entry.source, entry.translation, (texts.source, entry.language), glossary)
    if fatal := [fault.message for fault in told if fault.is_fatal]:
        return f"The translation cannot be said: {fatal[0]} Correct it in {file!r}."
    if not entry.is_approved and not is_unreviewed:
        return f"Nobody has approved the translation; write yes beside it in {file!r}, or add --unreviewed."
    return ""


def _listed(texts: Texts) -> str:
    return ", ".join(dict.fromkeys(each.language for each in texts.entries))


def _with(table: Table, texts: Texts, cells: dict[int, dict[str, Cell]]) -> Table:
    """Add columns, but for those that the table has."""
    tags = tuple(dict.fromkeys(each.language for each in texts.entries))
    there = {_named(header, tags): header for header in table.headers}
    wanted = dict.fromkeys(f"{each.column}[{each.language}]" for each in texts.entries)
    added = [header for header in wanted if _named(header, tags) not in there]
    rows = []
    for row in table.rows:
        own = {header: Cell("") for header in added}
        for header, cell in cells.get(row.number, {}).items():
            own[there.get(_named(header, tags), header)] = cell
        rows.append(Row(row.number, row.cells | own, row.faults))
    return replace(table, headers=(*table.headers, *added), rows=tuple(rows))


def _named(header: str, languages: Sequence[str]) -> tuple[str, str]:
    name, tag = split(header, languages)
    return name, tag.lower()
