"""What the others know of speech services: what they can do, and how to open a card's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import VoiceCapabilities
from avatar.speech.http.options import HttpOptions

if TYPE_CHECKING:
    from avatar.data import VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.http.speaker import HttpSpeaker

CAPABILITIES = VoiceCapabilities(
    frozenset(),
    gives_phones=False,
    licence="that of the service",
    startup=0.3,
    streams=True,
    needs_network=True,
)


class HttpEngine:
    """Somebody else's machine speaks."""

    options = HttpOptions
    capabilities = CAPABILITIES

    def voices(self) -> tuple[VoiceCard, ...]:
        """List none: which services there are, only cards say."""
        return ()

    def open(self, card: VoiceCard, settings: SpeechSettings) -> HttpSpeaker:
        """Get ready to ask a card's service; nothing is sent yet."""
        from avatar.speech.http.speaker import HttpSpeaker

        return HttpSpeaker(card, settings)
