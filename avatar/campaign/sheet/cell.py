"""What stands in one cell: the text that people see, and the number or date that it is."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from typing_extensions import Self

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+(\.\d+)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_EITHER = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


class Cell(str):
    """A text as people see it, which knows what it is a writing of."""

    __slots__ = ("value",)
    value: object
    """a number, a date, or the text itself"""

    def __new__(cls, text: str, value: object = None) -> Self:
        """Take the text, and the value where it is more than that."""
        cell = super().__new__(cls, text)
        cell.value = text if value is None else value
        return cell


def number_of(value: object) -> Decimal:
    """Read a number: 1299, 1299.50, 1,299.50, 1 299.50 or 25%. Raise `InputError` for what is none or in doubt."""
    value = getattr(value, "value", value)
    if isinstance(value, bool) or value is None:
        raise InputError(f"{value!r} is not a number; write one such as 1299.50.")
    if isinstance(value, int | float | Decimal):
        return _finite(str(value), value)
    text = str(value).strip()
    if text.endswith("%"):
        return number_of(text[:-1]) / 100
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return _finite(re.sub(r"[, \u00a0\u202f]", "", text), value)
    raise InputError(f"{text[:40]!r} is not a number that is read the same everywhere; write it like 1299.50.")


def _finite(text: str, value: object) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > Decimal("1e18"):
        raise InputError(f"{str(value)[:40]!r} is not a number that can be written out; use one up to 1e18.")
    return number


def date_of(value: object) -> date | datetime:
    """Read a date: 2026-12-31, 2026/12/31, 2026年12月31日, 31.12.2026. Raise `InputError` for what is none or in doubt.

    Of 12/31/2026 and 31/12/2026 the day is told by its size; 03/04/2026 is in doubt.
    """
    value = getattr(value, "value", value)
    if isinstance(value, date):
        return value
    text = str(value).strip()
    cure = "write it like 2026-12-31."
    if "T" in text or ":" in text:
        try:
            return datetime.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            raise InputError(f"{text[:40]!r} is not a moment; write it like 2026-12-31 18:30.") from None
    year, month, day = _parts(text, cure)
    try:
        return date(year, month, day)
    except ValueError:
        raise InputError(f"There is no day {text[:40]!r} in the calendar; {cure}") from None


def _parts(text: str, cure: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if not (found := _EITHER.fullmatch(text)):
        raise InputError(f"{text[:40]!r} is not a date; {cure}")
    first, second, year = (int(each) for each in found.groups())
    if first <= 12 and second <= 12 and first != second:
        one, other = f"{year}-{first:02}-{second:02}", f"{year}-{second:02}-{first:02}"
        raise InputError(f"{text!r} may be {one} or {other}; write it the one way or the other.")
    return (year, second, first) if first > 12 else (year, first, second)
