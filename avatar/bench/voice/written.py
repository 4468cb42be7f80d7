"""What is written, in the units that hearing is judged by: what differs only in spelling becomes the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from avatar.data.language import primary_subtag

_NUMBER = re.compile(r"\d+")
_GROUPED = re.compile(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))")
_CLOCK = re.compile(r"(\d{1,2}):00\b")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_MARKED = frozenset(("ar", "he", "fa", "ur"))
"""languages whose vowel marks are rarely written"""
_WITHOUT_SPACES = frozenset(("zh", "ja", "th", "my", "yue", "km", "lo"))


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence in three kinds of units."""

    words: tuple[str, ...]
    """none in a language that is written without spaces"""
    characters: str
    """letters and digits that are read out, without spaces"""
    sounds: tuple[str, ...]
    """zh: pinyin with tone digits; ja: kana; none for others, whose letters are their sounds as far as they are"""


def as_written(text: str, language: str) -> Written:
    """Bring a sentence, given or heard, into the form in which it is compared.

    Case and punctuation are dropped, numbers are written as they are said, Chinese is simplified. Spellings that sound
    the same stay apart, but for zh and ja, whose sounds are compared besides.
    """
    primary = primary_subtag(language)
    if not _plain(text):
        return Written((), "", ())
    if primary == "zh":
        return _chinese(_simplifier().convert(text))
    if primary == "ja":
        return _japanese(text)
    words = tuple(_english(text) if primary == "en" else _spelled(text, primary))
    return Written(() if primary in _WITHOUT_SPACES else words, "".join(words), ())


def letters(text: str, language: str) -> int:
    """Count what is said of a sentence in letters, of zh in syllables, of ja in kana; punctuation is not said."""
    primary = primary_subtag(language)
    if primary not in ("zh", "ja"):
        return len("".join(_plain(text)))
    return len((_chinese(text) if primary == "zh" else _japanese(text)).sounds)


def _chinese(text: str) -> Written:
    from avatar.text.chinese.speak import speak_chinese
    from avatar.text.cleaning import clean
    from avatar.text.pronouncing import pronunciations

    simple = clean(text)
    pieces = [piece for piece in speak_chinese(simple) if piece.says != ","]
    said = "".join(piece.says if piece.language == "zh" else piece.word for piece in pieces)
    read = pronunciations(simple, "zh")
    syllables = (syllable for word in read if word.language == "zh" for syllable in word.reading.split())
    return Written((), "".join(_plain(said)), tuple(each for each in syllables if each != ","))


def _japanese(text: str) -> Written:
    from avatar.text.cleaning import clean
    from avatar.text.japanese.speak import speak_japanese

    kana = "".join(piece.says for piece in speak_japanese(clean(text)) if piece.says != ",")
    return Written((), "".join(_plain(text)), tuple(_long(unicodedata.normalize("NFKC", kana))))


def _english(text: str) -> list[str]:
    from avatar.text.cleaning import clean
    from avatar.text.pronouncing import pronunciations

    said = (word.reading for word in pronunciations(clean(text), "en"))
    return _plain(" ".join(each for each in said if each != ","))


def _spelled(text: str, language: str) -> list[str]:
    """Write the numbers of a text as words where somebody knows how."""
    joined = _CLOCK.sub(r"\1", _GROUPED.sub("", text))
    marked = _unmarked(joined).translate(_ARABIC) if language in _MARKED else joined
    return _plain(_NUMBER.sub(lambda found: f" {_number(found[0], language)} ", marked))


@cache
def _number(digits: str, language: str) -> str:
    from num2words import num2words

    try:
        return str(num2words(int(digits), lang={"pt": "pt_BR"}.get(language, language)))
    except NotImplementedError:
        return digits


def _plain(text: str) -> list[str]:
    """Cut a text into words of letters and digits, in small letters."""
    small = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f])+", small)


def _unmarked(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")


def _long(kana: str) -> str:
    """Write long vowels one way: オウ and エイ are said as オオ and エエ, which a bar stands for as well."""
    found = ""
    for sign in kana:
        row = next((row for row in _ROWS if found and found[-1] in row), "")
        is_long = sign == "ー" or (
            row and sign in {"ア": "ア", "イ": "イ", "ウ": "ウ", "エ": "エイ", "オ": "オウ"}[row[0]]
        )
        found += row[0] if is_long and row else sign
    return found


_ROWS = (
    "アァカガサザタダナハバパマヤャラワ",
    "イィキギシジチヂニヒビピミリヰ",
    "ウゥクグスズツヅヌフブプムユュルヴ",
    "エェケゲセゼテデネヘベペメレヱ",
    "オォコゴソゾトドノホボポモヨョロヲ",
)
_LENGTHENED = {"ア": "ーア", "イ": "ーイ", "ウ": "ーウ", "エ": "ーエイ", "オ": "ーオウ"}


@cache
def _simplifier() -> Any:  # noqa: ANN401 - a class of a library without types
    from opencc import OpenCC

    return OpenCC("t2s")
