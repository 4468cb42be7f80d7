"""A text as a sound file without pictures: read, judged, spoken passage by passage, labelled, marked, and registered.

Nobody is shown, so no authorization is asked for. The rules for scripts count as they do for a film.
"""

# Shapes no clip.

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.clip import files, timeline
from avatar.clip.passages import cut, main_language
from avatar.clip.permit import clear_script
from avatar.clip.request import derive_key, file_stem
from avatar.clip.speaking import Voices
from avatar.clip.stopwatch import Clock
from avatar.clip.voice_choice import cast
from avatar.data import Recording
from avatar.errors import InputError
from avatar.marks.audiomark.save import ENDINGS, RATE, SoundFacts, SoundWriter, ending_of
from avatar.marks.registry.facts import Facts, Span, asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.settings import AUDIBLE_LABELS, MotionSettings, Settings, TextSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from avatar.clip.passages import Passage
    from avatar.clip.permit import ScriptClearance
    from avatar.data import VoiceCard

RHYTHM = "rhythm short-long-short-short"
"""what is written down of a label without words"""
_EDGES = MotionSettings(lead_in=0.0, lead_out=0.3)
"""silence around what is said, s; half a second follows the label anyway"""
_VERSION = "avatar.sound/1"


@dataclass(frozen=True, slots=True)
class Script:
    """One sound file, as it is asked for."""

    text: str
    """what is said; marks for the face but pauses are not heard"""
    voice: str | None = None
    """name of a voice card; None: the default voice of each sentence's language"""
    label: str = AUDIBLE_LABELS[0]
    """one of `AUDIBLE_LABELS`"""
    purpose: str = "personal"
    """what it is for, one of `permission.consent.vocabulary.PURPOSES` or x-..."""
    settings: Settings = field(default_factory=Settings)
    """how the text is read and spoken, and whose rules on marks count; the rest shapes no sound"""

    def __post_init__(self) -> None:
        if self.label not in AUDIBLE_LABELS:
            raise InputError(f"There is no audible label {self.label!r}; choose one of {', '.join(AUDIBLE_LABELS)}.")


def record(script: Script, output: Path | None, watch: Callable[[str, int, int], None]) -> Recording:
    """Do all of a script; the file appears when it is whole and has every mark, or not at all.

    Without `output` it is named after voice and text. `watch` is told the stage, how much is done and how much there
    is. Raise an `AvatarError` that says what to change, `RefusedError` for what may not be said.
    """
    from avatar.film.output import check_place
    from avatar.text import read, unmarked

    clock, settings, text = Clock(), script.settings, unmarked(script.text)
    if output is not None:
        ending_of(output)
        check_place(output)
    with clock.stage("reading"):
        utterances = read(script.text, settings.text)
        casting = cast(utterances, script.voice)
        passages = cut(utterances, casting.cards, _EDGES, settings.speech.speed)
        language = main_language(utterances)
    with clock.stage("clearing"):
        clearance = clear_script(text, settings.text.language, script.purpose, {each.language for each in utterances})
    names = tuple(dict.fromkeys(card.name for card in casting.cards))
    audio = output or files.free_name(file_stem(names[0], text), Path(), ENDINGS[0])
    content_id = _content_id(script, casting.cards, ending_of(audio))
    facts = _facts(script, clearance, content_id, names, language)

    def log(sha256: str) -> None:
        clearance.done(content_id, sha256, names, timeline.versions())

    seconds = _write(audio, script, passages, facts, language, clock, watch, log)
    warnings = casting.warnings + clearance.warnings
    return Recording(str(audio), seconds, facts.label, names, content_id, clock.now(), clock.spent, warnings)


def _write(  # noqa: PLR0913 - what is said, what is told of it, and where to
    audio: Path,
    script: Script,
    passages: Sequence[Passage],
    facts: Facts,
    language: str,
    clock: Clock,
    watch: Callable[[str, int, int], None],
    log: Callable[[str], None],
) -> float:
    """Write the file with all marks, and log it before it is seen; give its length, s."""
    from avatar.clip.marking import film_metadata, mark_film
    from avatar.film.output import whole_file
    from avatar.marks.watermark import Payload
    from avatar.speech.joining import resample

    asset = asset_id(facts.content_id)
    with clock.stage("speaking"):
        spoken = _spoken_label(script, language) if script.label == "spoken" else None
    about = SoundFacts(pattern_key(), Payload(asset), language, spoken, film_metadata(facts))

    def mark(part: Path) -> None:
        with clock.stage("marking"):
            spans = (Span(asset, 0.0, sound.seconds),)
            marked = mark_film(part, replace(facts, spans=spans, is_sound_marked=True))
        log(marked.sha256)

    with (
        whole_file(audio, mark) as part,
        Voices(script.settings.speech) as voices,
        SoundWriter(part, audio, about) as sound,
    ):
        watch("speaking", 0, len(passages))
        for number, passage in enumerate(passages, 1):
            with clock.stage("speaking"):
                speech = voices.speak(passage)
            with clock.stage("encoding"):
                sound.add(resample(speech.samples, speech.sample_rate, RATE))
            watch("speaking", number, len(passages))
        with clock.stage("encoding"):
            sound.finish()
    return sound.seconds


def _spoken_label(script: Script, language: str) -> NDArray[np.float32]:
    """Speak the sentence of the label at normal speed, by the wanted voice where it speaks its language."""
    from avatar.marks.audiomark.announce import sentence
    from avatar.speech.joining import resample
    from avatar.text import read

    words, tongue = sentence(language)
    utterances = read(words, TextSettings(tongue))
    (passage,) = cut(utterances, cast(utterances, script.voice).cards, MotionSettings(lead_in=0.0, lead_out=0.0))
    with Voices(replace(script.settings.speech, speed=1.0)) as voices:
        speech = voices.speak(passage)
    return resample(speech.samples, speech.sample_rate, RATE)


def _facts(script: Script, clearance: ScriptClearance, content_id: str, names: tuple[str, ...], language: str) -> Facts:
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
        voices=names,
        jurisdiction=script.settings.marks.jurisdiction,
        label=sentence(language)[0] if script.label == "spoken" else RHYTHM,
        versions=timeline.versions(),
    )


def _content_id(script: Script, cards: Sequence[VoiceCard], ending: str) -> str:
    """Name a sound by everything that shapes it."""
    return derive_key(
        {
            "what": _VERSION,
            "text": script.text,
            "voices": [asdict(card) for card in cards],
            "label": script.label,
            "ending": ending,
            "settings": {"text": asdict(script.settings.text), "speech": asdict(script.settings.speech)},
            "versions": timeline.versions(),
        }
    )[:32]
