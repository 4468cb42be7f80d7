"""Plan what espeak reads: which text, in which voice, and which word each part of it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.data.language import primary_subtag
from avatar.errors import TextError
from avatar.runtime.folders import shipped
from avatar.speech.espeak import pinyin
from avatar.speech.espeak.fitting import fitting, in_two
from avatar.speech.espeak.options import ENGINE, options_of
from avatar.speech.voices import default_voice

if TYPE_CHECKING:
    from avatar.data import Pronunciation, Utterance, VoiceCard

MANDARIN_PINYIN, MANDARIN_TEXT = "sit/cmn-latn-pinyin", "sit/cmn"
CONTINUES, QUESTION, STATEMENT = ",", "?", "."
"""Marks that give espeak's intonation at the end of a piece."""

_SPOKEN = re.compile(r"\w")
_WORDS = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+")
"""In a text without readings: one Han character, or what stands between spaces."""


@dataclass(frozen=True, slots=True)
class Token:
    """What espeak reads as one word."""

    text: str
    """with its leading space or pause"""
    word: int
    """index of the written word"""
    tones: tuple[int | None, ...] = ()
    """Mandarin tone of each of its vowels"""
    ipa: str = ""
    """phones that are said instead of the text"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of tokens in one language."""

    card: VoiceCard
    """who reads it; what it tells espeak is the right thing for its language"""
    tokens: tuple[Token, ...]
    """in order"""
    ending: str
    """intonation mark at its end"""
    is_pinyin: bool
    """whether every token is pinyin, so that espeak must not spell letters"""
    pause_after: float = 0.0
    """s, written pause between this piece and the next"""

    @property
    def text(self) -> str:
        """What espeak reads."""
        return "".join(token.text for token in self.tokens) + self.ending

    @property
    def has_mnemonics(self) -> bool:
        """Whether espeak must be told that [[ ]] hold mnemonics."""
        return (self.is_pinyin and "[[" in self.text) or any(token.ipa for token in self.tokens)

    def token_at(self, position: int) -> int:
        """Find which token holds a character of the text."""
        end = 0
        for index, token in enumerate(self.tokens):
            end += len(token.text)
            if position < end:
                return index
        return len(self.tokens) - 1


@dataclass(frozen=True, slots=True)
class Script:
    """An utterance, planned."""

    words: tuple[str, ...]
    """as written"""
    pieces: tuple[Piece, ...]
    """in order"""


FEW, EMBEDDED = 3, 1.25
"""how many words inside another language are how much faster than alone, where espeak would drag them"""
PAUSE_BETWEEN_PIECES = 0.18
"""Pause for a comma between two languages, s; espeak's own comma inside a piece is about as long."""


def plan(utterance: Utterance, card: VoiceCard) -> Script:
    """Plan an utterance for a voice; raise `TextError` if nothing in it can be spoken."""
    script = _from_pronunciations(utterance, card) if utterance.pronunciations else _from_text(utterance, card)
    if not script.pieces:
        raise TextError(f"There is nothing to say in {utterance.text!r}; give a text with words.")
    return replace(script, pieces=tuple(part for piece in script.pieces for part in fitting(piece, CONTINUES)))


def halves(piece: Piece) -> tuple[Piece, ...]:
    """Split a piece of which espeak has not said everything in the middle; one of a letter stays whole."""
    if len(piece.tokens) == 1:
        piece = replace(piece, tokens=in_two(piece.tokens[0]))
    if len(piece.tokens) == 1:
        return (piece,)
    middle = len(piece.tokens) // 2
    return (
        replace(piece, tokens=piece.tokens[:middle], ending=CONTINUES, pause_after=0.0),
        replace(piece, tokens=piece.tokens[middle:]),
    )


def card_for(language: str, card: VoiceCard) -> VoiceCard:
    """Give the card that reads a language with the timbre of `card`; raise `VoiceError` where there is none.

    The variant and pitch stay, the rules and the rate are the other language's.
    """
    if primary_subtag(language) == primary_subtag(card.language):
        return card
    native = default_voice(language, None if card.gender == "neutral" else card.gender, ENGINE, (shipped("voices"),))
    wanted, own = options_of(card), options_of(native)
    voice = wanted.with_base(own.voice.partition("+")[0]).voice
    return replace(native, options=replace(own, voice=voice, pitch=wanted.pitch, range=wanted.range))


def _with_base(card: VoiceCard, base: str) -> VoiceCard:
    return replace(card, options=options_of(card).with_base(base))


def _from_text(utterance: Utterance, card: VoiceCard) -> Script:
    reader = card_for(utterance.language, card)
    if primary_subtag(reader.language) == "zh":
        reader = _with_base(reader, MANDARIN_TEXT)
    words: list[str] = []
    tokens: list[Token] = []
    end = 0
    for match in _WORDS.finditer(utterance.text):
        is_spoken = _SPOKEN.search(match.group()) is not None
        words += [match.group()] if is_spoken else []
        tokens.append(Token(utterance.text[end : match.end()], max(len(words) - 1, 0)))
        end = match.end()
    pieces = (Piece(reader, tuple(tokens), "", is_pinyin=False),) if words else ()
    return Script(tuple(words), pieces)


def _from_pronunciations(utterance: Utterance, card: VoiceCard) -> Script:
    words: list[str] = []
    pieces: list[Piece] = []
    language, tokens, is_paused = "", list[Token](), False
    for item in utterance.pronunciations:
        if not _SPOKEN.search(item.reading):
            is_paused = True
            continue
        if primary_subtag(item.language) != primary_subtag(language) and tokens:
            pieces.append(_piece(language, card, tokens, PAUSE_BETWEEN_PIECES if is_paused else 0.0))
            tokens, is_paused = [], False
        language = item.language
        tokens += _tokens(item, len(words), is_paused=is_paused and bool(tokens))
        words.append(item.word)
        is_paused = False
    if tokens:
        ending = CONTINUES if utterance.continues else _last_mark(utterance.text)
        pieces.append(replace(_piece(language, card, tokens, 0.0), ending=ending))
    return Script(tuple(words), tuple(pieces))


def _last_mark(text: str) -> str:
    return QUESTION if text.rstrip(" \"'”’」』)）").endswith(("?", "？", "؟")) else STATEMENT


def _piece(language: str, card: VoiceCard, tokens: list[Token], pause: float) -> Piece:
    reader, is_pinyin = card_for(language, card), primary_subtag(language) == "zh"
    if reader.language != card.language and len(tokens) <= FEW:
        options = options_of(reader)
        reader = replace(reader, options=replace(options, rate=round(options.rate * EMBEDDED)))
    if is_pinyin:
        reader = _with_base(reader, MANDARIN_PINYIN)
    return Piece(reader, tuple(tokens), CONTINUES, is_pinyin, pause)


def _tokens(item: Pronunciation, word: int, *, is_paused: bool) -> list[Token]:
    if item.ipa:
        return [Token((", " if is_paused else " ") + item.word.strip(), word, ipa=item.ipa)]
    if primary_subtag(item.language) != "zh":
        return [Token((", " if is_paused else " ") + item.reading.strip(), word)]
    tokens = []
    lead = "; " if is_paused else " "  # espeak's comma is too short at the rate of Chinese
    for chunk in pinyin.chunks(pinyin.spell(item.reading, item.word)):
        for run in _unmixed(chunk):
            tones = tuple(tone for syllable in run for tone in syllable.tones)
            tokens.append(Token(lead + "".join(syllable.text for syllable in run), word, tones))
            lead = " "
    return tokens


def _unmixed(chunk: tuple[pinyin.Syllable, ...]) -> list[list[pinyin.Syllable]]:
    """Keep pinyin and mnemonics apart: espeak reads a mixture as one broken word."""
    runs: list[list[pinyin.Syllable]] = []
    for syllable in chunk:
        if runs and not syllable.is_mnemonic and not runs[-1][-1].is_mnemonic:
            runs[-1].append(syllable)
        else:
            runs.append([syllable])
    return runs
