"""How dictionaries read a word: our own lists first, then pypinyin."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.chinese.phrases import phrases
from avatar.text.chinese.polyphone_words import polyphone_words
from avatar.text.chinese.polyphones import LONE_READINGS
from avatar.text.chinese.segmenting import parts_of
from avatar.text.chinese.weighing import FIRM, trust
from avatar.text.chinese.words import NEUTRAL_LAST, READINGS, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_RESPELLED = {"wong": "weng", "yai": "ya", "fiao": "fo", "cei": "cui", "rua": "ra"}
"""Dialect syllables that no Mandarin voice has, and the nearest one that it has."""


class Read(NamedTuple):
    """How a dictionary reads one character of a word."""

    base: str
    """pinyin without tone; "" if unknown"""
    tone: int
    """1-5, 0 for a suffix that joins the syllable before"""
    weight: float
    """what this is worth against the network"""


@lru_cache(maxsize=65536)
def reading_of(word: str) -> tuple[Read, ...]:
    """Read each character of a word; 一 and 不 in their own tone."""
    believed = trust()
    listed = polyphone_words().get(word, {})
    is_pair = len(word) == 2
    if word in READINGS:
        written, weight = list(READINGS[word]), believed.ours if len(word) > 1 else believed.lone
    elif word in LONE_READINGS:
        written, weight = [LONE_READINGS[word]], believed.lone
    elif len(word) > 1 and word not in phrases() and (word in WORDS or listed) and not (is_pair and word in WORDS):
        parts = [syllable for part in parts_of(word) for syllable in reading_of(part)]
        return tuple(_listed(character, listed, read) for character, read in zip(word, parts, strict=True))
    else:
        written = _looked_up(word)
        weight = believed.pair if is_pair else believed.longer
        weight = weight if len(word) > 1 and word in phrases() else believed.lone
    if len(written) == len(word) - 1 and word.endswith("儿"):
        written.append("er0")
    if len(written) != len(word):
        written = ["".join(_looked_up(character)) for character in word]
    syllables = []
    for index, (character, syllable) in enumerate(zip(word, written, strict=True)):
        read = _listed(character, listed, _split(syllable, weight))
        if character in "一不" and read.tone != 5:
            read = read._replace(tone=1 if character == "一" else 4)
        if index and index == len(word) - 1 and word in NEUTRAL_LAST:
            read = read._replace(tone=5, weight=FIRM)
        syllables.append(read)
    return tuple(syllables)


def _listed(character: str, listed: Mapping[str, str], read: Read) -> Read:
    """Give the reading that a list has for a character of a word, else what was read."""
    return _split(listed[character], trust().ours) if character in listed else read


def _split(syllable: str, weight: float) -> Read:
    found = re.fullmatch("([a-zê]+?)(r?)([0-5]?)", syllable)
    base, tone = (found[1] + found[2], int(found[3] or 5)) if found else ("", 5)
    return Read(_RESPELLED.get(base, base), tone, weight)


def _looked_up(word: str) -> list[str]:
    phrases()  # before pypinyin is imported
    from pypinyin import Style, lazy_pinyin

    found: list[str] = lazy_pinyin([word], style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    return found
