"""Tables in workbooks, XLSX: the values of formulas, and numbers and dates as people see them."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from avatar.campaign.sheet.cell import Cell
from avatar.campaign.sheet.shown import shown
from avatar.campaign.sheet.table import MOST_COLUMNS, MOST_ROWS, Row, Table, checked_headers, made_row
from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNPACKED = 300_000_000
"""bytes of a workbook when it is unpacked; more is a trap, or no table"""
_HEAD = 4096
"""bytes of a part, in which its declarations would stand"""
_SEARCHED = 3
"""times as many rows as a table may have are looked through, for some may be empty"""
_DAMAGE = (
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, AssertionError),
    *(OSError, EOFError, SyntaxError, zlib.error),  # XML that is none is a SyntaxError
)
"""what libraries say of workbooks that are cut short or garbled"""


def read_workbook(path: Path, sheet: str = "") -> Table:
    """Read a sheet of a workbook (""; the first that is seen). Raise `InputError` if it cannot be read."""
    require_harmless(path)
    values, formulas = (_opened(path, is_computed=each) for each in (True, False))
    try:
        name = _sheet(values, sheet, path)
        with _sound(path):
            return _table(path, name, _rows(values[name]), _rows(formulas[name]), values.sheetnames)
    finally:
        values.close()
        formulas.close()


def require_harmless(path: Path) -> None:
    """Raise `InputError` for what is no workbook, or one that would unpack to more than a machine holds."""
    with _sound(path), zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
            raise InputError(f"The workbook {path.name!r} unpacks to more than 300 MB; save its table as .csv.")
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    head = stream.read(_HEAD)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise InputError(f"The workbook {path.name!r} declares XML entities; save it anew as .xlsx.")


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Raise `InputError` for what is wrong with a workbook's bytes, whichever library stumbles over it."""
    try:
        yield
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):  # the latter two of what is locked or packed oddly
        raise InputError(
            f"{path.name!r} is no workbook that can be read; is it locked with a password, or an older .xls? "
            "Save it as .xlsx without one."
        ) from None
    except _DAMAGE as fault:
        raise InputError(
            f"The workbook {path.name!r} is damaged ({str(fault)[:80]}); open it in a spreadsheet and save it again."
        ) from None


def load(path: Path, **how: bool) -> Any:  # noqa: ANN401 - openpyxl has no types
    """Open a workbook. Raise `InputError` if it is damaged, `NotInstalledError` without openpyxl."""
    try:
        import openpyxl
    except ImportError:
        raise NotInstalledError(
            "To read .xlsx, openpyxl is needed, which is not installed; install it with: pip install 'avatar[campaign]'"
        ) from None
    import warnings

    with _sound(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that it does not read, such as drop-down lists
        return openpyxl.load_workbook(path, **how)


def _opened(path: Path, *, is_computed: bool) -> Any:  # noqa: ANN401 - openpyxl has no types
    return load(path, read_only=True, data_only=is_computed)


def _sheet(book: Any, wanted: str, path: Path) -> str:  # noqa: ANN401 - openpyxl has no types
    seen = [each.title for each in book.worksheets if each.sheet_state == "visible"] or book.sheetnames
    if not seen:
        raise InputError(f"The workbook {path.name!r} has no sheet; open it in a spreadsheet and save it again.")
    if not wanted:
        return str(seen[0])
    if wanted not in book.sheetnames:
        raise InputError(f"The workbook {path.name!r} has no sheet {wanted!r}; it has: {', '.join(book.sheetnames)}.")
    return wanted


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: ANN401 - openpyxl has no types
    sheet.reset_dimensions()  # what a file says of its size need not be so
    yield from enumerate(sheet.iter_rows(max_row=MOST_ROWS * _SEARCHED, max_col=MOST_COLUMNS + 1), 1)


def _table(
    path: Path,
    name: str,
    read: Iterator[tuple[int, tuple[Any, ...]]],
    written: Iterator[tuple[int, tuple[Any, ...]]],
    sheets: list[str],
) -> Table:
    headers: tuple[str, ...] = ()
    rows, first = list[Row](), 1
    for (number, cells), (_, formulas) in zip(read, written, strict=False):
        texts = [Cell(shown(each.value, each.number_format or "General"), each.value) for each in cells]
        if not headers:
            if any(each.strip() for each in texts):
                headers, first = checked_headers(texts, path.name), number
            continue
        faults = tuple(_faults(headers, cells, formulas))
        row = made_row(number, headers, texts)
        if row is not None or faults:
            kept = row or Row(number, {header: Cell("") for header in headers})
            rows.append(Row(number, kept.cells, (*kept.faults, *faults)))
        if len(rows) > MOST_ROWS:
            raise InputError(f"The table {path.name!r} has more than {MOST_ROWS:,} rows; make several campaigns of it.")
    if not headers:
        raise InputError(f"The sheet {name!r} of {path.name!r} is empty; its first row names the columns.")
    notes = (f"Of {path.name!r} the sheet {name!r} was read.",) if len(sheets) > 1 else ()
    return Table(path, "xlsx", headers, tuple(rows), notes, sheet=name, header_row=first)


def _faults(headers: tuple[str, ...], cells: tuple[Any, ...], formulas: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    for header, cell, formula in zip(headers, cells, formulas, strict=False):
        is_formula = formula.data_type == "f"
        if is_formula and cell.value is None:
            yield header, "The cell holds a formula without a value; open the workbook, let it reckon, and save it."
        elif cell.data_type == "e":
            yield header, f"The cell shows {str(cell.value)[:20]}; correct its formula."
