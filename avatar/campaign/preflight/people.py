"""Who is shown and who speaks: each portrait is looked at once, each text is read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.campaign.preflight.once import Once
from avatar.clip.voice_choice import Cast, cast
from avatar.runtime.hashing import value_sha256

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.campaign.sheet.variants import Variant
    from avatar.clip.lending import Loan
    from avatar.clip.request import ClipRequest
    from avatar.clip.script import Script
    from avatar.data import Utterance, VoiceCard
    from avatar.runtime.folders import Home
    from avatar.settings import PortraitSettings


@dataclass(frozen=True, slots=True)
class Shown:
    """One portrait that was looked at."""

    pixels: str
    """sha256 of its upright pixels, hex"""
    likeness: str
    """perceptual hash, 16 hex digits"""
    file: str
    """sha256 of its file, hex"""
    gender: str | None
    """of the voices that suit"""
    choice: PortraitSettings
    """what it was enrolled with"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One text that was read."""

    script: Script
    """with its voices"""
    text: str
    """without the marks for the face"""
    heard: str
    """what is heard of it in other words; "": as it is written"""

    @property
    def languages(self) -> tuple[str, ...]:
        """All that are spoken."""
        return tuple(sorted(self.script.languages))

    @property
    def voices(self) -> tuple[str, ...]:
        """Names of all that are heard."""
        return self.script.voices

    @property
    def lent(self) -> tuple[Loan, ...]:
        """Voices that are somebody's."""
        return self.script.lent

    @property
    def identity(self) -> str:
        """Name what speaks, 64 hex digits."""
        return value_sha256([card.identity for card in _once(self.script.cards)], str)


class People:
    """Those of one campaign, in one home."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._shown: Once[str, Shown] = Once()
        self._spoken: Once[tuple[object, ...], Spoken] = Once()
        self._casts: dict[tuple[object, ...], Cast] = {}

    def shown(self, portrait: str) -> Shown:
        """Look at a portrait. Raise `AvatarError` if there is none, or if it cannot be read."""
        return self._shown.get(portrait, lambda: self._look(portrait))

    def spoken(self, variant: Variant, request: ClipRequest, gender: str | None) -> Spoken:
        """Read a text, and find who says it. Raise `AvatarError` if nobody can."""
        key = (variant.text, request.voice, request.settings.text, request.settings.speech.emotion, gender)
        return self._spoken.get(key, lambda: self._read(variant.text, request, gender))

    def _look(self, portrait: str) -> Shown:
        from avatar.clip.meanwhile import look_at
        from avatar.portrait.choosing import choice_of
        from avatar.portrait.store import PortraitStore

        source = PortraitStore(home=self._home.data).read(portrait)
        look = look_at(source)
        gender = (source.card.gender or None) if source.card else None
        return Shown(look.content_hash, look.likeness, source.sha256, gender, choice_of(source.card))

    def _cast(
        self, utterances: Sequence[Utterance], wanted: str | None, gender: str | None, home: Path | None, main: str
    ) -> Cast:
        """Choose voices; sentences that are alike for that are asked about once in all texts."""
        alike = {_asks(each): each for each in utterances}
        key = (tuple(alike), wanted, gender, main)
        if key not in self._casts:
            self._casts[key] = cast(tuple(alike.values()), wanted, gender, home, main)
        found = self._casts[key]
        cards = dict(zip(alike, found.cards, strict=True))
        return Cast(tuple(cards[_asks(each)] for each in utterances), found.warnings)

    def _read(self, text: str, request: ClipRequest, gender: str | None) -> Spoken:
        from avatar.clip.script import read_script
        from avatar.text import unmarked

        settings = request.settings
        script = read_script(
            text, settings.text, self._home.data, request.voice, gender, settings.speech.emotion, self._cast
        )
        return Spoken(script, unmarked(text), script.heard)


def _asks(utterance: Utterance) -> tuple[object, ...]:
    """Give what of a sentence decides who says it, and with which warnings."""
    is_spelled = any(each.ipa for each in utterance.pronunciations)
    return utterance.language, utterance.voice, repr(utterance.prosody), is_spelled


def _once(cards: tuple[VoiceCard, ...]) -> list[VoiceCard]:
    return list({card.name: card for card in cards}.values())
