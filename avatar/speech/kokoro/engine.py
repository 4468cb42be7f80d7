"""What the others know of Kokoro."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.data import VoiceCapabilities
from avatar.speech.kokoro.options import KokoroOptions, options_of

if TYPE_CHECKING:
    from avatar.data import VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.kokoro.speaker import KokoroSpeaker

LICENCE = "Apache-2.0 (Kokoro-82M v1.0)"
LANGUAGES = frozenset({"en-us", "en-gb", "zh", "es", "fr", "ja", "it", "pt-br", "hi"})
"""that the network was taught"""
STARTUP = 0.4
"""s until the network is loaded"""


class KokoroEngine:
    """The usual engine: a neural network of 82 million parameters, in eight languages."""

    options = KokoroOptions

    @property
    def capabilities(self) -> VoiceCapabilities:
        """Say what it can do here."""
        return VoiceCapabilities(
            LANGUAGES,
            gives_phones=True,
            licence=LICENCE,
            startup=STARTUP,
            is_trained=True,
            is_polyglot=True,
            warms=True,
            streams=True,
            heeds_prosody=True,
            reads_ipa=True,
        )

    def voices(self) -> tuple[VoiceCard, ...]:
        """Give none: its voices are cards with a style vector beside them."""
        return ()

    def in_language(self, card: VoiceCard, native: VoiceCard) -> VoiceCard:
        """Blend a voice half and half with a native one: as well understood as that, and still near itself."""
        options = options_of(card).blended(options_of(native), native.name)
        return replace(card, language=native.language, options=options)

    def warm(self) -> None:
        """Load the network."""
        from avatar.speech.kokoro.session import network

        network()

    def open(self, card: VoiceCard, settings: SpeechSettings) -> KokoroSpeaker:
        """Read a card's style, and start the process that spells; the network is loaded when it is first needed."""
        from avatar.speech.kokoro.speaker import KokoroSpeaker

        return KokoroSpeaker(card, settings)
