"""Numbers in Mandarin words: 12,045 is 一万二千零四十五."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LONGEST = 20
"""Digits of a number that is still read as a quantity."""
_TWO_IN_FRONT = re.compile("二(?=[百千万亿])")


def cardinal(number: int) -> str:
    """Say a quantity: 0 零, 10 十, 110 一百一十, 10,010 一万零一十, 200,000,000 两亿.

    二 in front of 百, 千, 万, 亿 becomes 两 at the head of a number only
    (Lü Shuxiang, Xiandai Hanyu Babai Ci, 二 and 两).
    """
    if number < 0:
        return "负" + cardinal(-number)
    words = _large(number)
    if words.startswith("一十"):
        words = words[1:]
    return _TWO_IN_FRONT.sub("两", words, count=1) if _TWO_IN_FRONT.match(words) else words


def _large(number: int) -> str:
    for size, place in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            head, rest = divmod(number, size)
            if not rest:
                return _large(head) + place
            gap, words = "零" if rest < size // 10 else "", _large(rest)
            # 一百亿零十万, but 一万零一十: only the tens of a higher place lose their 一.
            is_bare_ten = gap and rest >= 10**4 and words.startswith("一十")
            return _large(head) + place + gap + (words[1:] if is_bare_ten else words)
    return _section(number)


def _section(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    words, is_gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            words += (DIGITS[0] if is_gap and words else "") + DIGITS[digit] + _PLACES[power]
        is_gap = digit == 0
    return words


def digit_by_digit(written: str, one: str = "一") -> str:
    """Say digits one after another; telephone and card numbers say 幺 for 1."""
    return "".join(one if digit == "1" else DIGITS[int(digit)] for digit in written if digit.isdecimal())


def number(written: str) -> str:
    """Say a number as written in digits, with commas and a decimal point; leading zeros one by one."""
    whole, point, fraction = written.replace(",", "").replace("，", "").partition(".")
    is_code = len(whole) > _LONGEST or (len(whole) > 1 and whole.startswith("0") and not point)
    words = digit_by_digit(whole) if is_code else cardinal(int(whole or "0"))
    if not point:
        return words
    # 两 counts things; a decimal fraction is no count: 2.5 is 二点五.
    return (words if len(whole.lstrip("0")) > 1 else digit_by_digit(whole or "0")) + "点" + digit_by_digit(fraction)


def counted(written: str) -> str:
    """Say a number that stands before a measure word: 2 is 两."""
    return "两" if written == "2" else number(written)
