"""What is told of a sound without pictures: its names, and what its marks are made of."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from avatar.clip import timeline
from avatar.clip.naming import derive_key
from avatar.clip.script import read_script
from avatar.clip.speaking import Voices
from avatar.marks.registry.facts import Facts
from avatar.settings import SOUND_RATE, MotionSettings, TextSettings
from avatar.speech.engines import is_trained
from avatar.speech.joining import resample

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.clip.lending import Loan
    from avatar.clip.permit import ScriptClearance
    from avatar.clip.request import SoundRequest
    from avatar.clip.script import Script

_LABEL_EDGES = MotionSettings(lead_in=0.0, lead_out=0.0)
RHYTHM = "rhythm short-long-short-short"
"""what is written down of a label without words"""
IN_A_FILE, IN_A_STREAM, IN_MEMORY = "avatar.sound/1", "avatar.sound-stream/1", "avatar.aloud/1"
"""what a sound is, in the names of its kinds"""


def name_sound(request: SoundRequest, script: Script, kind: str, **more: str) -> str:
    """Name a sound, 32 hex digits, by everything that shapes it."""
    settings = request.settings
    about: dict[str, object] = {
        "what": kind,
        "text": request.text,
        "voices": [card.identity for card in script.cards],
        "settings": {"text": asdict(settings.text), "speech": asdict(settings.speech)},
        "versions": timeline.versions(),
    }
    return derive_key(about | more)[:32]


def sound_facts(request: SoundRequest, script: Script, clearance: ScriptClearance, content_id: str) -> Facts:
    """Give what the marks are made of; nobody is shown, so there is neither a portrait nor an authorization."""
    from avatar.marks.audiomark.announce import sentence
    from avatar.permission.consent.moments import now, written

    return Facts(
        content_id,
        written(now()),
        portrait_sha256="",
        text_sha256=clearance.text_hash,
        authorization_id="",
        record_sha256="",
        voices=script.voices,
        jurisdiction=request.settings.marks.jurisdiction,
        label=sentence(script.language)[0] if request.label == "spoken" else RHYTHM,
        is_spoken_by_network=is_trained(script.cards),
        versions=timeline.versions(),
    )


def spoken_label(request: SoundRequest, language: str, home: Path, lent: tuple[Loan, ...] = ()) -> NDArray[np.float32]:
    """Speak the sentence of the label at normal speed, by the wanted voice where it speaks its language.

    Voices are those that ship and those of `home`, a home's data; of those that are somebody's, what was `lent`.
    Give samples (N,) at 48 kHz in [-1, 1].
    """
    from avatar.marks.audiomark.announce import sentence

    words, tongue = sentence(language)
    script = read_script(words, TextSettings(tongue), home, request.voice)
    with Voices(replace(request.settings.speech, speed=1.0), lent=lent) as voices:
        speech = voices.speak(script.in_one(_LABEL_EDGES))
    return resample(speech.samples, speech.sample_rate, SOUND_RATE)
