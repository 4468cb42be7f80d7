"""Write an utterance in the symbols of a network that was taught espeak's IPA, by our own readings."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from avatar.data import VoiceCard
from avatar.data.language import primary_subtag
from avatar.errors import TextError, VoiceError
from avatar.speech.espeak.data import espeak_voices
from avatar.speech.espeak.options import ENGINE as ESPEAK
from avatar.speech.espeak.options import EspeakOptions
from avatar.speech.espeak.script import MANDARIN_TEXT, plan
from avatar.speech.espeak.segments import PRIMARY, SECONDARY
from avatar.speech.espeak.takes import record
from avatar.speech.symbols.alphabet import Row, Sign, Spelled

if TYPE_CHECKING:
    from avatar.data import Utterance
    from avatar.speech.espeak.process import EspeakProcess
    from avatar.speech.espeak.segments import Segment
    from avatar.speech.espeak.takes import Take
    from avatar.speech.symbols.alphabet import Alphabet

TONES = {1: "5", 2: "ɜ", 3: "2", 4: "5", 5: "1"}
"""what espeak writes after a vowel of Mandarin: the first figure of its contour, as IPA has it; 1 and 4 are alike"""
STRESSES = {0: "", 1: SECONDARY, 2: PRIMARY}
_MARKS = {
    **dict(zip("，、；：。．！？؟،…—–", ",,;:..!??,.,,", strict=True)),
    **{mark: mark for mark in ",;:.!?"},
}
"""what is written, and the mark that voices know"""
_ENDS = ".!?"
_CLOSING = " \"'”’」』)）»"
_ALSO = {"cmn": "zh", "zh-cn": "zh", "no": "nb", "iw": "he", "en": "en-us", "fr-fr": "fr"}
"""languages by another name than the one that espeak's files have"""
_DENSE = r"[\u3040-\u30ff\u3400-\u9fff，。！？；：、]"
"""letters and marks between which no space is written"""
_MODIFIERS = ("Mn", "Lm", "Sk")
"""kinds of letters that only change another"""


def spell(utterance: Utterance, card: VoiceCard, language: str, alphabet: Alphabet, process: EspeakProcess) -> Spelled:
    """Spell an utterance in espeak's IPA; `language` is what the voice was taught, as espeak calls it.

    Raise `VoiceError` for a sound that there is no symbol for, `TextError` for nothing to say.
    """
    script = plan(utterance, reader(card, language))
    takes = record(process, script.pieces, 1.0)
    row, signs = Row(alphabet), list[Sign]()
    for index, take in enumerate(takes):
        signs += _spelled(take, row, alphabet, card)
        if index + 1 < len(takes):
            row.pause("," if take.piece.pause_after else "")
            row.space()
    row.pause(ending(utterance))
    return Spelled(row.ended(), tuple(signs), script.words)


def written(utterance: Utterance) -> str:
    """Write an utterance out as a text with its numbers and abbreviations in words, for who reads by themselves.

    Chinese stays as it is written: its readings are pinyin. Raise `TextError` for nothing to say.
    """
    parts = [
        each.word if primary_subtag(each.language) == "zh" else each.reading for each in utterance.pronunciations
    ] or [utterance.text]
    text = re.sub(r"\s+(?=[,;:.!?，。！？；：、])", "", " ".join(parts))
    text = re.sub(rf"(?<={_DENSE})\s+(?={_DENSE})", "", text).strip()
    if not re.search(r"\w", text):
        raise TextError(f"There is nothing to say in {utterance.text!r}; give a text with words.")
    return text if text[-1] in _MARKS else text + ending(utterance)


def letters_of(utterance: Utterance, alphabet: Alphabet) -> Spelled:
    """Spell an utterance in the letters of its text, whose phones nobody knows.

    Raise `TextError` where there is no symbol for any of them.
    """
    said = written(utterance)
    row = Row(alphabet)
    letters = [each for each in unicodedata.normalize("NFC", said) if row.has(each)]
    if not any(each.isalpha() for each in letters):
        letters = [each for each in unicodedata.normalize("NFD", said) if row.has(each)]
    if not any(each.isalpha() for each in letters):
        raise TextError(f"There is nothing to say in {utterance.text!r} for this voice; give a text in its language.")
    row.put(letters)
    return Spelled(row.ended(), (), ())


def reader(card: VoiceCard, language: str) -> VoiceCard:
    """Give the card with which espeak reads for a voice that was taught `language`, as espeak calls it.

    Raise `VoiceError` where espeak does not know it.
    """
    wanted = language.lower()
    if _ALSO.get(wanted, wanted) == "zh":
        return _espeak_card(card, MANDARIN_TEXT)
    for known in (_ALSO.get(wanted, wanted), wanted, wanted.partition("-")[0]):
        for voice in espeak_voices():
            if known in (voice.language.lower(), voice.file.rpartition("/")[2].lower()):
                return _espeak_card(card, voice.file)
    raise VoiceError(
        f"The voice {card.name!r} is spelled in {language!r}, which espeak-ng does not know here; choose another voice."
    )


def ending(utterance: Utterance) -> str:
    """Give the mark that an utterance ends with."""
    last = _MARKS.get(utterance.text.rstrip(_CLOSING)[-1:], ".")
    return "," if utterance.continues else last if last in _ENDS else "."


def _espeak_card(card: VoiceCard, file: str) -> VoiceCard:
    return VoiceCard(card.name, card.language, card.gender, card.licence, ESPEAK, EspeakOptions(file))


def _spelled(take: Take, row: Row, alphabet: Alphabet, card: VoiceCard) -> list[Sign]:
    signs: list[Sign] = []
    token = -1
    for segment in take.segments:
        if segment.token != token and signs:
            passed = take.piece.tokens[token : segment.token]
            row.pause(next(filter(None, [_trailing(each.text) for each in passed]), ""))
            row.pause(_MARKS.get(take.piece.tokens[segment.token].text.lstrip()[:1], ""))
            row.space()
        token = segment.token
        place = row.put(_symbols(segment, row, alphabet, card))
        signs.append(row.sign(segment, take.piece.tokens[token].word, place))
    return signs


def _trailing(text: str) -> str:
    """Give the mark after a word inside a sentence, where a full stop is that of an abbreviation."""
    found = re.search(r"[^\w\s]+\s*$", text)
    marks = [_MARKS[each] for each in found.group() if each in _MARKS] if found else []
    return next((mark for mark in marks if mark != "."), "")


def _symbols(segment: Segment, row: Row, alphabet: Alphabet, card: VoiceCard) -> list[str]:
    """Write a phone letter by letter; what modifies a letter is left out where there is no symbol for it."""
    letters = unicodedata.normalize("NFD", segment.ipa.removesuffix("-"))
    symbols = [each for each in (STRESSES[segment.stress], *_clustered(letters, alphabet)) if each]
    if segment.tone is not None:
        symbols.append(TONES[segment.tone])
    known = [each for each in symbols if row.has(each)]
    lacking = [each for each in symbols if not row.has(each) and unicodedata.category(each[0]) not in _MODIFIERS]
    if not known or any(each.isalpha() for each in lacking):
        raise VoiceError(
            f"The voice {card.name!r} has no symbol for the sound [{segment.ipa}]; "
            "say it in other words, or choose another voice."
        )
    return known


def _clustered(letters: str, alphabet: Alphabet) -> list[str]:
    found: list[str] = []
    while letters:
        size = next((size for size in range(len(letters), 1, -1) if letters[:size] in alphabet.clusters), 1)
        found.append(letters[:size])
        letters = letters[size:]
    return found
