"""Tables as JSON Lines: an object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from avatar.campaign.sheet.cell import Cell
from avatar.campaign.sheet.delimited import read_text
from avatar.campaign.sheet.table import Row, Table, checked_headers, clean_header, made_row, require_few
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read_json_lines(path: Path, encoding: str = "") -> Table:
    """Read a file of JSON Lines. Raise `InputError` with the line of what is no object."""
    text, found = read_text(path, encoding)
    objects = [(number, _object(path, number, line)) for number, line in _lines(text)]
    headers = checked_headers(list(dict.fromkeys(name for _, each in objects for name in each)), path.name)
    rows = list[Row]()
    for number, each in objects:
        faults = tuple(_faults(each))
        row = made_row(number, headers, [_cell(each.get(name)) for name in headers])
        if row is None and not faults:
            continue
        rows.append(Row(number, row.cells if row else {}, (*(row.faults if row else ()), *faults)))
        require_few(rows, path.name)
    return Table(path, "jsonl", headers, tuple(rows), (), found)


def _lines(text: str) -> Iterable[tuple[int, str]]:
    # Only \n ends a line: JSON may hold the other signs that Python takes for line ends.
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    where = f"The table {path.name!r}, line {number}"
    try:
        value = json.loads(line, object_pairs_hook=lambda pairs: _unique(pairs, where))
    except json.JSONDecodeError as fault:
        raise InputError(f"{where} is not JSON ({fault.msg}, sign {fault.colno}); write one object a line.") from None
    except (RecursionError, ValueError):
        raise InputError(f"{where} holds more than a table's row can; write plain values.") from None
    if not isinstance(value, dict):
        raise InputError(f'{where} is no object; write one a line, such as {{"text": "Hello."}}.')
    return value


def _unique(pairs: list[tuple[str, Any]], where: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for written, value in pairs:
        name = clean_header(written)
        if name in found:
            raise InputError(f"{where} has {name!r} twice; keep one.")
        found[name] = value
    return found


def _faults(row: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in row.items():
        is_flat = isinstance(value, list) and not any(isinstance(each, list | dict) for each in value)
        if isinstance(value, dict) or (isinstance(value, list) and not is_flat):
            yield name, f"{name!r} holds more than a cell can; give a text, a number, or a list of them."


def _cell(value: object) -> Cell:
    """Write a value of JSON as a cell; a list has its items a line each."""
    if value is None or isinstance(value, dict):
        return Cell("")
    if isinstance(value, list):
        return Cell("\n".join(_cell(each) for each in value if not isinstance(each, list | dict)))
    if isinstance(value, bool):
        return Cell("true" if value else "false", value)
    return Cell(str(value), value)
