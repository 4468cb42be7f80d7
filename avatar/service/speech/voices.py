"""Who can speak for a tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.service.speech.told import VoiceTold

if TYPE_CHECKING:
    from avatar.data import VoiceCard
    from avatar.runtime.folders import Home

_FAST = "espeak"


def voices(home: Home, language: str | None = None) -> list[VoiceTold]:
    """List the voices of a home, those of a language alone where one is given: cards first, then the engines' own."""
    from avatar.data.language import primary_subtag
    from avatar.speech.engines import is_trained
    from avatar.speech.voices import voice_folders
    from avatar.speech.voices import voices as all_voices

    cards = all_voices(voice_folders(home.data))
    if language:
        cards = tuple(card for card in cards if primary_subtag(card.language) == primary_subtag(language))
    trained = {card.engine: is_trained([card]) for card in {each.engine: each for each in cards}.values()}
    return [_told(card, is_trained=trained[card.engine]) for card in cards]


def _told(card: VoiceCard, *, is_trained: bool) -> VoiceTold:
    return VoiceTold(
        name=card.name,
        language=card.language,
        gender=card.gender,
        description=card.description,
        licence=card.licence,
        engine=card.engine,
        is_default=card.preferred,
        is_fast=card.engine == _FAST,
        is_trained=is_trained,
    )
