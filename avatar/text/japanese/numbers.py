"""Numbers in Japanese kana as they are pronounced, and how they change with what they count: 三本 is サンボン."""

from __future__ import annotations

import re

from avatar.text.japanese.counters import AFTER_N, COUNTERS, HARD_AFTER_FOUR, LAST_PARTS, LOANS, ONE_WORD

_ONES = ("", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュー")
_SMALL = {1000: "セン", 100: "ヒャク", 10: "ジュー"}
_LARGE = {10**16: "ケー", 10**12: "チョー", 10**8: "オク", 10**4: "マン"}
_LONGEST = 16
"""digits of a number that is still read as a quantity"""
_TOO_LARGE = 10**20
"""what no word is known for; such a number is said part by part"""
_MERGED = {
    "サンヒャク": "サンビャク", "ロクヒャク": "ロッピャク", "ハチヒャク": "ハッピャク", "サンセン": "サンゼン",
    "ハチセン": "ハッセン", "イチチョー": "イッチョー", "ハチチョー": "ハッチョー", "ジューチョー": "ジュッチョー",
}  # fmt: skip
_KANJI_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "億": 10**8, "兆": 10**12}
_NUMERALS = re.compile(r"\d+(?:,\d{3})+(?!\d)|\d+|[〇零一二三四五六七八九]|[十百千万億兆]")

_BREAK = re.compile(r"[.-]|,(?!\d{3}(?!\d))")
_DECIMAL = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)\.(\d+)([十百千万億兆]?)")
_HYPHENED = re.compile(r"\d+(?:-\d+)+")
_PLACES = {"十": "ジュー", "百": "ヒャク", "千": "セン", "万": "マン", "億": "オク", "兆": "チョー"}

NUMERAL = re.compile(r"[\d〇零一二三四五六七八九十百千万億兆]+")
"""Pattern of what a number is written with, commas and the point apart."""

_SHORTENED = {"イチ": "イッ", "ハチ": "ハッ", "ジュー": "ジュッ"}
_SHORTENED_MORE = {"ロク": "ロッ", "ヒャク": "ヒャッ", "ビャク": "ビャッ", "ピャク": "ピャッ"}
_BEFORE_P = {"ジュー": "ジュッ"}
_BEFORE_K = _BEFORE_P | {"ヒャク": "ヒャッ", "ロク": "ロッ"}
_HARDENED = {"ハ": "パ", "ヒ": "ピ", "フ": "プ", "ヘ": "ペ", "ホ": "ポ"}


def value_of(written: str) -> int | None:
    """Give the value of a number in digits, in kanji or in both: 1,200, 二千二十四, 二〇二四, 3万5千.

    None if it is none.
    """
    total = section = 0
    digits, is_empty = "", True
    for part in _NUMERALS.findall(written):
        unit, is_empty = _KANJI_UNITS.get(part), False
        if unit is None:
            digits += _KANJI_DIGITS.get(part) or part.replace(",", "")
        elif unit < 10**4:
            section, digits = section + int(digits or 1) * unit, ""
        else:
            total, section, digits = total + (section + int(digits or (0 if section else 1))) * unit, 0, ""
    return None if is_empty else total + section + int(digits or 0)


def kana(number: int) -> str:
    """Say a quantity: 0 ゼロ, 300 サンビャク, 10,000 イチマン, 80,000,000 ハッセンマン."""
    if number == 0:
        return "ゼロ"
    words = ""
    for unit, place in _LARGE.items():
        count, number = divmod(number, unit)
        if count:
            words += _merged(("イッセン" if count == 1000 else _thousands(count)) + place)
    return words + _thousands(number)


def spoken_number(written: str) -> str:
    """Say a number as written, with a decimal point; leading zeros and very long numbers digit by digit.

    Numbers joined by hyphens, such as a telephone's or a house's, are said digit by digit with ノ between them.
    """
    if _HYPHENED.fullmatch(written):
        return "ノ".join(map(_digit_by_digit, written.split("-")))
    decimal = _DECIMAL.fullmatch(written)
    if decimal:
        whole = spoken_number(decimal[1])
        words = _another_end("レー" if whole == "ゼロ" else whole, _SHORTENED)
        return words + "テン" + _digit_by_digit(decimal[2]) + _PLACES.get(decimal[3], "")
    parts = [part for part in _BREAK.split(written) if part]
    if len(parts) > 1:
        return "".join(map(spoken_number, parts))
    if written.isdecimal() and ((len(written) > 1 and written.startswith("0")) or len(written) > _LONGEST):
        return _digit_by_digit(written)
    value = value_of(written) or 0
    if value >= _TOO_LARGE:
        return "".join(kana(value_of(part) or 0) for part in _NUMERALS.findall(written))
    return kana(value)


def is_counter(written: str, number: int) -> bool:
    """Tell whether a word counts; a month only up to the twelfth, つ only up to nine."""
    most = 12 if written.startswith("月") else {"つ": 9, "つ目": 9}.get(written)
    return written in COUNTERS and (most is None or 1 <= number <= most)


def counted(written: str, counter: str, *, is_date: bool = True) -> str:
    """Say a number and what it counts: 三本 サンボン, 二人 フタリ, 九時 クジ.

    一日 is ツイタチ as the date of a month, and else イチニチ.
    """
    if written.isdecimal() and counter[0] in "月日時分秒":
        written = str(int(written))
    value = 0 if _BREAK.search(written) else value_of(written)
    is_one_day = counter in {"日", "日間"} and value == 1 and not (is_date and counter == "日")
    one_word = None if value is None or is_one_day else ONE_WORD.get(counter, {}).get(value)
    if one_word:
        return one_word
    words = _another_end(spoken_number(written), LAST_PARTS.get(counter, {}))
    after_n = (
        ("サン", "セン", "ゼン", "マン", "ヨン") if counter in HARD_AFTER_FOUR else ("サン", "セン", "ゼン", "マン")
    )
    if counter in AFTER_N and words.endswith(after_n):
        return words + AFTER_N[counter]
    return _run_together(words, COUNTERS[counter])


def is_counted_in(text: str) -> bool:
    """Tell whether a text begins with something that counts."""
    bare = text.lstrip()
    return any(bare.startswith(counter) for counter in COUNTERS)


def joined_to_unit(words: str, unit: str) -> str:
    """Say a number and a unit in kana: 10 and キロ are ジュッキロ."""
    return _run_together(words, unit)


def _run_together(words: str, says: str) -> str:
    """Shorten the number before a voiceless sound, and harden the ハ row after it: イチ and ホン are イッポン."""
    first = says[0]
    if says.startswith(LOANS):
        ends = {"カ": _BEFORE_K, "キ": _BEFORE_K, "ケ": _BEFORE_K, "ク": _BEFORE_P}.get(first, {})
        return _another_end(words, ends) + says
    table = _SHORTENED if first in "サシスセソタチツテト" else {}
    if first in "カキクケコハヒフヘホ":
        table = _SHORTENED | _SHORTENED_MORE
    elif first in "パピプペポ":
        table = _BEFORE_P
    shortened = _another_end(words, table)
    return shortened + (_HARDENED.get(first, first) if shortened != words else first) + says[1:]


def _another_end(words: str, ends: dict[str, str]) -> str:
    for end, other in ends.items():
        if words.endswith(end):
            return words.removesuffix(end) + other
    return words


def _thousands(number: int) -> str:
    words = ""
    for unit, place in _SMALL.items():
        count, number = divmod(number, unit)
        if count:
            words += _merged(("" if count == 1 else _ONES[count]) + place)
    return words + _ONES[number]


def _merged(words: str) -> str:
    return _another_end(words, _MERGED)


def _digit_by_digit(digits: str) -> str:
    return "".join(_ONES[int(digit)] or "ゼロ" for digit in digits)
