"""A text said without a face: into a file with its marks, or in memory.

request -> text -> permission -> speech -> marks -> log -> file      record
request -> text -> permission -> speech -> log                       speak
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.clip import files, marking, timeline
from avatar.clip.naming import file_stem
from avatar.clip.permit import clear_script
from avatar.clip.script import read_script
from avatar.clip.sound import IN_A_FILE, IN_MEMORY, name_sound, sound_facts, spoken_label
from avatar.clip.speaking import Voices
from avatar.clip.stopwatch import Clock
from avatar.clip.subtitling import subtitling
from avatar.data import Recording
from avatar.film.output import check_place, whole_file
from avatar.marks.registry.facts import Span, asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.runtime.folders import Home
from avatar.runtime.shortage import SOUND
from avatar.runtime.watch import Watch, unwatched
from avatar.settings import SOUND_RATE, MotionSettings
from avatar.speech.engines import warm
from avatar.speech.joining import resample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from avatar.clip.lending import Loan
    from avatar.clip.passages import Passage
    from avatar.clip.request import SoundRequest
    from avatar.clip.script import Script
    from avatar.data import Speech
    from avatar.marks.registry.facts import Facts
    from avatar.subtitles import Caption

_EDGES = MotionSettings(lead_in=0.0, lead_out=0.3)
"""silence around what is said, s; half a second follows the label anyway"""


def record(
    request: SoundRequest, output: Path | None = None, watch: Watch = unwatched, home: Home | None = None
) -> Recording:
    """Write a text as sound; the file appears when it is whole and has every mark, or not at all.

    Without `output` it is named after voice and text. Nobody is shown, so no authorization is asked for; the rules for
    scripts count as they do for a film. Raise `RefusedError` for what may not be said.
    """
    from avatar.marks.audiomark.save import ENDINGS, ending_of

    clock, settings, home = Clock(), request.settings, home or Home.usual()
    if output is not None:
        ending_of(output)
        check_place(output)
        if settings.subtitles.kind == "file":
            files.check_subtitles_place(output)
    with clock.stage("reading"):
        script = read_script(request.text, settings.text, home.data, request.voice, emotion=settings.speech.emotion)
        warm(script.cards, SOUND)
        passages = script.passages(_EDGES, settings.speech.speed)
        subtitles = subtitling(settings, script, passages)
    with clock.stage("clearing"):
        clearance = clear_script(
            script.text,
            settings.text.language,
            request.occasion.purpose,
            script.languages,
            home.data,
            script.lent,
            script.heard,
        )
    with files.named(output, file_stem(script.voices[0], script.text), ENDINGS[0]) as audio:
        if output is None:
            check_place(audio)
        content_id = name_sound(request, script, IN_A_FILE, label=request.label, ending=ending_of(audio))
        facts = sound_facts(request, script, clearance, content_id)

        captions: list[Caption] = []

        def said(passage: Passage, speech: Speech, start: float) -> None:
            if not captions and request.label == "spoken":
                captions.extend(subtitles.announced(facts.label, start))
            captions.extend(subtitles.captions(passage, speech.words, speech.seconds, start))

        with files.together(audio) as write_beside:

            def log(sha256: str) -> None:
                write_beside(subtitles.files(captions))
                clearance.done(content_id, sha256, script.voices, timeline.versions())

            seconds = _write_sound(audio, request, script, facts, home, clock, watch, log, said, clearance.lent)
    return Recording(
        str(audio),
        seconds,
        facts.label,
        script.voices,
        content_id,
        clock.now(),
        clock.spent,
        script.warnings + clearance.warnings,
        files.subtitle_paths(audio, settings.subtitles.kind),
    )


def speak(request: SoundRequest, home: Home | None = None) -> Speech:
    """Say a text in memory: read, judged, spoken, and logged. Nothing is written, and nothing is marked.

    Raise `RefusedError` for what may not be said.
    """
    settings, home = request.settings, home or Home.usual()
    script = read_script(request.text, settings.text, home.data, request.voice, emotion=settings.speech.emotion)
    clearance = clear_script(
        script.text,
        settings.text.language,
        request.occasion.purpose,
        script.languages,
        home.data,
        script.lent,
        script.heard,
    )
    with Voices(settings.speech, lent=clearance.lent) as voices:
        speech = voices.speak(script.in_one(settings.motion))
    clearance.done(name_sound(request, script, IN_MEMORY), "", script.voices, timeline.versions())
    return speech


def _write_sound(  # noqa: PLR0913 - what is said, what is told of it, and where to
    audio: Path,
    request: SoundRequest,
    script: Script,
    facts: Facts,
    home: Home,
    clock: Clock,
    watch: Watch,
    log: Callable[[str], None],
    said: Callable[[Passage, Speech, float], None],
    lent: tuple[Loan, ...],
) -> float:
    """Speak passage after passage into a file with all marks, and log it before it is seen; give its length, s.

    `said` is told of each passage when in the file it begins, s.
    """
    from avatar.marks.audiomark.save import SoundFacts, SoundWriter
    from avatar.marks.watermark import Payload

    speaking, asset = request.settings.speech, asset_id(facts.content_id)
    with clock.stage("speaking"):
        label = spoken_label(request, script.language, home.data, lent) if request.label == "spoken" else None
    metadata = marking.film_metadata(facts, home.data)
    about = SoundFacts(pattern_key(home.data), Payload(asset), script.language, label, metadata)

    def mark(part: Path) -> None:
        with clock.stage("marking"):
            told = replace(facts, spans=(Span(asset, 0.0, sound.seconds),), is_sound_marked=True)
            found = marking.mark_film(part, told, home.data)
        log(found.sha256)

    passages = script.passages(_EDGES, speaking.speed)
    with (
        whole_file(audio, mark) as part,
        Voices(speaking, lent=lent) as voices,
        SoundWriter(part, audio, about) as sound,
    ):
        watch("speaking", 0, len(passages))
        for number, passage in enumerate(passages, 1):
            with clock.stage("speaking"):
                speech = voices.speak(passage)
            with clock.stage("encoding"):
                sound.add(resample(speech.samples, speech.sample_rate, SOUND_RATE))
            said(passage, speech, sound.seconds - speech.seconds)
            watch("speaking", number, len(passages))
        with clock.stage("encoding"):
            sound.finish()
    return sound.seconds
