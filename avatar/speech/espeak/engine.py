"""What the others know of espeak-ng: a pair of voices for each of its languages, and how to open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import VoiceCapabilities, VoiceCard
from avatar.errors import NotInstalledError
from avatar.speech.espeak.data import espeak_voices, languages_of_files
from avatar.speech.espeak.options import ENGINE, EspeakOptions
from avatar.speech.espeak.speaker import EspeakSpeaker

if TYPE_CHECKING:
    from avatar.settings import SpeechSettings
    from avatar.speech.espeak.data import EspeakVoice

LICENCE = "GPL-3.0-or-later (espeak-ng, run as a separate process)"
FEMALE_VARIANT = "+f1"
"""espeak's female voice without echo, which would fill the silence of closed lips."""
STARTUP = 0.03
"""s until its process answers"""


class EspeakEngine:
    """The embedded engine: formant synthesis in more than a hundred languages."""

    options = EspeakOptions

    @property
    def capabilities(self) -> VoiceCapabilities:
        """Say what it can do here."""
        return VoiceCapabilities(
            languages_of_files(),
            gives_phones=True,
            licence=LICENCE,
            startup=STARTUP,
            heeds_prosody=True,
            reads_ipa=True,
        )

    def voices(self) -> tuple[VoiceCard, ...]:
        """Make a male and a female card for each of espeak's voices; none where espeak is missing."""
        try:
            found = espeak_voices()
        except NotInstalledError:
            return ()  # other engines' voices can still be listed; speaking with espeak says what is missing
        return tuple(card for voice in found for card in _pair(voice))

    def open(self, card: VoiceCard, settings: SpeechSettings) -> EspeakSpeaker:
        """Start a process that speaks as this card says."""
        return EspeakSpeaker(card, settings)


def _pair(voice: EspeakVoice) -> list[VoiceCard]:
    name = f"{ENGINE}-{voice.language.lower()}"
    return [
        VoiceCard(
            name=name + ending,
            language=voice.language,
            gender=gender,
            licence=f"{LICENCE}; the sound is yours",
            engine=ENGINE,
            options=EspeakOptions(voice.file + variant, pitch=pitch, presence=presence),
            description=f"{voice.title}, {gender}, formant synthesis",
            source="espeak-ng",
        )
        for ending, variant, gender, pitch, presence in (
            ("", "", "male", 50, -4),
            ("-female", FEMALE_VARIANT, "female", 60, -6),
        )
    ]
