"""Turkish numbers, and the endings that follow them."""

from __future__ import annotations

_ONES = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS = ("_", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_SCALES = ((10**15, "katrilyon"), (10**12, "trilyon"), (10**9, "milyar"), (10**6, "milyon"), (1000, "bin"))
_HARMONY = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}


def cardinal(number: int, gender: str = "") -> str:
    """Say how many: yirmi bir, yüz, bin iki yüz."""
    if not number:
        return _ONES[0]
    parts: list[str] = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            parts.append(name if count == 1 and name == "bin" else f"{_below_thousand(count)} {name}")
    if number:
        parts.append(_below_thousand(number))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, below = divmod(number, 100)
    tens, ones = divmod(below, 10)
    parts = ["yüz" if hundreds == 1 else f"{_ONES[hundreds]} yüz"] if hundreds else []
    parts += [_TENS[tens]] if tens else []
    return " ".join([*parts, _ONES[ones]] if ones else parts)


def ordinal(number: int, gender: str = "m", form: str = "nom") -> str:
    """Say which one: birinci, ikinci, üçüncü, dördüncü."""
    words = cardinal(number)
    if words.endswith("dört"):
        words = words[:-1] + "d"
    vowel = _HARMONY[[letter for letter in words if letter in _HARMONY][-1]]
    return f"{words}{'' if words[-1] in _HARMONY else vowel}nc{vowel}"
