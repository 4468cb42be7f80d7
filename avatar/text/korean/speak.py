"""Written Korean to spoken Korean: every digit, sign and Latin letter becomes what a speaker says."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.abbreviations import read_latin
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.korean.lists import GREEK, LETTERS, NAMES, SAID_AS_WORD, UNITS, any_of
from avatar.text.korean.numbers import digit_by_digit, ends_in_consonant, number
from avatar.text.korean.patterns import HANGUL
from avatar.text.korean.quantities import QUANTITIES
from avatar.text.language import language_of_script
from avatar.text.scripts import HAN, LATIN, WORD, script_of
from avatar.text.spoken import PAUSES, Rule, Rules, Spoken, pause


def speak_korean(text: str) -> list[Spoken]:
    """Give the pieces of a Korean sentence in order, word by word with their particles, and its pauses."""
    pieces = [piece._replace(language=piece.language or "ko") for piece in _rules().read(text)]
    return [
        piece._replace(says="은")
        if piece.says == "는" and piece.word == "=" and ends_in_consonant(before.says)
        else piece
        for before, piece in zip([Spoken("", "", ""), *pieces], pieces, strict=False)
    ]


_ADDRESS_SIGNS = {
    **{
        ".": "닷",
        "@": "골뱅이",
        "/": "슬래시",
        "-": "하이픈",
        "_": "밑줄",
        "?": "물음표",
        "=": "등호",
        "#": "샵",
        "&": "앤드",
    },
    **{"+": "플러스", "%": "퍼센트", ":": "콜론", "~": "물결"},
}
_SIGNS = {
    **{
        "&": "앤드",
        "@": "골뱅이",
        "#": "샵",
        "%": "퍼센트",
        "+": "플러스",
        "=": "는",
        "×": "곱하기",
        "÷": "나누기",
        "±": "플러스 마이너스",
        "√": "루트",
        "∞": "무한대",
        "∑": "시그마",
        "∫": "적분",
        "∠": "각",
        "≡": "합동",
        "∈": "원소",
        "∪": "합집합",
        "∩": "교집합",
        "∝": "비례",
        "∴": "따라서",
        "∵": "왜냐하면",
        "$": "달러",
        "€": "유로",
        "£": "파운드",
        "¥": "엔",
        "₩": "원",
        "‰": "퍼밀",
        "−": "마이너스",
        "≒": "약",
        "≦": "이하",
        "≧": "이상",
    },
    **{
        "<": "보다 작다",
        ">": "보다 크다",
        "≤": "이하",
        "≥": "이상",
        "≈": "약",
        "≠": "같지 않음",
        "°": "도",
        "²": "제곱",
        "³": "세제곱",
    },
}


def _number_word(match: re.Match[str]) -> list[Spoken]:
    digits = re.search("[0-9]+", match[0])
    return [Spoken(match[0], f"넘버 {number(digits[0])}{match[0][digits.end() :]}" if digits else match[0], "ko")]


def _label(label: str) -> str:
    if len(label) < 4 and label.lower() not in {"com", "net", "org"}:
        return spelled(label)
    return {"com": "컴", "net": "넷", "org": "오알지"}.get(label.lower()) or read_label(label)


def _address(match: re.Match[str]) -> list[Spoken]:
    said = []
    for part, kind in parts_of(match[0].rstrip("/")):
        if kind == "letters":
            said.append(_label(part))
        elif kind == "digits":
            said.append(digit_by_digit(part))
        elif kind == "sign" and part in _ADDRESS_SIGNS:
            said.append(_ADDRESS_SIGNS[part])
    return [Spoken(match[0], " ".join(said), "ko")]


def spelled(letters: str) -> str:
    """Spell an initialism by the Korean names of its letters: AI is 에이아이."""
    return "".join(LETTERS.get(letter, letter) for letter in letters.upper() if letter.isalpha())


def _name(match: re.Match[str]) -> list[Spoken]:
    found = re.match(any_of(NAMES), match[0])
    name = found[0] if found else ""
    return [Spoken(match[0], NAMES[name] + match[0][len(name) :], "ko")]


def _latin(match: re.Match[str]) -> list[Spoken]:
    found = re.match(rf"[{LATIN}.'’&-]+", match[0])
    word = found[0] if found else ""
    return [Spoken(match[0], _read(word.rstrip("-")) + match[0][len(word) :], "ko")]


def _read(word: str) -> str:
    if word.upper() in SAID_AS_WORD and word.isupper():
        return SAID_AS_WORD[word]
    read = read_latin(word)
    is_spelled = len(word) == 1 or re.fullmatch(r"(?:[A-Z][. ]?)+", read)
    return spelled(word) if is_spelled else read


def _extension(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], f"닷 {spelled(match[0][1:])}", "ko")]


def _unit(match: re.Match[str]) -> list[Spoken]:
    unit = match[0].rstrip("".join(re.findall(f"[{HANGUL}]", match[0])))
    return [Spoken(match[0], UNITS[unit] + match[0][len(unit) :], "ko")]


def _sign(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0].strip(), _SIGNS[match[0].strip()], "ko")]


def _greek(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], GREEK[match[0][0]] + match[0][1:], "ko")]


def _chinese(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "zh")]


def _word(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "ko")]


def _foreign(match: re.Match[str]) -> list[Spoken]:
    language = language_of_script(script_of(match[0][0]))
    return [Spoken(match[0], match[0], language)] if language else []


@lru_cache
def _rules() -> Rules:
    return Rules(
        (
            Rule(ADDRESS, _address),
            Rule(rf"(?<![A-Za-z0-9])(?:{any_of(NAMES)})(?![A-Za-z0-9+#])[{HANGUL}]*", _name),
            Rule(rf"(?<![A-Za-z])[Nn]o\.\s?[0-9]+[{HANGUL}]*", _number_word),
            *QUANTITIES,
            Rule(rf"(?<=[{HANGUL}A-Za-z0-9_])\.(?:[a-z]{{2,4}}|mp[34])(?![A-Za-z0-9])", _extension),
            Rule(
                rf"(?<![A-Za-z0-9])(?:{any_of(unit for unit in UNITS if len(unit) > 1)})(?![A-Za-z0-9²³])[{HANGUL}]*",
                _unit,
            ),
            Rule(rf"[{LATIN}]+(?:[.'’&-][{LATIN}]+)*-?[{HANGUL}]*", _latin),
            Rule(rf"[{HANGUL}]+", _word),
            Rule(f"[{HAN}]+", _chinese),
            Rule(rf"[{''.join(GREEK)}][{HANGUL}]*", _greek),
            Rule(rf"[{re.escape(''.join(_SIGNS))}]", _sign),
            Rule(PAUSES, pause),
            Rule(WORD, _foreign),
        ),
        "ko",
    )
