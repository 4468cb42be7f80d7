"""The engines that speak, as the table of backends names them, and a voice ready to speak with one of them."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from avatar import backends
from avatar.runtime import forks
from avatar.runtime.shortage import NATURAL_VOICE, require_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from avatar.data import Saying, Speech, Utterance, VoiceCapabilities, VoiceCard
    from avatar.runtime.shortage import Room
    from avatar.settings import SpeechSettings
    from avatar.stages import Aligner, PolyglotEngine, Speaker, StreamingSpeaker, VoiceEngine, WarmEngine

USUAL_ALIGNER = "espeak"
"""that finds the phones where an engine gives none and the card names no other"""


def engine_named(name: str) -> VoiceEngine:
    """Find an engine. Raise `NotInstalledError` if there is none of this name or it cannot be loaded."""
    engine: VoiceEngine = backends.load("speech", name)()
    return engine


def capabilities_of(card: VoiceCard) -> VoiceCapabilities:
    """Say what the engine of a voice can do."""
    return engine_named(card.engine).capabilities


def is_trained(cards: Iterable[VoiceCard]) -> bool:
    """Tell whether any of those who speak does so by a network that was trained on recordings."""
    return any(engine_named(name).capabilities.is_trained for name in {card.engine for card in cards})


def leaves_machine(card: VoiceCard) -> bool:
    """Tell whether what this voice says is sent to another machine."""
    return engine_named(card.engine).capabilities.needs_network


def usual_aligner() -> Aligner:
    """Give who finds phones where nobody else does. Raise `NotInstalledError` if it cannot work here."""
    return _aligner(USUAL_ALIGNER)


def in_language(card: VoiceCard, native: VoiceCard) -> VoiceCard:
    """Let a voice say what another of its engine would say, if the engine can; else give that other."""
    engine = engine_named(card.engine)
    if not engine.capabilities.is_polyglot:
        return native
    return cast("PolyglotEngine", engine).in_language(card, native)


def warm(cards: Iterable[VoiceCard], room: Room) -> None:
    """Let the engines of those who will speak load what they need, on threads of their own; returns at once.

    What is wrong with one is said when it is asked to speak. `room` is what everything else takes: raise
    `ShortageError` where there is not enough memory for both.
    """
    forks.begin()
    engines = [engine_named(name) for name in dict.fromkeys(card.engine for card in cards)]
    large = [engine for engine in engines if engine.capabilities.warms]
    require_room(room, *(NATURAL_VOICE for _ in large))
    for engine in large:
        load = cast("WarmEngine", engine).warm
        threading.Thread(target=_quietly, args=(load,), name="avatar-warm").start()


def _quietly(load: Callable[[], None]) -> None:
    with suppress(Exception):
        load()


@contextmanager
def open_voice(card: VoiceCard, settings: SpeechSettings) -> Iterator[Speaker]:
    """Let somebody speak as this card says, in a block; every speech has the times of its phones.

    An aligner finds them where the card names one, and in each speech that the engine gives without.
    Raise `NotInstalledError` for an engine or aligner that is not here, `VoiceError` for a card that does not suit it.
    """
    forks.begin()
    engine = engine_named(card.engine)
    aligner = _aligner(card.aligner) if card.aligner else None
    with engine.open(card, settings) as speaker:
        yield _Aligned(speaker, aligner)


def is_streamed(card: VoiceCard) -> bool:
    """Tell whether a card's sound can come before a sentence is spoken to its end; an aligner has to wait for that."""
    return not card.aligner and engine_named(card.engine).capabilities.streams


class _Aligned:
    """Who speaks, and who says when which phone is heard, where the speaker does not say or the card wants another."""

    def __init__(self, speaker: Speaker, aligner: Aligner | None) -> None:
        self._speaker, self._aligner = speaker, aligner

    def speak(self, utterance: Utterance) -> Speech:
        speech = self._speaker.speak(utterance)
        if self._aligner is None and speech.phones:
            return speech
        return (self._aligner or _aligner(USUAL_ALIGNER)).align(speech, utterance)

    def stream(self, utterance: Utterance) -> Iterator[Saying]:
        """Speak bit by bit, as those can whose card `is_streamed`."""
        return cast("StreamingSpeaker", self._speaker).stream(utterance)


def _aligner(name: str) -> Aligner:
    aligner: Aligner = backends.load("align", name)()
    return aligner
