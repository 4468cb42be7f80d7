"""Chinese characters cut into words."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from avatar.text.chinese.phrases import phrases
from avatar.text.chinese.polyphone_words import polyphone_words
from avatar.text.chinese.words import WORDS

_LONGEST_WORD = 8
_NUMERAL = re.compile("[零〇一二三四五六七八九十百千万亿两幺]{2,}(?:点[零一二三四五六七八九]+)?")
_FOOT_OF_NUMERAL = re.compile("[零〇一二三四五六七八九两幺][十百千]?|.")
_FUNCTION_WORDS = frozenset(
    "的了在是我你您他她它很都也不就和与及或到从对把被给请将要会能可向以这那有没去来说让再更最还只又但并而所之其每各第吗呢吧啊上下里中大小多少人"
)


def segment(text: str) -> list[str]:
    """Cut Chinese characters into words, with the fewest words that are no dictionary's, in linear time."""
    words: list[str] = []
    end = 0
    for match in _NUMERAL.finditer(text):
        if text[match.start() : match.end() + 1] in WORDS or match[0] in WORDS:
            continue
        words += [*_cheapest(text[end : match.start()]), match[0]]
        end = match.end()
    return _doubled(words + _cheapest(text[end:]))


def _doubled(words: list[str]) -> list[str]:
    """Join a syllable said twice: 讲讲, 慢慢."""
    joined: list[str] = []
    for word in words:
        if joined and len(word) == 1 and joined[-1] == word and word not in _FUNCTION_WORDS:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _cheapest(text: str, without: str = "") -> list[str]:
    """Cut text into the words that cost least, none of which is `without`."""
    costs, starts = [0.0], [0]
    for end in range(1, len(text) + 1):
        best, start = costs[end - 1] + _cost(text[end - 1]), end - 1
        for size in range(2, min(_LONGEST_WORD, end) + 1):
            word = text[end - size : end]
            if costs[end - size] + _cost(word) < best and word != without and _is_known(word):
                best, start = costs[end - size] + _cost(word), end - size
        costs.append(best)
        starts.append(start)
    words, end = [], len(text)
    while end:
        words.append(text[starts[end] : end])
        end = starts[end]
    return words[::-1]


def _cost(word: str) -> float:
    if len(word) == 1:
        return 1.0 if word in _FUNCTION_WORDS else 1.2
    return 0.95 if word in WORDS else 1.05


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=65536)
def _is_known(word: str) -> bool:
    """Tell whether some text is a word; 我们的 and its like are two."""
    if word in WORDS or word in polyphone_words() or word in _common():
        return True
    return not (len(word) > 2 and word.endswith("的")) and word in phrases()


def parts_of(word: str) -> list[str]:
    """Cut a compound into the words it is made of: 还款 额."""
    return _cheapest(word, without=word)


def feet_of(says: str) -> list[str]:
    """Cut what is said for a number into the units in which it is spoken: 五百 五十 五."""
    feet: list[str] = []
    end = 0
    for match in re.finditer("[零一二三四五六七八九十百千万亿两幺]+", says):
        feet += [*segment(says[end : match.start()]), *_FOOT_OF_NUMERAL.findall(match[0])]
        end = match.end()
    return feet + segment(says[end:])
