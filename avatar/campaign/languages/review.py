"""The file in which people read translations beside their sources, correct them, and approve them: XLSX or CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avatar.campaign.sheet.delimited import guarded
from avatar.campaign.sheet.opening import read_table
from avatar.errors import InputError
from avatar.film.output import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from avatar.campaign.sheet.table import Row

FILE = "translations.xlsx"
"""what it is called, in the campaign's folder, where nobody says otherwise"""
HEADERS = ("row", "column", "language", "source", "translation", "warnings", "approved")
"""of its columns"""
_YES = frozenset(
    {"yes", "y", "x", "ok", "true", "1", "ja", "oui", "si", "sí", "sim", "да", "是", "好", "✓", "✔", "نعم"}
)
"""what people write for yes"""
_NO = frozenset({"", "no", "n", "false", "0", "-", "nein", "non", "não", "нет", "否", "لا"})
"""and for no"""
_WIDTHS = (6, 12, 10, 60, 60, 40, 11)
"""of the columns, in characters"""
_ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text in one language, as it lies before people."""

    row: int
    """number of its row in the table"""
    column: str
    """name of the column: text, headline, ..."""
    language: str
    """BCP-47, that it was translated into"""
    source: str
    """in the language of the source"""
    translation: str = ""
    """as it came, or as somebody has corrected it"""
    warnings: str = ""
    """what is worth a look, sentences"""
    is_approved: bool = False
    """somebody has read it and agrees"""

    @property
    def key(self) -> tuple[str, str, str]:
        """Give what it is of: the same text in another row is the same."""
        return self.column, self.language.lower(), self.source


def read_review(path: Path) -> tuple[Entry, ...]:
    """Read what people have made of it. Raise `InputError` for a file of another kind, or a word that is no answer."""
    check_review(path)
    table = read_table(path)
    if lacking := [each for each in HEADERS if each not in table.headers]:
        raise InputError(
            f"{path.name!r} is no review of translations, it lacks the column {lacking[0]!r}; make it anew under "
            "another name with: avatar campaign translate --review NAME.xlsx"
        )
    return tuple(_entry(row, path) for row in table.rows)


def _entry(row: Row, path: Path) -> Entry:
    cells = {name: str(row.cells[name]) for name in HEADERS}
    answer = cells["approved"].strip().casefold()
    if answer not in _YES | _NO:
        raise InputError(
            f"{cells['approved']!r} in row {row.number} of {path.name!r} is neither yes nor no; write yes to approve, "
            "and nothing where it is not approved."
        )
    try:
        number = int(float(cells["row"]))
    except ValueError:
        raise InputError(
            f"{cells['row']!r} in row {row.number} of {path.name!r} is no number of a row; leave that column as it was."
        ) from None
    return Entry(
        number,
        cells["column"].strip(),
        cells["language"].strip(),
        cells["source"],
        cells["translation"].strip(),
        cells["warnings"],
        answer in _YES,
    )


def check_review(path: Path) -> None:
    """Raise `InputError` for a name that says no format."""
    if path.suffix.lower() not in _ENDINGS:
        raise InputError(
            f"The review {path.name!r} is of a kind that is not written; let its name end in .xlsx or .csv."
        )


def write_review(path: Path, entries: Sequence[Entry]) -> None:
    """Write the file, whole or not at all."""
    check_review(path)
    with whole_file(path) as part:
        (_write_csv if path.suffix.lower() == ".csv" else _write_workbook)(part, entries)


def _cells(entry: Entry) -> tuple[Any, ...]:
    answer = "yes" if entry.is_approved else ""
    return (entry.row, entry.column, entry.language, entry.source, entry.translation, entry.warnings, answer)


def _write_csv(path: Path, entries: Iterable[Entry]) -> None:
    """Write for spreadsheets, which take for a formula whatever begins like one."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for each in entries:
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in _cells(each)])


def _write_workbook(path: Path, entries: Sequence[Entry]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "translations"
    sheet.append(HEADERS)
    for cells in map(_cells, entries):
        sheet.append([None] * len(cells))
        for place, value in enumerate(cells, 1):
            cell = sheet.cell(sheet.max_row, place, value)
            cell.data_type = "n" if isinstance(value, int) else "s"  # what begins with = is a text, not a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=_order(value))
        if cells[5]:
            sheet.cell(sheet.max_row, 6).fill = PatternFill("solid", start_color="FFF2CC")
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:G{max(len(entries) + 1, 2)}"
    choice = DataValidation(type="list", formula1='"yes,no"', allow_blank=True, showErrorMessage=False)
    choice.add(f"G2:G{len(entries) + 1}")
    sheet.add_data_validation(choice)
    book.save(path)


def _order(value: object) -> int:
    """Let what runs from right to left be read so: 2, else 0, as the text says."""
    import unicodedata

    first = next((sign for sign in str(value) if sign.isalpha()), "")
    return 2 if first and unicodedata.bidirectional(first) in ("R", "AL") else 0


def merged(made: Iterable[Entry], before: Iterable[Entry]) -> Iterator[Entry]:
    """Keep what people have written, for sources that are as they were; what is new awaits them."""
    known = {each.key: each for each in before if each.translation or each.is_approved}
    for each in made:
        old = known.get(each.key)
        if old is None:
            yield each
            continue
        is_same = old.translation == each.translation
        yield Entry(
            each.row,
            each.column,
            each.language,
            each.source,
            old.translation,
            each.warnings if is_same else old.warnings if old.is_approved else "",
            old.is_approved,
        )
