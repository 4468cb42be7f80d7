"""A text as sound in memory: read, judged, spoken, and logged. Nothing is written, and nothing is marked."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from avatar.clip import timeline
from avatar.clip.permit import clear_script
from avatar.clip.request import derive_key
from avatar.clip.speaking import speak
from avatar.clip.voice_choice import cast
from avatar.runtime.watch import unwatched

if TYPE_CHECKING:
    from avatar.data import Speech
    from avatar.settings import Settings


def say_aloud(text: str, voice: str | None, purpose: str, settings: Settings) -> Speech:
    """Say a text; `voice` and `purpose` are those of `soundtrack.Script`.

    Raise an `AvatarError` that says what to change, `RefusedError` for what may not be said.
    """
    from avatar.text import read, unmarked

    utterances = read(text, settings.text)
    casting = cast(utterances, voice)
    clearance = clear_script(unmarked(text), settings.text.language, purpose, {each.language for each in utterances})
    speech = speak(utterances, casting.cards, settings, unwatched)
    about: dict[str, object] = {
        "what": "avatar.aloud/1",
        "text": text,
        "voices": [asdict(card) for card in casting.cards],
        "settings": {"text": asdict(settings.text), "speech": asdict(settings.speech)},
        "versions": timeline.versions(),
    }
    names = tuple(dict.fromkeys(card.name for card in casting.cards))
    clearance.done(derive_key(about)[:32], "", names, timeline.versions())
    return speech
