"""Write an utterance in the symbols of a voice, and remember which of them are which phone of which word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.data import VoiceCard
from avatar.errors import TextError, VoiceError
from avatar.speech.espeak.data import espeak_voices
from avatar.speech.espeak.options import ENGINE as ESPEAK_ENGINE
from avatar.speech.espeak.options import EspeakOptions
from avatar.speech.espeak.script import MANDARIN_TEXT, plan
from avatar.speech.espeak.segments import PRIMARY, SECONDARY
from avatar.speech.espeak.takes import record
from avatar.speech.piper.config import BEGIN, END, PAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Utterance
    from avatar.speech.espeak.process import EspeakProcess
    from avatar.speech.espeak.segments import Segment
    from avatar.speech.espeak.takes import Take
    from avatar.speech.piper.config import PiperConfig

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
_VARIANTS = {"cmn": "zh", "zh": "zh", "no": "nb", "iw": "he"}
_DIACRITICS = ("Mn", "Lm", "Sk")
"""kinds of letters that only modify another"""


@dataclass(frozen=True, slots=True)
class Sign:
    """One phone, and the symbols that it is written with."""

    segment: Segment
    """as espeak says it, with its own times, s"""
    word: int
    """index of the written word"""
    first: int
    """index of the first of its ids"""
    last: int
    """of the last"""
    is_after_pause: bool
    """a mark, or nothing, stands before it"""


@dataclass(frozen=True, slots=True)
class Spelled:
    """An utterance in the symbols of a voice."""

    ids: tuple[int, ...]
    """what the network reads"""
    signs: tuple[Sign, ...]
    """its phones, in order; those that share the same ids are the phones of one final; () : nobody knows them"""
    words: tuple[str, ...]
    """as written"""


class Row:
    """Ids that become more; each symbol is followed by a pad."""

    def __init__(self, config: PiperConfig, *, is_padded: bool = True) -> None:
        self._config = config
        self._pad = self.known(PAD) if is_padded else ()
        self.ids = [*self.known(BEGIN), *self._pad]
        self._is_paused = True

    def has(self, symbol: str) -> bool:
        """Tell whether the voice knows a symbol."""
        return symbol in self._config.symbols

    def known(self, symbol: str) -> tuple[int, ...]:
        """Give the ids of a symbol, none for one that it lacks."""
        return self._config.symbols.get(symbol, ())

    def put(self, symbols: Sequence[str]) -> tuple[int, int]:
        """Write symbols; give the index of the first id of the first and of the last id of the last, without pad."""
        first = last = len(self.ids)
        for symbol in symbols:
            ids = self.known(symbol)
            last = len(self.ids) + len(ids) - 1
            self.ids += [*ids, *self._pad]
        return first, last

    def pad(self) -> None:
        """Write a pad."""
        self.ids += self.known(PAD)

    def pause(self, mark: str) -> None:
        """Write a mark, if the voice knows it."""
        self.put([mark] if mark and self.has(mark) else [])
        self._is_paused = self._is_paused or bool(mark)

    def sign(self, segment: Segment, word: int, place: tuple[int, int]) -> Sign:
        """Take note of a phone that was put at a place."""
        is_after_pause, self._is_paused = self._is_paused, False
        return Sign(segment, word, *place, is_after_pause)

    def ended(self) -> tuple[int, ...]:
        """Give all ids, with the last."""
        return (*self.ids, *self.known(END))


def spell(utterance: Utterance, card: VoiceCard, config: PiperConfig, process: EspeakProcess) -> Spelled:
    """Spell an utterance in espeak's IPA.

    Raise `VoiceError` for a sound that the voice has no symbol for, `TextError` for nothing to say.
    """
    script = plan(utterance, reader(card, config))
    takes = record(process, script.pieces, 1.0)
    row, signs = Row(config), list[Sign]()
    for index, take in enumerate(takes):
        signs += _spelled(take, row, config, card)
        if index + 1 < len(takes):
            row.pause("," if take.piece.pause_after else "")
            row.put([" "] if row.has(" ") else [])
    row.pause(ending(utterance))
    return Spelled(row.ended(), tuple(signs), script.words)


def reader(card: VoiceCard, config: PiperConfig) -> VoiceCard:
    """Give the card with which espeak reads what this voice says."""
    wanted = config.espeak_voice.lower()
    if _VARIANTS.get(wanted) == "zh":
        return _espeak_card(card, MANDARIN_TEXT)
    for known in (wanted, _VARIANTS.get(wanted, wanted), wanted.partition("-")[0]):
        for voice in espeak_voices():
            if known in (voice.language.lower(), voice.file.rpartition("/")[2].lower()):
                return _espeak_card(card, voice.file)
    raise VoiceError(
        f"The voice {card.name!r} is spelled in {config.espeak_voice!r}, which espeak-ng does not know here; "
        "choose another voice."
    )


def ending(utterance: Utterance) -> str:
    """Give the mark that an utterance ends with."""
    last = _MARKS.get(utterance.text.rstrip(_CLOSING)[-1:], ".")
    return "," if utterance.continues else last if last in _ENDS else "."


def _espeak_card(card: VoiceCard, file: str) -> VoiceCard:
    options = EspeakOptions(file)
    return VoiceCard(card.name, card.language, card.gender, card.licence, ESPEAK_ENGINE, options)


def _spelled(take: Take, row: Row, config: PiperConfig, card: VoiceCard) -> list[Sign]:
    signs: list[Sign] = []
    token = -1
    for segment in take.segments:
        if segment.token != token and signs:
            passed = take.piece.tokens[token : segment.token]
            row.pause(next(filter(None, [_trailing(each.text) for each in passed]), ""))
            row.pause(_leading(take.piece.tokens[segment.token].text))
            row.put([" "] if row.has(" ") else [])
        token = segment.token
        place = row.put(_symbols(segment, row, config, card))
        signs.append(row.sign(segment, take.piece.tokens[token].word, place))
    return signs


def _leading(text: str) -> str:
    return _MARKS.get(text.lstrip()[:1], "")


def _trailing(text: str) -> str:
    """Give the mark after a word inside a sentence, where a full stop is that of an abbreviation."""
    found = re.search(r"[^\w\s]+\s*$", text)
    marks = [_MARKS[each] for each in found.group() if each in _MARKS] if found else []
    return next((mark for mark in marks if mark != "."), "")


def _symbols(segment: Segment, row: Row, config: PiperConfig, card: VoiceCard) -> list[str]:
    """Write a phone letter by letter; what modifies a letter is left out where the voice does not know it."""
    letters = unicodedata.normalize("NFD", segment.ipa.removesuffix("-"))
    symbols = [each for each in (STRESSES[segment.stress], *_clustered(letters, config)) if each]
    if segment.tone is not None:
        symbols.append(TONES[segment.tone])
    known = [each for each in symbols if row.has(each)]
    lacking = [each for each in symbols if not row.has(each) and unicodedata.category(each[0]) not in _DIACRITICS]
    if not known or any(each.isalpha() for each in lacking):
        raise VoiceError(
            f"The voice {card.name!r} has no symbol for the sound [{segment.ipa}]; "
            "say it in other words, or choose another voice."
        )
    return known


def _clustered(letters: str, config: PiperConfig) -> list[str]:
    found: list[str] = []
    while letters:
        size = next((size for size in range(len(letters), 1, -1) if letters[:size] in config.clusters), 1)
        found.append(letters[:size])
        letters = letters[size:]
    return found


def letters_of(utterance: Utterance, config: PiperConfig) -> Spelled:
    """Spell an utterance in the letters of its text, whose phones nobody knows."""
    said = " ".join(item.reading for item in utterance.pronunciations) or utterance.text
    row = Row(config)
    letters = [each for each in unicodedata.normalize("NFD", said) if row.has(each)]
    if not letters:
        raise TextError(f"There is nothing to say in {utterance.text!r} for this voice; give a text in its language.")
    row.put(letters)
    return Spelled(row.ended(), (), ())
