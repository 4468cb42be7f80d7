"""Speech for tests: syllables of harmonics with their phones, made by hand."""

import numpy as np
import pytest

from avatar.data import Phone, Speech

RATE = 16000


def _babble(seconds, seed=0, *, tonal=False, phrase=3.0, pause=0.6):
    rng = np.random.default_rng(seed)
    phones: list[Phone] = []
    samples = np.zeros(round(seconds * RATE), np.float32)
    clock, phrase_end = 0.4, 0.4 + phrase
    while clock < seconds - 0.9:
        if clock > phrase_end:
            clock += pause
            phrase_end = clock + phrase
            continue
        consonant, vowel = str(rng.choice(list("pbmtdnlksfw"))), str(rng.choice(list("aiueo")))
        onset = clock + float(rng.uniform(0.05, 0.09))
        end = onset + float(rng.uniform(0.08, 0.2))
        is_stressed = len(phones) % 6 == 0
        tone = int(rng.integers(1, 5)) if tonal else None
        phones += [Phone(consonant, clock, onset), Phone(vowel, onset, end, 2 if is_stressed else 0, tone)]
        _sing(samples, onset, end, 180.0 if is_stressed else 140.0, 0.4 if is_stressed else 0.2)
        clock = end
    return Speech(samples, RATE, tuple(phones), (), "zh" if tonal else "en", "babble")


def _sing(samples, start, end, hertz, level):
    low, high = round(start * RATE), round(end * RATE)
    phase = 2 * np.pi * hertz * np.arange(high - low) / RATE
    samples[low:high] += level * np.hanning(high - low) * sum(np.sin(k * phase) / k for k in range(1, 6))


@pytest.fixture(scope="session")
def babble():
    """Say CV syllables in phrases of 3 s with pauses between, every third one stressed, for so many seconds."""
    return _babble


@pytest.fixture(scope="session")
def silence():
    """Say nothing, for so many seconds."""
    return lambda seconds: Speech(np.zeros(round(seconds * RATE), np.float32), RATE, (), (), "en", "none")
