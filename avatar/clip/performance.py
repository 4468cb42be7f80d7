"""Speech and moving pictures of one clip, and how they get into a film passage by passage.

A text is cut into passages, which are spoken, moved and filmed one after the other: while one is filmed, the next is
spoken. Nothing holds a whole film, and what has been filmed once is kept and used again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from avatar import backends
from avatar.clip import timeline
from avatar.clip.footage import FootageStore, maker_digest
from avatar.clip.passages import expected_seconds, main_language
from avatar.clip.progress import Progress
from avatar.clip.request import derive_key, shaping
from avatar.clip.speaking import SOUND_RATE, Company, Take, as_float, as_kept
from avatar.clip.stopwatch import Clock
from avatar.data import Footage, Frame, MotionTrack, Speech
from avatar.errors import InputError
from avatar.finish.label import LabelFilter
from avatar.marks.registry.facts import Facts, Span, asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.motion import NaturalMover
from avatar.runtime.prefetch import ahead
from avatar.visemes import ArticulatoryShaper

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from contextlib import AbstractContextManager
    from fractions import Fraction
    from typing import BinaryIO

    from numpy.typing import NDArray

    from avatar.clip.passages import Passage
    from avatar.clip.permit import Clearance, Permit
    from avatar.clip.request import Order
    from avatar.data import Pictures, Portrait
    from avatar.film import FilmWriter
    from avatar.film.fragments import Fragments
    from avatar.marks.watermark import Marker
    from avatar.stages import Cutter, FrameFilter, Mover, Renderer, Shaper

Watch = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done, and how much there is (0: not known)."""


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Watch nothing."""


class Performance:
    """Speech and moving pictures of one clip: iterate over it for the labelled frames, as often as wanted.

    Each time that is one output: the permission is asked again, and it is counted, logged, registered and marked before
    its first frame is given.
    """

    def __init__(  # noqa: PLR0913 - everything that is known before the first word is spoken
        self,
        order: Order,
        portrait: Portrait,
        passages: Sequence[Passage],
        seed: int,
        content_id: str,
        warnings: tuple[str, ...],
        clearance: Clearance,
    ) -> None:
        self.order = order
        """what was asked for"""
        self.portrait = portrait
        """who"""
        self.passages = tuple(passages)
        """what is said, cut where the film may be cut"""
        self.seed = seed
        """of all that is random"""
        self.content_id = content_id
        """32 hex digits that name this clip"""
        self.warnings = warnings
        """what differs from what was asked for, sentences"""
        self.clearance = clearance
        """what was let in"""
        self._shown: list[Take] = []
        self._whole: tuple[Take, ...] = ()
        self._draw = _drawing(order)
        self._filters: list[FrameFilter] = [LabelFilter(self._label_language(), self.size)]
        if not order.settings.film.background.is_own:
            from avatar.finish.background import BackgroundFilter

            self._filters.insert(0, BackgroundFilter(order.settings.film.background, self.size, self.fps))
        self._shaper: Shaper = ArticulatoryShaper(order.settings.lips)
        self._mover: Mover = NaturalMover(order.settings.motion)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames, lazily: the second passage is spoken when the first has been taken."""
        first, shown = 0, list[Take]()
        with self.permit() as permit, closing(self._spoken()) as takes:
            show = self._showing(permit)
            for take in takes:
                key, count = self.key(take.passage, first), len(take.motion)
                shown.append(take)
                self._shown = shown
                frames = self._frames(take, first, self._marker(key))
                yield from _announced(frames, show, self._span(key, first, count))
                first += count
        self._whole = tuple(shown)

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return self.order.settings.film.fps

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.order.settings.film.width, self.order.settings.film.height

    @property
    def speech(self) -> Speech:
        """The sound of the passages whose frames were last taken, from the first frame on, with the same marks.

        Raise `InputError` if no frame was taken yet: sound that nobody counted is not given.
        """
        from avatar.speech.joining import join

        if not self._shown:
            raise InputError("No frame of this performance was taken yet; iterate over it, then ask for its sound.")
        return join([take.speech for take in self._shown], [0.0] * len(self._shown))

    @cached_property
    def motion(self) -> MotionTrack:
        """The whole motion, one row per frame, which is made and held in memory when it is asked for."""
        names = ("weights", "head", "gaze", "tongue", "breath")
        parts = (np.concatenate([getattr(take.motion, name) for take in self._all()]) for name in names)
        return MotionTrack(self.fps, *parts)

    def permit(self) -> AbstractContextManager[Permit]:
        """Ask for leave to make one film or stream of it in a block; see `Clearance.permit`."""
        said = [utterance for passage in self.passages for utterance in passage.utterances]
        return self.clearance.permit(self.portrait.content_hash, said)

    def _spoken(self) -> Generator[Take, None, None]:
        """Give what was spoken and moved before, or speak and move it."""
        yield from self._whole or self._takes()

    def _takes(self) -> Generator[Take, None, None]:
        """Speak and move passage after passage, lazily."""
        first = 0
        with self._company(Clock()) as company:
            for passage in self.passages:
                take = _marked(company.prepare(passage), self.key(passage, first))
                first += len(take.motion)
                yield take

    def _company(self, clock: Clock) -> Company:
        """Call those who speak and move this clip."""
        return Company(self._shaper, self._mover, self.order.settings, self.seed, clock)

    def _marker(self, key: str) -> Marker:
        """Give what marks a passage: the watermark points to its footage, which `key` names."""
        from avatar.marks.watermark import Marker, Payload

        return Marker(pattern_key(), Payload(asset_id(key)), self.size)

    def _frames(self, take: Take, first: int, marker: Marker | None) -> Iterator[Frame]:
        """Yield the labelled frames of a take, whose first has the index `first` in the film.

        They carry the watermark, unless there is no marker because the film marks its own pictures.
        """
        from avatar.finish import chain

        drawn = self._draw(self.portrait, take.motion, self.size)
        indices = ((first + frame.index, frame) for frame in drawn)
        placed = (replace(frame, index=index, time=float(index / self.fps)) for index, frame in indices)
        for frame in chain(self._filters, placed):
            if marker is not None:
                _watermark(marker, frame.image, frame.index - first)
            yield frame

    def fragments(self, watch: Watch = unwatched) -> Iterator[bytes]:
        """Yield the film as fragmented MP4 while it is made: its opening, then fragments of 160 ms, sound included.

        The first picture is on its way before the second passage is spoken. Close the iterator to stop early.
        """
        from avatar.clip.marking import film_metadata
        from avatar.film import FilmWriter, check_fragments, fetched

        settings = self.order.settings.film
        check_fragments(settings)

        def write(file: Fragments) -> None:
            with self.permit() as permit:
                metadata, show = film_metadata(self.facts(permit)), self._showing(permit)
                with FilmWriter(cast("BinaryIO", file), settings, metadata, is_live=True) as film:
                    shoot(self, film, watch, Clock(), show, is_live=True)

        return fetched(write)

    def _showing(self, permit: Permit) -> Callable[[Span], None]:
        """Give what is called before a passage is seen: its watermark leads to a row from then on, come what may.

        The stream is counted and logged before its first passage.
        """
        from avatar.clip.marking import mark_stream

        facts, is_begun = self.facts(permit), False

        def show(span: Span) -> None:
            nonlocal is_begun
            if not is_begun:
                self.finished(permit, "")
                is_begun = True
            mark_stream(replace(facts, spans=(span,), is_sound_marked=True))

        return show

    def _span(self, key: str, first: int, count: int) -> Span:
        """Say where in the film the footage of this name lies: `count` frames from the one with the index `first`."""
        return Span(asset_id(key), float(first / self.fps), float((first + count) / self.fps))

    def facts(self, permit: Permit) -> Facts:
        """Give what the marks of a film are made of, but for the places of its watermarks."""
        from avatar.finish.label import label_text
        from avatar.permission.consent.moments import now, written

        authorization = permit.authorization
        return Facts(
            self.content_id,
            written(now()),
            permit.portrait_hash,
            permit.text_hash,
            authorization.authorization_id,
            authorization.record_sha256,
            self._voices(),
            jurisdiction=self.order.settings.marks.jurisdiction,
            label=label_text(self._label_language()),
            versions=timeline.versions(),
        )

    def _voices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(card.name for passage in self.passages for card in passage.cards))

    def finished(self, permit: Permit, sha256: str) -> None:
        """Count an output and log it, before it is seen: a film with the hash of its file, a stream with ""."""
        permit.done(self.content_id, sha256, self._voices(), timeline.versions())

    def key(self, passage: Passage, first: int, is_live: bool = False) -> str:
        """Name the footage of a passage by everything that shapes it, 64 hex digits.

        `first` is the index of its first frame, which a moving background depends on.
        """
        settings = shaping(self.order.settings)
        settings["film"]["label_language"] = self._label_language()
        return derive_key(
            {
                "passage": asdict(passage),
                "portrait": self.portrait.content_hash,
                "face": self.order.face,
                "renderer": self.order.renderer,
                "seed": self.seed,
                "live": is_live,
                "first": first if self.order.settings.film.background.kind == "video" else 0,
                "settings": settings,
                "versions": timeline.versions() | backends.plugged(),
                "makers": maker_digest(),
                "watermark": hashlib.sha256(pattern_key()).hexdigest(),
            }
        )

    def timeline(self) -> dict[str, object]:
        """Write down what is said when, schema `avatar.timeline/1`, for which all is spoken."""
        log = timeline.Timeline(self.fps)
        for take in self._all():
            _log_take(log, take)
        return log.document(self.header())

    def header(self) -> dict[str, object]:
        """Give what the timeline says of the clip as a whole."""
        from avatar.text import unmarked

        return {
            "content_id": self.content_id,
            "portrait": {"name": self.portrait.name, "sha256": self.portrait.content_hash},
            "text": unmarked(self.order.text),
            "emotion": self.order.settings.motion.emotion,
            "size": list(self.size),
            "background": self.order.settings.film.background.kind,
            "seed": self.seed,
        }

    def _all(self) -> tuple[Take, ...]:
        self._whole = self._whole or tuple(self._takes())
        return self._whole

    def _label_language(self) -> str:
        wanted = self.order.settings.film.label_language
        said = [utterance for passage in self.passages for utterance in passage.utterances]
        return main_language(said) if wanted == "auto" else wanted


def shoot(  # noqa: PLR0913 - who, where to, and what is told of it
    performance: Performance,
    film: FilmWriter,
    watch: Watch,
    clock: Clock,
    show: Callable[[Span], object],
    *,
    is_live: bool = False,
) -> timeline.Timeline:
    """Put the passages into the film, filming those that were not kept, and give what is said when.

    `show` is told where in the film which watermark lies, before the passage that bears it can be seen.
    """
    store, log = FootageStore(), timeline.Timeline(performance.fps)
    progress = Progress(performance.passages, performance.order.settings.speech.speed, watch)
    with clock.stage("encoding"), closing(ahead(_prepared(performance, store, clock, is_live))) as prepared:
        for key, work in prepared:
            count = len(work.curves) if isinstance(work, Footage) else len(work.motion)
            span = performance._span(key, log.frames, count)
            if isinstance(work, Footage):
                show(span)
                film.insert(work.pictures, as_float(work.sound))
                log.add(work.phones, work.words, work.cues, work.names, work.curves)
                progress.passed(log.frames)
                clock.first_frame = clock.first_frame or clock.now()
            else:
                progress.spoken(len(work.motion))
                marker = performance._marker(key)
                drawn = performance._frames(work, log.frames, None if film.keeps_luma else marker)
                frames = progress.counted(clock.frames(_announced(drawn, show, span), "rendering"))
                mark = marker.mark_luma if film.keeps_luma else None
                pictures = film.shoot(frames, work.speech.samples, mark=mark)
                film.afterwards(_keep, store, key, work, pictures)
                _log_take(log, work)
    # Pictures are made while the encoder waits for them, so the clock has counted them twice.
    clock.spent["encoding"] -= clock.spent.get("rendering", 0.0)
    _name_voices(log, performance.passages)
    return log


def _prepared(
    performance: Performance, store: FootageStore, clock: Clock, is_live: bool
) -> Generator[tuple[str, Footage | Take], None, None]:
    """Yield for each passage its key, and what was kept of it or what is to be filmed."""
    first = 0
    with performance._company(clock) as company:
        for passage in performance.passages:
            key = performance.key(passage, first, is_live)
            work = store.find(key) or _marked(company.prepare(passage), key)
            first += len(work.curves) if isinstance(work, Footage) else len(work.motion)
            yield key, work


def _announced(frames: Iterable[Frame], show: Callable[[Span], object], span: Span) -> Iterator[Frame]:
    """Yield a passage's frames, and say where it lies when the first of them is there and nobody has seen it yet."""
    for number, frame in enumerate(frames):
        if number == 0:
            show(span)
        yield frame


def _marked(take: Take, key: str) -> Take:
    """Let the sound of a take point to its footage as its pictures do."""
    from avatar.marks.audiomark import mark
    from avatar.marks.watermark import Payload

    sound = mark(take.speech.samples, SOUND_RATE, pattern_key(), Payload(asset_id(key)))
    return replace(take, speech=replace(take.speech, samples=as_float(as_kept(sound))))


def _drawing(order: Order) -> Callable[[Portrait, MotionTrack, tuple[int, int]], Iterator[Frame]]:
    """Choose what draws: the renderer with the background, or without where it is to be another."""
    renderer: Renderer = backends.load("reenact", order.renderer)()
    if order.settings.film.background.is_own:
        return renderer.render
    if not renderer.capabilities.cuts_out:
        raise InputError(
            f"The renderer {order.renderer!r} cannot take the person out of the background; "
            "choose --renderer mesh, or --background own."
        )
    return cast("Cutter", renderer).cut_out


def _keep(store: FootageStore, key: str, take: Take, pictures: Future[Pictures]) -> None:
    """Keep what was filmed; by the time this is called, the encoder is done with it."""
    speech = take.speech
    curves = timeline.mouth_curves(take.lips.names, take.motion)
    sound = as_kept(speech.samples)
    store.keep(
        key, Footage(sound, speech.phones, speech.words, speech.cues, take.lips.names, curves, pictures.result())
    )


def _log_take(log: timeline.Timeline, take: Take) -> None:
    speech = take.speech
    curves = timeline.mouth_curves(take.lips.names, take.motion)
    log.add(speech.phones, speech.words, speech.cues, take.lips.names, curves)
    _name_voices(log, [take.passage])


def _name_voices(log: timeline.Timeline, passages: Sequence[Passage]) -> None:
    for passage in passages:
        for utterance, card in zip(passage.utterances, passage.cards, strict=True):
            log.spoken(utterance.language, card.name, expected_seconds(utterance))


def _watermark(marker: Marker, image: NDArray[np.uint8], index: int) -> None:
    """Mark a frame in place; transparency stays as it is."""
    if image.shape[2] == 3:
        marker.mark(image, index)
        return
    colours = np.ascontiguousarray(image[..., :3])
    marker.mark(colours, index)
    image[..., :3] = colours
