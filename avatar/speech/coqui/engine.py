"""What the others know of Coqui TTS: models that people put beside a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import VoiceCapabilities
from avatar.speech.coqui.options import CoquiOptions
from avatar.speech.espeak.data import languages_of_files

if TYPE_CHECKING:
    from avatar.data import VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.coqui.speaker import CoquiSpeaker

STARTUP = 8.0
"""s until torch and a model of 100 MB are loaded"""


class CoquiEngine:
    """Models of Coqui TTS, run by its own package and torch."""

    options = CoquiOptions

    @property
    def capabilities(self) -> VoiceCapabilities:
        """Say what it can do here."""
        return VoiceCapabilities(
            languages_of_files(), gives_phones=True, licence="MPL-2.0", startup=STARTUP, is_trained=True, clones=True
        )

    def voices(self) -> tuple[VoiceCard, ...]:
        """List none: each voice is a model of somebody's, with a card of its own."""
        return ()

    def open(self, card: VoiceCard, settings: SpeechSettings) -> CoquiSpeaker:
        """Load the model that a card names."""
        from avatar.speech.coqui.speaker import CoquiSpeaker

        return CoquiSpeaker(card, settings)
