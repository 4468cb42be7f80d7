"""Who says what: the voices that are asked for, or the usual voice of each engine in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar import backends
from avatar.bench.voice.sentences import languages as known_languages
from avatar.bench.voice.sentences import sentences_of
from avatar.bench.voice.speaking import Part
from avatar.data.language import primary_subtag
from avatar.errors import InputError, NotInstalledError, VoiceError
from avatar.settings import SpeechSettings
from avatar.speech.engines import engine_named
from avatar.speech.voices import default_voice, find_voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.data import VoiceCard


def choose(
    engines: Sequence[str], voices: Sequence[str], languages: Sequence[str], most: int | None, speed: float
) -> tuple[Part, ...]:
    """Give the parts in the order of the languages, all engines beside each other in each.

    Nothing asked for is everything that speaks on this machine. Raise `VoiceError`, `NotInstalledError` or `InputError`
    for a voice, an engine or a language that there is not, or a speed that nobody speaks at.
    """
    SpeechSettings(speed=speed)
    for language in languages:
        sentences_of(language)
    named = [find_voice(voice) for voice in voices]
    cards = _named(named, engines, languages) if voices else _usual(engines, languages or known_languages())
    parts = tuple(Part(card.name, card.language, sentences_of(card.language, most), speed) for card in cards)
    if not parts:
        raise InputError("None of these voices speaks one of these languages; `avatar voice list` shows who speaks.")
    return parts


def _named(cards: Sequence[VoiceCard], engines: Sequence[str], languages: Sequence[str]) -> Iterator[VoiceCard]:
    wanted = {primary_subtag(language) for language in languages}
    for card in cards:
        if (not engines or card.engine in engines) and (not wanted or primary_subtag(card.language) in wanted):
            yield card


def _usual(engines: Sequence[str], languages: Sequence[str]) -> Iterator[VoiceCard]:
    chosen = [*engines] or [name for name in backends.available("speech") if _is_at_hand(name)]
    for engine in engines:
        engine_named(engine)
    for language in languages:
        for engine in chosen:
            card = _usual_of(engine, language)
            if card is not None:
                yield card


def _usual_of(engine: str, language: str) -> VoiceCard | None:
    try:
        return default_voice(language, engine=engine)
    except VoiceError:
        return None  # it does not speak it


def _is_at_hand(name: str) -> bool:
    try:
        return not engine_named(name).capabilities.needs_network
    except NotInstalledError:
        return False
