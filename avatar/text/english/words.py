"""Months, weekdays and signs of English, and the words for them."""

from __future__ import annotations

_MONTHS_TEXT = """
January February March April May June July August September October November December
"""
MONTHS = tuple(_MONTHS_TEXT.split())
MONTH_PATTERN = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
"""Names of months and their short forms, a point may follow."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SIGNS: dict[str, str] = {
    "&": "and",
    "@": "at",
    "+": "plus",
    "*": "times",
    "=": "equals",
    "≈": "approximately equals",
    "≠": "is not equal to",
    "<": "less than",
    ">": "greater than",
    "≤": "at most",
    "≥": "at least",
    "±": "plus or minus",
    "×": "times",
    "÷": "divided by",
    "√": "the square root of",
    "∞": "infinity",
    "%": "percent",
    "‰": "per mille",
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yen",
    "¢": "cent",
    "₹": "rupee",
    "#": "hash",
    "²": "squared",
    "³": "cubed",
    "©": "copyright",
    "®": "registered",
    "™": "trademark",
    "°": "degrees",
    "§": "section",
    "¶": "paragraph",
    "/": "slash",
    "\\": "backslash",
    "_": "underscore",
    "^": "caret",
    "~": "approximately",
}
"""sign -> what is said where it stands between words"""

_GREEK_TEXT = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi
omega
"""
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK_TEXT.split(), strict=True))
GREEK: dict[str, str] = {
    **_GREEK,
    **{letter.upper(): name.title() for letter, name in _GREEK.items()},
    **{"ς": "sigma", "µ": "mu", "ϕ": "phi", "ϵ": "epsilon", "ϑ": "theta", "∆": "Delta", "Ω": "Omega"},
}
"""Greek letter -> its English name; only where it stands alone"""
