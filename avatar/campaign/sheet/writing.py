"""The customer's own table, given back with a column that says what is wrong with each row."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from avatar.campaign.sheet.delimited import guarded
from avatar.campaign.sheet.table import PROBLEM, Table, header_key
from avatar.campaign.sheet.workbook import load
from avatar.errors import InputError
from avatar.outside.documents import parsed
from avatar.runtime.access import whole_page

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_BOM = "\ufeff"
"""by which spreadsheets know UTF-8"""
_WIDTH = 60
"""characters of the column in a workbook"""


def write_problems(table: Table, told: Mapping[int, str], path: Path) -> None:
    """Write a table with a column `problem`, in the format that it came in and the order of its columns.

    `told` has what is wrong by the numbers of rows. Raise `InputError` for a file of another kind than the table's.
    """
    if path.suffix.lower() != table.path.suffix.lower():
        raise InputError(f"{path.name!r} would be of another kind than the table; name it with {table.path.suffix}.")
    if path.absolute() == table.path.absolute():
        raise InputError(f"{path.name!r} is the table itself; choose another name, so that nothing is lost.")
    write = {"xlsx": _workbook, "jsonl": _json_lines}.get(table.format, _delimited)
    with whole_page(path, "table") as part:
        write(table, told, part)


def _delimited(table: Table, told: Mapping[int, str], part: Path) -> None:
    headers = [each for each in table.headers if header_key(each) != PROBLEM]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\r\n")
    # Rows keep their numbers: what was empty above and between them stays.
    by_number = {row.number: row for row in table.rows}
    for number in range(1, max((*by_number, table.header_row)) + 1):
        if number == table.header_row:
            writer.writerow([guarded(each) for each in (*headers, PROBLEM)])
        elif number in by_number:
            cells = by_number[number].cells
            writer.writerow([guarded(each) for each in (*(cells.get(h, "") for h in headers), told.get(number, ""))])
        else:
            text.write("\r\n")
    part.write_text(_BOM + text.getvalue(), encoding="utf-8", newline="")


def _json_lines(table: Table, told: Mapping[int, str], part: Path) -> None:
    from avatar.campaign.sheet.delimited import read_text

    lines = list[str]()
    for number, line in enumerate(read_text(table.path, table.encoding)[0].split("\n"), 1):
        if line.strip():
            content: dict[str, Any] = parsed(line)
            kept = {name: value for name, value in content.items() if header_key(name) != PROBLEM}
            lines.append(json.dumps(kept | {PROBLEM: told.get(number, "")}, ensure_ascii=False))
        else:
            lines.append("")
    part.write_text("\n".join(lines), encoding="utf-8", newline="")


def _workbook(table: Table, told: Mapping[int, str], part: Path) -> None:
    """Add the column to the workbook itself, whose other sheets, formulas and looks stay."""
    from copy import copy

    from openpyxl.styles import Font

    book = load(table.path, keep_vba=table.path.suffix.lower() == ".xlsm")
    sheet = book[table.sheet]
    written = {header_key(str(cell.value or "").strip()): cell.column for cell in sheet[table.header_row]}
    column = written.get(PROBLEM, len(table.headers) + 1)
    _text(sheet.cell(table.header_row, column), PROBLEM)
    beside = sheet.cell(table.header_row, max(1, column - 1))
    if beside.has_style:
        sheet.cell(table.header_row, column)._style = copy(beside._style)
    sheet.column_dimensions[sheet.cell(table.header_row, column).column_letter].width = _WIDTH
    for row in table.rows:
        cell = sheet.cell(row.number, column)
        _text(cell, told.get(row.number, ""))
        cell.font = Font(color="C00000")
    book.save(part)


def _text(cell: Any, text: str) -> None:  # noqa: ANN401 - openpyxl has no types
    """Set a cell to a text, which stays one whatever it begins with."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
