"""What the texts of one row can use: its cells, filled in when they are asked for, and what all rows share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from avatar.campaign.sheet.cell import Cell
from avatar.campaign.sheet.table import identifier
from avatar.campaign.sheet.words import fill, is_plain
from avatar.errors import InputError

if TYPE_CHECKING:
    from avatar.campaign.sheet.campaign import Campaign
    from avatar.campaign.sheet.columns import Columns
    from avatar.campaign.sheet.table import Row


class CellError(InputError):
    """Say what is wrong with one cell."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        """its header"""


class RowValues(Mapping[str, Any]):
    """The names that texts of one row know, in one language."""

    def __init__(self, campaign: Campaign, columns: Columns, row: Row, language: str) -> None:
        self._columns, self._row, self._language = columns, row, language
        self._variables = campaign.variables
        self._shared: dict[str, Any] = {
            "brand": campaign.brand.values(),
            "campaign": campaign.values(),
            "language": language,
            "row": _ByHeader(self),
        }
        self._filled: dict[str, Cell] = {}
        self._open: list[str] = []

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what a text may use
        header = self._columns.header(name, self._language)
        if header is not None and (name not in self._variables or self._row.cells.get(header, "").strip()):
            return self.cell(header)
        if name in self._variables:
            return self._filled_in(name, Cell(self._variables[name]))
        return self._shared[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._columns.names, *self._variables, *self._shared)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        is_cell = isinstance(name, str) and self._columns.header(name, self._language) is not None
        return is_cell or name in self._variables or name in self._shared

    def text(self, name: str) -> str:
        """Give what a cell says, filled in and without blanks around it; "" where there is none."""
        return str(self[name]).strip() if name in self and name not in self._shared else ""

    def column(self, name: str) -> str:
        """Give the header under which a name stands, for those who are told of it."""
        return self._columns.header(name, self._language) or name

    def cell(self, header: str) -> Cell:
        """Give a cell by its header, filled in. Raise `CellError` where that cannot be."""
        return self._filled_in(header, self._row.cells.get(header, Cell("")))

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers of the row."""
        return tuple(self._row.cells)

    def _filled_in(self, place: str, cell: Cell) -> Cell:
        if is_plain(cell):
            return cell
        if place in self._filled:
            return self._filled[place]
        if place in self._open:
            way = " -> ".join((*self._open[self._open.index(place) :], place))
            raise CellError(place, f"The cell refers to itself ({way}); write its text out.")
        self._open.append(place)
        try:
            self._filled[place] = Cell(fill(cell, self._language, self))
        except CellError:
            raise
        except InputError as fault:
            raise CellError(self._blamed(place, str(fault)), str(fault)) from None
        finally:
            self._open.pop()
        return self._filled[place]

    def _blamed(self, place: str, message: str) -> str:
        """Name the column that is at fault where another one is filled in: that of which the message cites the cell."""
        cited = (header for header, cell in self._row.cells.items() if cell and repr(str(cell).strip()[:40]) in message)
        return next(cited, place)


class _ByHeader(Mapping[str, Any]):
    """The cells of a row by their headers, as they are written or as names."""

    def __init__(self, values: RowValues) -> None:
        self._values = values
        self._headers = {identifier(header): header for header in values.headers}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - what a text may use
        header = name if name in self._values.headers else self._headers.get(name)
        if header is None:
            return self._values[name]  # text, for this language's own text_zh
        return self._values.cell(header)

    def __contains__(self, name: object) -> bool:
        is_known = name in self._values.headers or name in self._headers
        return is_known or (name in self._values and name not in ("row", "brand", "campaign"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values.headers)

    def __len__(self) -> int:
        return len(self._values.headers)
