"""What the others know of Piper voices: files that people put beside a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import VoiceCapabilities
from avatar.speech.espeak.data import languages_of_files
from avatar.speech.piper.options import PiperOptions

if TYPE_CHECKING:
    from avatar.data import VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.piper.speaker import PiperSpeaker

STARTUP = 0.8
"""s until a voice of 60 MB is loaded"""


class PiperEngine:
    """VITS voices in the form of the Piper project; they run in onnxruntime, nothing of Piper's own code does."""

    options = PiperOptions

    @property
    def capabilities(self) -> VoiceCapabilities:
        """Say what it can do here."""
        return VoiceCapabilities(
            languages_of_files(),
            gives_phones=True,
            licence="Apache-2.0",
            startup=STARTUP,
            is_trained=True,
            reads_ipa=True,
        )

    def voices(self) -> tuple[VoiceCard, ...]:
        """List none: each voice is a file of somebody's, with a card of its own."""
        return ()

    def open(self, card: VoiceCard, settings: SpeechSettings) -> PiperSpeaker:
        """Load the voice that a card names."""
        from avatar.speech.piper.speaker import PiperSpeaker

        return PiperSpeaker(card, settings)
