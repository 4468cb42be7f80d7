"""The rows of a table, numbered as the program numbers them in which its owner opens it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from avatar.campaign.sheet.cell import Cell

MOST_ROWS, MOST_COLUMNS = 10_000, 300
"""that a table may have"""
LONGEST = 20_000
"""characters of a cell"""
PROBLEM = "problem"
"""the column that is added when a table is given back; where there is one already, it is not read"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    number: int
    """as it is numbered where it is opened: the headers of a sheet are row 1; of JSON Lines, the line"""
    cells: dict[str, Cell]
    """what stands in it by the headers; empty cells too"""
    faults: tuple[tuple[str, str], ...] = ()
    """(header or "", sentence): what is wrong with it as it stands"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read."""

    path: Path
    """the file"""
    format: str
    """csv | tsv | xlsx | jsonl"""
    headers: tuple[str, ...]
    """in order, without blanks around them"""
    rows: tuple[Row, ...]
    """those that are not empty, in order"""
    notes: tuple[str, ...] = ()
    """what was found out about the file, sentences"""
    encoding: str = ""
    """of its bytes, as Python names it; "" of a workbook"""
    delimiter: str = ","
    """between its cells"""
    sheet: str = ""
    """of a workbook"""
    header_row: int = 1
    """number of the row of the headers"""
    lines: dict[int, int] = field(default_factory=dict)
    """of a CSV, the line on which a row begins, where it is another number than the row's"""


def checked_headers(written: Sequence[str], name: str) -> tuple[str, ...]:
    """Trim headers. Raise `InputError` for two that are the same, for too many, and for none."""
    headers = [clean_header(each) for each in written]
    while headers and not headers[-1]:
        headers.pop()
    if not any(headers):
        raise InputError(f"The table {name!r} has no headers; its first row names the columns, such as text or title.")
    if len(headers) > MOST_COLUMNS:
        raise InputError(f"The table {name!r} has {len(headers)} columns; leave {MOST_COLUMNS} at most.")
    seen: dict[str, int] = {}
    for place, header in enumerate(headers):
        key = header_key(header)
        if header and key in seen:
            raise InputError(
                f"The table {name!r} has the column {header!r} twice ({letter(seen[key])} and {letter(place)}); "
                "give one of them another header."
            )
        seen[key] = place
    return tuple(headers)


def clean_header(text: str) -> str:
    """Give a header without what is around it: blanks, marks of order and direction, line ends."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\t\n\r")
    return " ".join(seen.split())


def header_key(header: str) -> str:
    """Give what headers are compared by: Headline, headline and HEADLINE are one."""
    return unicodedata.normalize("NFKC", header).casefold()


def identifier(header: str) -> str:
    """Give the name under which texts know a column: product_name for "Product name"."""
    return re.sub(r"\W+", "_", unicodedata.normalize("NFKC", header)).strip("_").lower()


def letter(place: int) -> str:
    """Name a column by its place from 0 as spreadsheets do: A, B, ..., AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return f"column {name}"


def made_row(number: int, headers: Sequence[str], cells: Sequence[Cell]) -> Row | None:
    """Put cells under their headers; None for a row in which nothing stands."""
    if not any(each.strip() for each in cells):
        return None
    faults = list(_faults(headers, cells))
    named = {header: cell for header, cell in zip(headers, _padded(cells, len(headers)), strict=False) if header}
    return Row(number, named, tuple(faults))


def require_few(rows: Sequence[Row], name: str) -> None:
    """Raise `InputError` for a table of too many rows."""
    if len(rows) > MOST_ROWS:
        raise InputError(f"The table {name!r} has more than {MOST_ROWS:,} rows; make several campaigns of it.")


def _padded(cells: Sequence[Cell], length: int) -> list[Cell]:
    from avatar.campaign.sheet.cell import Cell

    return [*cells[:length], *(Cell("") for _ in range(length - len(cells)))]


def _faults(headers: Sequence[str], cells: Sequence[Cell]) -> Iterable[tuple[str, str]]:
    for place, cell in enumerate(cells):
        header = headers[place] if place < len(headers) else ""
        if cell.strip() and not header:
            yield (
                "",
                f"{cell[:40]!r} stands in {letter(place)}, which has no header; "
                "is there a delimiter too many before it, or is a cell not in quotation marks?",
            )
        if len(cell) > LONGEST:
            yield header, f"The cell has {len(cell):,} characters; leave {LONGEST:,} at most."
        if bad := next((sign for sign in cell if unicodedata.category(sign) == "Cc" and sign not in "\t\n\r"), ""):
            yield header, f"The cell holds the control sign U+{ord(bad):04X}, which nobody sees or says; delete it."
