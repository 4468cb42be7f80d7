"""German numbers. Their parts are joined by hyphens, because espeak loses itself in long compounds."""

from __future__ import annotations

_TEXT = """
null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn
achtzehn neunzehn
"""
_ONES = tuple(_TEXT.split())
_TENS = ("_", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_SCALES = ((10**15, "Billiarde"), (10**12, "Billion"), (10**9, "Milliarde"), (10**6, "Million"))
_RANKS = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}
_ENDINGS = {
    "nom": {"": "r", "m": "r", "f": "", "n": "s"},
    "weak": {"": "", "m": "", "f": "", "n": ""},
    "gen": {"": "n", "m": "n", "f": "n", "n": "n"},
    "dat": {"": "m", "m": "m", "f": "r", "n": "m"},
}


def cardinal(number: int, gender: str = "") -> str:
    """Say how many: eins, ein Tag, eine Stunde, ein-und-zwanzig."""
    parts: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            plural = "n" if name.endswith("e") else "en"
            parts.append(f"eine {name}" if count == 1 else f"{_small(count, 'f')} {name}{plural}")
    if number or not parts:
        parts.append(_small(number, gender))
    return " ".join(parts)


def _small(number: int, gender: str) -> str:
    """Say a number below a million."""
    thousands, below = divmod(number, 1000)
    parts = [f"{_below_thousand(thousands, 'm')}-tausend"] if thousands else []
    if below or not thousands:
        parts.append(_below_thousand(below, gender if number == 1 else ""))
    return "-".join(parts)


def _below_thousand(number: int, gender: str) -> str:
    hundreds, below = divmod(number, 100)
    parts = [f"{_one(hundreds, 'm')}-hundert"] if hundreds else []
    if below >= 20:
        tens, ones = divmod(below, 10)
        parts.append(f"{_one(ones, 'm')}-und-{_TENS[tens]}" if ones else _TENS[tens])
    elif below or not hundreds:
        parts.append(_one(below, gender))
    return "-".join(parts)


def _one(number: int, gender: str) -> str:
    if number == 1 and gender:
        return "eine" if gender == "f" else "ein"
    return _ONES[number]


def ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: erster, erste, ersten, ersten; form "weak" follows an article, "gen" is every other case."""
    return stem(number) + _ENDINGS.get(form, _ENDINGS["gen"])[gender]


def stem(number: int) -> str:
    """Give an ordinal without its ending: erste, zwanzigste."""
    below = number % 100
    if below in _RANKS:
        words = cardinal(number)
        return words[: len(words) - len(_ONES[below])] + _RANKS[below]
    words = cardinal(number)
    if number >= 10**6 and number % 10**6 == 0:
        words = words.removeprefix("eine ").replace("Millionen", "million").replace("Milliarden", "milliard")
        return f"ein-{words.rstrip('e')}ste" if number in (10**6, 10**9) else f"{words.rstrip('e')}ste"
    return words + ("te" if 0 < below < 20 or number == 0 else "ste")


def year(number: int) -> str:
    """Say a year: neunzehn-hundert-neun-und-neunzig."""
    hundreds, below = divmod(number, 100)
    if not 11 <= hundreds <= 19:
        return cardinal(number)
    return f"{_ONES[hundreds]}-hundert" + (f"-{_below_thousand(below, '')}" if below else "")
