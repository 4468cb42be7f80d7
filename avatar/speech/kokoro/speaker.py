"""The usual speaker: Kokoro-82M, its sound cut to its phones, and their times read off its own durations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Phone, Saying, Speech, Word
from avatar.settings import SOUND_RATE
from avatar.speech.delivery import delivery_of
from avatar.speech.espeak.process import WithProcess
from avatar.speech.joining import resample
from avatar.speech.kokoro.company import company
from avatar.speech.kokoro.decoder import decoder
from avatar.speech.kokoro.flow import Habit, flow, habit_of, silence_after
from avatar.speech.kokoro.layout import lay_out, rows
from avatar.speech.kokoro.options import FASTEST, SLOWEST, options_of
from avatar.speech.kokoro.script import write
from avatar.speech.kokoro.session import Manner, network
from avatar.speech.kokoro.styles import load_style
from avatar.speech.kokoro.takes import assemble, record
from avatar.speech.kokoro.timing import RATE
from avatar.speech.loudness import limit, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from avatar.data import Prosody, Utterance, VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.kokoro.flow import Bit
    from avatar.speech.kokoro.layout import Row
    from avatar.speech.kokoro.sounds import Script


class KokoroSpeaker(WithProcess):
    """Speak with Kokoro. Use it as a context manager, or `close` it: a process that spells for it starts with it."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings) -> None:
        self._card, self._settings = card, settings
        options = options_of(card)
        self._style = load_style(card, options)
        delivery = delivery_of(settings.emotion)
        speed = options.rate * settings.speed * delivery.rate
        self._manner = Manner(min(max(speed, SLOWEST), FASTEST), delivery.range, delivery.pitch)
        super().__init__()
        self._companies: dict[str, Script] = {}
        self._habits: dict[tuple[str, Manner], Habit] = {}

    def _company(self, language: str) -> Script:
        if language not in self._companies:
            self._companies[language] = write(company(language), self._card, self._process)
        return self._companies[language]

    def _manner_of(self, prosody: Prosody) -> Manner:
        usual = self._manner
        speed = min(max(usual.speed * prosody.rate, SLOWEST), FASTEST)
        return Manner(speed, usual.range * prosody.range, usual.pitch * prosody.pitch)

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz; the same utterance gives the same samples on the same machine.

        Raise `VoiceError` for a reading that this voice cannot say, `TextError` for nothing to say, `NotInstalledError`
        if the network cannot be loaded.
        """
        script = write(utterance, self._card, self._process)
        manner = self._manner_of(utterance.prosody)
        takes = record(network(), script, partial(self._company, utterance.language), self._style, manner)
        sound, times = assemble(takes, manner.speed)
        finished = normalise(resample(sound, RATE, SOUND_RATE), SOUND_RATE, self._settings)
        return self._told(utterance, script, [take.row for take in takes], finished, times)

    def stream(self, utterance: Utterance) -> Iterator[Saying]:
        """Say one utterance bit by bit at 48 kHz, with the same phones as `speak`; what was said before shapes nothing.

        It is not the same sound sample by sample. Raise as `speak` does.
        """
        script = write(utterance, self._card, self._process)
        manner = self._manner_of(utterance.prosody)
        mate = partial(self._company, utterance.language)
        habit = self._habit(utterance.language, manner)
        done: list[Bit] = []
        sound: list[NDArray[np.float32]] = []
        count = len(rows(script.items))
        for number, bit in flow(decoder(), script, mate, self._style, manner, habit.past):
            finished, settled = self._finished(bit, habit.level)
            is_last = number == count - 1
            after = 0 if is_last else silence_after(bit.row, manner.speed)
            known = np.concatenate([*sound, finished[:settled], np.zeros(2 * after * bit.is_whole, np.float32)])
            parts = [*done, bit]
            speech = self._told(utterance, script, [each.row for each in parts], known, _moved(parts, manner.speed))
            if bit.is_whole:
                done, sound = parts, [known]
            yield Saying(speech, is_whole=bit.is_whole and is_last)

    def _habit(self, language: str, manner: Manner) -> Habit:
        if (language, manner) not in self._habits:
            row = lay_out(self._company(language).items)
            self._habits[language, manner] = habit_of(decoder(), row, self._style, manner)
        return self._habits[language, manner]

    def _finished(self, bit: Bit, level: float) -> tuple[NDArray[np.float32], int]:
        """Bring a bit of a voice of this level, LUFS, to 48 kHz and its loudness; tell how many samples are settled."""
        gain = np.float32(10 ** ((self._settings.loudness - level) / 20))
        raised = limit(resample(bit.sound, RATE, SOUND_RATE) * gain, SOUND_RATE, self._settings.peak)
        return raised, bit.settled * SOUND_RATE // RATE

    def _told(
        self,
        utterance: Utterance,
        script: Script,
        spoken: Sequence[Row],
        sound: NDArray[np.float32],
        times: NDArray[np.float64],
    ) -> Speech:
        placed = [phone.sound for row in spoken for phone in row.phones]
        phones = tuple(
            Phone(one.ipa, float(start), float(end), one.stress, one.tone, one.word)
            for one, (start, end) in zip(placed, times, strict=True)
        )
        return Speech(sound, SOUND_RATE, phones, _words(script.words, phones), utterance.language, self._card.name)


def _moved(parts: Sequence[Bit], speed: float) -> NDArray[np.float64]:
    """Give the times (P, 2) of the phones of rows that follow each other."""
    moved, length = [], 0
    for bit in parts:
        moved.append(bit.times + length / RATE)
        length += len(bit.sound) + silence_after(bit.row, speed)
    return np.concatenate(moved)


def _words(words: Sequence[str], phones: Sequence[Phone]) -> tuple[Word, ...]:
    """Let each word last from its first phone to its last; one without phones lies at the end of the one before."""
    timed: list[Word] = []
    for index, text in enumerate(words):
        own = [phone for phone in phones if phone.word == index]
        last = timed[-1].end if timed else phones[0].start
        timed.append(Word(text, own[0].start, own[-1].end) if own else Word(text, last, last))
    return tuple(timed)
