"""The order of the stages: text, speech, portrait, lips, motion, pictures, label, film. No other module knows it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar import backends, outputs, timeline
from avatar.casting import cast
from avatar.clock import Clock
from avatar.data import Clip
from avatar.order import derive_content_id, derive_seed, file_stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from avatar.data import Frame, LipTrack, MotionTrack, Portrait, Speech, Utterance
    from avatar.order import Order
    from avatar.settings import Settings, SpeechSettings
    from avatar.speech.voices import VoiceCard
    from avatar.stages import FrameFilter, Mover, Renderer, Shaper, Speaker

Watch = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done, and how much there is (0: not known)."""


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Performance:
    """Speech and moving pictures of one clip: iterate over it for the labelled frames, as often as wanted."""

    order: Order
    """what was asked for"""
    speech: Speech
    """the sound, from the first frame on"""
    lips: LipTrack
    """what the mouth does"""
    motion: MotionTrack
    """what everything does, one row per frame"""
    portrait: Portrait
    """who"""
    seed: int
    """of all that is random"""
    content_id: str
    """32 hex digits that name this clip"""
    warnings: tuple[str, ...]
    """what differs from what was asked for, sentences"""

    def __len__(self) -> int:
        """Count the frames."""
        return len(self.motion)

    def __iter__(self) -> Iterator[Frame]:
        """Yield the frames, lazily."""
        renderer: Renderer = backends.load("reenact", self.order.renderer)()
        label: FrameFilter = backends.load("finish", "label")(self._label_language(), self.size)
        return label.apply(renderer.render(self.portrait, self.motion, self.size))

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return self.motion.fps

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.order.settings.film.width, self.order.settings.film.height

    @property
    def seconds(self) -> float:
        """Length of the pictures, s."""
        return float(len(self) / self.fps)

    def timeline(self) -> dict[str, object]:
        """Write down what is said when, schema `avatar.timeline/1`."""
        from avatar.text import unmarked

        return timeline.compose(
            text=unmarked(self.order.text),
            emotion=self.order.settings.motion.emotion,
            speech=self.speech,
            lips=self.lips,
            motion=self.motion,
            size=self.size,
            seed=self.seed,
            content_id=self.content_id,
        )

    def _label_language(self) -> str:
        wanted = self.order.settings.film.label_language
        return self.speech.language if wanted == "auto" else wanted


def make(order: Order, output: Path | None = None, watch: Watch = unwatched) -> Clip:
    """Do all of an order: film and timeline, both or neither."""
    from avatar.film import check_output, write_film
    from avatar.text import unmarked

    clock = Clock()
    video = output or outputs.free_name(file_stem(order.portrait, unmarked(order.text)), Path())
    check_output(video)
    outputs.check_timeline_place(video)
    performance = rehearse(order, watch, clock)
    frames = clock.frames(_counted(performance, watch), "rendering")
    with outputs.together(performance.timeline(), video), clock.stage("encoding"):
        write_film(frames, performance.speech, video, order.settings.film)
    # Pictures are made while the encoder waits for them, so the clock has counted them twice.
    clock.spent["encoding"] -= clock.spent["rendering"]
    return Clip(
        video=str(video),
        timeline=str(outputs.timeline_path(video)),
        seconds=performance.seconds,
        frames=len(performance),
        fps=performance.fps,
        size=performance.size,
        content_id=performance.content_id,
        wall_s=clock.now(),
        first_frame_s=clock.first_frame,
        stages=clock.spent,
        warnings=performance.warnings,
    )


def rehearse(order: Order, watch: Watch = unwatched, clock: Clock | None = None) -> Performance:
    """Do everything up to the pictures. What is cheap to refuse is refused before anything costly begins."""
    from avatar.portrait.store import PortraitStore
    from avatar.text import read

    clock, settings, store = clock or Clock(), order.settings, PortraitStore()
    backends.load("reenact", order.renderer)
    reference = store.resolve(order.portrait)
    card = store.card_of(reference)
    with clock.stage("reading"):
        utterances = read(order.text, settings.text)
        casting = cast(utterances, order.voice, card.gender if card else None)
        watch("reading", 1, 1)
    with clock.stage("speaking"):
        speech = speak(utterances, casting.cards, settings, watch)
    with clock.stage("portrait"):
        portrait = store.load_or_enroll(reference, settings.portrait, order.face, steps(watch))
    seed = derive_seed(order.text, portrait.content_hash) if order.seed is None else order.seed
    with clock.stage("moving"):
        lips, motion = _move(speech, settings, seed)
        watch("moving", 1, 1)
    voices = [asdict(card) for card in casting.cards]
    content_id = derive_content_id(order, seed, portrait.content_hash, voices, timeline.versions())
    return Performance(order, speech, lips, motion, portrait, seed, content_id, casting.warnings)


def speak(utterances: Sequence[Utterance], cards: Sequence[VoiceCard], settings: Settings, watch: Watch) -> Speech:
    """Let each voice say its utterances, and join them with their pauses."""
    from avatar.speech.joining import cued, join

    with ExitStack() as stack:
        speakers = {card.name: _open(stack, card, settings.speech) for card in cards}
        parts: list[Speech] = []
        watch("speaking", 0, len(utterances))
        for utterance, card in zip(utterances, cards, strict=True):
            parts.append(cued(speakers[card.name].speak(utterance), utterance.cues))
            watch("speaking", len(parts), len(utterances))
    pauses = [utterance.pause_after for utterance in utterances]
    lead_in = settings.motion.lead_in + sum(utterance.pause_before for utterance in utterances)
    return join(parts, pauses, lead_in, settings.motion.lead_out)


def steps(watch: Watch) -> Callable[[str, int, int], None]:
    """Let an enrolment's steps show as progress of the stage "portrait"."""
    return lambda _step, done, total: watch("portrait", done, total)


def _open(stack: ExitStack, card: VoiceCard, settings: SpeechSettings) -> Speaker:
    speaker: Speaker = stack.enter_context(backends.load("speech", card.engine)(card, settings))
    return speaker


def _move(speech: Speech, settings: Settings, seed: int) -> tuple[LipTrack, MotionTrack]:
    shaper: Shaper = backends.load("visemes", "articulatory")(settings.lips)
    mover: Mover = backends.load("motion", "natural")(settings.motion)
    lips = shaper.shape(speech.phones, speech.seconds)
    return lips, mover.move(lips, speech, settings.film.fps, np.random.default_rng(seed))


def _counted(performance: Performance, watch: Watch) -> Iterator[Frame]:
    for frame in performance:
        yield frame
        watch("rendering", frame.index + 1, len(performance))
