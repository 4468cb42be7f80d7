"""What a text can do with a value: write it as its language does, through the tables of the CLDR that Babel brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Undefined

from avatar.campaign.sheet.cell import date_of, number_of
from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Callable

    from babel import Locale
    from jinja2.runtime import Context

CURRENCY = "currency"
"""a value of this name is what money is in where a text does not say it"""
_LENGTHS = ("short", "medium", "long", "full")
"""of dates and times, as the CLDR names them"""
_FORMS = ("zero", "one", "two", "few", "many", "other")
"""of words beside a number, as the CLDR names them; each language has some of them"""
_MOST_DIGITS = 10
"""after the decimal point"""


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Find how a language (BCP-47) writes. Raise `InputError` for one that Babel does not know."""
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError:
        raise NotInstalledError(
            "Numbers and dates of a campaign need Babel, which is not installed; "
            "install it with: pip install 'avatar[campaign]'"
        ) from None
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        primary = language.replace("_", "-").split("-")[0]
    if primary != language:
        return locale_of(primary)
    raise InputError(f"There is no language {language[:40]!r}; write its code, such as zh, en-GB or ar.")


def filters(locale: Locale) -> dict[str, Callable[..., str]]:
    """Give the filters of one language, by their names in a text."""
    own = (_money, _date, _time, _number, _percent, _plural, _list, _upper_first)
    return {each.__name__.lstrip("_"): _bound(each, locale) for each in own}


def _bound(function: Callable[..., str], locale: Locale) -> Callable[..., str]:
    if function is _money:

        @pass_context
        def money(context: Context, value: object, currency: str = "", digits: int | None = None) -> str:
            return _money(locale, value, str(currency or _currency(context)), digits)

        return money
    return lambda value, *given, **named: function(locale, value, *given, **named)


def _currency(context: Context) -> str:
    found = context.resolve(CURRENCY)
    return "" if isinstance(found, Undefined) else str(found)


def _money(locale: Locale, value: object, currency: str = "", digits: int | None = None) -> str:
    from babel.numbers import format_currency, is_currency

    if not is_currency(currency := currency.strip().upper()):
        raise InputError(
            f"There is no currency {currency!r}; say which: money('EUR'), or give the table a column currency."
            if currency
            else "Nobody said which currency it is; write money('EUR'), or give the table a column currency."
        )
    if digits is None:
        return format_currency(number_of(value), currency, locale=locale)
    return format_currency(
        number_of(value), currency, _with_digits(locale.currency_formats["standard"], digits), locale, False
    )


def _with_digits(pattern: Any, digits: object) -> Any:  # noqa: ANN401 - Babel's patterns have no public type
    if not isinstance(digits, int) or not 0 <= digits <= _MOST_DIGITS:
        raise InputError(f"{digits!r} digits cannot be written; use a whole number from 0 to {_MOST_DIGITS}.")
    changed = copy(pattern)
    changed.frac_prec = (digits, digits)
    return changed


def _date(locale: Locale, value: object, format: str = "long") -> str:  # noqa: A002 - its name in a text
    from babel.dates import format_date

    return format_date(date_of(value), _length(format), locale)


def _time(locale: Locale, value: object, format: str = "short") -> str:  # noqa: A002 - its name in a text
    from babel.dates import format_time

    moment = date_of(value)
    if not isinstance(moment, datetime):
        raise InputError(f"{str(value)[:40]!r} has no time of day; write it like 2026-12-31 18:30.")
    return format_time(moment, _length(format), locale=locale)


def _length(given: object) -> Any:  # noqa: ANN401 - Babel wants one of a few literals
    if given not in _LENGTHS:
        raise InputError(f"A date cannot be written as {str(given)[:40]!r}; choose one of {', '.join(_LENGTHS)}.")
    return given


def _number(locale: Locale, value: object, digits: int | None = None) -> str:
    from babel.numbers import format_decimal

    number = number_of(value)
    if digits is None:
        return format_decimal(number, locale=locale)
    return str(_with_digits(locale.decimal_formats[None], digits).apply(number, locale))


def _percent(locale: Locale, value: object, digits: int = 0) -> str:
    return str(_with_digits(locale.percent_formats[None], digits).apply(number_of(value), locale))


def _plural(locale: Locale, value: object, **forms: str) -> str:
    """Choose the form of a word for a number by the CLDR's rules; # in it is the number."""
    from babel.numbers import format_decimal

    number = number_of(value)
    wanted = [each for each in _FORMS if each in {*locale.plural_form.tags, "other"}]
    if unknown := sorted(set(forms) - {*_FORMS}):
        raise InputError(f"There is no form {unknown[0]!r} of words; {locale.english_name} has: {', '.join(wanted)}.")
    if "other" not in forms:
        raise InputError(f'The form "other" is missing in plural; {locale.english_name} has: {", ".join(wanted)}.')
    form = str(forms.get(locale.plural_form(number), forms["other"]))
    return form.replace("#", format_decimal(number, locale=locale), 4)


def _list(locale: Locale, value: object, style: str = "standard") -> str:
    """Write several things in a row: a, b and c. What stands in one cell is taken apart at ; or at line ends."""
    from babel.lists import format_list

    if isinstance(value, str):
        value = [each.strip() for each in value.replace("；", ";").replace("\n", ";").split(";") if each.strip()]
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise InputError(f"{str(value)[:40]!r} is not a list; write its items with ; between them.")
    items = [plain(each) for each in value]
    if style not in ("standard", "or"):
        raise InputError(f"There is no list of the style {style!r}; choose standard or or.")
    return format_list(items, style="or" if style == "or" else "standard", locale=locale) if items else ""


def _upper_first(locale: Locale, value: object) -> str:
    text = plain(value)
    if locale.language in ("tr", "az") and text[:1] == "i":
        return f"İ{text[1:]}"
    if locale.language == "nl" and text[:2] == "ij":
        return f"IJ{text[2:]}"
    return text[:1].upper() + text[1:]


def plain(value: object) -> str:
    """Write a value that is a text or a number. Raise `InputError` for any other."""
    if isinstance(value, Undefined):
        return str(value)  # which raises, with its name
    if value is None:
        raise InputError("There is nothing to write in it; give it a value, or a filter such as default('').")
    if not isinstance(value, str | int | float | Decimal) or (isinstance(value, float) and not isfinite(value)):
        what = value if isinstance(value, float) else f"A {type(value).__name__}"
        raise InputError(f"{what} cannot be written as it is; use a filter such as list, join or date.")
    return str(value)
