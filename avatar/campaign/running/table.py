"""The result of a campaign as a table for a spreadsheet: a line per clip, with its links and what is wrong with it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from avatar.campaign.sheet.delimited import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from avatar.campaign.job import Job, Problem
    from avatar.campaign.running.manifest import Line
    from avatar.campaign.running.place import Place

TABLE = "results.csv"
"""name of the file below a campaign's outputs"""
HEADER = (
    *("row", "language", "format", "state", "film", "seconds", "srt", "vtt", "thumbnail"),
    *("problem", "warnings", "content_id", "sha256"),
)
_BOM = "\ufeff"
"""by which spreadsheets know UTF-8"""


def write_table(place: Place, jobs: Sequence[Job], lines: Mapping[str, Line], problems: Sequence[Problem] = ()) -> None:
    """Write the table beside the films."""
    place.write(_BOM + as_csv([HEADER, *_rows(place, jobs, lines, problems)]), TABLE)


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Write rows as CSV (RFC 4180) of which no cell is a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


def harmless(cell: object) -> object:
    """Let a spreadsheet show a text as it is, whoever has written it."""
    return guarded(cell) if isinstance(cell, str) else cell


def _rows(
    place: Place, jobs: Sequence[Job], lines: Mapping[str, Line], problems: Sequence[Problem]
) -> Iterator[tuple[object, ...]]:
    for job in jobs:
        line = lines.get(job.input_hash)
        if line is None:
            yield job.row, job.language, job.format, "left", *("",) * 9
            continue
        made = line.outcome.at(job.output)
        links = [place.link(made.files[kind]) if kind in made.files else "" for kind in ("srt", "vtt", "thumbnail")]
        film = place.link(made.output) if made.is_done else ""
        told = (made.message, " ".join(made.warnings), made.content_id, made.sha256)
        yield job.row, job.language, job.format, made.state, film, made.seconds or "", *links, *told
    for each in problems:
        if each.is_fatal:
            told_of = f"{each.column}: {each.message}" if each.column else each.message
            yield each.row, each.language, "", "not planned", "", "", "", "", "", told_of, "", "", ""
