"""What a text is made of for the eye: clusters that nothing parts, how wide they are, and which scripts need what."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = "\u2e80-\u2fdf\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Chinese characters, for use inside a regular expression's brackets"""
KANA = "\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
"""Japanese syllabic letters, the same"""

DENSE = re.compile(f"[{HAN}{KANA}]")
"""a letter of a script that is written without spaces and broken almost anywhere"""
_CLUSTERED = re.compile(r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""a letter of Thai, Lao, Burmese or Khmer: written without spaces, broken between words that only a reader knows"""
_LEADING = re.compile(r"[\u0e40-\u0e44\u0ec0-\u0ec4]")
"""vowels of Thai and Lao that stand before their consonant, so that a syllable begins with them"""
_JOINERS = "\u200c\u200d"
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2"
"""signs that take a consonant's vowel away, so that it joins with the next one"""
_WIDTHS = {"Lu": 0.66, "Ll": 0.52, "Nd": 0.56, "Zs": 0.27, "Mn": 0.0, "Me": 0.0, "Cf": 0.0, "Mc": 0.3, "Po": 0.3}
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield first and end of each cluster: a letter with the marks that are drawn on it, or with what it joins."""
    starts = [index for index in range(len(text)) if not index or not _is_joined(text, index)]
    yield from pairwise([*starts, len(text)])


def is_dense(character: str) -> bool:
    """Tell whether a character is Chinese or Japanese."""
    return DENSE.match(character) is not None


def is_clustered(character: str) -> bool:
    """Tell whether a character is of a script without spaces in which only a reader finds the words."""
    return _CLUSTERED.match(character) is not None


def begins_syllable(character: str) -> bool:
    """Tell whether a character can only be the first of a syllable."""
    return _LEADING.match(character) is not None


def width(text: str) -> float:
    """Guess how wide a text is in a usual typeface, in its size (em)."""
    return sum(map(_width, text))


def _is_joined(text: str, index: int) -> bool:
    here, before = text[index], text[index - 1]
    if here in _JOINERS or before == "\u200d" or before in _VIRAMAS or _LEADING.match(before):
        return True
    # Burmese and Thai vowels that follow their consonant are letters to Unicode, but part of it to the eye.
    return unicodedata.category(here).startswith("M") or here in "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\u0ebd"


@lru_cache(4096)
def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if _ARABIC.match(character) and character.isalpha():
        return 0.46
    return _WIDTHS.get(unicodedata.category(character), 0.55)
