"""Find the phones of a recording: espeak says the same text, and its sound is stretched until it lies on the other.

What lies on what is settled by how alike both sound, and by whether a network that knows kinds of sounds hears the
phone that is said in the one in the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import AlignCapabilities, Word
from avatar.errors import VoiceError
from avatar.runtime.folders import shipped
from avatar.settings import SpeechSettings
from avatar.speech import sounds, spectra, stretching
from avatar.speech.espeak.closures import HOP, SILENCE, level
from avatar.speech.espeak.data import languages_of_files
from avatar.speech.espeak.options import ENGINE
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.espeak.snapping import snapped
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.espeak.takes import MARGIN
from avatar.speech.joining import resample
from avatar.speech.voices import default_voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Phone, Speech, Utterance

LIKENESS, KIND = 0.75, 1.0
"""weights of how alike two moments sound, and of how unlikely the kind of sound is that the text asks for, nats"""
UNHEARD = 7.0
"""nats: nothing is less likely than that"""
OWN = 0.4
"""share of a word's own moments in how sure it is; the rest is how all fits that is said: few moments fit anything"""
MISFIT, FIT = -2.8, -1.1
"""nats: mean of how much less likely than others what is said is, at which it is surely not there, and surely there"""
SHORTEST = 0.005
"""s that a phone lasts at least"""
SLOWEST, FASTEST = 0.5, 2.0
"""speed at which espeak may have to say the text to be as quick as the recording"""
FAINTEST = 1e-4
"""a sample below this is no sound"""
NOISE_SHARE, ABOVE_NOISE, LOUDEST_NOISE = 5.0, 6.0, -30.0
"""per cent of the moments that are softest show the noise of a room; what is so many dB louder is speech, and what is
louder than that below the loudest moment is speech in any case"""


class EspeakAligner:
    """Dynamic time warping of espeak's own rendering, whose phones are known, to the recording."""

    @property
    def capabilities(self) -> AlignCapabilities:
        """Say what it can do here."""
        return AlignCapabilities(languages_of_files())

    def align(self, speech: Speech, utterance: Utterance) -> Speech:
        """Give the same sound with the phones and words of `utterance` in it.

        Raise `VoiceError` for a language that espeak does not speak, and for a sound too short for the text.
        """
        sound = resample(speech.samples, speech.sample_rate, spectra.RATE)
        begin, end = _sounding(sound, speech.seconds)
        model = _model(utterance, end - begin)
        borders = np.unique([time for phone in model.phones for time in (phone.start, phone.end)])
        if len(borders) * SHORTEST > end - begin:
            raise VoiceError(
                f"A sound of {end - begin:.2f} s is too short for {utterance.text!r}; give the text that is said in it."
            )
        match = _match(model, sound, (begin, end))
        times = dict(zip(borders.tolist(), _apart(match.at(borders), speech.seconds).tolist(), strict=True))
        rough = np.array([(times[each.start], times[each.end]) for each in model.phones])
        exact = snapped([each.ipa for each in model.phones], rough, sound, spectra.RATE).tolist()
        phones = tuple(
            replace(each, start=start, end=end) for each, (start, end) in zip(model.phones, exact, strict=True)
        )
        return replace(speech, phones=phones, words=_words(model, phones, match, times))


@dataclass(frozen=True, slots=True)
class _Match:
    """Which moment of a model is which of a sound."""

    moments: NDArray[np.float64]
    """(T,) of the model, s, ascending"""
    places: NDArray[np.float64]
    """(T,) of the sound, s"""
    fits: NDArray[np.float64]
    """(T,) how much likelier than what was to be heard is what was heard, nats, 0 or less"""

    def at(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Say when in the sound that is heard which is in the model at `times`, s."""
        # A mouth that is closed before the first sound closes as long before it as in the model.
        beyond = times - np.clip(times, self.moments[0], self.moments[-1])
        return np.asarray(np.interp(times, self.moments, self.places) + beyond, np.float64)

    def confidence(self, start: float, end: float) -> float:
        """Say how sure it is, 0-1, that what is in the model from `start` to `end`, s, is heard in its place."""
        mine, whole = self.fits[(self.moments >= start) & (self.moments < end)], float(self.fits.mean())
        fit = OWN * float(mine.mean()) + (1 - OWN) * whole if len(mine) else whole
        return round(float(np.interp(fit, [MISFIT, FIT], [0.0, 1.0])), 2)


def _words(model: Speech, phones: tuple[Phone, ...], match: _Match, times: dict[float, float]) -> tuple[Word, ...]:
    """Let each word last from its first phone to its last; one without phones lies where it does in the model."""
    own: dict[int, list[Phone]] = {}
    for phone in phones:
        own.setdefault(phone.word, []).append(phone)
    found = []
    for index, word in enumerate(model.words):
        mine = own.get(index)
        start, end = (mine[0].start, mine[-1].end) if mine else (times[word.start], times[word.end])
        found.append(Word(word.text, start, end, match.confidence(word.start, word.end)))
    return tuple(found)


def _model(utterance: Utterance, seconds: float) -> Speech:
    """Let espeak say an utterance in as many seconds as were heard."""
    card = default_voice(utterance.language, engine=ENGINE, folders=(shipped("voices"),))  # the same in every home
    process = EspeakProcess()
    try:
        usual = EspeakSpeaker(card, SpeechSettings(), process).speak(utterance)
        speed = min(max(usual.seconds / max(seconds, SHORTEST), SLOWEST), FASTEST)
        return EspeakSpeaker(card, SpeechSettings(speed=speed), process).speak(utterance)
    finally:
        process.close()


def _sounding(sound: NDArray[np.float32], seconds: float) -> tuple[float, float]:
    """Find from when to when somebody is heard in a sound of `seconds`, with a little before and after."""
    if np.abs(sound).max(initial=0.0) < FAINTEST:
        return 0.0, 0.0
    loudness = level(sound, spectra.RATE)
    noise = float(np.percentile(loudness, NOISE_SHARE))
    heard = np.flatnonzero(loudness > max(SILENCE, min(noise + ABOVE_NOISE, LOUDEST_NOISE)))
    return max(heard[0] * HOP - MARGIN, 0.0), min((heard[-1] + 1) * HOP + MARGIN, seconds)


def _match(model: Speech, sound: NDArray[np.float32], heard: tuple[float, float]) -> _Match:
    """Lay a model over the stretch of `sound` in which somebody is `heard`."""
    said = resample(model.samples, model.sample_rate, spectra.RATE)
    first, last = _sounding(said, model.seconds)
    one, other = (spectra.cepstra(_cut(*each)) for each in ((said, first, last), (sound, *heard)))
    kinds = _kinds(model, _middles(len(one), first))
    scores = sounds.heard(_cut(sound, *heard))
    rows_of = np.minimum(np.arange(len(other)) * len(scores) // len(other), len(scores) - 1)
    price = np.minimum(-scores, np.float32(UNHEARD))[rows_of]
    rows, columns = stretching.path(
        one * np.float32(LIKENESS),
        other * np.float32(LIKENESS),
        lambda rows, columns: np.float32(KIND) * price[columns, kinds[rows]],
    )
    changes = np.flatnonzero(np.diff(rows, prepend=-1))
    middles = (columns[changes] + columns[np.append(changes[1:], len(rows)) - 1]) / 2
    moments = _middles(len(changes), first)
    fits = price[columns].min(axis=1) - price[columns, kinds[rows]]
    fits = np.add.reduceat(fits, changes) / np.diff(np.append(changes, len(rows)))
    places = np.asarray(heard[0] + (middles + 0.5) * spectra.HOP, np.float64)
    return _Match(moments, places, fits.astype(np.float64))


def _middles(rows: int, first: float) -> NDArray[np.float64]:
    return np.asarray(first + (np.arange(rows) + 0.5) * spectra.HOP, np.float64)


def _kinds(model: Speech, moments: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give the kind of sound that the model says at each moment (T,)."""
    found = np.zeros(len(moments), np.int64)
    for phone in model.phones:
        kinds = sounds.kinds_of(phone.ipa)
        borders = np.linspace(phone.start, phone.end, len(kinds) + 1)
        for kind, (start, end) in zip(kinds, pairwise(borders), strict=True):
            found[(moments >= start) & (moments < end)] = kind
    return found


def _cut(sound: NDArray[np.float32], first: float, last: float) -> NDArray[np.float32]:
    return sound[round(first * spectra.RATE) : round(last * spectra.RATE)]


def _apart(times: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """Leave `SHORTEST` between each two of ascending times, from 0 to `seconds`."""
    steps = SHORTEST * np.arange(len(times))
    later = np.maximum.accumulate(np.maximum(times, 0.0) - steps) + steps
    return np.asarray(np.minimum(later, seconds - steps[::-1]), np.float64)
