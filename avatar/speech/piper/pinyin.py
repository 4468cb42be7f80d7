"""Write Mandarin in the symbols of pinyin voices: an initial, a final and a tone for each syllable, then a pad."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from avatar.data.language import primary_subtag
from avatar.errors import TextError, VoiceError
from avatar.speech.espeak import pinyin as mandarin
from avatar.speech.espeak.options import options_of
from avatar.speech.espeak.script import CONTINUES, MANDARIN_PINYIN, Piece, Token
from avatar.speech.espeak.segments import is_nucleus
from avatar.speech.espeak.takes import record
from avatar.speech.piper.config import PAD
from avatar.speech.symbols.alphabet import Row, Sign, Spelled
from avatar.speech.symbols.spelling import ending, reader

if TYPE_CHECKING:
    from avatar.data import Pronunciation, Utterance, VoiceCard
    from avatar.speech.espeak.process import EspeakProcess
    from avatar.speech.espeak.segments import Segment
    from avatar.speech.symbols.alphabet import Alphabet

INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
ZERO, RHOTIC, LIGHT = "Ø", "er", "5"
"""what stands for no initial; the final of a suffixed -r; the tone of that"""
_SYLLABLE = re.compile(r"([a-zê]+)([1-5])")
_SPOKEN = re.compile(r"\w")
_FULL = {"m": "mu", "n": "en", "ng": "en", "hm": "heng", "hng": "heng", "ê": "ei"}
"""interjections without a vowel letter, as near as these symbols come"""


def spell(utterance: Utterance, card: VoiceCard, alphabet: Alphabet, process: EspeakProcess) -> Spelled:
    """Spell an utterance by its readings in pinyin.

    Raise `VoiceError` for a word in another language or a reading that is no pinyin, `TextError` for nothing to say.
    """
    words, groups = _read(utterance, card)
    if not words:
        raise TextError(f"There is nothing to say in {utterance.text!r} for a voice that is spelled in pinyin.")
    row, signs = Row(alphabet), list[Sign]()
    for (mark, syllable, word), segments in zip(groups, _said(groups, card, process), strict=True):
        if mark and row.pause(mark):
            row.put([PAD])
        signs += _written(syllable, word, segments, row, card)
    if row.pause(ending(utterance)):
        row.put([PAD])
    return Spelled(row.ended(), tuple(signs), tuple(words))


_Group = tuple[str, str, int]
"""a mark before it, a syllable with its tone digit, the index of its word"""


def _read(utterance: Utterance, card: VoiceCard) -> tuple[list[str], list[_Group]]:
    words, groups, mark = list[str](), list[_Group](), ""
    for item in utterance.pronunciations:
        if not _SPOKEN.search(item.reading):
            mark = "," if groups else ""
            continue
        for syllable in _syllables(item, card):
            groups.append((mark, syllable, len(words)))
            mark = ""
        words.append(item.word)
    return words, groups


def _syllables(item: Pronunciation, card: VoiceCard) -> list[str]:
    if primary_subtag(item.language) != "zh":
        raise VoiceError(
            f"The voice {card.name!r} knows pinyin only and cannot say {item.word!r}; "
            "write it in Chinese, or choose another voice."
        )
    mandarin.spell(item.reading, item.word)  # says what is no pinyin
    letters = item.reading.lower().replace("u:", "v").replace("ü", "v")
    found: list[str] = []
    for base, tone in _SYLLABLE.findall(letters):
        if base == "r" and found:
            found[-1] = f"{found[-1][:-1]}r{found[-1][-1]}"
        else:
            found.append(("er" if base == "r" else base) + tone)
    return found


def _said(groups: list[_Group], card: VoiceCard, process: EspeakProcess) -> list[list[Segment]]:
    """Let espeak say each syllable by itself: which phones it has, and how long beside each other."""
    reads = reader(card, "cmn")
    reads = replace(reads, options=options_of(reads).with_base(MANDARIN_PINYIN))
    tokens = tuple(Token(f" {mandarin.spell(each, each)[0].text}", at) for at, (_, each, _) in enumerate(groups))
    said: list[list[Segment]] = [[] for _ in groups]
    for take in record(process, [Piece(reads, tokens, CONTINUES, is_pinyin=True)], 1.0):
        for token, segments in groupby(take.segments, key=lambda segment: segment.token):
            said[take.piece.tokens[token].word] += segments
    return said


def _written(syllable: str, word: int, segments: list[Segment], row: Row, card: VoiceCard) -> list[Sign]:
    base, tone = _FULL.get(syllable[:-1], syllable[:-1]), syllable[-1]
    is_rhotic = base.endswith("r") and base != RHOTIC
    base = base[:-1] if is_rhotic else base
    initial = next((each for each in INITIALS if base.startswith(each)), "")
    symbols = [initial or ZERO, base[len(initial) :], tone]
    if not all(row.has(each) for each in symbols):
        raise VoiceError(
            f"The voice {card.name!r} has no symbols for the syllable {syllable!r}; "
            "write it in other words, or choose another voice."
        )
    first, last = row.group(symbols, PAD)
    if is_rhotic and row.has(RHOTIC):
        last = row.group([ZERO, RHOTIC, LIGHT], PAD)[1]
    toned = _toned(segments, int(tone))
    if initial and len(toned) > 1 and not is_nucleus(toned[0].ipa):
        return [
            row.sign(toned[0], word, (first, first)),
            *(row.sign(each, word, (first + 1, last)) for each in toned[1:]),
        ]
    return [row.sign(each, word, (first, last)) for each in toned]


def _toned(segments: list[Segment], tone: int) -> list[Segment]:
    """Put the tone on the first nucleus alone."""
    nucleus = next((index for index, each in enumerate(segments) if each.is_nucleus), -1)
    return [replace(each, tone=tone if index == nucleus else None) for index, each in enumerate(segments)]
