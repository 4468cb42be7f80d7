"""Numbers in Korean words: of Chinese origin (이십삼) and native (스물셋), and the endings that follow them."""

from __future__ import annotations

_DIGITS = "영일이삼사오육칠팔구"
_PLACES = ("", "십", "백", "천")
_LARGE = ((10**16, "경"), (10**12, "조"), (10**8, "억"), (10**4, "만"))
_LONGEST = 20
"""digits of a number that is still read as a quantity"""
_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_FIRST, _LAST = ord("가"), ord("힣")
_FINALS = 28
_FINAL_L = 8


def cardinal(number: int) -> str:
    """Say a quantity in words of Chinese origin: 0 영, 110 백십, 13,000 만 삼천, 100,000,000 일억."""
    if number < 0:
        return "마이너스 " + cardinal(-number)
    if number == 0:
        return _DIGITS[0]
    words: list[str] = []
    for size, place in _LARGE:
        count, rest = divmod(number, size)
        if count:
            head = "" if count == 1 and place == "만" and not words else _section(count)
            words.append(head + place)
        number = rest
    if number:
        words.append(_section(number))
    return " ".join(words)


def _section(number: int) -> str:
    if number >= 10**4:
        return cardinal(number).replace(" ", "")
    words = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            words += ("" if digit == 1 and power else _DIGITS[digit]) + _PLACES[power]
    return words


def native(number: int) -> str:
    """Say a quantity from 1 to 99 in native words as they stand before what is counted: 한, 스무, 스물한."""
    tens, ones = divmod(number, 10)
    return "스무" if number == 20 else _TENS[tens] + _ONES[ones]


def digit_by_digit(written: str, zero: str = "영") -> str:
    """Say digits one after another; Korean telephone numbers say 공 for 0."""
    return "".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in written if digit.isdecimal())


def number(written: str) -> str:
    """Say a number as written, with commas and a decimal point; leading zeros one by one."""
    whole, point, fraction = written.replace(",", "").partition(".")
    is_code = len(whole) > _LONGEST or (len(whole) > 1 and whole.startswith("0") and not point)
    words = digit_by_digit(whole) if is_code else cardinal(int(whole or "0"))
    return f"{words}점{digit_by_digit(fraction)}" if point else words


def ends_in_consonant(words: str) -> bool:
    """Tell whether the last syllable has a consonant at its end; letters that are not Hangul have none."""
    return bool(_final(words))


def _final(words: str) -> int:
    code = ord(words[-1]) if words else 0
    return (code - _FIRST) % _FINALS if _FIRST <= code <= _LAST else 0


_PARTICLES = {"이": ("가", "이"), "은": ("는", "은"), "는": ("는", "은"), "을": ("를", "을"), "를": ("를", "을")}


def with_particle(words: str, particle: str) -> str:
    """Join what is said and a particle as written, in the form that fits the sound: 9이 is 구가."""
    forms = _PARTICLES.get(particle)
    if forms is None:
        return words + particle
    return words + forms[ends_in_consonant(words)]
