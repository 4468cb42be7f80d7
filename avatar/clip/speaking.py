"""Those who speak and move a clip, passage by passage."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.threads import unsplit
from avatar.speech.engines import open_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.passages import Passage
    from avatar.clip.stopwatch import Clock
    from avatar.data import LipTrack, MotionTrack, Poise, Speech, Utterance, VoiceCard
    from avatar.settings import Settings, SpeechSettings
    from avatar.stages import Mover, Shaper, Speaker

SOUND_RATE = 48_000
"""Hz"""
_LOUDEST = 32767.0


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


class Voices:
    """Those who speak: they stay open from one passage to the next. Use it as a context manager.

    Meanwhile sums are not split among cores: split, they round differently, and the same words would sound the same
    but not be the same.
    """

    def __init__(self, settings: SpeechSettings) -> None:
        self._settings = settings
        self._stack = ExitStack()
        self._speakers: dict[str, Speaker] = {}

    def __enter__(self) -> Voices:
        self._stack.enter_context(unsplit())
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def speak(self, passage: Passage) -> Speech:
        """Speak a passage with the silence around it, at the sample rate of the first who speaks in it."""
        parts = [
            _spoken(self._speaker(card), utterance)
            for utterance, card in zip(passage.utterances, passage.cards, strict=True)
        ]
        return _joined(passage.utterances, parts, passage.lead, passage.tail)

    def _speaker(self, card: VoiceCard) -> Speaker:
        if card.name not in self._speakers:
            self._speakers[card.name] = _open(self._stack, card, self._settings)
        return self._speakers[card.name]


class Company:
    """Those who speak and move: voices stay open from one passage to the next. Use it as a context manager."""

    def __init__(self, shaper: Shaper, mover: Mover, settings: Settings, seed: int, clock: Clock) -> None:
        self._shaper, self._mover, self._settings, self._seed, self._clock = shaper, mover, settings, seed, clock
        self._voices = Voices(settings.speech)

    def __enter__(self) -> Company:
        self._voices.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._voices.__exit__()

    def prepare(self, passage: Passage) -> Take:
        """Speak and move a passage."""
        with self._clock.stage("speaking"):
            speech = _fitted(self._voices.speak(passage), self._settings.film.fps)
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


def speak(
    utterances: Sequence[Utterance],
    cards: Sequence[VoiceCard],
    settings: Settings,
    watch: Callable[[str, int, int], None],
) -> Speech:
    """Let each voice say its utterances, and join them with their pauses."""
    with ExitStack() as stack:
        stack.enter_context(unsplit())
        speakers = {card.name: _open(stack, card, settings.speech) for card in cards}
        parts: list[Speech] = []
        watch("speaking", 0, len(utterances))
        for utterance, card in zip(utterances, cards, strict=True):
            parts.append(_spoken(speakers[card.name], utterance))
            watch("speaking", len(parts), len(utterances))
    lead_in = settings.motion.lead_in + utterances[0].pause_before
    return _joined(utterances, parts, lead_in, settings.motion.lead_out + utterances[-1].pause_after)


def _open(stack: ExitStack, card: VoiceCard, settings: SpeechSettings) -> Speaker:
    return stack.enter_context(open_voice(card, settings))


def _spoken(speaker: Speaker, utterance: Utterance) -> Speech:
    from avatar.speech.joining import cued

    return cued(speaker.speak(utterance), utterance.cues)


def _joined(utterances: Sequence[Utterance], parts: Sequence[Speech], lead: float, tail: float) -> Speech:
    from avatar.speech.joining import join

    return join(parts, [*(utterance.pause_after for utterance in utterances[:-1]), 0.0], lead, tail)


def _fitted(speech: Speech, fps: Fraction) -> Speech:
    """Bring a speech to 48 kHz and 16 bits, what is kept of it, and to whole frames: silence fills the last."""
    from avatar.speech.joining import resample

    sound = resample(speech.samples, speech.sample_rate, SOUND_RATE)
    frames = -(-len(sound) * fps.numerator // (SOUND_RATE * fps.denominator))
    wanted = frames * SOUND_RATE * fps.denominator // fps.numerator
    sound = np.pad(sound, (0, max(wanted - len(sound), 0)))[:wanted]
    return replace(speech, samples=as_float(as_kept(sound)), sample_rate=SOUND_RATE)


def as_float(sound: NDArray[np.int16]) -> NDArray[np.float32]:
    """Read 16-bit sound as numbers in [-1, 1]."""
    return (sound / np.float32(_LOUDEST)).astype(np.float32)


def as_kept(sound: NDArray[np.float32]) -> NDArray[np.int16]:
    """Write sound with 16 bits."""
    return np.asarray(np.rint(np.clip(sound, -1, 1) * _LOUDEST), np.int16)


def _number(name: str) -> int:
    """Take a number out of a passage's name, for a random generator."""
    return int(name[:16], 16)
