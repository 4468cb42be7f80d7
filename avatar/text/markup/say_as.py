"""What a stretch is said to be: digits, letters, a date; written so that the rules of any language read it as that."""

from __future__ import annotations

import re

KINDS = {
    **dict.fromkeys(("characters", "spell-out", "verbatim", "letters", "alphanumeric"), "characters"),
    **dict.fromkeys(("digits", "telephone", "number_digit", "number:digits", "id", "name_id"), "digits"),
    **dict.fromkeys(("cardinal", "number", "number:cardinal", "value"), "cardinal"),
    **dict.fromkeys(("ordinal", "number:ordinal"), "ordinal"),
    **dict.fromkeys(
        ("date", "time", "currency", "fraction", "unit", "address", "duration", "measure", "name"), "as is"
    ),
    **dict.fromkeys(("expletive", "bleep"), "bleep"),
}
"""what documents call it, and what is done"""
_DATE = re.compile(r"([0-9]{1,4})\s*[./\-年月 ]\s*([0-9]{1,2})(?:\s*[./\-月日 ]\s*([0-9]{1,4}))?日?")
_SPELLED = re.compile(r"[^\W_]")
_MONTHS = 12
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))


def is_spelled(kind: str) -> bool:
    """Tell whether a kind is said sign by sign."""
    return KINDS.get(kind) in ("characters", "digits")


def rewritten(text: str, kind: str, form: str, language: str) -> list[tuple[str, str]]:
    """Give the parts of a stretch that are read one after the other: as written, and as the rules are to read them."""
    if is_spelled(kind):
        return [(each, _sign(each, kind, language)) for each in text if _SPELLED.match(each)]
    known = KINDS.get(kind, "as is")
    if known == "bleep":
        return []
    if known in ("cardinal", "ordinal"):
        return [(text, _number(text, language, is_ordinal=known == "ordinal"))]
    return [(text, _date(text, form, language) if kind == "date" else text)]


def _sign(sign: str, kind: str, language: str) -> str:
    if sign in _DIGITS and language.partition("-")[0] == "zh":
        return "幺" if sign == "1" and kind == "telephone" else _DIGITS[sign]
    return sign.upper() if sign.isascii() else sign


def _number(text: str, language: str, *, is_ordinal: bool) -> str:
    digits = re.sub(r"(?<=[0-9])[,，\u00a0\u202f' ](?=[0-9]{3})", "", text.strip())
    if not re.fullmatch(r"[-−]?[0-9]{1,15}", digits):
        return text
    number, primary = int(digits.replace("−", "-")), language.partition("-")[0]
    if primary in ("zh", "ja"):
        return f"第{number}" if is_ordinal else _chinese(number) if primary == "zh" else str(number)
    if primary == "ko":
        return f"{number}번째" if is_ordinal else str(number)
    if primary == "en":
        from avatar.text.english.numbers import cardinal, ordinal

        return ordinal(number) if is_ordinal else cardinal(number)
    return str(number)


def _chinese(number: int) -> str:
    from avatar.text.chinese.numbers import cardinal

    return ("负" if number < 0 else "") + cardinal(abs(number))


def _date(text: str, form: str, language: str) -> str:
    """Write a date as year-month-day, which every language has a rule for."""
    found = _DATE.fullmatch(text.strip())
    order = [each for each in form.lower().replace("yyyy", "y").replace("mm", "m").replace("dd", "d") if each in "ymd"]
    parts = [each for each in found.groups() if each] if found else []
    if not found or len(order) != len(parts):
        return text
    value = dict(zip(order, map(int, parts), strict=True))
    if "m" not in value or not 1 <= value["m"] <= _MONTHS or not 1 <= value.get("d", 1) <= 31:
        return text
    if language.partition("-")[0] in ("zh", "ja"):
        names = (("y", "年"), ("m", "月"), ("d", "日"))
        return "".join(f"{value[key]}{name}" for key, name in names if key in value)
    if "y" in value and "d" in value:
        return f"{value['y']:04d}-{value['m']:02d}-{value['d']:02d}"
    return text
