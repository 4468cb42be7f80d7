"""A text said without a face: into a file with its marks, or in memory.

request -> text -> permission -> speech -> marks -> log -> file      record
request -> text -> permission -> log -> speech -> marks -> bytes     stream
request -> text -> permission -> speech -> log                       speak
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.clip import files, marking, timeline
from avatar.clip.naming import file_stem
from avatar.clip.permit import clear_script
from avatar.clip.script import read_script
from avatar.clip.sound import IN_A_FILE, IN_A_STREAM, IN_MEMORY, name_sound, sound_facts, spoken_label
from avatar.clip.speaking import Voices
from avatar.clip.stopwatch import Clock
from avatar.clip.subtitling import subtitling
from avatar.data import Recording
from avatar.errors import InputError
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
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.clip.lending import Loan
    from avatar.clip.passages import Passage
    from avatar.clip.permit import ScriptClearance
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
        clearance = _cleared(request, script, home)
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


def stream(request: SoundRequest, format: str = "mp3", home: Home | None = None) -> Iterator[bytes]:  # noqa: A002 - its name
    """Yield a text as sound while it is spoken: the audible label first, then passage by passage, each with its marks.

    `format` is one of `marks.audiomark.stream.FORMATS`. It is counted and logged before its first sound, and each piece
    has its row in the registry before it is heard. Close the iterator to stop early. Raise `RefusedError` for what may
    not be said.
    """
    from avatar.marks.audiomark.stream import format_named

    settings, home = request.settings, home or Home.usual()
    format_named(format)
    if settings.subtitles.kind != "none":
        raise InputError("A stream of sound has no subtitles beside it; leave them out, or make a file.")
    script = read_script(request.text, settings.text, home.data, request.voice, emotion=settings.speech.emotion)
    warm(script.cards, SOUND)
    clearance = _cleared(request, script, home)
    content_id = name_sound(request, script, IN_A_STREAM, label=request.label, format=format)
    facts = sound_facts(request, script, clearance, content_id)
    clearance.done(content_id, "", script.voices, timeline.versions())
    shown: list[Facts] = []
    yield from marking.noted(_sent(request, script, facts, home, format, clearance.lent, shown), shown, home.data)


def speak(request: SoundRequest, home: Home | None = None) -> Speech:
    """Say a text in memory: read, judged, spoken, and logged. Nothing is written, and nothing is marked.

    Raise `RefusedError` for what may not be said.
    """
    settings, home = request.settings, home or Home.usual()
    script = read_script(request.text, settings.text, home.data, request.voice, emotion=settings.speech.emotion)
    clearance = _cleared(request, script, home)
    with Voices(settings.speech, lent=clearance.lent) as voices:
        speech = voices.speak(script.in_one(settings.motion))
    clearance.done(name_sound(request, script, IN_MEMORY), "", script.voices, timeline.versions())
    return speech


def _sent(  # noqa: PLR0913 - what is said, what is told of it, and how it is sent
    request: SoundRequest,
    script: Script,
    facts: Facts,
    home: Home,
    name: str,
    lent: tuple[Loan, ...],
    shown: list[Facts],
) -> Iterator[bytes]:
    """Yield what is said piece by piece, marked and encoded, each first in the registry and in `shown`."""
    from avatar.marks.audiomark import mark
    from avatar.marks.audiomark.stream import SoundStream
    from avatar.marks.watermark import Payload

    asset, key, heard = asset_id(facts.content_id), pattern_key(home.data), 0
    with closing(SoundStream(name, marking.film_metadata(facts, home.data))) as sound:
        for piece in _pieces(request, script, home, lent):
            seconds = (heard / SOUND_RATE, (heard + len(piece)) / SOUND_RATE)
            shown.append(replace(facts, spans=(Span(asset, *seconds),), is_sound_marked=True))
            marking.mark_stream(shown[-1], home.data)
            heard += len(piece)
            if sent := sound.add(mark(piece, SOUND_RATE, key, Payload(asset))):
                yield sent
        yield sound.finish()


def _pieces(request: SoundRequest, script: Script, home: Home, lent: tuple[Loan, ...]) -> Iterator[NDArray[np.float32]]:
    """Yield the label's sound, then that of each passage, (N,) at `SOUND_RATE`; a rhythm is as loud as the first."""
    from avatar.marks.audiomark.announce import announced

    label = None
    if request.label == "spoken":
        label = spoken_label(request, script.language, home.data, lent)
        yield announced(label[:0], SOUND_RATE, script.language, label)
    with Voices(request.settings.speech, lent=lent) as voices:
        for number, passage in enumerate(script.passages(_EDGES, request.settings.speech.speed)):
            speech = voices.speak(passage)
            samples = resample(speech.samples, speech.sample_rate, SOUND_RATE)
            is_labelled = label is not None or number > 0
            yield samples if is_labelled else announced(samples, SOUND_RATE, script.language)


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


def _cleared(request: SoundRequest, script: Script, home: Home) -> ScriptClearance:
    """Ask for leave to say a script. Raise `RefusedError` with the reason."""
    return clear_script(
        script.text,
        request.settings.text.language,
        request.occasion.purpose,
        script.languages,
        home.data,
        script.lent,
        script.heard,
    )
