"""Spoken Chinese to pinyin with tone digits: words, polyphones by context, neutral tones, erhua, tone sandhi.

Dictionary readings come from pypinyin; the words of `words` and the rules here come before them, and `weighing` settles
where the network hears something else. A suffix 儿 joins its syllable ("huar1"), ü is written v ("nv3"), and the neutral
tone is 5.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from avatar.data import Pronunciation
from avatar.text.chinese.phrases import phrases
from avatar.text.chinese.polyphone_words import polyphone_words
from avatar.text.chinese.polyphones import LONE_READINGS, settle
from avatar.text.chinese.tone_sandhi import Syllable, apply_sandhi
from avatar.text.chinese.traditional import own_reading
from avatar.text.chinese.weighing import FIRM, trust, weigh
from avatar.text.chinese.words import NEUTRAL_LAST, READINGS, WORDS

if TYPE_CHECKING:
    from avatar.text.chinese.context import Context
    from avatar.text.spoken import Spoken

_LONGEST_WORD = 8
_NUMERAL = re.compile("[零〇一二三四五六七八九十百千万亿两幺]{2,}(?:点[零一二三四五六七八九]+)?")
_FOOT_OF_NUMERAL = re.compile("[零〇一二三四五六七八九两幺][十百千]?|.")
_FUNCTION_WORDS = frozenset(
    "的了在是我你您他她它很都也不就和与及或到从对把被给请将要会能可向以这那有没去来说让再更最还只又但并而所之其每各第吗呢吧啊上下里中大小多少人"
)
_RESPELLED = {"wong": "weng", "yai": "ya", "fiao": "fo", "cei": "cui", "rua": "ra"}
"""Dialect syllables that no Mandarin voice has, and the nearest one that it has."""

_NO_ERHUA = frozenset("女婴幼孤胎健男孙侄妻生弃患少育托宠爱产混")
"""After these 儿 means child and is a syllable of its own."""


def pronounce(phrase: list[Spoken], context: Context, start: int) -> list[Pronunciation]:
    """Read pieces of spoken Chinese that follow each other without a pause, word by word.

    The first of them begins at `start` of the sentence that is the context. A character that no dictionary reads is
    left out.
    """
    words: list[str] = []
    syllables: list[Syllable] = []
    for piece in phrase:
        is_as_written = piece.word == piece.says
        says = context.text[start : start + len(piece.word)] if is_as_written else piece.says
        units = [[word] for word in _after(segment(says), syllables)] if is_as_written else [_feet(says)]
        at = start
        for feet in units:
            size = sum(map(len, feet))
            words.append(context.written[at : at + size] if is_as_written else piece.word)
            for foot in feet:
                syllables += _syllables(foot, len(words) - 1, context if is_as_written else None, at)
                at += len(foot)
        start += len(piece.word)
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


@lru_cache(maxsize=65536)
def _is_known(word: str) -> bool:
    """Tell whether some text is a word; 我们的 and its like are two."""
    if word in WORDS or word in polyphone_words():
        return True
    return not (len(word) > 2 and word.endswith("的")) and word in phrases()


def _parts(word: str) -> list[str]:
    """Cut a compound into the words it is made of: 还款 额."""
    return _cheapest(word, without=word)


def _feet(says: str) -> list[str]:
    """Cut what is said for a number into the units in which it is spoken: 五百 五十 五."""
    feet: list[str] = []
    end = 0
    for match in re.finditer("[零一二三四五六七八九十百千万亿两幺]+", says):
        feet += [*segment(says[end : match.start()]), *_FOOT_OF_NUMERAL.findall(match[0])]
        end = match.end()
    return feet + segment(says[end:])


class Read(NamedTuple):
    """How a dictionary reads one character of a word."""

    base: str
    """pinyin without tone; "" if unknown"""
    tone: int
    """1-5, 0 for a suffix that joins the syllable before"""
    weight: float
    """what this is worth against the network"""


@lru_cache(maxsize=65536)
def _reading(word: str) -> tuple[Read, ...]:
    """Read each character of a word; 一 and 不 in their own tone."""
    believed = trust()
    weight = believed.lone if len(word) == 1 else believed.pair if len(word) == 2 else believed.longer
    if word in READINGS:
        written: list[str] = list(READINGS[word])
        weight = believed.ours if len(word) > 1 else believed.lone
    elif word in LONE_READINGS:
        written = [LONE_READINGS[word]]
    else:
        if len(word) > 2 and word in WORDS and word not in phrases() and word not in polyphone_words():
            return tuple(syllable for part in _parts(word) for syllable in _reading(part))
        if word not in phrases():
            weight = believed.lone
        written = _looked_up(word)
    if len(written) == len(word) - 1 and word.endswith("儿"):
        written.append("er0")
    if len(written) != len(word):
        written = ["".join(_looked_up(character)) for character in word]
    listed = polyphone_words().get(word, {})
    syllables = []
    for index, (character, syllable) in enumerate(zip(word, written, strict=True)):
        found = re.fullmatch("([a-zê]+?)(r?)([0-5]?)", listed.get(character, syllable) or "")
        base, tone = (found[1] + found[2], int(found[3] or 5)) if found else ("", 5)
        if character in "一不" and tone != 5:
            tone = 1 if character == "一" else 4
        is_neutral = index > 0 and index == len(word) - 1 and word in NEUTRAL_LAST
        syllables.append(
            Read(
                _RESPELLED.get(base, base),
                5 if is_neutral else tone,
                FIRM if is_neutral else believed.ours if character in listed else weight,
            )
        )
    return tuple(syllables)


def _looked_up(word: str) -> list[str]:
    phrases()  # before pypinyin is imported
    from pypinyin import Style, lazy_pinyin

    found: list[str] = lazy_pinyin([word], style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    return found


def _syllables(word: str, index: int, context: Context | None, start: int) -> list[Syllable]:
    """Read a word that begins at `start` of the context; no context for what was expanded from digits or signs."""
    syllables = []
    for place, (character, (base, tone, weight)) in enumerate(zip(word, _reading(word), strict=True)):
        if context and (own := own_reading(context.written[start + place])):
            base, tone = own[:-1], int(own[-1])  # noqa: PLW2901
        elif context and tone and base:
            chosen = weigh(character, f"{base}{tone}", weight, context.odds(start + place))
            base, tone = chosen[:-1], int(chosen[-1])  # noqa: PLW2901
        syllables.append(
            Syllable(
                character,
                base,
                tone,
                index,
                word,
                is_first=place == 0,
                is_number=context is None,
                place=start + place if context else -1,
            )
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
            words[before.word] += "儿"
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
