"""A lexicon of one's own: how the words of a project are read, from a file of lines or of TOML.

重庆    chong2 qing4                   word, reading, and if need be language and "case", between tabs or commas
Nguyen  /ŋwiən/

"重庆" = "chong2 qing4"                the same in TOML
US = { reading = "U S", language = "en", case = true }
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from avatar.errors import TextError
from avatar.text.language_tags import normal_tag
from avatar.text.markup.readings import Unread, read

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 20_000
"""words"""
LONGEST = 100
"""characters of a word"""
_INSIDE = re.compile(r"[^\W_]|[\u0300-\u036f]")
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U000323af]")
"""letters of scripts that write no space between words"""
_FIELDS = frozenset(("reading", "language", "case"))
_YES, _NO = ("case", "true", "yes", "1"), ("", "false", "no", "0")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word."""

    word: str
    """as it is looked for, composed; in small letters unless `is_exact`"""
    reading: Unread
    """how it is read, checked"""
    language: str = ""
    """BCP-47 of the sentences in which it is; "": all"""
    is_exact: bool = False
    """only where capitals are as here"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, to be looked for in a text."""

    entries: dict[str, tuple[Entry, ...]]
    """by their words in small letters; those of a language and with capitals first"""
    lengths: dict[str, tuple[int, ...]]
    """of the words that begin with a letter, small; the longest first"""

    def found(self, text: str, language: str) -> Iterator[tuple[int, int, Entry]]:
        """Yield beginning, end and entry of each word that is there, from the left, the longest of those in a place."""
        small = _small(text)
        place = 0
        while place < len(text):
            entry = self._at(text, small, place, language)
            if entry is None:
                place += 1
                continue
            yield place, place + len(entry.word), entry
            place += len(entry.word)

    def _at(self, text: str, small: str, place: int, language: str) -> Entry | None:
        lengths = self.lengths.get(small[place], ())
        if not lengths or not _parts(text, place):
            return None
        for length in lengths:
            for entry in self.entries.get(small[place : place + length], ()):
                is_here = not entry.is_exact or text.startswith(entry.word, place)
                is_spoken = not entry.language or _same(entry.language, language)
                if is_here and is_spoken and _parts(text, place + length):
                    return entry
        return None


def parse(content: str, name: str = "the lexicon") -> Lexicon:
    """Read a lexicon. Raise `TextError` with the line of what is wrong."""
    return _parsed(content, name)


@lru_cache(maxsize=4)
def _parsed(content: str, name: str) -> Lexicon:
    rows = _toml(content, name) if _is_toml(content) else _lines(content, name)
    entries: dict[str, list[Entry]] = {}
    told: dict[tuple[str, str, bool], str] = {}
    for line, word, reading, language, is_exact in rows:
        where = f" in {name}, line {line}" if line else f" in {name}"
        entry = _entry(word, reading, language, where, is_exact=is_exact)
        key = (entry.word, entry.language, entry.is_exact)
        if told.setdefault(key, reading) != reading:
            raise TextError(
                f"The word {word!r}{where} stands there twice, as {told[key]!r} and {reading!r}; leave one."
            )
        entries.setdefault(_small(entry.word), []).append(entry)
        if len(told) > MOST:
            raise TextError(
                f"The lexicon {name} has more than {MOST:,} words; leave out those that the text does not hold."
            )
    lengths: dict[str, set[int]] = {}
    for small in entries:
        lengths.setdefault(small[0], set()).add(len(small))
    return Lexicon(
        {
            small: tuple(sorted(own, key=lambda each: (not each.language, not each.is_exact)))
            for small, own in entries.items()
        },
        {first: tuple(sorted(own, reverse=True)) for first, own in lengths.items()},
    )


def _small(text: str) -> str:
    """Write a text in small letters, each in its place."""
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def _entry(word: str, reading: str, language: str, where: str, *, is_exact: bool) -> Entry:
    composed = unicodedata.normalize("NFC", " ".join(word.split()))
    if not any(map(str.isalnum, composed)) or len(composed) > LONGEST or not composed[0].strip():
        raise TextError(
            f"The word {composed[:24]!r}{where} has no letter, or more than {LONGEST}; give a word of the text."
        )
    tag = normal_tag(language) if language else ""
    read(composed, reading, where)
    return Entry(composed if is_exact else _small(composed), Unread(reading.strip()), tag, is_exact)


def _is_toml(content: str) -> bool:
    """Tell TOML from lines by the first that says something: it has a sign of equality, and no tab before it."""
    for line in content.splitlines():
        plain = line.strip()
        if plain and not plain.startswith("#"):
            return plain.startswith("[") or re.match(r"(?:\"[^\"]*\"|'[^']*'|[\w-]+)\s*=", plain) is not None
    return False


def _toml(content: str, name: str) -> Iterator[tuple[int, str, str, str, bool]]:
    from avatar.runtime.toml import read_toml

    try:
        table = read_toml(content)
    except ValueError as fault:
        raise TextError(
            f'The lexicon {name} is not TOML: {fault}; write lines such as "重庆" = "chong2 qing4".'
        ) from None
    lines = content.splitlines()
    words = table["words"] if set(table) == {"words"} and isinstance(table["words"], dict) else table
    for word, value in words.items():
        line = next((number for number, each in enumerate(lines, 1) if word in each), 0)
        own: Any = {"reading": value} if isinstance(value, str) else value
        if not isinstance(own, dict) or not own.keys() <= _FIELDS or not isinstance(own.get("reading"), str):
            raise TextError(
                f"The word {word!r} in {name}, line {line}, has {value!r}; give a reading in quotes, "
                "or a table of reading, language and case."
            )
        if not isinstance(own.get("language", ""), str) or not isinstance(own.get("case", False), bool):
            raise TextError(f"The word {word!r} in {name}, line {line}: language is a text, and case is true or false.")
        yield line, word, own["reading"], own.get("language", ""), own.get("case", False)


def _lines(content: str, name: str) -> Iterator[tuple[int, str, str, str, bool]]:
    for number, line in enumerate(content.replace("\0", " ").splitlines(), 1):  # which Python 3.10 reads in no table
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = line.split("\t") if "\t" in line else next(csv.reader([line], skipinitialspace=True))
        cells = [cell.strip() for cell in cells]
        if cells[:2] == ["word", "reading"]:
            continue
        word, reading, language, case = (*cells, "", "", "")[:4]
        if len(cells) < 2 or len(cells) > 4 or case.lower() not in (*_YES, *_NO):
            raise TextError(
                f"The line {number} of {name}, {line.strip()[:40]!r}, is not a word and its reading, with a tab or a "
                'comma between, and its language and "case" if need be.'
            )
        yield number, word, reading, language, case.lower() in _YES


def _same(wanted: str, language: str) -> bool:
    return language.lower() == wanted.lower() or language.lower().startswith(f"{wanted.lower()}-")


def _parts(text: str, place: int) -> bool:
    """Tell whether a word can end and another begin at a place."""
    if not 0 < place < len(text):
        return True
    left, right = text[place - 1], text[place]
    if not _INSIDE.match(left) or not _INSIDE.match(right):
        return True
    return _DENSE.match(left) is not None or _DENSE.match(right) is not None
