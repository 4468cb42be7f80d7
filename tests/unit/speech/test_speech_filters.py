"""The speech stage's own meter and filters give what pyloudnorm and scipy give, without their long way in."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pyloudnorm
import pytest
import scipy.ndimage
import scipy.signal

from avatar.data import Utterance
from avatar.speech import running
from avatar.speech.filtering import convolve, design
from avatar.speech.joining import resample
from avatar.speech.meter import BLOCK, measure

RATE = 48_000


@pytest.fixture(scope="module")
def spoken(english):
    """Two seconds of speech, a pause and a whisper, at 48 kHz."""
    speech = english.speak(Utterance("Please tell me what you need, and I will find a way.", "en")).samples
    return np.concatenate([speech, np.zeros(RATE, np.float32), speech[:RATE] * np.float32(0.02)])


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("gain", [0.003, 1.0])
def test_speech_has_the_loudness_that_pyloudnorm_measures(spoken, rate, gain):
    sound = resample(spoken, RATE, rate) * np.float32(gain)
    expected = pyloudnorm.Meter(rate).integrated_loudness(sound.astype(np.float64))
    assert measure(sound, rate) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
@pytest.mark.parametrize("seconds", [0.4001, 0.449, 0.45, 0.4501, 0.7])
def test_so_has_what_hardly_fills_a_block(spoken, rate, seconds):
    sound = resample(spoken, RATE, rate)[: math.ceil(seconds * rate)]
    expected = pyloudnorm.Meter(rate).integrated_loudness(sound.astype(np.float64))
    assert measure(sound, rate) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("seconds", [0.001, 0.05, 0.39])
def test_sound_shorter_than_a_block_is_as_loud_as_when_it_is_repeated(spoken, seconds):
    piece = spoken[RATE : RATE + round(seconds * RATE)]
    repeated = np.tile(piece, math.ceil((BLOCK * RATE + 1) / len(piece)))
    expected = pyloudnorm.Meter(RATE).integrated_loudness(repeated.astype(np.float64))
    assert measure(piece, RATE) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("sound", [np.zeros(0), np.zeros(10), np.zeros(RATE), np.full(RATE, 1e-4), np.full(1, 1e-6)])
def test_silence_has_no_loudness(sound):
    assert measure(sound.astype(np.float32), RATE) == -math.inf


def test_a_tone_of_997_hertz_at_full_scale_is_what_the_standard_says():
    tone = np.sin(2 * np.pi * 997 * np.arange(3 * RATE) / RATE).astype(np.float32)
    assert measure(tone, RATE) == pytest.approx(-3.01, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 100, 5_000, 65_536, 200_001])
@pytest.mark.parametrize("taps", [1, 2047, 12_000])
def test_convolution_is_that_of_scipy(count, taps):
    rng = np.random.default_rng([count, taps])
    samples, kernel = rng.standard_normal(count), rng.standard_normal(taps) / taps
    assert convolve(samples, kernel) == pytest.approx(scipy.signal.oaconvolve(samples, kernel), abs=1e-9)


@pytest.mark.parametrize("rate", [22_050, 48_000])
@pytest.mark.parametrize("taps", [127, 2047, 2049])
def test_a_designed_filter_is_that_of_scipy(rate, taps):
    frequencies = np.array([0, 40, 80, 1000, 3200, 8000, rate / 2])
    gains = np.array([0.001, 0.01, 1.0, 1.2, 0.5, 0.9, 0.9])
    expected = scipy.signal.firwin2(taps, frequencies, gains, fs=rate)
    assert design(taps, frequencies, gains, rate) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("count", [1, 3, 11, 500])
@pytest.mark.parametrize("reach", [0, 1, 5, 40])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_running_values_are_those_of_scipy_up_to_the_ends(count, reach, kind):
    values = np.random.default_rng([count, reach]).standard_normal(count).astype(kind)
    size = 2 * reach + 1
    lowest = scipy.ndimage.minimum_filter1d(values, size, mode="nearest")
    highest = scipy.ndimage.maximum_filter1d(values, size, mode="nearest")
    mean = scipy.ndimage.uniform_filter1d(values, size, mode="nearest")
    assert np.array_equal(running.lowest(values, reach), lowest)
    assert np.array_equal(running.highest(values, reach), highest)
    assert running.mean(values, reach) == pytest.approx(mean, abs=1e-6)
    assert running.mean(values, reach).dtype == kind


def test_running_values_of_nothing_are_nothing():
    nothing = np.zeros(0, np.float32)
    assert len(running.lowest(nothing, 5)) == len(running.highest(nothing, 5)) == 0


@pytest.mark.slow
def test_speaking_needs_no_scipy():
    code = (
        "import sys, avatar; avatar.speak('Hello.', language='en');"
        "print(*sorted({'scipy', 'pyloudnorm', 'numba', 'cv2', 'av'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
