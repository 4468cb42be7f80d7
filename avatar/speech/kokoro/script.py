"""Spell an utterance: Mandarin by its pinyin, Japanese by its kana, all else by espeak's phones, word by word."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from avatar.data import Pronunciation, Utterance
from avatar.data.language import primary_subtag
from avatar.errors import TextError, VoiceError
from avatar.runtime.folders import shipped
from avatar.speech.espeak import script as espeak_script
from avatar.speech.espeak.options import ENGINE as ESPEAK
from avatar.speech.espeak.options import options_of
from avatar.speech.espeak.process import Request
from avatar.speech.espeak.segments import segments, sounded
from avatar.speech.espeak.takes import Spoken, is_whole, unsaid
from avatar.speech.espeak.wording import align_words
from avatar.speech.kokoro import japanese, mandarin, phones
from avatar.speech.kokoro.others import spelled
from avatar.speech.kokoro.sounds import Mark, Script, Sound
from avatar.speech.kokoro.symbols import PRIMARY, SECONDARY
from avatar.speech.voices import default_voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.data import VoiceCard
    from avatar.speech.espeak.process import EspeakProcess

_MARKS = {
    **dict.fromkeys("，,、،", ","),
    **dict.fromkeys("；;؛", ";"),
    **dict.fromkeys("：:", ":"),
    **dict.fromkeys("—–―", "—"),
    **dict.fromkeys("…", "…"),
    **dict.fromkeys("。.．।", "."),
    **dict.fromkeys("！!", "!"),
    **dict.fromkeys("？?؟", "?"),
}
"""written mark to the alphabet's"""
_CLOSING = " \t\n\"'”’»」』）)]】》"
_SPOKEN = re.compile(r"\w")
_WORDS = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+(?:['’-]\w+)*|[^\w\s]")
"""in a text without readings: Han characters, a word, or a mark"""
_SPELLERS = {"zh": mandarin.spell, "ja": japanese.spell}
"""languages that are spelled by their readings"""
_LATIN = re.compile("([A-Za-z]+)")
_PAUSE, _PHONES = "", "ipa"
"""in place of a language: a mark, and phones that are given"""
_STRESSES = {0: "", 1: SECONDARY, 2: PRIMARY}
_THE_PRONOUN = "I"


def write(utterance: Utterance, card: VoiceCard, process: EspeakProcess) -> Script:
    """Spell an utterance for a voice.

    Raise `TextError` if nothing in it can be spoken, `VoiceError` for a reading that its language does not have.
    """
    words: list[str] = []
    parts: list[tuple[str, Pronunciation, int]] = []
    for item in _pronunciations(utterance):
        if not _SPOKEN.search(item.reading):
            parts.append((_PAUSE, item, len(words)))
            continue
        parts += [(_kind(part), part, len(words)) for part in _parts(item)]
        words.append(item.word)
    items: list[Sound | Mark] = []
    for kind, run in groupby(parts, lambda part: part[0]):
        said = [(item, index) for _, item, index in run]
        if kind == _PAUSE:
            items += [Mark(_mark(said[0][0].word))] if items else []
        elif kind == _PHONES:
            for item, index in said:
                items += phones.spell(item.ipa, item.word, index, item.language)
        elif spell := _SPELLERS.get(kind):
            for item, index in said:
                items += spell(item.reading, item.word, index)
        else:
            items += _by_espeak(said, kind, card, process)
    while items and isinstance(items[-1], Mark):
        items.pop()
    if not items:
        raise TextError(f"There is nothing to say in {utterance.text!r}; give a text with words.")
    said_words = {item.word for item in items if isinstance(item, Sound)}
    if lost := [word for index, word in enumerate(words) if index not in said_words and any(map(str.isalnum, word))]:
        raise VoiceError(
            f"The voice {card.name!r} has no sounds for {lost[0]!r}; write it in other words, or choose another voice."
        )
    return Script(tuple(words), (*items, Mark("," if utterance.continues else _ending(utterance.text))))


def _pronunciations(utterance: Utterance) -> Sequence[Pronunciation]:
    """Give how each word is read: as the utterance says, or by its own letters."""
    return utterance.pronunciations or tuple(
        Pronunciation(match.group(), _read(match.group(), utterance.language), utterance.language)
        for match in _WORDS.finditer(utterance.text)
    )


def _read(word: str, language: str) -> str:
    if primary_subtag(language) != "zh" or not _SPOKEN.search(word):
        return word
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True))


def _parts(item: Pronunciation) -> list[Pronunciation]:
    """Cut a Japanese reading where Latin letters begin and end: names are written so, and said in English."""
    if item.ipa or primary_subtag(item.language) != "ja" or not _LATIN.search(item.reading):
        return [item]
    runs = [run for run in _LATIN.split(item.reading) if _SPOKEN.search(run)]
    return [replace(item, reading=run, language="en" if _LATIN.fullmatch(run) else item.language) for run in runs]


def _kind(item: Pronunciation) -> str:
    """Tell in which language an item is spelled."""
    if item.ipa:
        return _PHONES
    primary = primary_subtag(item.language)
    return primary if primary in _SPELLERS else item.language


def _mark(written: str) -> str:
    return next((_MARKS[each] for each in written if each in _MARKS), ",")


def _ending(text: str) -> str:
    """Give the mark that a text ends with, "." where it is none that the voice knows."""
    mark = _MARKS.get(text.rstrip(_CLOSING)[-1:], ".")
    return mark if mark in ".!?…" else "."


def _by_espeak(
    said: Sequence[tuple[Pronunciation, int]], language: str, card: VoiceCard, process: EspeakProcess
) -> Iterator[Sound]:
    """Let espeak say words with these indices, throw the sound away, and spell the phones that it names."""
    own = card.language if primary_subtag(card.language) == primary_subtag(language) else language
    reader = default_voice(own, engine=ESPEAK, folders=(shipped("voices"),))
    text = " ".join(item.reading for item, _ in said)
    utterance = Utterance(text, own, tuple(replace(item, language=own) for item, _ in said))
    plan = espeak_script.plan(utterance, reader)
    spoken = list(_heard(plan.pieces, process))
    _, owners = align_words(plan.words, spoken)
    for one, owner in zip(spoken, owners, strict=True):
        segment = one.segment
        stress = segment.stress
        if plan.words[owner] == _THE_PRONOUN and primary_subtag(own) == "en":
            stress = max(stress, 1)  # so the network was taught the pronoun; without, it drops it
        symbols = spelled(segment.ipa, _STRESSES[stress], own)
        if symbols:
            yield Sound(symbols, sounded(segment.ipa, own), said[owner][1], segment.stress)


def _heard(pieces: Sequence[espeak_script.Piece], process: EspeakProcess) -> Iterator[Spoken]:
    """Yield the phones of pieces; what espeak does not say to its end is asked for again in halves."""
    renditions = process.say([_request(piece) for piece in pieces])
    for piece, rendition in zip(pieces, renditions, strict=True):
        found = segments(rendition.events, rendition.sample_rate, piece.token_at, with_merged=True)
        if is_whole(piece, found):
            yield from (Spoken(segment, piece.tokens[segment.token].word) for segment in found)
        elif len(parts := espeak_script.halves(piece)) > 1:
            yield from _heard(parts, process)
        else:
            raise unsaid(piece)


def _request(piece: espeak_script.Piece) -> Request:
    options = options_of(piece.card)
    return Request(options.voice, options.rate, options.pitch, options.range, piece.text, piece.has_mnemonics)
