"""Problems as people read them: a line for each kind, an object for programs, a cell for each row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from avatar.campaign.job import Problem
    from avatar.campaign.preflight.check import Checked

HEADER = ("row", "column", "language", "problem")
"""of the table of problems"""


def lines(problems: Iterable[Problem]) -> list[tuple[str, str, str, str]]:
    """Give a line per problem; rows and languages that have the same one share it: 2-40, 52 in zh, en."""
    languages: dict[tuple[int, str, str, bool], list[str]] = defaultdict(list)
    for each in problems:
        languages[each.row, each.column, each.message, each.is_fatal].append(each.language)
    alike: dict[tuple[str, str, str, bool], list[int]] = defaultdict(list)
    for (row, column, message, is_fatal), told in languages.items():
        alike[column, ", ".join(filter(None, told)), message, is_fatal].append(row)
    return [
        (spans(rows), column, named, message if is_fatal else f"(warning) {message}")
        for (column, named, message, is_fatal), rows in alike.items()
    ]


def spans(rows: Sequence[int]) -> str:
    """Write numbers of rows shortly: 2-40, 52; "all" for what concerns the campaign as a whole."""
    told = list[list[int]]()
    for row in sorted(set(rows)):
        if told and row == told[-1][1] + 1:
            told[-1][1] = row
        else:
            told.append([row, row])
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in told]
    return ", ".join("all" if each == "0" else each for each in parts)


def described(checked: Checked) -> dict[str, object]:
    """Give the object of `avatar campaign check --json`."""
    return {
        "campaign": checked.campaign.name,
        "table": str(checked.table.path),
        "rows": len(checked.table.rows),
        "languages": list(checked.campaign.languages),
        "clips": len(checked.jobs),
        "seconds": round(sum(checked.seconds.values()), 1),
        "fatal": len(checked.fatal),
        "warnings": len(checked.problems) - len(checked.fatal),
        "problems": [
            {
                "row": each.row,
                "column": each.column,
                "language": each.language,
                "message": each.message,
                "fatal": each.is_fatal,
            }
            for each in checked.problems
        ],
        "notes": list(checked.table.notes),
    }


def by_row(checked: Checked) -> dict[int, str]:
    """Give what is wrong with each row, for the column `problem` of its owner's table."""
    told: dict[int, list[str]] = defaultdict(list)
    for each in checked.problems:
        if each.row:
            where = each.column or "row"
            told[each.row].append(f"{where}: {each.message}" if each.is_fatal else f"{where} (warning): {each.message}")
    return {row: "\n".join(dict.fromkeys(sentences)) for row, sentences in told.items()}


def summary(checked: Checked) -> str:
    """Say in one line how it stands."""
    rows = {each.row for each in checked.fatal if each.row}
    warnings = len(checked.problems) - len(checked.fatal)
    parts = [f"{_counted(len(checked.jobs), 'clip')} of {_counted(len(checked.table.rows), 'row')} can be made"]
    if rows:
        parts.append(f"{_counted(len(rows), 'row')} {'has' if len(rows) == 1 else 'have'} faults")
    if any(not each.row for each in checked.fatal):
        parts.append("the campaign as a whole has faults")
    if warnings:
        parts.append(_counted(warnings, "warning"))
    return f"{'; '.join(parts)}."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
