"""A composed film on its way to its file: one label over all, one watermark in all, one credential.

Sound is put together first: with it is known who takes part, and in which language the label is.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.clip import marking
from avatar.clip.crew import watermarked
from avatar.clip.judged import log, require_log
from avatar.data import Frame
from avatar.errors import InputError
from avatar.film import FilmWriter
from avatar.finish.label import LabelFilter, label_text
from avatar.marks.audiomark import mark as mark_sound
from avatar.marks.registry import Facts, Part, Span, asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.watermark import Marker, Payload
from avatar.moviepy.scratch import SoundStore
from avatar.moviepy.source import casting
from avatar.runtime.packages import version_of
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.moviepy.source import Cast
    from avatar.moviepy.terms import Terms
    from avatar.runtime.watch import Watch

_SHOT = 10
"""s of film with one place of the watermark each, of which a few are read back"""
_LOUDEST = 0.99
"""largest sample of a film, 0-1: a louder mix is turned down as a whole"""
_SHADES = 6.0
"""standard deviation of a picture's levels from which it has shades enough to bear a watermark: black has none"""


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished film that was put together of clips."""

    video: str
    """path of the film"""
    seconds: float
    """length, s"""
    frames: int
    """count"""
    fps: Fraction
    """frames per second"""
    size: tuple[int, int]
    """width, height, px"""
    content_id: str
    """32 hex digits that name this film"""
    parts: tuple[str, ...]
    """content ids of the clips that are in it"""
    warnings: tuple[str, ...] = ()
    """sentences"""


def compose(film: Any, terms: Terms, watch: Watch) -> Composed:  # noqa: ANN401 - a clip of moviepy's
    """Write the film with all its marks. Raise `RefusedError` where somebody in it has not agreed any more."""
    with casting() as cast, closing(SoundStore()) as sound:
        level = _mix(film, terms, sound, watch)
        home = _home(film, terms, cast)
        facts = _facts(terms, cast)
        spans, warnings = list[Span](), list[str]()

        def mark(part: Path) -> None:
            for source in cast.sources.values():
                source.require_still()
            told = replace(_facts(terms, cast, facts), spans=tuple(spans), is_sound_marked=True)
            found = marking.mark_film(part, told, home)
            warnings.extend(found.warnings)
            _log(home, told, found.sha256)

        with FilmWriter(terms.path, terms.settings, marking.film_metadata(facts, home), before_rename=mark) as writer:
            for first in range(0, terms.frames, _length(terms)):
                samples = sound.read(_sample(first, terms), _sample(first + _length(terms), terms)) * level
                _shoot(film, terms, writer, samples, _Shot(first, facts, home, spans), watch)
    return Composed(
        str(terms.path),
        float(terms.frames / terms.settings.fps),
        terms.frames,
        terms.settings.fps,
        terms.size,
        facts.content_id,
        tuple(cast.sources),
        tuple(warnings),
    )


def _length(terms: Terms) -> int:
    return round(_SHOT * terms.settings.fps)


def _sample(frame: int, terms: Terms) -> int:
    """Say with which sample a frame begins."""
    return round(min(frame, terms.frames) / terms.settings.fps * SOUND_RATE)


def _mix(film: Any, terms: Terms, sound: SoundStore, watch: Watch) -> np.float32:  # noqa: ANN401 - a clip of moviepy's
    """Put all the sound on disk, one channel; give the factor that keeps it within what a film may be."""
    count, peak = _sample(terms.frames, terms), 0.0
    for start in range(0, count, SOUND_RATE):
        number = min(SOUND_RATE, count - start)
        heard = np.zeros(number, np.float32)
        if film.audio is not None:
            heard = np.asarray(film.audio.get_frame((start + np.arange(number)) / SOUND_RATE), np.float32)
        heard = heard.mean(axis=1) if heard.ndim == 2 else heard
        peak = max(peak, float(np.abs(heard).max()))
        sound.add(heard)
        watch("mixing", start + number, count)
    return np.float32(min(1.0, _LOUDEST / max(peak, _LOUDEST)))


def _home(film: Any, terms: Terms, cast: Cast) -> Path:  # noqa: ANN401 - a clip of moviepy's
    """Find whose records count, by those who are heard, or seen in a few moments where they are mute."""
    for moment in np.linspace(0, terms.seconds, 9)[:-1] if not cast.sources else ():
        film.get_frame(float(moment))
    if not cast.sources:
        raise InputError(
            "Nobody speaks or is seen in this film whom avatar.moviepy.clip has made, so it has no marks to keep; "
            "write it with film.write_videofile."
        )
    home = next(iter(cast.sources.values())).home
    require_log(home)
    return home


def _facts(terms: Terms, cast: Cast, known: Facts | None = None) -> Facts:
    """Give what the marks are made of; what was `known` before the first picture stays as it was."""
    from avatar.permission.consent.moments import now, written

    each = [source.facts for source in cast.sources.values()]
    parts = tuple(
        Part(one.content_id, one.portrait_sha256, one.text_sha256, one.authorization_id, one.record_sha256)
        for one in each
    )
    chosen = terms.label_language
    if chosen == "auto":
        chosen = next((source.label_language for source in cast.sources.values()), "en")
    return Facts(
        known.content_id if known else secrets.token_hex(16),
        known.created if known else written(now()),
        each[0].portrait_sha256,
        each[0].text_sha256,
        each[0].authorization_id,
        each[0].record_sha256,
        tuple(dict.fromkeys(voice for one in each for voice in one.voices)),
        jurisdiction=terms.jurisdiction,
        label=known.label if known else label_text(chosen),
        is_generated_by_network=any(one.is_generated_by_network for one in each),
        is_spoken_by_network=any(one.is_spoken_by_network for one in each),
        versions={**each[0].versions, "moviepy": version_of("moviepy")},
        parts=parts,
        networks=tuple(dict.fromkeys(network for one in each for network in one.networks)),
        parents=tuple(dict.fromkeys(parent for one in each for parent in one.parents)),
    )


@dataclass(frozen=True, slots=True)
class _Shot:
    """A stretch of the film with its marks."""

    first: int
    """index of its first frame"""
    facts: Facts
    """of the film"""
    home: Path
    """whose pattern the watermark has"""
    spans: list[Span]
    """where which watermark lies, filled as the film grows"""

    @property
    def payload(self) -> Payload:
        return Payload(asset_id(self.facts.content_id))


def _shoot(  # noqa: PLR0913 - what is filmed, how, with which sound, and who is told
    film: Any,  # noqa: ANN401 - a clip of moviepy's
    terms: Terms,
    writer: FilmWriter,
    sound: NDArray[np.float32],
    shot: _Shot,
    watch: Watch,
) -> None:
    """Film one shot."""
    key, last = pattern_key(shot.home), min(shot.first + _length(terms), terms.frames)
    marker = Marker(key, shot.payload, terms.size)
    language = "zh" if shot.facts.label == label_text("zh") else "en"
    frames = LabelFilter(language, terms.size).apply(_pictures(film, terms, shot, last, watch))
    pictures = frames if writer.keeps_luma else watermarked(frames, marker, shot.first)
    samples = mark_sound(sound, SOUND_RATE, key, shot.payload)
    writer.shoot(pictures, samples, mark=marker.mark_luma if writer.keeps_luma else None)


def _pictures(
    film: Any,  # noqa: ANN401 - a clip of moviepy's
    terms: Terms,
    shot: _Shot,
    last: int,
    watch: Watch,
) -> Iterator[Frame]:
    """Give a shot's frames as moviepy composes them, and note from which on they can bear a watermark."""
    fps, is_bearing = terms.settings.fps, False
    for index in range(shot.first, last):
        time = float(index / fps)
        image = _eight_bits(film.get_frame(time))
        if terms.settings.background.is_transparent:
            cover = _eight_bits(film.mask.get_frame(time) * 255)
            image = np.dstack([image, cover])
        if not is_bearing and float(image[::4, ::4, :3].std()) >= _SHADES:
            is_bearing = True
            shot.spans.append(Span(shot.payload.asset_id, time, float(last / fps)))
        yield Frame(np.ascontiguousarray(image), index, time)
        watch("encoding", index + 1, terms.frames)


def _eight_bits(picture: NDArray[Any]) -> NDArray[np.uint8]:
    """Round to the levels of a film, in an array of its own that may be changed."""
    rounded: NDArray[np.uint8] = picture if picture.dtype == np.uint8 else np.rint(np.clip(picture, 0, 255))
    return np.array(rounded, np.uint8)


def _log(home: Path, facts: Facts, sha256: str) -> None:
    from avatar.ledger.audit import Event

    details = {"content_id": facts.content_id, "parts": ",".join(part.content_id for part in facts.parts)}
    log(
        home,
        Event(
            "compose",
            portrait=facts.portrait_sha256,
            authorization=facts.authorization_id,
            voice=",".join(facts.voices),
            text=facts.text_sha256,
            models=facts.versions,
            output=sha256,
            decision="allow",
            details=details,
        ),
    )
