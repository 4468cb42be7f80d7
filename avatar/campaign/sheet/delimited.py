"""Tables as plain text: CSV and TSV as spreadsheets write them, in any encoding that can be told."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from avatar.campaign.sheet.cell import Cell
from avatar.campaign.sheet.table import Row, Table, checked_headers, made_row, require_few
from avatar.errors import InputError, TextError
from avatar.runtime.access import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""what may stand between cells, and how it is called"""
_SAMPLE_ROWS = 50
"""that say which of them it is"""
_SAMPLE = 200_000
"""characters in which those are looked for"""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With which a spreadsheet takes a cell of a CSV for a formula. The last four are as wide as Chinese characters; some
spreadsheets in China and Japan take them for the narrow ones (OWASP, CSV injection)."""
_PLAIN_ENCODINGS = ("utf-8", "utf-8-sig")
"""which are not worth a word"""


def read_delimited(path: Path, kind: str, encoding: str = "") -> Table:
    """Read a CSV or TSV file. Raise `InputError` with the line of what is none."""
    text, found = _text(path, encoding)
    text, named = _without_hint(text)
    delimiter = named or ("\t" if kind == "tsv" else _sniffed(text))
    records = _records(path, text, delimiter)
    first = next(((number, line, cells) for number, line, cells in records if any(map(str.strip, cells))), None)
    if first is None:
        raise InputError(f"The table {path.name!r} is empty; its first row names the columns, such as text or title.")
    headers = checked_headers([unguarded(each) for each in first[2]], path.name)
    rows, lines = list[Row](), dict[int, int]()
    for number, line, cells in records:
        row = made_row(number, headers, [Cell(unguarded(each)) for each in cells])
        if row is not None:
            rows.append(row)
            if line != number:
                lines[number] = line
            require_few(rows, path.name)
    notes = [] if found in _PLAIN_ENCODINGS else [f"The table {path.name!r} was read as {found.upper()}."]
    if delimiter not in (",", "\t"):
        notes.append(f"Its cells are divided by {_DELIMITERS.get(delimiter, repr(delimiter))}.")
    return Table(path, kind, headers, tuple(rows), tuple(notes), found, delimiter, header_row=first[0], lines=lines)


def unguarded(text: str) -> str:
    """Give what stands in a cell that was guarded when it was written, see `guarded`."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_SIGNS else text


def guarded(text: str) -> str:
    """Give what is written into a CSV's cell, so that no spreadsheet takes it for a formula; numbers stay."""
    if not text.startswith(FORMULA_SIGNS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def read_text(path: Path, encoding: str) -> tuple[str, str]:
    """Read a text file, and say in which encoding it was. Raise `InputError` with the cure."""
    from avatar.text.encodings import decode_as_found

    with told(path, "choose another table"):
        content = path.read_bytes()
    try:
        text, found = decode_as_found(content, path.name, encoding)
    except TextError as fault:
        # It names an option of the shell; here it is a key.
        raise InputError(str(fault).replace("give --encoding ", "write into campaign.yaml, encoding: ")) from None
    return text.removeprefix("\ufeff"), found


_text = read_text


def _without_hint(text: str) -> tuple[str, str]:
    """Take away the line by which Excel says its delimiter, "sep=;"."""
    first, _, rest = text.partition("\n")
    hint = first.strip().strip('"')
    if hint.lower().startswith("sep=") and len(hint) == len("sep=") + 1:
        return rest, hint[-1]
    return text, ""


def _sniffed(text: str) -> str:
    """Find the delimiter: that by which most rows have as many cells as the first, two at least."""
    head = text[:_SAMPLE]
    scores = {delimiter: _score(head, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0.0, 0) else ","


def _score(text: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    counts: Counter[int] = Counter()
    width = 0
    try:
        for cells in reader:
            if not cells:
                continue
            width = width or len(cells)
            counts[len(cells)] += 1
            if counts.total() == _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0, 0
    return (counts[width] / counts.total(), width) if width > 1 else (0.0, 0)


def _records(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield number, first line and cells of each row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise InputError(_broken(path, line, str(fault))) from None
        number += 1
        yield number, line, cells
        line = reader.line_num + 1


def _broken(path: Path, line: int, fault: str) -> str:
    if "unexpected end" in fault:
        why = 'a quotation mark that begins there is never closed; write "" for one inside a cell'
    elif "expected after" in fault:
        why = 'something stands after a closing quotation mark; write "" for one inside a cell'
    elif "field larger" in fault:
        why = "a cell there is longer than 131,072 characters, or a quotation mark is never closed"
    else:
        why = fault
    return f"The table {path.name!r} cannot be read from line {line} on: {why}."
