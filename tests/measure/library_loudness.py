"""pyloudnorm, with the scipy that it needs, beside `speech.meter`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyloudnorm
from library_costs import tell, timed

from avatar.data import Utterance
from avatar.settings import SpeechSettings
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.joining import resample
from avatar.speech.meter import measure as loudness
from avatar.speech.voices import default_voice

if TYPE_CHECKING:
    from argparse import Namespace

SAID = "Please tell me what you need, and I will find a way."
RATES = (16_000, 22_050, 44_100, 48_000)
GAINS = (0.003, 0.05, 1.0)


def measure(_: Namespace) -> None:
    """Tell how far the two are apart and what a minute of sound takes."""
    with EspeakSpeaker(default_voice("en"), SpeechSettings()) as speaker:
        sound = speaker.speak(Utterance(SAID, "en"))
    apart = [
        abs(loudness(one, rate) - _theirs(one, rate))
        for rate in RATES
        for gain in GAINS
        for one in [resample(sound.samples, sound.sample_rate, rate) * np.float32(gain)]
    ]
    tell(f"{len(apart)} sounds: at most {max(apart):.1e} LU apart")
    minute = np.resize(resample(sound.samples, sound.sample_rate, 48_000), 60 * 48_000)
    took = [timed(lambda way=way: way(minute, 48_000), 5) * 1e3 for way in (loudness, _theirs)]
    tell(f"a minute at 48 kHz: {took[0]:.0f} / {took[1]:.0f} ms")


def _theirs(samples, rate: int) -> float:
    return pyloudnorm.Meter(rate).integrated_loudness(samples.astype(np.float64))
