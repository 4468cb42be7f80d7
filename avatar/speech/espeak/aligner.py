"""Find the phones of a recording: espeak says the same text, and its sound is stretched until it lies on the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import AlignCapabilities
from avatar.errors import VoiceError
from avatar.runtime.folders import shipped
from avatar.settings import SpeechSettings
from avatar.speech import spectra, stretching
from avatar.speech.espeak.closures import HOP, SILENCE, level
from avatar.speech.espeak.data import languages_of_files
from avatar.speech.espeak.options import ENGINE
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.espeak.takes import MARGIN
from avatar.speech.joining import resample
from avatar.speech.voices import default_voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Speech, Utterance, VoiceCard

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
        found = _moved(model, sound, (begin, end), borders)
        times = dict(zip(borders.tolist(), _apart(found, speech.seconds).tolist(), strict=True))
        phones = tuple(replace(each, start=times[each.start], end=times[each.end]) for each in model.phones)
        words = tuple(replace(each, start=times[each.start], end=times[each.end]) for each in model.words)
        return replace(speech, phones=phones, words=words)


def _model(utterance: Utterance, seconds: float) -> Speech:
    """Let espeak say an utterance in as many seconds as were heard."""
    card = default_voice(utterance.language, engine=ENGINE, folders=(shipped("voices"),))  # the same in every home
    usual = _said(utterance, card, 1.0)
    speed = usual.seconds / max(seconds, SHORTEST)
    return _said(utterance, card, min(max(speed, SLOWEST), FASTEST))


def _said(utterance: Utterance, card: VoiceCard, speed: float) -> Speech:
    with EspeakSpeaker(card, SpeechSettings(speed=speed)) as speaker:
        return speaker.speak(utterance)


def _sounding(sound: NDArray[np.float32], seconds: float) -> tuple[float, float]:
    """Find from when to when somebody is heard in a sound of `seconds`, with a little before and after."""
    if np.abs(sound).max(initial=0.0) < FAINTEST:
        return 0.0, 0.0
    loudness = level(sound, spectra.RATE)
    noise = float(np.percentile(loudness, NOISE_SHARE))
    heard = np.flatnonzero(loudness > max(SILENCE, min(noise + ABOVE_NOISE, LOUDEST_NOISE)))
    return max(heard[0] * HOP - MARGIN, 0.0), min((heard[-1] + 1) * HOP + MARGIN, seconds)


def _moved(
    model: Speech, sound: NDArray[np.float32], heard: tuple[float, float], times: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Say when in `sound`, where somebody is `heard`, that is which is in the model at `times`, s."""
    said = resample(model.samples, model.sample_rate, spectra.RATE)
    first, last = _sounding(said, model.seconds)
    rows, columns = stretching.path(spectra.cepstra(_cut(said, first, last)), spectra.cepstra(_cut(sound, *heard)))
    changes = np.flatnonzero(np.diff(rows, prepend=-1))
    middles = (columns[changes] + columns[np.append(changes[1:], len(rows)) - 1]) / 2
    moments = first + (np.arange(len(changes)) + 0.5) * spectra.HOP
    inside = heard[0] + np.interp(times, moments, (middles + 0.5) * spectra.HOP)
    # A mouth that is closed before the first sound closes as long before it as in the model.
    return np.asarray(inside + times - np.clip(times, moments[0], moments[-1]), np.float64)


def _cut(sound: NDArray[np.float32], first: float, last: float) -> NDArray[np.float32]:
    return sound[round(first * spectra.RATE) : round(last * spectra.RATE)]


def _apart(times: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """Leave `SHORTEST` between each two of ascending times, from 0 to `seconds`."""
    steps = SHORTEST * np.arange(len(times))
    later = np.maximum.accumulate(np.maximum(times, 0.0) - steps) + steps
    return np.asarray(np.minimum(later, seconds - steps[::-1]), np.float64)
