"""The engines that speak, as the table of backends names them, and a voice ready to speak with one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar import backends

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from avatar.data import VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.stages import Speaker, VoiceEngine


def engine_named(name: str) -> VoiceEngine:
    """Find an engine. Raise `NotInstalledError` if there is none of this name or it cannot be loaded."""
    engine: VoiceEngine = backends.load("speech", name)()
    return engine


def open_voice(card: VoiceCard, settings: SpeechSettings) -> AbstractContextManager[Speaker]:
    """Give who speaks as this card says, to be entered before and left after the work.

    Raise `NotInstalledError` for an engine that is not here, `VoiceError` for a card that does not suit it.
    """
    return engine_named(card.engine).open(card, settings)
