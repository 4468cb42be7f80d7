"""Chinese or Japanese: by kana, by the forms of characters, by words and marks that only one of them writes."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from avatar.text.scripts import HAN, KANA

_QUOTED = re.compile("《[^》]*》|〈[^〉]*〉|“[^”]*”|「[^」]*」|『[^』]*』")
_KANA = re.compile(f"[{KANA}]+")
_HAN = re.compile(f"[{HAN}]")
_WORDS: dict[str, str] = json.loads((Path(__file__).parent / "han_words.json").read_text(encoding="utf-8"))
_JAPANESE = re.compile(
    _WORDS["japanese"].replace(" ", "|") + "|会社(?![区会团交])|配信(?![息号用任])|(?:令和|平成)[0-9元]|[0-9]丁目"
)
"""words that Chinese says otherwise, nor writes where one of its words ends and another begins"""
_SOONER_JAPANESE = re.compile(
    _WORDS["sooner_japanese"].replace(" ", "|")
    + "|[0-9]匹|[0-9]号室(?!内|外)|[月火水木金土日]曜|第[0-9一二三四五六七八九十]+[話巻回位]"
)
"""words that Chinese may say, and Japanese says more often"""
_CHINESE = re.compile(
    "[你您她吗吧呢啊这哪怎么没很让给跟说這說嗎們麼妳咱]|(?<!其)[是他我](?!々|が)|請(?!求|負|願)|可以|不要|已经|已經|多少|还是|還是"
)
_SOONER_CHINESE = re.compile("[的了在都也就被与和或但而从於把那还]")
_CHINESE_MARKS = re.compile("[，；：“”‘’《》]|——|……")
_JAPANESE_MARKS = re.compile("〜|(?<=[^0-9一-龠])・|・(?=[^0-9一-龠])|(?<=[0-9])(?:円|名|本|歳|個|件|階|冊|泊)")

_LONG = 12
"""characters, from which on Japanese would show kana"""


def scores_of_han(sentence: str) -> dict[str, float]:
    """Score Chinese and Japanese for a sentence of Han characters and kana, in logarithms of likelihood."""
    unquoted = _QUOTED.sub(" ", sentence)
    chinese = _as_chinese(unquoted)
    # A title in kana makes no sentence Japanese that is Chinese around it.
    bare = unquoted if chinese > 1.0 and _HAN.search(unquoted) else sentence
    han = _HAN.findall(bare)
    japanese = _by_kana(bare, len(han)) + _by_forms(han)
    japanese += 2.0 * len(_JAPANESE.findall(bare)) + 0.7 * len(_SOONER_JAPANESE.findall(bare))
    japanese += 0.9 * len(_JAPANESE_MARKS.findall(bare)) + bare.count("〜")
    if not japanese:
        chinese += min(3.0, 0.25 * max(0, len(han) - _LONG // 3))
    return {"zh": chinese, "ja": japanese - 1.0}


def _as_chinese(text: str) -> float:
    others = _SOONER_JAPANESE.sub(" ", _JAPANESE.sub(" ", text))
    score = 1.5 * len(_CHINESE.findall(others)) + 0.7 * len(_SOONER_CHINESE.findall(others))
    score += min(2.0, 1.0 * len(_CHINESE_MARKS.findall(text)))
    return score + sum(2.5 for character in _HAN.findall(text) if not _encodes(character, "cp932"))


def _by_forms(han: list[str]) -> float:
    """Score Japanese by its forms of characters: those that it alone has, and those that no Chinese writes together."""
    score = 3.0 * sum(map(_is_japanese, han))
    if all(_encodes(character, "cp932") for character in han):
        is_mixed = not all(_encodes(each, "gb2312") for each in han) and not all(_encodes(each, "big5") for each in han)
        score += 3.0 * is_mixed
    return score


def _by_kana(text: str, han: int) -> float:
    score = 0.0
    for run in _KANA.findall(text):
        if run in ("の", "ー", "ノ", "ツ"):  # an ornament of Chinese brands and faces
            score += 1.5
        else:
            score += 3.0 if any("\u3041" <= letter <= "\u309f" for letter in run) else 1.5
    return score if han else score + 3.0


def _is_japanese(character: str) -> bool:
    """Tell a character that was simplified in Japan alone: neither Peking's nor Taipei's set has it."""
    return not _encodes(character, "gb2312") and not _encodes(character, "big5") and _encodes(character, "cp932")


@lru_cache(maxsize=8192)
def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
