"""Traditional characters as the simplified ones in which words are looked up, character by character.

Where one simplified character took the place of several, the traditional one says by itself how it reads: 髮 is fa4.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_STAYS = re.compile(
    "乾(?=[坤隆卦县縣元清德宁寧符陵嘉道])|(?<=康)乾"
    "|著(?=[名作述书書称稱录錄者文论論])|(?<=[名巨原专專论論编編译譯合遗遺拙新显顯卓昭土大撰所])著"
    "|瞭(?=望)"
    "|徵(?=羽)|(?<=角)徵"
)
"""Characters that simplified Chinese has too, in these words."""

_WRITES = re.compile("(?<![看听想说跟随沿带拿坐站等向朝对望笑哭走跑活当藏穿盯忙])著")
"""Somebody writes, where all else is simplified: 著《史记》."""

_SEVERAL = {"乾": "干", "著": "着", "瞭": "了"}
"""Characters that become simpler everywhere but in those words."""

_OWN = {
    **{"髮": "fa4", "發": "fa1", "乾": "gan1", "幹": "gan4", "隻": "zhi1", "祇": "zhi3", "衹": "zhi3", "儘": "jin3"},
    **{"盡": "jin4", "鬥": "dou4", "捲": "juan3", "衝": "chong1", "麯": "qu1", "髒": "zang1", "臟": "zang4"},
    **{"縴": "qian4", "纖": "xian1", "籲": "yu4", "彆": "bie4", "繫": "ji4", "係": "xi4", "劃": "hua4", "穀": "gu3"},
    **{"樸": "pu3", "颳": "gua1", "錶": "biao3", "鐘": "zhong1", "剋": "ke4", "囌": "su1", "麽": "me5", "噁": "e3"},
    **{"薦": "jian4", "闢": "pi4", "禦": "yu4", "糰": "tuan2", "檯": "tai2", "颱": "tai2", "閤": "ge2"},
    **{"嚐": "chang2", "濛": "meng2", "矇": "meng2", "懞": "meng3", "佔": "zhan4", "併": "bing4", "傢": "jia1"},
    **{"慾": "yu4", "鬚": "xu1", "喫": "chi1", "擺": "bai3", "摺": "zhe2", "遊": "you2", "製": "zhi4", "誌": "zhi4"},
}
"""Readings of traditional characters whose simplified ones have another one besides."""


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    lines = Path(__file__).with_name("traditional.txt").read_text("utf-8").split("\n")
    kept = "\n".join(line for line in lines if not line.startswith("#"))
    traditional, _, simplified = kept.partition("\n--\n")
    return str.maketrans(
        {**dict(zip(traditional.replace("\n", ""), simplified.replace("\n", ""), strict=True)), **_SEVERAL}
    )


def simplified(text: str) -> str:
    """Give a text in simplified characters, each in its place."""
    if text.isascii():
        return text
    text = text.replace("甚麼", "什么").replace("甚么", "什么")
    table = _table()
    stays = {match.start() for match in _STAYS.finditer(text)}
    if "著" in text and not any(ord(character) in table for character in text if character not in _SEVERAL):
        stays |= {match.start() for match in _WRITES.finditer(text)}
    if not stays:
        return text.translate(table)
    return "".join(
        character if at in stays else table.get(ord(character), character) for at, character in enumerate(text)
    )


def own_reading(character: str) -> str:
    """Give the reading that a traditional character has by itself ("fa4"), or ""."""
    return _OWN.get(character, "")
