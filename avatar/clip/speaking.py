"""Those who speak, passage by passage, and the form in which their sound is kept."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from avatar.clip.lending import require_lent
from avatar.data import Saying
from avatar.errors import AvatarError
from avatar.runtime.threads import unsplit
from avatar.settings import SOUND_RATE
from avatar.speech.engines import is_streamed, open_voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.clip.lending import Loan
    from avatar.clip.passages import Passage
    from avatar.clip.recorded import Recorded
    from avatar.data import Heard, Speech, Utterance, VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.recording.speaker import RecordedSpeaker
    from avatar.stages import Speaker, StreamingSpeaker

_LOUDEST = 32767.0


class Voices:
    """Those who speak: they stay open from one passage to the next. Use it as a context manager.

    Meanwhile sums are not split among cores: split, they round differently, and the same words would sound the same
    but not be the same.
    """

    def __init__(
        self, settings: SpeechSettings, recorded: Recorded | None = None, *, lent: Sequence[Loan] = ()
    ) -> None:
        """Let `recorded` be heard instead wherever a passage plays a stretch of it.

        Of voices that are somebody's, those speak that were `lent`, by a clearance, and no others.
        """
        self._settings, self._recorded, self._lent = settings, recorded, lent
        self._stack = ExitStack()
        self._speakers: dict[VoiceCard, Speaker] = {}
        self._player: RecordedSpeaker | None = None

    def __enter__(self) -> Voices:
        self._stack.enter_context(unsplit())
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def speak(self, passage: Passage) -> Speech:
        """Speak a passage with the silence around it, at the sample rate of the first who speaks in it."""
        from avatar.speech.joining import join

        if passage.heard is not None:
            return self._play(passage.heard, passage.utterances)
        said = list(zip(passage.utterances, passage.cards, strict=True))
        parts = [self._say(utterance, card) for utterance, card in said]
        return join(parts, [*(utterance.pause_after for utterance, _ in said[:-1]), 0.0], passage.lead, passage.tail)

    def stream(self, passage: Passage) -> Iterator[Saying]:
        """Speak a passage bit by bit, where all who speak in it can: each time all of it as far as it is made.

        Others say it in one piece. It sounds as `speak` has it, but not sample by sample.
        """
        from avatar.speech.joining import join

        if passage.heard is not None or not all(map(is_streamed, passage.cards)):
            yield Saying(self.speak(passage), is_whole=True, utterances=len(passage.utterances))
            return
        said = list(zip(passage.utterances, passage.cards, strict=True))
        done: list[Speech] = []
        pauses = [*(utterance.pause_after for utterance, _ in said[:-1]), 0.0]
        for index, (utterance, card) in enumerate(said):
            is_last = index == len(said) - 1
            for saying in self._streamed(utterance, card):
                parts, is_whole = [*done, saying.speech], saying.is_whole and is_last
                between = [*pauses[:index], pauses[index] if saying.is_whole else 0.0]
                tail = passage.tail if is_whole else 0.0
                yield Saying(join(parts, between, passage.lead, tail), is_whole, index + 1)
            done.append(saying.speech)

    def _streamed(self, utterance: Utterance, card: VoiceCard) -> Iterator[Saying]:
        for saying in cast("StreamingSpeaker", self._speaker(card)).stream(utterance):
            yield replace(saying, speech=self._directed(saying.speech, utterance))

    def _play(self, heard: Heard, utterances: Sequence[Utterance]) -> Speech:
        """Play a stretch of the recording."""
        from avatar.speech.recording.speaker import RecordedSpeaker

        recorded = self._recorded
        if recorded is None or recorded.hearing is None:
            raise AvatarError("There is no recording to play; give one with the passage.")
        if self._player is None:
            self._player = RecordedSpeaker(recorded.file, recorded.hearing.survey.loudness, self._settings)
            self._stack.callback(self._player.close)
        language = utterances[0].language if utterances else recorded.card.language
        return self._player.speak(heard, utterances, recorded.card.name, language)

    def _say(self, utterance: Utterance, card: VoiceCard) -> Speech:
        return self._directed(self._speaker(card).speak(utterance), utterance)

    def _speaker(self, card: VoiceCard) -> Speaker:
        if card not in self._speakers:
            require_lent(card, self._lent)
            self._speakers[card] = self._stack.enter_context(open_voice(card, self._settings))
        return self._speakers[card]

    def _directed(self, speech: Speech, utterance: Utterance) -> Speech:
        """Let a speech be as loud as its utterance asks for, and give it its cues."""
        from avatar.speech.joining import cued

        if volume := utterance.prosody.volume:
            speech = self._louder(speech, volume)
        return cued(speech, utterance.cues)

    def _louder(self, speech: Speech, decibels: float) -> Speech:
        """Make a speech so much louder than the rest, as far as its peaks allow."""
        from avatar.speech.loudness import limit

        raised = speech.samples * np.float32(10 ** (decibels / 20))
        return replace(speech, samples=limit(raised, speech.sample_rate, self._settings.peak))


def frames_of(samples: int, fps: Fraction) -> int:
    """Count the whole frames that so many samples at `SOUND_RATE` last."""
    return samples * fps.numerator // (SOUND_RATE * fps.denominator)


def samples_of(frames: int, fps: Fraction) -> int:
    """Count the samples at `SOUND_RATE` of so many frames."""
    return frames * SOUND_RATE * fps.denominator // fps.numerator


def fitted(speech: Speech, fps: Fraction) -> Speech:
    """Bring a speech to 48 kHz and 16 bits, what is kept of it, and to whole frames: silence fills the last."""
    from avatar.speech.joining import resample

    sound = resample(speech.samples, speech.sample_rate, SOUND_RATE)
    wanted = samples_of(-frames_of(-len(sound), fps), fps)
    sound = np.pad(sound, (0, max(wanted - len(sound), 0)))[:wanted]
    return replace(speech, samples=as_float(as_kept(sound)), sample_rate=SOUND_RATE)


def as_float(sound: NDArray[np.int16]) -> NDArray[np.float32]:
    """Read 16-bit sound as numbers in [-1, 1]."""
    return (sound / np.float32(_LOUDEST)).astype(np.float32)


def as_kept(sound: NDArray[np.float32]) -> NDArray[np.int16]:
    """Write sound with 16 bits."""
    return np.asarray(np.rint(np.clip(sound, -1, 1) * _LOUDEST), np.int16)
