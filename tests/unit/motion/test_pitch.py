"""F0 is measured on what has one, and nothing is invented elsewhere."""

import numpy as np
import pytest

from avatar.motion import pitch


def harmonics(hertz: np.ndarray, rate: int, count: int = 8) -> np.ndarray:
    phase = 2 * np.pi * np.cumsum(hertz) / rate
    return (0.2 * sum(np.sin(k * phase) / k for k in range(1, count + 1))).astype(np.float32)


@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
@pytest.mark.parametrize("hertz", [75.0, 120.0, 220.0, 380.0])
def test_a_steady_voice_is_measured_within_one_per_cent(rate: int, hertz: float) -> None:
    measured = pitch.f0(harmonics(np.full(rate, hertz), rate), rate, 0.02)
    inner = measured[5:-5]
    assert (inner > 0).mean() > 0.95
    assert np.median(inner) == pytest.approx(hertz, rel=0.01)
    assert np.mean(np.abs(inner / hertz - 1) < 0.03) > 0.95


def test_a_pure_tone_and_a_missing_fundamental_are_heard_too() -> None:
    time = np.arange(16000) / 16000
    pure = (0.3 * np.sin(2 * np.pi * 200 * time)).astype(np.float32)
    missing = (0.2 * sum(np.sin(2 * np.pi * 150 * k * time) for k in (2, 3, 4, 5))).astype(np.float32)
    assert np.median(pitch.f0(pure, 16000, 0.02)[5:-5]) == pytest.approx(200, rel=0.01)
    assert np.median(pitch.f0(missing, 16000, 0.02)[5:-5]) == pytest.approx(150, rel=0.01)


def test_a_glide_is_followed_at_the_right_time() -> None:
    rate = 16000
    hertz = np.linspace(100, 250, 2 * rate)
    measured = pitch.f0(harmonics(hertz, rate), rate, 0.02)
    times = np.arange(len(measured)) * 0.02
    expected = np.interp(times, np.arange(2 * rate) / rate, hertz)
    inner = (times > 0.1) & (times < 1.9) & (measured > 0)
    assert inner.sum() > 80
    assert np.abs(measured[inner] / expected[inner] - 1).max() < 0.05


def test_noise_silence_and_nothing_have_no_pitch() -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, 32000).astype(np.float32)
    assert (pitch.f0(noise, 16000, 0.02) > 0).mean() < 0.1
    assert pitch.f0(np.zeros(16000, np.float32), 16000, 0.02).max() == 0
    assert pitch.f0(np.zeros(3, np.float32), 16000, 0.02).max() == 0


def test_a_little_noise_does_not_hide_a_voice() -> None:
    voice = harmonics(np.full(16000, 130.0), 16000)
    noisy = voice + np.random.default_rng(1).normal(0, 0.02, 16000).astype(np.float32)
    assert np.median(pitch.f0(noisy, 16000, 0.02)[5:-5]) == pytest.approx(130, rel=0.02)


def test_decimation_keeps_low_tones_and_removes_what_would_fold() -> None:
    time = np.arange(48000) / 48000
    low, high = (np.sin(2 * np.pi * hertz * time).astype(np.float32) for hertz in (300, 7000))
    assert pitch.decimated(low, 8)[100:-100].std() == pytest.approx(low.std(), rel=0.02)
    assert pitch.decimated(high, 8)[100:-100].std() < 0.02
