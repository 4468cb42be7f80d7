"""The order of the stages: text, speech, portrait, lips, motion, pictures, label, film. No other module knows it.

A text is cut into passages, which are spoken, moved and filmed one after the other: while one is filmed, the next is
spoken. Nothing holds a whole film, and what has been filmed once is kept and used again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from avatar import backends, outputs, timeline
from avatar.ahead import ahead
from avatar.casting import cast as choose_voices
from avatar.clearance import clear
from avatar.clock import Clock
from avatar.data import Clip, Footage, Frame, MotionTrack, Speech
from avatar.errors import InputError, RefusedError
from avatar.order import derive_content_id, derive_key, derive_seed, file_stem, shaping
from avatar.passages import cut, expected_seconds, main_language
from avatar.provenance.registry.facts import asset_id
from avatar.provenance.registry.pattern_key import pattern_key
from avatar.reuse import FootageStore, maker_digest
from avatar.stages import Cutter

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from fractions import Fraction
    from typing import BinaryIO

    from numpy.typing import NDArray

    from avatar.clearance import Clearance
    from avatar.data import LipTrack, Pictures, Poise, Portrait, Utterance
    from avatar.film import FilmWriter
    from avatar.film.fragments import Fragments
    from avatar.order import Order
    from avatar.passages import Passage
    from avatar.provenance.watermark import Marker
    from avatar.settings import Settings, SpeechSettings
    from avatar.speech.voices import VoiceCard
    from avatar.stages import FrameFilter, Mover, Renderer, Shaper, Speaker

Watch = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done, and how much there is (0: not known)."""

SOUND_RATE = 48_000
"""Hz"""
_LOUDEST = 32767.0


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Take:
    """One passage, spoken and moved, ready to be rendered. Times count from its own beginning."""

    passage: Passage
    """what it is of"""
    speech: Speech
    """the sound, as long as the frames"""
    lips: LipTrack
    """what the mouth does"""
    motion: MotionTrack
    """what everything does, one row per frame"""


class Performance:
    """Speech and moving pictures of one clip: iterate over it for the labelled frames, as often as wanted."""

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
        """the leave to make it"""
        self._draw = _drawing(order)
        self._filters: list[FrameFilter] = [backends.load("finish", "label")(self._label_language(), self.size)]
        if not order.settings.film.background.is_own:
            background = backends.load("finish", "background")(order.settings.film.background, self.size, self.fps)
            self._filters.insert(0, background)
        self._shaper: Shaper = backends.load("visemes", "articulatory")(order.settings.lips)
        self._mover: Mover = backends.load("motion", "natural")(order.settings.motion)

    def __len__(self) -> int:
        """Count the frames, for which all is spoken."""
        return len(self.motion)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames, lazily: the second passage is spoken when the first has been taken."""
        first = 0
        self.finished(None)
        for take in self.takes():
            yield from self.frames(take, first, self.marker(self.key(take.passage, first)))
            first += len(take.motion)

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return self.order.settings.film.fps

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.order.settings.film.width, self.order.settings.film.height

    @property
    def seconds(self) -> float:
        """Length of the pictures, s, for which all is spoken."""
        return float(len(self) / self.fps)

    @cached_property
    def speech(self) -> Speech:
        """The whole sound, from the first frame on, which is spoken and held in memory when it is asked for."""
        from avatar.speech.joining import join

        return join([take.speech for take in self._all], [0.0] * len(self._all))

    @cached_property
    def motion(self) -> MotionTrack:
        """The whole motion, one row per frame, which is made and held in memory when it is asked for."""
        names = ("weights", "head", "gaze", "tongue", "breath")
        parts = (np.concatenate([getattr(take.motion, name) for take in self._all]) for name in names)
        return MotionTrack(self.fps, *parts)

    def takes(self, clock: Clock | None = None) -> Generator[Take, None, None]:
        """Speak and move passage after passage, lazily."""
        with self.company(clock or Clock()) as company:
            for passage in self.passages:
                yield company.prepare(passage)

    def company(self, clock: Clock) -> Company:
        """Call those who speak and move this clip."""
        return Company(self._shaper, self._mover, self.order.settings, self.seed, clock)

    def marker(self, key: str) -> Marker:
        """Give what marks a passage: the watermark points to its footage, which `key` names."""
        from avatar.provenance.watermark import Marker, Payload

        return Marker(pattern_key(), Payload(asset_id(key)), self.size)

    def frames(self, take: Take, first: int, marker: Marker | None) -> Iterator[Frame]:
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
        from avatar.film import FilmWriter, check_fragments, fetched

        check_fragments(self.order.settings.film)

        def write(file: Fragments) -> None:
            self.finished(None)
            with FilmWriter(cast("BinaryIO", file), self.order.settings.film, is_live=True) as film:
                shoot(self, film, watch, Clock(), is_live=True)

        return fetched(write)

    def finished(self, output: Path | None) -> None:
        """Count an output and log it: a film when it is done, pictures without a film when they begin to be shown."""
        voices = dict.fromkeys(card.name for passage in self.passages for card in passage.cards)
        self.clearance.done(self.content_id, output, tuple(voices), timeline.versions())

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
                "versions": timeline.versions(),
                "makers": maker_digest(),
                "watermark": hashlib.sha256(pattern_key()).hexdigest(),
            }
        )

    def timeline(self) -> dict[str, object]:
        """Write down what is said when, schema `avatar.timeline/1`, for which all is spoken."""
        log = timeline.Timeline(self.fps)
        for take in self._all:
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

    @cached_property
    def _all(self) -> tuple[Take, ...]:
        return tuple(self.takes())

    def _label_language(self) -> str:
        wanted = self.order.settings.film.label_language
        said = [utterance for passage in self.passages for utterance in passage.utterances]
        return main_language(said) if wanted == "auto" else wanted


class Company:
    """Those who speak and move: voices stay open from one passage to the next. Use it as a context manager."""

    def __init__(self, shaper: Shaper, mover: Mover, settings: Settings, seed: int, clock: Clock) -> None:
        self._shaper, self._mover, self._settings, self._seed, self._clock = shaper, mover, settings, seed, clock
        self._stack = ExitStack()
        self._speakers: dict[str, Speaker] = {}

    def __enter__(self) -> Company:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def prepare(self, passage: Passage) -> Take:
        """Speak and move a passage."""
        with self._clock.stage("speaking"):
            speech = self._speak(passage)
        with self._clock.stage("moving"):
            lips = self._shaper.shape(speech.phones, speech.seconds)
            rng = np.random.default_rng([self._seed, _number(passage.name)])
            start = self._poise(passage.before) if passage.before else None
            end = None if passage.is_last else self._poise(passage.name)
            motion = self._mover.move(lips, speech, self._settings.film.fps, rng, start, end)
        return Take(passage, speech, lips, motion)

    def _poise(self, name: str) -> Poise:
        """Give how the person stands after the passage of this name."""
        return self._mover.poise(np.random.default_rng([self._seed, _number(name), 1]))

    def _speak(self, passage: Passage) -> Speech:
        """Speak a passage, with as much silence at its end as fills its last frame."""
        parts = [
            _spoken(self._speaker(card), utterance)
            for utterance, card in zip(passage.utterances, passage.cards, strict=True)
        ]
        return _fitted(_joined(passage.utterances, parts, passage.lead, passage.tail), self._settings.film.fps)

    def _speaker(self, card: VoiceCard) -> Speaker:
        if card.name not in self._speakers:
            self._speakers[card.name] = _open(self._stack, card, self._settings.speech)
        return self._speakers[card.name]


def make(order: Order, output: Path | None = None, watch: Watch = unwatched) -> Clip:
    """Do all of an order: film and timeline, both or neither."""
    from avatar.film import FilmWriter, check_output, usual_ending
    from avatar.text import unmarked

    clock = Clock()
    ending = usual_ending(order.settings.film)
    video = output or outputs.free_name(file_stem(order.portrait, unmarked(order.text)), Path(), ending)
    check_output(video, order.settings.film)
    outputs.check_timeline_place(video)
    performance = rehearse(order, watch, clock)
    with outputs.together(video) as write_timeline, FilmWriter(video, order.settings.film) as film:
        log = shoot(performance, film, watch, clock)
        write_timeline(log.compose(performance.header()))
    performance.finished(video)
    return Clip(
        video=str(video),
        timeline=str(outputs.timeline_path(video)),
        seconds=float(log.frames / performance.fps),
        frames=log.frames,
        fps=performance.fps,
        size=performance.size,
        content_id=performance.content_id,
        wall_s=clock.now(),
        first_frame_s=clock.first_frame,
        stages=clock.spent,
        warnings=performance.warnings,
    )


def rehearse(order: Order, watch: Watch = unwatched, clock: Clock | None = None) -> Performance:
    """Do everything up to the first word. What is cheap to refuse is refused before anything costly begins."""
    from avatar.portrait.store import PortraitStore
    from avatar.text import read

    clock, settings, store = clock or Clock(), order.settings, PortraitStore()
    backends.load("reenact", order.renderer)
    reference = store.resolve(order.portrait)
    card = store.card_of(reference)
    with clock.stage("reading"):
        utterances = read(order.text, settings.text)
        casting = choose_voices(utterances, order.voice, card.gender if card else None)
        passages = cut(utterances, casting.cards, settings.motion, settings.speech.speed)
        watch("reading", 1, 1)
    with clock.stage("clearing"):
        clearance = clear(order, reference, utterances)
    with clock.stage("portrait"):
        portrait = store.load_or_enroll(reference, settings.portrait, order.face, steps(watch))
    if portrait.content_hash != clearance.portrait_hash:
        raise RefusedError(
            f"The picture of {order.portrait!r} was changed while it was looked at; run the command again."
        )
    seed = derive_seed(portrait.content_hash) if order.seed is None else order.seed
    voices = [asdict(card) for card in casting.cards]
    content_id = derive_content_id(order, seed, portrait.content_hash, voices, timeline.versions())
    authorized = replace(portrait, authorization_id=clearance.authorization.authorization_id)
    return Performance(order, authorized, passages, seed, content_id, casting.warnings, clearance)


def shoot(
    performance: Performance, film: FilmWriter, watch: Watch, clock: Clock, *, is_live: bool = False
) -> timeline.Timeline:
    """Put the passages into the film, filming those that were not kept, and give what is said when."""
    store, log = FootageStore(), timeline.Timeline(performance.fps)
    progress = _Progress(performance, watch)
    with clock.stage("encoding"), closing(ahead(_prepared(performance, store, clock, is_live))) as prepared:
        for key, work in prepared:
            if isinstance(work, Footage):
                film.insert(work.pictures, _as_float(work.sound))
                log.add(work.phones, work.words, work.cues, work.names, work.curves)
                progress.passed(log.frames)
                clock.first_frame = clock.first_frame or clock.now()
            else:
                progress.spoken(work)
                marker = performance.marker(key)
                drawn = performance.frames(work, log.frames, None if film.keeps_luma else marker)
                frames = progress.counted(clock.frames(drawn, "rendering"))
                mark = marker.mark_luma if film.keeps_luma else None
                pictures = film.shoot(frames, work.speech.samples, mark=mark)
                film.afterwards(_keep, store, key, work, pictures)
                _log_take(log, work)
    # Pictures are made while the encoder waits for them, so the clock has counted them twice.
    clock.spent["encoding"] -= clock.spent.get("rendering", 0.0)
    _name_voices(log, performance.passages)
    return log


def speak(utterances: Sequence[Utterance], cards: Sequence[VoiceCard], settings: Settings, watch: Watch) -> Speech:
    """Let each voice say its utterances, and join them with their pauses."""
    with ExitStack() as stack:
        speakers = {card.name: _open(stack, card, settings.speech) for card in cards}
        parts: list[Speech] = []
        watch("speaking", 0, len(utterances))
        for utterance, card in zip(utterances, cards, strict=True):
            parts.append(_spoken(speakers[card.name], utterance))
            watch("speaking", len(parts), len(utterances))
    lead_in = settings.motion.lead_in + utterances[0].pause_before
    return _joined(utterances, parts, lead_in, settings.motion.lead_out + utterances[-1].pause_after)


def steps(watch: Watch) -> Callable[[str, int, int], None]:
    """Let an enrolment's steps show as progress of the stage "portrait"."""
    return lambda _step, done, total: watch("portrait", done, total)


class _Progress:
    """Tells how far the film is, of which nobody knows how long it will be until all is spoken."""

    def __init__(self, performance: Performance, watch: Watch) -> None:
        self._watch, self._fps = watch, performance.fps
        self._passages, self._spoken = len(performance.passages), 0
        speed = performance.order.settings.speech.speed
        self._expected = [_expected(passage, speed) for passage in performance.passages]
        self._known = 0
        self.done = 0
        watch("speaking", 0, self._passages)

    def spoken(self, take: Take) -> None:
        """Say that one more passage is spoken."""
        self._spoken += 1
        self._known += len(take.motion)
        self._watch("speaking", self._spoken, self._passages)

    def passed(self, frames: int) -> None:
        """Say that a passage was taken from what was kept, and that the film has so many frames now."""
        self._spoken += 1
        self.done = self._known = frames
        self._watch("speaking", self._spoken, self._passages)
        self._watch("rendering", self.done, self._total())

    def counted(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Pass frames on."""
        for frame in frames:
            yield frame
            self.done += 1
            self._watch("rendering", self.done, self._total())

    def _total(self) -> int:
        said, rest = sum(self._expected[: self._spoken]), sum(self._expected[self._spoken :])
        return self._known + round(rest * self._known / max(said, 1e-6))


def _expected(passage: Passage, speed: float) -> float:
    """Guess how long a passage will be, s."""
    return passage.lead + passage.tail + sum(expected_seconds(each, speed) for each in passage.utterances)


def _prepared(
    performance: Performance, store: FootageStore, clock: Clock, is_live: bool
) -> Generator[tuple[str, Footage | Take], None, None]:
    """Yield for each passage its key, and what was kept of it or what is to be filmed."""
    first = 0
    with performance.company(clock) as company:
        for passage in performance.passages:
            key = performance.key(passage, first, is_live)
            work = store.find(key) or company.prepare(passage)
            first += len(work.curves) if isinstance(work, Footage) else len(work.motion)
            yield key, work


def _drawing(order: Order) -> Callable[[Portrait, MotionTrack, tuple[int, int]], Iterator[Frame]]:
    """Choose what draws: the renderer with the background, or without where it is to be another."""
    renderer: Renderer = backends.load("reenact", order.renderer)()
    if order.settings.film.background.is_own:
        return renderer.render
    if not isinstance(renderer, Cutter):
        raise InputError(
            f"The renderer {order.renderer!r} cannot take the person out of the background; "
            "choose --renderer mesh, or --background own."
        )
    return renderer.cut_out


def _keep(store: FootageStore, key: str, take: Take, pictures: Future[Pictures]) -> None:
    """Keep what was filmed; by the time this is called, the encoder is done with it."""
    speech = take.speech
    curves = timeline.mouth_curves(take.lips.names, take.motion)
    sound = np.rint(speech.samples * _LOUDEST).astype(np.int16)
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


def _open(stack: ExitStack, card: VoiceCard, settings: SpeechSettings) -> Speaker:
    speaker: Speaker = stack.enter_context(backends.load("speech", card.engine)(card, settings))
    return speaker


def _spoken(speaker: Speaker, utterance: Utterance) -> Speech:
    from avatar.speech.joining import cued

    return cued(speaker.speak(utterance), utterance.cues)


def _joined(utterances: Sequence[Utterance], parts: Sequence[Speech], lead: float, tail: float) -> Speech:
    from avatar.speech.joining import join

    return join(parts, [*(utterance.pause_after for utterance in utterances[:-1]), 0.0], lead, tail)


def _fitted(speech: Speech, fps: Fraction) -> Speech:
    """Bring a speech to 48 kHz and 16 bits, what is kept of it, and to whole frames."""
    from avatar.speech.joining import resample

    sound = resample(speech.samples, speech.sample_rate, SOUND_RATE)
    frames = -(-len(sound) * fps.numerator // (SOUND_RATE * fps.denominator))
    wanted = frames * SOUND_RATE * fps.denominator // fps.numerator
    sound = np.pad(sound, (0, max(wanted - len(sound), 0)))[:wanted]
    kept = np.rint(np.clip(sound, -1, 1) * _LOUDEST).astype(np.int16)
    return replace(speech, samples=_as_float(kept), sample_rate=SOUND_RATE)


def _watermark(marker: Marker, image: NDArray[np.uint8], index: int) -> None:
    """Mark a frame in place; transparency stays as it is."""
    if image.shape[2] == 3:
        marker.mark(image, index)
        return
    colours = np.ascontiguousarray(image[..., :3])
    marker.mark(colours, index)
    image[..., :3] = colours


def _as_float(sound: NDArray[np.int16]) -> NDArray[np.float32]:
    return (sound / np.float32(_LOUDEST)).astype(np.float32)


def _number(name: str) -> int:
    """Take a number out of a passage's name, for a random generator."""
    return int(name[:16], 16)
