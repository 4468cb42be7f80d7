"""Numbers in English words: 1,999 is one thousand nine hundred and ninety-nine, the year nineteen ninety-nine."""

from __future__ import annotations

_ONES_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_ONES = tuple(_ONES_TEXT.split())
_TENS_TEXT = """
_ _ twenty thirty forty fifty sixty seventy eighty ninety
"""
_TENS = tuple(_TENS_TEXT.split())
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    **{"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"},
    "twelve": "twelfth",
}
_LONGEST = 15
"""Digits of a number that is still read as a quantity."""


_LONG = 10**6
"""From here on a number is said without "and"."""


def cardinal(number: int) -> str:
    """Say a quantity: 0 zero, 105 one hundred and five, 1,000,005 one million five, -3 minus three."""
    if number < 0:
        return "minus " + cardinal(-number)
    return _words(number, " and " if number < _LONG else " ")


def _words(number: int, link: str) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    size, name = next((size, name) for size, name in _SCALES if number >= size)
    head, rest = divmod(number, size)
    return f"{_words(head, link)} {name}" + (f"{link if rest < 100 else ' '}{_words(rest, link)}" if rest else "")


def ordinal(number: int) -> str:
    """Say a rank: 1 first, 21 twenty-first, 100 one hundredth, 101 one hundred first."""
    words = _words(number, " ")
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def digit_by_digit(written: str) -> str:
    """Say digits one after another."""
    return " ".join(_ONES[int(digit)] for digit in written if digit.isdecimal())


def year(number: int) -> str:
    """Say a year: 1905 nineteen oh five, 2007 two thousand seven, 2026 twenty twenty-six, 79 seventy-nine."""
    century, rest = divmod(number, 100)
    if century % 10 == 0 and century and rest < 10:
        return _words(number, " ")
    if not century or not rest:
        return cardinal(number) if century < 10 else f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def pairs(written: str) -> str:
    """Say three or four digits as houses, roads and aircraft have them: 1203 twelve oh three, 747 seven forty-seven."""
    head, rest = divmod(int(written), 100)
    if written.startswith("0"):
        return digit_by_digit(written)
    if len(written) not in (3, 4) or not (rest or head % 10):
        return cardinal(int(written))
    return f"{cardinal(head)} {'oh ' if 0 < rest < 10 else ''}{cardinal(rest) if rest else 'hundred'}"


def number(written: str) -> str:
    """Say a number as written in digits, with commas between thousands and a decimal point: .5 point five."""
    whole, point, fraction = written.replace(",", "").partition(".")
    if point and not whole:
        return f"point {digit_by_digit(fraction)}"
    is_code = len(whole) > _LONGEST or (len(whole) > 1 and whole.startswith("0"))
    words = digit_by_digit(whole) if is_code else cardinal(int(whole or "0"))
    return f"{words} point {digit_by_digit(fraction)}" if point else words


def scaled(written: str, scale: str) -> str:
    """Say a number in front of million and the like, without "and"."""
    return f"{number(written).replace(' and ', ' ')} {scale}"


def plural(words: str) -> str:
    """Put the last of the number words in the plural: nineties, thousands, sixes."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


def letter_name(letter: str) -> str:
    """Write a letter so that a voice names it: a lone A would be the article, A- is not."""
    return "A-" if letter in "aA" else letter.upper()
