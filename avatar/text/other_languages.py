"""Languages whose numbers the engine reads itself: their text word by word, with its pauses."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.abbreviations import read_latin
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.scripts import HAN, KANA, WORD
from avatar.text.silent_signs import read_signs
from avatar.text.spoken import PAUSES, Rule, Rules, Spoken, pause

_NUMBER = r"\d+(?:[.,:/’'\u00a0\u202f ]\d{3}(?!\d)|[.,:/-]\d+)*"
_SIGNED = rf"[-+−]?(?:[$€£¥₹₽₺₫฿₴₪zł]\s?)?{_NUMBER}(?:\s?[%‰٪°€$£¥₹₽₺₫₴₪]C?)?(?:[ªº]|-?[^\W\d_]{{1,4}}(?![^\W\d_]))?"


def speak_word_by_word(text: str, language: str) -> list[Spoken]:
    """Give the words of a text as written, numbers with their signs and units, and its pauses."""
    rules = _spaced(read_signs(language.split("-")[0]))
    return [piece._replace(language=piece.language or language) for piece in rules.read(text)]


def speak_whole(text: str, language: str) -> list[Spoken]:
    """Give a text without spaces between words in stretches that end where a speaker pauses."""
    rules = _dense(read_signs(language.split("-")[0]))
    return [piece._replace(language=piece.language or language) for piece in rules.read(text)]


def _as_written(match: re.Match[str]) -> list[Spoken]:
    said = match[0].replace("’", "'").replace("\u00a0", " ").replace("−", "-").strip()
    return [Spoken(match[0], said, "")] if said else []


def _initialism_or_word(match: re.Match[str]) -> list[Spoken]:
    word = match[0].replace("’", "'")
    # Engines spell capitals by the letters of their own language; only loud words need a hint.
    return [Spoken(match[0], read_latin(word) if len(word) > 5 and word.isupper() and word.isascii() else word, "")]


def _address(match: re.Match[str]) -> list[Spoken]:
    said = [read_label(part) if kind == "letters" else part for part, kind in parts_of(match[0]) if kind != "scheme"]
    return [Spoken(match[0], " ".join(said), "")]


def _chinese(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "zh")]


@lru_cache
def _spaced(signs: str) -> Rules:
    return Rules(
        (
            Rule(ADDRESS, _address),
            Rule(_SIGNED, _as_written),
            Rule(f"[{HAN}]+", _chinese),
            Rule(rf"{WORD}(?:\.{WORD})+\.?|['’]?{WORD}(?:['’·״׳-]{WORD})*['’]?", _initialism_or_word),
            # A sign alone is no word to an engine, so it goes with what follows it.
            Rule(rf"{_one_of(signs)}(?:\s?{_one_of(signs)})*\s?(?:{_SIGNED}|{WORD})", _as_written),
            Rule(PAUSES, pause),
        )
    )


@lru_cache
def _dense(signs: str) -> Rules:
    letters = rf"{WORD}|[{HAN}{KANA}々]|\d|(?<=\d)[.,:/%℃-](?=\d)|(?<=\d)[%℃]|[ \u00a0'’+&]"
    return Rules(
        (
            Rule(ADDRESS, _address),
            Rule(rf"(?:{letters}|{_one_of(signs)}(?=\s?\w))+", _as_written),
            Rule(PAUSES, pause),
        )
    )


def _one_of(signs: str) -> str:
    return f"[{re.escape(signs)}]" if signs else "(?!)"
