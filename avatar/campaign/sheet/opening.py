"""A table's file is opened by whoever reads its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.campaign.sheet.delimited import read_delimited
from avatar.campaign.sheet.json_lines import read_json_lines
from avatar.campaign.sheet.workbook import read_workbook
from avatar.errors import InputError
from avatar.runtime.access import told

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.campaign.sheet.table import Table

FORMATS = {".csv": "csv", ".tsv": "tsv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".jsonl": "jsonl"}
"""of a table by its file's ending"""
LARGEST = 50_000_000
"""bytes of a table's file"""
_ELSEWHERE = {
    ".xls": "save it as .xlsx",
    ".ods": "save it as .xlsx or .csv",
    ".numbers": "export it as .xlsx or .csv",
    ".json": "write one object a line, as .jsonl",
}
"""what people have, and what they can do about it"""


def read_table(path: Path, sheet: str = "", encoding: str = "") -> Table:
    """Read a table. Raise `InputError` if it is none; what is wrong with one row alone is noted with that row."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        cure = _ELSEWHERE.get(suffix, "give a .csv, .tsv, .xlsx or .jsonl file")
        raise InputError(f"The table {path.name!r} is of a kind that is not read here; {cure}.")
    if not path.is_file():
        raise InputError(f"There is no table {str(path)!r}; check its name in campaign.yaml.")
    with told(path, "choose another table"):
        size = path.stat().st_size
    if size > LARGEST:
        raise InputError(f"The table {path.name!r} has {size / 1e6:.0f} MB; split it, {LARGEST / 1e6:.0f} MB at most.")
    if FORMATS[suffix] == "xlsx":
        return read_workbook(path, sheet)
    if FORMATS[suffix] == "jsonl":
        return read_json_lines(path, encoding)
    return read_delimited(path, FORMATS[suffix], encoding)
