"""Speak with a Piper voice: phones of ours in, sound and their times out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Phone, Speech, Word
from avatar.settings import SOUND_RATE
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.espeak.takes import MARGIN, Spoken
from avatar.speech.espeak.wording import align_words
from avatar.speech.joining import resample
from avatar.speech.loudness import normalise
from avatar.speech.piper import pinyin, spelling, timing
from avatar.speech.piper.config import PINYIN, TEXT, read_config
from avatar.speech.piper.network import load
from avatar.speech.piper.options import options_of

if TYPE_CHECKING:
    from types import TracebackType

    from numpy.typing import NDArray

    from avatar.data import Utterance, VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.espeak.segments import Segment
    from avatar.speech.piper.spelling import Spelled


class PiperSpeaker:
    """Speak with one voice. Use it as a context manager, or `close` it; who reads for it is a process of espeak."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings) -> None:
        """Load the voice. Raise `VoiceError` for files that are none, or not the ones that the card names."""
        self._card, self._settings, options = card, settings, options_of(card).identified()
        model, config = options.files
        self._config = read_config(config)
        self._network = load(model)
        self._speaker = self._config.speaker(options.speaker)
        self._scales = (
            self._config.noise if options.noise < 0 else float(options.noise),
            self._config.length / (options.rate * settings.speed),
            self._config.width_noise if options.width_noise < 0 else float(options.width_noise),
        )
        self._process = EspeakProcess()

    def __enter__(self) -> PiperSpeaker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads; the voice stays loaded for the next."""
        self._process.close()

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz; the same utterance always gives the same samples.

        Without phones where the voice is spelled in letters, or does not tell how long its symbols last. Raise
        `VoiceError` for a language or reading that this voice cannot say, `TextError` for nothing to say.
        """
        spelled = self._spell(utterance)
        samples, frames = self._network(spelled.ids, self._scales, self._speaker)
        rate = self._config.sample_rate
        phones: tuple[Phone, ...] = ()
        words: tuple[Word, ...] = ()
        if spelled.signs and len(frames) == len(spelled.ids):
            found = timing.timed(spelled.signs, frames, self._config.hop / rate)
            found = timing.heard(spelled.signs, found, samples, rate)
            samples, found = _cut(samples, found, rate)
            phones, words = _worded(spelled, found)
        sound = normalise(resample(samples, rate, SOUND_RATE), SOUND_RATE, self._settings)
        return Speech(sound, SOUND_RATE, phones, words, utterance.language, self._card.name)

    def _spell(self, utterance: Utterance) -> Spelled:
        if self._config.spelling == TEXT:
            return spelling.letters_of(utterance, self._config)
        write = pinyin.spell if self._config.spelling == PINYIN else spelling.spell
        return write(utterance, self._card, self._config, self._process)


def _worded(spelled: Spelled, found: list[Segment]) -> tuple[tuple[Phone, ...], tuple[Word, ...]]:
    spoken = [Spoken(segment, sign.word) for segment, sign in zip(found, spelled.signs, strict=True)]
    words, owners = align_words(spelled.words, spoken)
    phones = tuple(
        Phone(each.ipa, each.start, each.end, each.stress, each.tone, owner)
        for each, owner in zip(found, owners, strict=True)
    )
    return phones, words


def _cut(samples: NDArray[np.float32], found: list[Segment], rate: int) -> tuple[NDArray[np.float32], list[Segment]]:
    """Cut the silence around the phones away, leaving a margin that fades in and out."""
    first = max(round((found[0].start - MARGIN) * rate), 0)
    last = min(round((found[-1].end + MARGIN) * rate), len(samples))
    kept = samples[first:last].copy()
    fade = np.sin(np.linspace(0, np.pi / 2, min(round(MARGIN * rate), len(kept) // 2), dtype=np.float32)) ** 2
    kept[: len(fade)] *= fade
    kept[len(kept) - len(fade) :] *= fade[::-1]
    shift, seconds = first / rate, len(kept) / rate
    moved = [replace(s, start=max(s.start - shift, 0.0), end=min(s.end - shift, seconds)) for s in found]
    return kept, moved
