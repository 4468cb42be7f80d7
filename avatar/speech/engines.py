"""The engines that speak, as the table of backends names them, and a voice ready to speak with one of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar import backends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.data import Speech, Utterance, VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.stages import Aligner, Speaker, VoiceEngine

USUAL_ALIGNER = "espeak"
"""that finds the phones where an engine gives none and the card names no other"""


def engine_named(name: str) -> VoiceEngine:
    """Find an engine. Raise `NotInstalledError` if there is none of this name or it cannot be loaded."""
    engine: VoiceEngine = backends.load("speech", name)()
    return engine


def leaves_machine(card: VoiceCard) -> bool:
    """Tell whether what this voice says is sent to another machine."""
    return engine_named(card.engine).capabilities.needs_network


def usual_aligner() -> Aligner:
    """Give who finds phones where nobody else does. Raise `NotInstalledError` if it cannot work here."""
    aligner: Aligner = backends.load("align", USUAL_ALIGNER)()
    return aligner


@contextmanager
def open_voice(card: VoiceCard, settings: SpeechSettings) -> Iterator[Speaker]:
    """Let somebody speak as this card says, in a block; every speech has the times of its phones.

    Raise `NotInstalledError` for an engine or aligner that is not here, `VoiceError` for a card that does not suit it.
    """
    engine = engine_named(card.engine)
    with engine.open(card, settings) as speaker:
        if card.aligner:
            yield _Aligned(speaker, backends.load("align", card.aligner)(), is_always=True)
        elif engine.capabilities.gives_phones:
            yield speaker
        else:
            yield _Aligned(speaker, usual_aligner(), is_always=False)


class _Aligned:
    """Who speaks, and who says when which phone is heard: always, or where the speaker does not."""

    def __init__(self, speaker: Speaker, aligner: Aligner, *, is_always: bool) -> None:
        self._speaker, self._aligner, self._is_always = speaker, aligner, is_always

    def speak(self, utterance: Utterance) -> Speech:
        speech = self._speaker.speak(utterance)
        return self._aligner.align(speech, utterance) if self._is_always or not speech.phones else speech
