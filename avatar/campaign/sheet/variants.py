"""Rows and languages become what is said, by whom, in which clip."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.campaign.job import Problem
from avatar.campaign.sheet.campaign import Fit, chosen
from avatar.campaign.sheet.cell import number_of
from avatar.campaign.sheet.columns import LOOK, Columns, read_columns
from avatar.campaign.sheet.keys import language_tag, placed
from avatar.campaign.sheet.row_values import CellError, RowValues
from avatar.campaign.sheet.slugs import Slugs
from avatar.edit.settings import FaceSettings
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.campaign.sheet.campaign import Campaign
    from avatar.campaign.sheet.table import Row, Table

_SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|\.\.|to)\s*(\d+(?:\.\d+)?)")
_TITLES = ("slug", "id", "title", "headline", "name", "text")
"""columns that name a row, the best first"""


@dataclass(frozen=True, slots=True)
class Look:
    """What a row's portrait is to look like."""

    face: str
    """whose face it gets, a path or the name of a portrait; "": its own"""
    garment: str
    """path of the picture of what it wears; "": its own clothes"""
    settings: FaceSettings
    """how the face is laid on"""
    parser: str = ""
    """path of a network that finds clothes; "": colours tell them"""
    swapper: str = ""
    """path or name of a network that draws the face; "": none does"""


@dataclass(frozen=True, slots=True)
class Variant:
    """One row in one language."""

    row: int
    """number of the row in the table"""
    language: str
    """BCP-47"""
    text: str
    """what is said"""
    slug: str
    """of its file"""
    portrait: str
    """name or path"""
    voice: str | None
    """name of the voice card; None: the language's own"""
    values: RowValues
    """what its texts can use"""
    options: dict[str, float | int]
    """of this row alone: speed, seed"""
    fit: Fit | None
    """how long it may be"""
    look: Look | None = None
    """what its portrait is to look like; None: as it is"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in which every row is told what it is."""

    variants: tuple[Variant, ...]
    """those that can be made so far, in the order of rows and languages"""
    problems: tuple[Problem, ...]
    """of the table and its rows"""
    columns: Columns
    """which column means what"""


def read_sheet(campaign: Campaign, table: Table) -> Sheet:
    """Read what each row says in each language; what is wrong with a row is told, and stops no other."""
    columns, slugs = read_columns(campaign, table), Slugs()
    if any(each.is_fatal and each.column in ("text", "languages") for each in columns.problems):
        return Sheet((), columns.problems, columns)
    variants, problems = list[Variant](), [*columns.problems]
    if not table.rows:
        problems.append(Problem(0, "table", "", "The table has headers and no rows; write what is said below them."))
    for row in table.rows:
        told = [Problem(row.number, column, "", sentence) for column, sentence in row.faults]
        # Each row takes its name whether it is good or not: that another is corrected must not rename its file.
        slug, made = slugs.take(*_titles(columns, row)), list[Variant]()
        if not told:
            made, told = _variants(campaign, columns, row, slug)
        variants += made
        problems += told
    return Sheet(tuple(variants), tuple(problems), columns)


def _variants(campaign: Campaign, columns: Columns, row: Row, slug: str) -> tuple[list[Variant], list[Problem]]:
    try:
        spoken = list(_spoken(columns, row))
    except CellError as fault:
        return [], [Problem(row.number, fault.column, "", str(fault))]
    if not spoken:
        column = columns.header("text", columns.languages[0]) or "text"
        message = "Nothing is said in this row in any language; write a text, or delete the row."
        return [], [Problem(row.number, column, "", message)]
    variants, problems = list[Variant](), list[Problem]()
    for language, header in spoken:
        values = RowValues(campaign, columns, row, language)
        try:
            variants.append(_variant(campaign, values, row, language, header, slug))
        except CellError as fault:
            problems.append(Problem(row.number, fault.column, language, str(fault)))
    return variants, problems


def _spoken(columns: Columns, row: Row) -> Iterator[tuple[str, str]]:
    """Yield the languages in which a row says something, each with the header of its text."""
    said = columns.header("language")
    if said is not None:
        language = _language(said, row, columns.languages)
        header = columns.header("text", language)
        if header is not None and row.cells[header].strip():
            yield language, header
        return
    for place, language in enumerate(columns.languages):
        header = columns.own_header("text", language) or (columns.header("text") if place == 0 else None)
        if header is not None and row.cells[header].strip():
            yield language, header


def _language(header: str, row: Row, languages: tuple[str, ...]) -> str:
    written = row.cells[header].strip()
    known = {each.lower(): each for each in languages}
    if not written and len(languages) == 1:
        return languages[0]
    found = known.get(language_tag(written).lower() if written else "")
    if found is None:
        what = f"The language {written[:40]!r} is not one of this campaign's" if written else "No language is given"
        raise CellError(header, f"{what}; write one of {', '.join(languages)}.")
    return found


def _titles(columns: Columns, row: Row) -> list[str]:
    """Give what a row is called, the best first, in whatever language it can be written with a-z."""
    headers = [header for name in _TITLES for header in columns.headers.get(name, {}).values()]
    cells = [row.cells[header].strip() for header in headers if header in row.cells]
    return [cell for cell in cells if cell and "{" not in cell]


def _variant(  # noqa: PLR0913 - where it stands, and what it is called
    campaign: Campaign, values: RowValues, row: Row, language: str, header: str, slug: str
) -> Variant:
    text = str(values.cell(header)).strip()
    if not text:
        raise CellError(header, "Filled in, the text says nothing; look at its conditions.")
    return Variant(
        row.number,
        language,
        text,
        slug,
        values.text("portrait") or chosen(campaign.portraits, language) or "xiaochen",
        values.text("voice") or chosen(campaign.voices, language),
        values,
        dict(_numbers(values)),
        _fit(campaign.fit, values),
        _look(campaign, values),
    )


def _numbers(values: RowValues) -> Iterator[tuple[str, float | int]]:
    """Yield what a row says of its own speed and seed."""
    if (written := values.text("speed")) and _is_column(values, "speed"):
        speed = float(_number(values, "speed", written))
        if not 0.5 <= speed <= 2:
            raise CellError(values.column("speed"), f"The speed {written!r} is out of range; give one from 0.5 to 2.")
        yield "speed", speed
    if (written := values.text("seed")) and _is_column(values, "seed"):
        seed = _number(values, "seed", written)
        if seed != int(seed) or seed < 0:
            raise CellError(values.column("seed"), f"The seed {written!r} is no whole number from 0 on.")
        yield "seed", int(seed)


def _look(campaign: Campaign, values: RowValues) -> Look | None:
    """Give what the row's columns say of its portrait's looks."""
    written = {name: values.text(name) for name in LOOK if _is_column(values, name)}
    face, garment, parser, swapper = (written.pop(name, "") for name in ("face", "garment", "parser", "swapper"))
    if not face and not garment:
        return None
    if swapper and not face:
        raise CellError(values.column("swapper"), f"It draws a face; say whose in {values.column('face')!r}.")
    return Look(
        _file_or(face, campaign) if face else "",
        _file("garment", "picture", garment, values, campaign) if garment else "",
        FaceSettings(**{name: _share(values, name, each) for name, each in written.items() if each}),
        _file("parser", "network", parser, values, campaign) if parser else "",
        _file_or(swapper, campaign) if swapper else "",
    )


def _file_or(name: str, campaign: Campaign) -> str:
    """Give a file of the campaign's folder, else what may be the name of a portrait or a network."""
    place = placed(campaign.folder, name)
    return place if os.path.isfile(place) else name  # noqa: PTH113 - Path.is_file raises for names that no disk takes


def _file(what: str, kind: str, name: str, values: RowValues, campaign: Campaign) -> str:
    place = placed(campaign.folder, name)
    if not os.path.isfile(place):  # noqa: PTH113 - as above
        message = f"There is no {kind} {name!r} in {str(campaign.folder)!r}; the {what} is a file of that folder."
        raise CellError(values.column(what), message)
    return place


def _share(values: RowValues, name: str, written: str) -> float:
    share = _number(values, name, written)
    if not 0 <= share <= 1:
        raise CellError(values.column(name), f"{written!r} is no share; give a number from 0 to 1.")
    return share


def _is_column(values: RowValues, name: str) -> bool:
    return values.column(name) in values.headers


def _number(values: RowValues, name: str, written: str) -> float:
    try:
        return float(number_of(written))
    except InputError as fault:
        raise CellError(values.column(name), str(fault)) from None


def _fit(usual: Fit | None, values: RowValues) -> Fit | None:
    """Give how long a clip may be, as its row says: 12, or 8-12."""
    written = values.text("seconds")
    if not written or not _is_column(values, "seconds"):
        return usual
    if found := _SECONDS.fullmatch(written):
        shortest, longest = float(found[1]), float(found[2])
    else:
        shortest, longest = 0.0, _number(values, "seconds", written)
    if not 0 <= shortest <= longest or longest <= 0:
        raise CellError(values.column("seconds"), f"{written!r} is no length of a clip; write 12, or 8-12.")
    return replace(usual or Fit(), shortest=shortest, longest=longest)
