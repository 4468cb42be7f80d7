"""The video with its new face on its way into a file: every frame labelled and marked, counted before it is seen."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip import marking, timeline
from avatar.clip.crew import watermarked
from avatar.clip.speaking import as_float
from avatar.data import Frame
from avatar.edit.likeness import Likeness
from avatar.errors import PortraitError
from avatar.film import FilmWriter
from avatar.finish.label import LabelFilter, label_text
from avatar.identity.embedders import cosine
from avatar.marks.registry.facts import Facts, Span, asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.watermark import Marker, Payload
from avatar.permission.consent.moments import now, written
from avatar.runtime.prefetch import ahead
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.clip.permit import Clearance, Permit
    from avatar.clip.request import ClipRequest
    from avatar.identity.embedders import Embedder
    from avatar.runtime.watch import Watch
    from avatar.swapping.draw import Drawer
    from avatar.swapping.track import Track
    from avatar.swapping.video import Video
    from avatar.swapping.words import Words

_SHOT = 10
"""s of film with one place of the watermark each, of which a few are read back"""
_LOOKS = 25
"""frames at most whose face is compared with both"""
_TOGETHER = 2
"""frames that are drawn at once"""
_APART = 0.4
"""s between two of them at least"""


@dataclass(frozen=True, slots=True)
class Compared:
    """How the faces of the frames compare with both, as they come by."""

    embedder: Embedder
    """what compares faces"""
    source: NDArray[np.float32]
    """(D,), of the one whose face it is"""
    made: list[NDArray[np.float32]] = field(default_factory=list)
    """(D,) each, of the frames as they are made"""
    before: list[NDArray[np.float32]] = field(default_factory=list)
    """(D,) each, of the same frames as they were"""

    def likeness(self) -> Likeness:
        """Give the mean likeness of all frames that were looked at."""
        own = np.mean(self.made, axis=0)
        return Likeness(cosine(own, self.source), cosine(own, np.mean(self.before, axis=0)), self.embedder.name)


@dataclass(frozen=True, slots=True)
class Work:
    """One video that is being made."""

    request: ClipRequest
    """how, and what for"""
    video: Video
    """of which"""
    words: Words
    """what is said in it"""
    drawer: Drawer
    """who lays the face on its frames"""
    track: Track
    """where its own face is"""
    compared: Compared
    """how like both it is"""
    made: Facts | None
    """what is known of the video, where it was made here"""
    content_id: str
    """32 hex digits that name the new one"""
    label_language: str
    """of the label, "zh" or another"""

    def facts(self, permit: Permit, spans: Sequence[Span], heard: Sequence[Span]) -> Facts:
        """Give what the marks are made of; `heard` are the watermarks that its sound bears already."""
        earlier = self.made
        return Facts(
            self.content_id,
            written(now()),
            permit.portrait_hash,
            permit.text_hash,
            permit.authorization.authorization_id,
            permit.authorization.record_sha256,
            self.words.voices,
            tuple(spans),
            self.request.settings.marks.jurisdiction,
            label_text(self.label_language),
            tuple(heard),
            earlier is not None and earlier.is_generated_by_network,
            earlier is not None and earlier.is_spoken_by_network,
            is_sound_marked=True,
            versions=timeline.versions(),
            networks=earlier.networks if earlier else (),
            parents=permit.parents,
        )


def film(work: Work, clearance: Clearance, output: Path, watch: Watch) -> tuple[int, Likeness, tuple[str, ...]]:
    """Write the video with all its marks, counted and logged before it is seen.

    Give its number of frames, how like both its face is, and sentences. Raise `PortraitError` where the face has not
    crossed over: nothing is kept then.
    """
    home, spans, told = clearance.home, list[Span](), list[str]()
    total = max(1, round(work.video.film.seconds * work.video.fps))
    with clearance.permit(clearance.shown_hash, clearance.said) as permit:
        sound, heard = _sound(work, home)
        facts = work.facts(permit, (), heard)

        def mark(part: Path) -> None:
            found = work.compared.likeness()
            require_alike(found, work.video.name)
            marked = marking.mark_film(part, replace(facts, spans=tuple(spans)), home)
            told.extend(marked.warnings)
            seen = {"likeness": f"{found.source:.2f}", "way": found.way, "video": work.video.film.sha256}
            permit.done(work.content_id, marked.sha256, work.words.voices, timeline.versions(), seen)

        settings = work.request.settings.film
        with FilmWriter(output, settings, marking.film_metadata(facts, home), before_rename=mark) as writer:
            with _Frames(work, watch, total) as frames:
                while frames.is_more:
                    _shoot(work, writer, frames, sound, home, spans)
            marking.load()
    return frames.count, work.compared.likeness(), tuple(told)


def require_alike(found: Likeness, name: str) -> None:
    """Raise `PortraitError` where the face of a video has not become the source's."""
    if not found.is_crossed:
        raise PortraitError(
            f"The new face would not be known in {name!r}: its likeness would be {found.source:.2f}, and "
            f"{found.target:.2f} to the one before ({found.way}); at least 0.6, and more than that, is needed. Use a "
            "photo that is seen alike, or --keep 1."
        )


class _Frames:
    """The frames of the new video in their order, read ahead and drawn two at a time.

    A context manager, which ends its threads.
    """

    def __init__(self, work: Work, watch: Watch, total: int) -> None:
        self._work, self._watch, self._total = work, watch, total
        self._film = ahead(work.video.frames())
        self._frames = enumerate(islice(self._film, len(work.track)))
        self._next = next(self._frames, None)
        self.count = 0
        """how many were given"""
        self._every = max(round(_APART * work.video.fps), len(work.track) // _LOOKS, 1)
        self._pool = ThreadPoolExecutor(_TOGETHER, thread_name_prefix="avatar-swap")

    def __enter__(self) -> _Frames:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._film.close()

    @property
    def is_more(self) -> bool:
        return self._next is not None

    def some(self, most: int) -> Iterator[Frame]:
        """Yield at most so many, with their new face."""
        drawn: deque[Future[Frame]] = deque()
        while drawn or (self._next is not None and most):
            while self._next is not None and most and len(drawn) <= _TOGETHER:
                drawn.append(self._pool.submit(self._drawn, *self._next))
                self._next, most = next(self._frames, None), most - 1
            yield drawn.popleft().result()
            self.count += 1
            self._watch("rendering", self.count, max(self._total, self.count))

    def _drawn(self, index: int, picture: NDArray[np.uint8]) -> Frame:
        work = self._work
        is_looked_at = index % self._every == 0
        if is_looked_at:
            work.compared.before.append(work.compared.embedder.embed(picture, work.track.points[index]))
        work.drawer.draw(picture, index)
        if is_looked_at:
            work.compared.made.append(work.compared.embedder.embed(picture, work.track.points[index]))
        return Frame(picture, index, float(index / work.video.fps))


def _shoot(  # noqa: PLR0913 - what is filmed, with which sound, and where its marks are
    work: Work, writer: FilmWriter, frames: _Frames, sound: NDArray[np.float32], home: Path, spans: list[Span]
) -> None:
    fps, size, first = work.video.fps, work.video.size, frames.count
    payload = Payload(asset_id(work.content_id))
    marker = Marker(pattern_key(home), payload, size)
    most = max(1, round(_SHOT * fps))
    labelled = LabelFilter(work.label_language, size).apply(frames.some(most))
    low, high = (round(each / fps * SOUND_RATE) for each in (first, first + most))
    mark = marker.mark_luma if writer.keeps_luma else None
    writer.shoot(labelled if mark else watermarked(labelled, marker, first), sound[low:high], mark=mark)
    spans.append(Span(payload.asset_id, float(first / fps), float(frames.count / fps)))


def _sound(work: Work, home: Path) -> tuple[NDArray[np.float32], tuple[Span, ...]]:
    """Give the sound of the new video, (N,) at `SOUND_RATE`, and the watermarks that it bore before.

    One that bears a watermark of this home keeps it: another would drown both.
    """
    from avatar.clip.scored import marks_of
    from avatar.film.hearing import hear
    from avatar.marks.audiomark import mark

    if work.words.is_silent:
        return np.zeros(0, np.float32), ()
    samples = hear(work.video.film.path)
    borne = marks_of(samples, home)
    if borne:
        return as_float(samples), borne
    return mark(as_float(samples), SOUND_RATE, pattern_key(home), Payload(asset_id(work.content_id))), ()
