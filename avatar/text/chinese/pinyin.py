"""Spoken Chinese to pinyin with tone digits: words, polyphones by context, neutral tones, erhua, tone sandhi.

Readings come from `dictionary`, and `weighing` settles where the network hears something else; the rules of grammar in
`polyphones` and `surnames` come last. A suffix 儿 joins its syllable ("huar1"), ü is written v ("nv3"), and the neutral
tone is 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import Pronunciation
from avatar.text.chinese.dictionary import reading_of
from avatar.text.chinese.polyphones import settle
from avatar.text.chinese.segmenting import feet_of, segment
from avatar.text.chinese.tone_sandhi import Syllable, apply_sandhi
from avatar.text.chinese.traditional import own_reading
from avatar.text.chinese.weighing import weigh
from avatar.text.chinese.words import READINGS

if TYPE_CHECKING:
    from avatar.text.chinese.context import Context
    from avatar.text.spoken import Spoken

_NO_ERHUA = frozenset("女婴幼孤胎健男孙侄妻生弃患少育托宠爱产混")
"""After these 儿 means child and is a syllable of its own."""


def pronounce(phrase: list[tuple[Spoken, int]], context: Context) -> list[Pronunciation]:
    """Read pieces of spoken Chinese that follow each other without a pause, word by word.

    Each comes with its place in the sentence that is the context; a negative one: it is read without it. A character
    that no dictionary reads is left out.
    """
    words: list[str] = []
    syllables: list[Syllable] = []
    for piece, start in phrase:
        is_as_written = piece.word == piece.says
        says = context.text[start : start + len(piece.word)] if is_as_written and start >= 0 else piece.says
        units = [[word] for word in _after(segment(says), syllables)] if is_as_written else [feet_of(says)]
        at = start if is_as_written else -1
        for feet in units:
            size = sum(map(len, feet))
            words.append(context.written[at : at + size] if at >= 0 else "".join(feet) if is_as_written else piece.word)
            for foot in feet:
                syllables += _syllables(foot, len(words) - 1, context, at, is_number=not is_as_written)
                at += len(foot) if at >= 0 else 0
    settle(syllables)
    for syllable in syllables:
        if said := context.named(syllable.place):
            syllable.base, syllable.tone = said[:-1], int(said[-1])
    apply_sandhi(syllables)
    return _gather(words, _with_erhua(syllables, words))


def _after(words: list[str], syllables: list[Syllable]) -> list[str]:
    """Part the measure word from its noun behind a number: 3 个 人."""
    if words[0] == "个人" and syllables and syllables[-1].is_number:
        return ["个", "人", *words[1:]]
    return words


def _syllables(word: str, index: int, context: Context, start: int, *, is_number: bool) -> list[Syllable]:
    """Read a word that begins at `start` of the context; a negative start: what does not stand there so."""
    syllables = []
    for order, (character, read) in enumerate(zip(word, reading_of(word), strict=True)):
        place = start + order if start >= 0 else -1
        base, tone = read.base, read.tone
        if place >= 0 and tone and base:
            own = own_reading(context.written[place]) if context.written[place] != character else ""
            if own[:-1] == base and tone == 5:
                own = f"{base}{tone}"
            chosen = own or weigh(character, f"{base}{tone}", read.weight, context.odds(place))
            base, tone = chosen[:-1], int(chosen[-1])
        syllables.append(
            Syllable(character, base, tone, index, word, is_first=order == 0, is_number=is_number, place=place)
        )
    return syllables


def _with_erhua(syllables: list[Syllable], words: list[str]) -> list[Syllable]:
    """Join a suffix 儿 to the syllable before it."""
    joined: list[Syllable] = []
    for index, syllable in enumerate(syllables):
        before = joined[-1] if joined else None
        if syllable.character != "儿" or before is None or not before.base:
            joined.append(syllable)
            continue
        after = syllables[index + 1].character if index + 1 < len(syllables) else ""
        is_suffix = syllable.tone == 0 or (
            before.character not in _NO_ERHUA
            and syllable.word_text not in READINGS
            and after not in set("童科女子媳歌化")
            and before.base != "er"
        )
        if not is_suffix:
            joined.append(syllable)
            continue
        if syllable.word != before.word:
            words[before.word] += words[syllable.word][:1]
        if not before.base.endswith("r"):
            before.base += "r"
    return joined


def _gather(words: list[str], syllables: list[Syllable]) -> list[Pronunciation]:
    readings: list[list[str]] = [[] for _ in words]
    for syllable in syllables:
        if syllable.base:
            readings[syllable.word].append(f"{syllable.base}{syllable.tone or 5}")
    return [
        Pronunciation(word, " ".join(reading), "zh") for word, reading in zip(words, readings, strict=True) if reading
    ]
