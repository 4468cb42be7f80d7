"""Write Mandarin in the symbols of pinyin voices: an initial, a final and a tone for each syllable, then a pad."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from avatar.data import Utterance
from avatar.data.language import primary_subtag
from avatar.errors import TextError, VoiceError
from avatar.speech.espeak import pinyin as mandarin
from avatar.speech.espeak.options import options_of
from avatar.speech.espeak.script import CONTINUES, MANDARIN_PINYIN, Piece, Token, plan
from avatar.speech.espeak.segments import is_nucleus
from avatar.speech.espeak.takes import record
from avatar.speech.piper.config import PAD
from avatar.speech.piper.foreign import syllables
from avatar.speech.symbols.alphabet import Row, Sign, Spelled
from avatar.speech.symbols.spelling import ending, reader

if TYPE_CHECKING:
    from avatar.data import Pronunciation, VoiceCard
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
    """Spell an utterance by its readings in pinyin; words of other languages in the nearest syllables that there are.

    Raise `VoiceError` for a reading that is no pinyin, `TextError` for nothing to say.
    """
    groups = _read(utterance)
    words = [item.word for item in utterance.pronunciations if _SPOKEN.search(item.reading)]
    if not groups:
        raise TextError(f"There is nothing to say in {utterance.text!r} for a voice that is spelled in pinyin.")
    row, signs = Row(alphabet), list[Sign]()
    for group, segments in zip(groups, _said(groups, card, process), strict=True):
        if group.mark and row.pause(group.mark):
            row.put([PAD])
        if group.item is None:
            signs += _written(group.syllable, group.word, segments, row, card)
        else:
            signs += _borrowed(group, segments, row, card)
    if row.pause(ending(utterance)):
        row.put([PAD])
    return Spelled(row.ended(), tuple(signs), tuple(words))


@dataclass(frozen=True, slots=True)
class _Group:
    """A syllable, or a word of another language."""

    mark: str
    """before it; "" for none"""
    word: int
    """its index"""
    syllable: str = ""
    """with its tone digit"""
    item: Pronunciation | None = None
    """the word of another language"""


def _read(utterance: Utterance) -> list[_Group]:
    groups, mark, word = list[_Group](), "", 0
    for item in utterance.pronunciations:
        if not _SPOKEN.search(item.reading):
            mark = "," if groups else ""
            continue
        if primary_subtag(item.language) == "zh":
            made = [_Group("", word, syllable) for syllable in _syllables(item)]
        else:
            made = [_Group("", word, item=item)]
        groups += [replace(made[0], mark=mark), *made[1:]]
        mark, word = "", word + 1
    return groups


def _syllables(item: Pronunciation) -> list[str]:
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
    """Let espeak say each by itself: which phones it has, and how long beside each other."""
    reads = reader(card, "cmn")
    own = replace(reads, options=options_of(reads).with_base(MANDARIN_PINYIN))
    tokens = tuple(
        Token(f" {mandarin.spell(each.syllable, each.syllable)[0].text}", at)
        for at, each in enumerate(groups)
        if each.item is None
    )
    said: list[list[Segment]] = [[] for _ in groups]
    for take in record(process, [Piece(own, tokens, CONTINUES, is_pinyin=True)], 1.0) if tokens else ():
        for token, segments in groupby(take.segments, key=lambda segment: segment.token):
            said[take.piece.tokens[token].word] += segments
    for at, each in enumerate(groups):
        if each.item is not None:
            pieces = plan(Utterance(each.item.word, each.item.language, (each.item,)), reads).pieces
            said[at] = [segment for take in record(process, pieces, 1.0) for segment in take.segments]
    return said


def _borrowed(group: _Group, segments: list[Segment], row: Row, card: VoiceCard) -> list[Sign]:
    signs: list[Sign] = []
    for heard in syllables(segments):
        symbols = [heard.initial or ZERO, heard.final, heard.tone]
        _require(symbols, group.item.word if group.item else "", row, card)
        signs += _signed(heard.segments, bool(heard.initial), row.group(symbols, PAD), group.word, row)
    return signs


def _written(syllable: str, word: int, segments: list[Segment], row: Row, card: VoiceCard) -> list[Sign]:
    base, tone = _FULL.get(syllable[:-1], syllable[:-1]), syllable[-1]
    is_rhotic = base.endswith("r") and base != RHOTIC
    base = base[:-1] if is_rhotic else base
    initial = next((each for each in INITIALS if base.startswith(each)), "")
    symbols = [initial or ZERO, base[len(initial) :], tone]
    _require(symbols, syllable, row, card)
    first, last = row.group(symbols, PAD)
    if is_rhotic and row.has(RHOTIC):
        last = row.group([ZERO, RHOTIC, LIGHT], PAD)[1]
    return _signed(_toned(segments, int(tone)), bool(initial), (first, last), word, row)


def _require(symbols: list[str], what: str, row: Row, card: VoiceCard) -> None:
    if not all(row.has(each) for each in symbols):
        raise VoiceError(
            f"The voice {card.name!r} has no symbols for {what!r}; write it in other words, or choose another voice."
        )


def _signed(segments: list[Segment], has_initial: bool, place: tuple[int, int], word: int, row: Row) -> list[Sign]:
    """Take note of a syllable's phones: a consonant is its initial, the rest share its final and tone."""
    first, last = place
    if has_initial and len(segments) > 1 and not is_nucleus(segments[0].ipa):
        initial = row.sign(segments[0], word, (first, first))
        return [initial, *(row.sign(each, word, (first + 1, last)) for each in segments[1:])]
    return [row.sign(each, word, place) for each in segments]


def _toned(segments: list[Segment], tone: int) -> list[Segment]:
    """Put the tone on the first nucleus alone."""
    nucleus = next((index for index, each in enumerate(segments) if each.is_nucleus), -1)
    return [replace(each, tone=tone if index == nucleus else None) for index, each in enumerate(segments)]
