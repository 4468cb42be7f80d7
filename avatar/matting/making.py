"""A ready film before something else, from what is asked for to what is kept: leave, mattes, marks, file."""

# Shapes no clip.

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.clip import files, marking, timeline
from avatar.clip.crew import watermarked
from avatar.clip.own_sound import own_sound
from avatar.clip.request import ClipRequest
from avatar.clip.stopwatch import Clock
from avatar.data import Frame
from avatar.errors import InputError
from avatar.film import FilmWriter, check_output, usual_ending
from avatar.film.hearing import hear
from avatar.finish.label import LabelFilter, label_text
from avatar.marks.audiomark import mark as mark_sound
from avatar.marks.registry import Facts, Span, asset_id
from avatar.marks.registry.facts import Origin
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.watermark import Marker, Payload
from avatar.matting.leave import granted
from avatar.matting.shown import Shown
from avatar.matting.source import open_ready
from avatar.neural.models import located
from avatar.permission.consent.moments import now, written
from avatar.runtime.shortage import film_room, require_room
from avatar.runtime.watch import Watch, unwatched
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.permit import Permit
    from avatar.data.network import NetworkFacts
    from avatar.matting.leave import Leave
    from avatar.matting.source import ReadyFilm
    from avatar.runtime.folders import Home

EDIT = "background"
"""what the record of such a film says of it"""
_SHOT = 10
"""s of film with one place of the watermark each"""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A finished film before another background."""

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
    made_of: str
    """content id of the film that it was made of; "": that was not made here"""
    way: str
    """how the person was cut out: green screen, blue screen, matte, or the name of a network"""
    likeness: float
    """of its face to the portrait's, lowest of five neighbouring looks' mean, -1 to 1"""
    wall_s: float
    """s that it took"""
    stages: dict[str, float]
    """s by stage"""
    warnings: tuple[str, ...] = ()
    """sentences"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of a ready film."""

    film: ReadyFilm
    """what was made before"""
    request: ClipRequest
    """what is to be behind, and what for; nothing of how somebody speaks or moves counts"""
    portrait: str | None
    """who is seen, a path or a name; None: its marks say it"""
    performer: str | Path | None
    """"self", "nobody", or a form, where it was not made here"""
    mute: bool
    """its sound is left out"""

    @classmethod
    def of(
        cls,
        video: str | Path,
        output: Path | None,
        portrait: str | None = None,
        performer: str | Path | None = None,
        *,
        mute: bool = False,
        **options: Any,  # noqa: ANN401 - those of `ClipOptions`
    ) -> Wanted:
        """Take what somebody asks for. Raise `InputError` that says what to change."""
        film = open_ready(Path(video).expanduser())
        asked = {name: value for name, value in options.items() if value is not None}
        request = ClipRequest.from_options("", portrait or "", output, **asked, size=film.size, fps=film.fps)
        if request.settings.film.background.is_own:
            raise InputError("Nothing is to be behind whoever is seen; say what: --background beach.jpg")
        return cls(film, request, portrait, performer, mute)


def replace_background(wanted: Wanted, home: Home, output: Path | None = None, watch: Watch = unwatched) -> Replaced:
    """Write a ready film before another background, with all marks.

    Raise `RefusedError` where somebody has not agreed to it, `InputError` for what cannot be done, with the reason.
    """
    film, settings, clock = wanted.film, wanted.request.settings, Clock()
    with files.named(output, f"{film.path.stem}-background", usual_ending(settings.film)) as video:
        check_output(video, settings.film)
        files.check_apart(video, film.path, wanted.portrait, settings.film.background.path)
        require_room(film_room(*film.size))
        network, facts = _network(wanted.request, home)
        is_heard = film.has_sound and not wanted.mute
        with clock.stage("clearing"):
            leave = granted(film, wanted.request, wanted.portrait, wanted.performer, home, is_heard=is_heard)
        shown = Shown.of(film, settings, leave.known, network)
        making = _Making(wanted, leave, home, shown, facts, watch, clock)
        return making.film(video, is_heard=is_heard)


def _network(request: ClipRequest, home: Home) -> tuple[Path | None, tuple[NetworkFacts, ...]]:
    """Find the network that somebody named."""
    asked = request.settings.portrait.matting
    if asked is None or asked.name == "none":
        return None, ()
    there = located(asked.name, "matting", home)
    return there.path, (there.facts,)


@dataclass(frozen=True, slots=True)
class _Making:
    """One film on its way to its file."""

    wanted: Wanted
    leave: Leave
    home: Home
    shown: Shown
    """whoever is seen, and how"""
    networks: tuple[NetworkFacts, ...]
    """that cut them out"""
    watch: Watch
    clock: Clock

    def film(self, video: Path, *, is_heard: bool) -> Replaced:
        """Write it, counted and logged before it is seen."""
        film, settings = self.wanted.film, self.wanted.request.settings.film
        clearance, spans, unread, frames = self.leave.clearance, list[Span](), list[str](), 0
        with clearance.permit(clearance.shown_hash, clearance.said) as permit:
            facts = self._facts(permit, secrets.token_hex(16))
            sound = self._sound() if is_heard else np.zeros(0, np.float32)

            def mark(part: Path) -> None:
                with self.clock.stage("marking"):
                    told = replace(facts, spans=tuple(spans), is_sound_marked=is_heard)
                    found = marking.mark_film(part, told, self.home.data)
                unread.extend(found.warnings)
                seen = {"film": film.sha256, "likeness": f"{self.leave.seen.likeness:.3f}"}
                permit.done(facts.content_id, found.sha256, facts.voices, timeline.versions(), seen)

            metadata = marking.film_metadata(facts, self.home.data)
            with (
                self.clock.stage("rendering"),
                closing(self.shown.pictures()) as pictures,
                FilmWriter(video, settings, metadata, before_rename=mark) as writer,
            ):
                while count := self._shoot(writer, pictures, sound, frames, facts, spans):
                    frames += count
        return Replaced(
            str(video),
            float(frames / film.fps),
            frames,
            film.fps,
            film.size,
            facts.content_id,
            facts.origin.content_id if facts.origin else "",
            self.shown.way,
            float(self.leave.seen.likeness or 0.0),
            self.clock.now(),
            self.clock.spent,
            (*clearance.warnings, *unread),
        )

    def _shoot(  # noqa: PLR0913 - what is filmed, where to, and what is told of it
        self,
        writer: FilmWriter,
        pictures: Iterator[NDArray[np.uint8]],
        sound: NDArray[np.float32],
        first: int,
        facts: Facts,
        spans: list[Span],
    ) -> int:
        """Film up to `_SHOT` s, and give the number of frames; 0: there was nothing left."""
        film, key = self.wanted.film, pattern_key(self.home.data)
        opening = next(pictures, None)
        if opening is None:
            return 0
        payload = Payload(asset_id(facts.content_id))
        marker, count, length = Marker(key, payload, film.size), 0, round(_SHOT * film.fps)

        def frames() -> Iterator[Frame]:
            nonlocal count
            for place, image in enumerate(chain((opening,), islice(pictures, length - 1))):
                count = place + 1
                yield Frame(image, first + place, float((first + place) / film.fps))
                self.watch("rendering", min(first + count, film.frames), film.frames)

        labelled = LabelFilter(_label_language(facts), film.size).apply(frames())
        drawn = labelled if writer.keeps_luma else watermarked(labelled, marker, first)
        begin, end = (round(each / film.fps * SOUND_RATE) for each in (first, first + length))
        heard = sound[begin:end]
        if len(heard) and not facts.sound_spans:
            heard = mark_sound(heard, SOUND_RATE, key, payload)
        writer.shoot(drawn, heard, mark=marker.mark_luma if writer.keeps_luma else None)
        spans.append(Span(payload.asset_id, float(first / film.fps), float((first + count) / film.fps)))
        return count

    def _sound(self) -> NDArray[np.float32]:
        """Give what is heard in the film, (N,): of one that was made here, as it was before it was encoded."""
        film = self.wanted.film
        kept = own_sound(film.path, self.home) if self.leave.known else None
        samples = hear(film.path) if kept is None else kept
        return np.asarray(samples / np.float32(32768), np.float32)

    def _facts(self, permit: Permit, content_id: str) -> Facts:
        known, settings = self.leave.known, self.wanted.request.settings
        chosen = settings.film.label_language
        label = known.label if known and known.label else label_text(settings.text.language)
        heard = (known.sound_spans or known.spans) if known and known.is_sound_marked and not self.wanted.mute else ()
        return Facts(
            content_id,
            written(now()),
            permit.portrait_hash,
            permit.text_hash,
            permit.authorization.authorization_id,
            permit.authorization.record_sha256,
            self.leave.clearance.voices,
            jurisdiction=settings.marks.jurisdiction,
            label=label if chosen == "auto" else label_text(chosen),
            sound_spans=heard,
            is_generated_by_network=bool(known and known.is_generated_by_network),
            is_spoken_by_network=bool(known and known.is_spoken_by_network),
            versions=timeline.versions(),
            networks=(*(known.networks if known else ()), *self.networks),
            parents=permit.parents,
            origin=Origin(self.wanted.film.sha256, EDIT, known.content_id if known else ""),
        )


def _label_language(facts: Facts) -> str:
    return "zh" if facts.label == label_text("zh") else "en"
