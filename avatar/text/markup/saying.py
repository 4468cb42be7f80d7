"""A sentence of which somebody has said how some of its words are read, to its pronunciations."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from avatar.data import Pronunciation
from avatar.text.markup import say_as
from avatar.text.markup.spans import cut
from avatar.text.scripts import script_of
from avatar.text.spoken import PAUSE, PAUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from avatar.text.markup.lexicon import Lexicon
    from avatar.text.markup.readings import Reading
    from avatar.text.markup.spans import Note, Span

_LEADING = re.compile(rf"\s*(?:{PAUSES})")
_TRAILING = re.compile(rf"(?:{PAUSES})\s*$")
_USUAL = str.maketrans({"𠮷": "吉", "𡈽": "土", "𣘺": "橋", "𠀋": "丈", "𠔉": "巻"})
_GROUPS = re.compile(r"[^\W_]+")
_NEAR_THE_END = 8
"""characters at the end of a stretch in which its last mark is"""


class Said(NamedTuple):
    """What is said for some text."""

    text: str
    """as written"""
    pronunciations: tuple[Pronunciation, ...]
    """in order"""
    heard: str
    """what is heard of it in words, where that is not what is written; else the text"""
    note: Note
    """what is said about it"""


class Reader:
    """How sentences are read: by readings that were given, a lexicon, and else by rules."""

    def __init__(self, pronounce: Callable[[str, str], tuple[Pronunciation, ...]], lexicon: Lexicon | None) -> None:
        self._pronounce, self._lexicon = pronounce, lexicon

    def say(self, text: str, stretches: Sequence[Span], language: str) -> list[Said]:
        """Read a sentence that is in a language where nothing else is said: one `Said` for each stretch of it.

        The stretches are cut as `spans.stretches` does. Raise `TextError` for a reading that cannot be said.
        """
        return [
            self._one(part, each.note, each.note.language or language)
            for part, each in zip(cut(text, stretches), stretches, strict=True)
        ]

    def _one(self, text: str, note: Note, language: str) -> Said:
        if note.reading is not None and any(map(str.isalnum, text)):
            word = text.strip()
            reading = note.reading.of(word)
            told = text.replace(word, reading.words) if reading.words else text
            return Said(text, tuple(self._read(word, reading, language)), told, note)
        if note.says_as:
            return Said(text, tuple(self._as(text, note, language)), text, note)
        if self._lexicon is None:
            return Said(text, self._plain(text, language), usual(text), note)
        said: list[Pronunciation] = []
        heard: list[str] = []
        end = 0
        for start, after, entry in self._lexicon.found(text, language):
            said += self._plain(text[end:start], language)
            reading = entry.reading.of(text[start:after])
            said += self._read(text[start:after], reading, language)
            heard += [usual(text[end:start]), reading.words or text[start:after]]
            end = after
        said += self._plain(text[end:], language)
        return Said(text, tuple(said), "".join([*heard, usual(text[end:])]), note)

    def _plain(self, text: str, language: str) -> tuple[Pronunciation, ...]:
        """Read by the rules, which leave out the pauses at both ends: here they are inside a sentence."""
        if not text.strip():
            return ()
        leading, trailing = _LEADING.match(text), _TRAILING.search(text, max(len(text) - _NEAR_THE_END, 0))
        said = _as_written(text, self._pronounce(usual(text), language))
        before = (_pause(leading[0], language),) if leading else ()
        return (*before, *said, *((_pause(trailing[0], language),) if trailing and said else ()))

    def _read(self, word: str, reading: Reading, language: str) -> Iterator[Pronunciation]:
        if reading.pinyin:
            yield Pronunciation(word, reading.pinyin, "zh")
        elif reading.ipa:
            yield Pronunciation(word, word, _of_phones(word, language), reading.ipa)
        else:
            yield from self._in_words(word, reading.words, language)

    def _in_words(self, word: str, words: str, language: str) -> Iterator[Pronunciation]:
        """Let other words be said for a written one; of several languages each gets its share of the letters."""
        said = [each for each in self._pronounce(words, language) if each.reading != PAUSE]
        runs = [(tongue, [each.reading for each in run]) for tongue, run in groupby(said, lambda each: each.language)]
        for index, (tongue, spoken) in enumerate(runs):
            part = word[index * len(word) // len(runs) : (index + 1) * len(word) // len(runs)] or word
            yield Pronunciation(part, " ".join(spoken), tongue)

    def _as(self, text: str, note: Note, language: str) -> Iterator[Pronunciation]:
        for index, group in enumerate(_GROUPS.finditer(text) if say_as.is_spelled(note.says_as) else [None]):
            if index:
                yield _pause("-", language)
            written = text.strip() if group is None else group[0]
            for part, read in say_as.rewritten(written, note.says_as, note.form, language):
                if part == read and group is None:
                    yield from self._plain(text, language)
                else:
                    yield from self._in_words(part, read, language)


def usual(text: str) -> str:
    """Write rare forms of characters, which no dictionary has, in their usual ones."""
    return text.translate(_USUAL)


def _as_written(text: str, said: tuple[Pronunciation, ...]) -> tuple[Pronunciation, ...]:
    """Give words that were read in their usual forms as they are written."""
    plain = usual(text)
    if plain == text:
        return said
    found, end = [], 0
    for each in said:
        start = plain.find(each.word, end)
        if start < 0:
            found.append(each)
            continue
        end = start + len(each.word)
        found.append(replace(each, word=text[start:end]))
    return tuple(found)


def joined(parts: Sequence[Said]) -> tuple[Pronunciation, ...]:
    """Put what is said one after the other, with one pause where several meet and none at the ends."""
    kept: list[Pronunciation] = []
    for each in (pronunciation for part in parts for pronunciation in part.pronunciations):
        if each.reading != PAUSE or (kept and kept[-1].reading != PAUSE):
            kept.append(each)
    return tuple(kept[:-1] if kept and kept[-1].reading == PAUSE else kept)


def _pause(mark: str, language: str) -> Pronunciation:
    return Pronunciation(mark.strip() or mark, PAUSE, language)


def _of_phones(word: str, language: str) -> str:
    """Say in which language phones are: a Latin word in a sentence of another script is English there."""
    is_latin = all(script_of(each) in ("Latin", "") for each in word)
    return "en" if is_latin and language.partition("-")[0] in ("zh", "ja", "ko", "th", "my", "yue") else language
