"""Plain numbers in Chinese text, and what joins them: fractions, ratios, spans, ranks."""

from __future__ import annotations

import re
import unicodedata

from avatar.text.chinese.codes import AFTER_ID_WORD
from avatar.text.chinese.lists import MEASURES
from avatar.text.chinese.numbers import cardinal, digit_by_digit, number
from avatar.text.chinese.patterns import MEASURED, NUM, TO, after, before, plain, say
from avatar.text.scripts import HAN
from avatar.text.spoken import Rule, Spoken

_COUNTED = rf"(?:{TO}[0-9]+)?\s?(?:{MEASURES})"
_SUM_OF_MONEY = r"\s?(?:元|块|美元|欧元|英镑|港元|日元|人民币)"
_QUANTITY = rf"{MEASURED}|{TO}[0-9]+{MEASURED}"
_ID_LENGTH = 13
"""Digits of a number that no one says as a quantity where nothing is counted with it, unless it ends in zeros."""


def _fraction(match: re.Match[str]) -> list[Spoken]:
    whole, top, bottom = re.fullmatch(r"(?:([0-9]+) )?([0-9]+)\s?[/⁄]\s?([0-9]+)", match[0]).groups()  # type: ignore[union-attr]  # the rule's pattern is narrower
    return say(match, (f"{plain(whole)}又" if whole else "") + f"{plain(bottom)}分之{plain(top)}")


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    is_mixed = before(match, 1).isdigit()
    top, bottom = unicodedata.normalize("NFKC", match[0]).split("⁄")
    return say(match, ("又" if is_mixed else "") + f"{plain(bottom)}分之{plain(top)}")


def _ratio(match: re.Match[str]) -> list[Spoken]:
    return say(match, "比".join(map(plain, re.split(r"\s?[:：∶]\s?", match[0]))))


def _and_more(match: re.Match[str]) -> list[Spoken]:
    """Read a plus behind a number: 500+家 五百多家, 阅读10万+ 十万加."""
    return say(match, "多" if re.match(rf"\s?[{HAN}]", after(match)) else "加")


def _to(match: re.Match[str]) -> list[Spoken]:
    return say(match, "到")


def _minus(match: re.Match[str]) -> list[Spoken]:
    return say(match, "负")


def _plus(match: re.Match[str]) -> list[Spoken]:
    return say(match, "正")


_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_RANK_AFTER_ROMAN = "期|级|类|型|度|章|卷|部|区|代|世|号|组|阶段|档|段|篇|册|标段|线"


def _roman(match: re.Match[str]) -> list[Spoken]:
    return say(match, cardinal((ord(match[0]) - 0x2160) % 16 + 1))


def _latin_roman(match: re.Match[str]) -> list[Spoken] | None:
    values = [_ROMAN_VALUES[letter] for letter in match[0]]
    total = sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    if _as_roman(total) != match[0]:
        return None
    return say(
        match,
        cardinal(total)
        + (
            "世"
            if re.search("(?:路易|亨利|爱德华|查理|威廉|乔治|拿破仑|伊丽莎白|理查|腓力|本笃|约翰|保罗)$", before(match))
            and not after(match).startswith("世")
            else ""
        ),
    )


def _as_roman(value: int) -> str:
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _number(match: re.Match[str]) -> list[Spoken]:
    return say(match, _in_context(match[0], match))


def _in_context(written: str, match: re.Match[str]) -> str:
    front, behind = before(match), after(match)
    if not written.isdigit():
        # Nobody says the zeros of 100.00元.
        return number(re.sub(r"\.00$", "", written) if re.match(_SUM_OF_MONEY, behind) else written)
    is_after_letter = re.search("[A-Za-z]-?$", front) is not None
    is_name = is_after_letter and len(written) > 2 and re.match("[\u4e00-\u9fff]|$", behind)
    if is_name and not _is_code(written, match, front):
        return digit_by_digit(written)
    if not re.match(_QUANTITY, behind):
        if _is_code(written, match, front) and not (len(written) < 6 and re.match("[A-Za-z]", behind)):
            return digit_by_digit(written, one="幺")
        if len(written) > 2 and (is_after_letter or re.search(r"(?<![A-Za-z])[A-Z]{2,5}\s$", front)):
            return digit_by_digit(written)
    if written == "2":
        return "两" if re.match(_COUNTED, behind) and not front.endswith("第") else "二"
    return number(written)


def _is_code(written: str, match: re.Match[str], front: str) -> bool:
    if len(written) > 1 and re.search(AFTER_ID_WORD, front):
        return len(written) > 3 or not re.search("(?:手机|手機|微信|QQ|电话|電話)$", front)  # 手机13 is a model
    if len(written) < 9 or front.endswith("第") or written.endswith("0000"):
        return False
    is_all = not re.search(r"[^\W_]", match.string[: match.start()] + match.string[match.end() :])
    return not (len(written) < _ID_LENGTH and (is_all or re.search("(?:[约共达超过近是有为第至]|等于)$", front)))


def _ordinal(match: re.Match[str]) -> list[Spoken]:
    return say(match, "第" * (not before(match).endswith("第")) + cardinal(int(match[0][:-2])))


def _foreign_digits(match: re.Match[str]) -> list[Spoken]:
    return say(match, number("".join(str(int(digit)) for digit in match[0])))


COUNTS: tuple[Rule, ...] = (
    Rule(r"(?<![0-9A-Za-z/.])(?:[0-9]{1,3} )?[0-9]{1,4}\s?[/⁄]\s?[1-9][0-9]{0,4}(?![0-9/A-Za-z])", _fraction),
    Rule("[¼-¾⅐-⅞]", _vulgar),
    Rule(r"(?<![0-9:：])[0-9]+(?:\.[0-9]+)?\s?[:：∶]\s?[0-9]+(?:\.[0-9]+)?(?:[:：∶][0-9]+)*(?![0-9:：])", _ratio),
    Rule(r"(?<=[0-9%％‰°C℃元万亿年月日号点分期岁天个时周级秒])\s?(?:--?|[~～〜∼–—]+)\s?(?=[0-9¥￥$€£])", _to),
    Rule(r"(?<=[0-9万亿千百元人wWkK%％])\+(?![0-9A-Za-z+])", _and_more),
    Rule(r"(?<![0-9A-Za-z])[-−–](?=[0-9¥￥$€£])|−(?=[0-9])", _minus),
    Rule(r"(?<![0-9A-Za-z])\+(?=[0-9])", _plus),
    Rule("[Ⅰ-Ⅻⅰ-ⅻ]", _roman),
    Rule(
        rf"(?<![A-Za-z0-9])[IVX]{{1,5}}(?=(?:{_RANK_AFTER_ROMAN})(?![员团]))|(?<=[{HAN}])(?:II|III|IV|VI{{1,3}}|IX|XI{{0,3}}|XI?V|XVI{{0,3}}|XI?X)(?![A-Za-z0-9])",
        _latin_roman,
    ),
    Rule(r"(?<![0-9A-Za-z.])[0-9]+(?:st|nd|rd|th)(?![A-Za-z])", _ordinal),
    Rule(NUM, _number),
    Rule(r"\d+", _foreign_digits),
)
"""First match wins."""
