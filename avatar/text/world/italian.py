"""Italian numbers. Hundreds are set off by a hyphen, so that espeak stresses their parts."""

from __future__ import annotations

_TEXT = """
zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici
diciassette diciotto diciannove
"""
_ONES = tuple(_TEXT.split())
_TENS = ("_", "dieci", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta")
_SCALES = (
    (10**15, "biliardo", "biliardi"),
    (10**12, "bilione", "bilioni"),
    (10**9, "miliardo", "miliardi"),
    (10**6, "milione", "milioni"),
)
_RANKS = ("_", "primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo")


def cardinal(number: int, gender: str = "") -> str:
    """Say how many: uno, un, una, ventuno."""
    parts: list[str] = []
    for size, one, several in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"un {one}" if count == 1 else f"{_below_thousand(count)} {several}")
    thousands, below = divmod(number, 1000)
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_below_thousand(thousands)}mila")
    if below or not parts:
        is_one = below == 1 and not parts
        parts.append({"m": "un", "f": "una"}.get(gender, "uno") if is_one else _below_thousand(below))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, below = divmod(number, 100)
    head = "" if not hundreds else "cento" if hundreds == 1 else f"{_ONES[hundreds]}cento"
    if not below:
        return head or _ONES[0]
    return f"{head}-{_below_hundred(below)}" if head else _below_hundred(below)


def _below_hundred(number: int) -> str:
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    if not ones:
        return _TENS[tens]
    # Engines stress a last "tre" with or without its accent.
    return (_TENS[tens][:-1] if ones in (1, 8) else _TENS[tens]) + _ONES[ones]


def ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: primo, seconda, undicesimo, ventitreesimo."""
    if number <= 10:
        words = _RANKS[number] if number else "zeresimo"
    else:
        words = cardinal(number)
        if number == 1000:
            words = "mill"
        elif not (words.endswith(("tre", "sei")) and number % 10 in (3, 6)):
            words = words[:-1]
        words += "esimo"
    ending = {"m": "o", "f": "a"}[gender or "m"] if form != "pl" else {"m": "i", "f": "e"}[gender or "m"]
    return words[:-1] + ending
