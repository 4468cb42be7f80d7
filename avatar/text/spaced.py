"""Words whose letters somebody has set apart for show, joined again: 你 好 世 界, H e l l o."""

from __future__ import annotations

import re
from itertools import pairwise

from avatar.runtime.expressions import late
from avatar.text.scripts import HAN, KANA

_DENSE = late(rf"(?<![{HAN}{KANA}\w])[{HAN}](?: [{HAN}](?![{HAN}{KANA}])){{2,}}")
_PAIR = late(rf"(?<![{HAN}{KANA}\w])[{HAN}] [{HAN}](?![{HAN}{KANA}\w ])")
_LETTERS = re.compile(
    rf"(?<!\S)(?![{HAN}{KANA}])[^\W\d_](?: (?![{HAN}{KANA}])[^\W\d_]){{3,}}(?=[\s,.!?;:，。！？；：]|$)"
)
_FEWEST = 3
"""signs by themselves, below which nothing is set apart"""
_VOWEL = re.compile("[aeiouyäöüàâéèêëîïôùûáíóúаеёиоуыэюя]", re.IGNORECASE)


def joined(text: str) -> str:
    """Join letters that stand apart by one space each: three Han characters and more, or a word of four letters."""
    if sum(len(part) == 1 for part in text.split(" ")) < _FEWEST:
        return text
    dense = _DENSE.sub(lambda match: match[0].replace(" ", ""), text)
    if dense != text:  # the rest is set like that as well
        dense = _PAIR.sub(lambda match: match[0].replace(" ", ""), dense)
    return _LETTERS.sub(_word, dense)


def _word(match: re.Match[str]) -> str:
    """Join letters that look like a word; A B C D and x y z are letters."""
    word = match[0].replace(" ", "")
    is_word = word[1:].islower() and _VOWEL.search(word) is not None
    is_row = all(ord(after) == ord(before) + 1 for before, after in pairwise(word.lower()))
    return word if is_word and not is_row else match[0]
