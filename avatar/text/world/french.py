"""French numbers."""

from __future__ import annotations

_TEXT = """
zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
dix-neuf
"""
_ONES = tuple(_TEXT.split())
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_SCALES = (
    (10**15, "billiard"),
    (10**12, "billion"),
    (10**9, "milliard"),
    (10**6, "million"),
)


def cardinal(number: int, gender: str = "") -> str:
    """Say how many: un, une, vingt et une, quatre-vingts."""
    parts: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_below_thousand(count, '')} {name}{'s' if count > 1 else ''}")
    thousands, below = divmod(number, 1000)
    if thousands:
        # "quatre-vingt mille" and "deux cent mille" lose their s.
        parts.append("mille" if thousands == 1 else f"{_bare(_below_thousand(thousands, ''))} mille")
    if below or not parts:
        parts.append(_below_thousand(below, gender))
    return " ".join(parts)


def _bare(words: str) -> str:
    return words.removesuffix("s") if words.endswith(("cents", "vingts")) else words


def _below_thousand(number: int, gender: str) -> str:
    hundreds, below = divmod(number, 100)
    if not hundreds:
        return _below_hundred(below, gender)
    head = "cent" if hundreds == 1 else f"{_ONES[hundreds]} cent"
    if below:
        return f"{head} {_below_hundred(below, gender)}"
    return head if hundreds == 1 else head + "s"


def _below_hundred(number: int, gender: str) -> str:
    one = "une" if gender == "f" else "un"
    if number < 20:
        return one if number == 1 else _ONES[number]
    if number >= 80:
        rest = number - 80
        return f"quatre-vingt-{one if rest == 1 else _ONES[rest]}" if rest else "quatre-vingts"
    tens = min(number // 10, 6)
    rest = number - 10 * tens
    if not rest:
        return _TENS[tens]
    last = one if rest == 1 else _ONES[rest]
    return f"{_TENS[tens]} et {last}" if rest in (1, 11) else f"{_TENS[tens]}-{last}"


def ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: premier, première, deuxième, vingt et unième."""
    plural = "s" if form == "pl" else ""
    if number == 1:
        return ("première" if gender == "f" else "premier") + plural
    words = _bare(cardinal(number))
    if number % 10**6 == 0:
        words = words.removesuffix("s")
    if words.endswith("cinq"):
        words += "u"
    elif words.endswith("neuf"):
        words = words[:-1] + "v"
    return f"{words.removesuffix('e')}ième{plural}"
