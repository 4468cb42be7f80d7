"""Whether phones can be those of a written word: what is said must not be another word than the one that is read.

Who judges a text reads what is written. Phones are let through only where their consonants are those of the written
word, so that nothing can be said that nobody has read; both are taken in broad classes, for spelling is no phonetics.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 0.55
"""of the likeness of two rows of consonants, 0-1"""
SURELY = 0.7
"""of that of two rows of syllables"""
_CLASSES = {
    **dict.fromkeys("pbɓ", "P"), **dict.fromkeys("fvɸβʋwʍɥhɦħxχɣ", "H"), **dict.fromkeys("tdɖʈɗθðɾ", "T"),
    **dict.fromkeys("kgɡqcɢɟ", "K"), **dict.fromkeys("szʃʒʂʐɕʑjçʝ", "S"), **dict.fromkeys("mɱ", "M"),
    **dict.fromkeys("nŋɲɳɴ", "N"), **dict.fromkeys("lrɹɻɫɭʎʀʁɽɺɬɮ", "R"),
}  # fmt: skip
_ALIKE = {frozenset(pair) for pair in ("KS", "HP", "TS", "MN", "KH", "HR", "SH", "NR", "TK", "TR")}
"""classes that one letter can stand for, as c does for k and s, with what they share"""
_HALF = 0.5
_VOWELS = frozenset("aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ")
_NAME = re.compile(r"(?:LETTER|SYLLABLE|IDEOGRAPH|CHARACTER) (?:SMALL |CAPITAL |FINAL )*([A-Z]+)")


def sounds_like(word: str, phones: str) -> bool:
    """Tell whether phones, in IPA or in letters, can be those of a written word."""
    said = _row(phones)
    letters = "".join(_plain(letter) for letter in word.casefold())
    if not any(map(str.isalpha, letters)):
        return False
    return any(_likeness(_row(form), said) >= LEAST for form in _forms(word, letters))


def fits(word: str, syllables: Sequence[str]) -> bool:
    """Tell whether pinyin without tones can be that of a word: in Han characters, at least half of them are read so."""
    if not all("\u3400" <= each <= "\u9fff" or ord(each) > 0x1FFFF for each in word):
        return sounds_like(word, " ".join(syllables))
    known = _readings(word)
    if len(known) == len(syllables):
        right = sum(own in options for own, options in zip(syllables, known, strict=True))
        if 2 * right >= len(known):
            return True
    return any(_likeness(_row(form), _row(" ".join(syllables))) >= SURELY for form in _pinyin(word))


def _forms(word: str, letters: str) -> list[str]:
    forms = [_romanised(letters)]
    if any("\u3400" <= each <= "\u9fff" or ord(each) > 0x1FFFF for each in word):
        forms += _pinyin(word)
    if word.isascii() and word.isupper() and len(word) < 6:
        forms.append("".join(_letter_name(each) for each in word.lower()))
    return forms


def _likeness(one: str, other: str) -> float:
    """Compare two rows of classes; a row of vowels alone is like another short one."""
    if not one.strip("V") or not other.strip("V"):
        return 1.0 if abs(len(one) - len(other)) <= 2 and max(len(one.strip("V")), len(other.strip("V"))) <= 1 else 0.0
    first, second = one.replace("V", ""), other.replace("V", "")
    blocks = SequenceMatcher(None, first, second, autojunk=False)
    same = float(sum(block.size for block in blocks.get_matching_blocks()))
    for kind, a, b, c, d in blocks.get_opcodes():
        if kind == "replace":
            same += _HALF * sum(frozenset((x, y)) in _ALIKE for x, y in zip(first[a:b], second[c:d], strict=False))
    return 2 * same / (len(first) + len(second))


def _row(text: str) -> str:
    """Write a row of classes, with one V for vowels that stand together."""
    row = ""
    for sign in unicodedata.normalize("NFD", text.casefold()):
        found = _CLASSES.get(sign, "V" if sign in _VOWELS else "")
        if found and not (row and row[-1] == found):
            row += found
    return row


def _romanised(letters: str) -> str:
    """Write letters of any script in Latin ones, by what Unicode calls them: roughly, for classes."""
    found = []
    for letter in letters:
        if letter.isascii() or letter in _CLASSES or letter in _VOWELS:
            found.append(letter)
            continue
        name = _NAME.search(unicodedata.name(letter, ""))
        found.append(name[1].lower() if name and not name[1].startswith("CJK") else "")
    return "".join(found).replace("ph", "f").replace("sh", "s").replace("ch", "s").replace("x", "ks")


def _plain(letter: str) -> str:
    """Take a letter apart, but for Hangul, whose syllables have names."""
    return letter if "\uac00" <= letter <= "\ud7a3" else unicodedata.normalize("NFKD", letter)


def _letter_name(letter: str) -> str:
    return {
        "w": "dabliu",
        "h": "eitS",
        "x": "eks",
        "f": "ef",
        "l": "el",
        "m": "em",
        "n": "en",
        "r": "ar",
        "s": "es",
    }.get(letter, letter + "i" if letter not in "aeiou" else letter).replace("S", "s")


@lru_cache(maxsize=1024)
def _pinyin(word: str) -> list[str]:
    """Give the readings that the characters of a word can have, the first of each together and each other by itself."""
    each = _readings(word)
    lone = [[options[0] for options in each]]
    for place, options in enumerate(each):
        lone += [[*lone[0][:place], other, *lone[0][place + 1 :]] for other in options[1:]]
    return ["".join(row) for row in lone if row]


@lru_cache(maxsize=1024)
def _readings(word: str) -> list[list[str]]:
    from pypinyin import Style, pinyin

    found: list[list[str]] = pinyin(word, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return found
