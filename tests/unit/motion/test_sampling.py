"""Video frames keep every closure and every opening of the fine track."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.data import ARKIT_INDEX, LipTrack
from avatar.errors import AvatarError
from avatar.motion.sampling import frame_times, sample_lips

NAMES = ("jawOpen", "mouthClose", "mouthFunnel")


def track(seals: list[tuple[float, float]], seconds: float) -> LipTrack:
    """Open wide, but seal in each of the stretches, with slopes of 20 ms."""
    times = np.arange(round(seconds * 100) + 1) / 100
    closed = np.zeros(len(times))
    for start, end in seals:
        closed = np.maximum(closed, np.clip(1 + np.minimum(times - start, end - times) / 0.02, 0, 1))
    jaw = 0.5 - 0.3 * closed
    weights = np.stack([jaw, closed * (jaw + 0.17), 0.3 * (1 - closed)], axis=1)
    return LipTrack(times.astype(np.float32), NAMES, weights.astype(np.float32))


def press(lips: LipTrack, fps: Fraction, count: int) -> np.ndarray:
    weights, _ = sample_lips(lips, fps, count)
    return weights[:, ARKIT_INDEX["mouthClose"]] - weights[:, ARKIT_INDEX["jawOpen"]]


@given(
    st.floats(0.3, 0.9),
    st.sampled_from([Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60)]),
)
@settings(max_examples=80, deadline=None)
def test_a_seal_of_sixty_milliseconds_is_seen_twice_wherever_it_falls(start: float, fps: Fraction) -> None:
    closing = press(track([(start, start + 0.06)], 1.5), fps, int(1.5 * fps))
    times = frame_times(len(closing), fps)
    sealed = times[closing >= 0.08]
    assert len(sealed) >= 2
    assert sealed.min() > start - 0.05
    assert sealed.max() < start + 0.11


@given(st.floats(0.3, 0.5), st.floats(0.06, 0.12), st.floats(0.06, 0.12))
@settings(max_examples=80, deadline=None)
def test_a_short_vowel_between_two_seals_is_seen_open(start: float, vowel: float, seal: float) -> None:
    first, second = (start, start + seal), (start + seal + vowel, start + 2 * seal + vowel)
    closing = press(track([first, second], 1.5), Fraction(25), 37)
    sealed = closing >= 0.08
    runs = np.flatnonzero(np.diff(np.concatenate([[False], sealed, [False]]).astype(int)))
    assert len(runs) == 4, sealed
    assert closing[runs[1] : runs[2]].min() < -0.25
    # Two frames each, unless there is no room for two seals and an opening in the frames that they cover.
    if 2 * seal + vowel >= 0.22:
        assert runs[1] - runs[0] >= 2
        assert runs[3] - runs[2] >= 2


def test_at_a_low_frame_rate_one_frame_is_enough() -> None:
    assert (press(track([(0.52, 0.58)], 1.2), Fraction(12), 14) >= 0.08).sum() == 1


def test_slow_movement_comes_through_as_it_is() -> None:
    times = np.arange(301) / 100
    jaw = 0.3 - 0.3 * np.cos(2 * np.pi * times)
    lips = LipTrack(times.astype(np.float32), ("jawOpen",), jaw[:, None].astype(np.float32))
    weights, tongue = sample_lips(lips, Fraction(25), 75)
    expected = np.interp(frame_times(75, Fraction(25)), times, jaw)
    assert np.abs(weights[1:-1, ARKIT_INDEX["jawOpen"]] - expected[1:-1]).max() < 0.01
    assert tongue.max() == 0


def test_a_channel_that_no_face_has_is_named() -> None:
    lips = LipTrack(np.zeros(1, np.float32), ("jawOpen", "mouthSpin"), np.zeros((1, 2), np.float32))
    with pytest.raises(AvatarError, match="'mouthSpin'"):
        sample_lips(lips, Fraction(25), 1)


def test_an_empty_track_is_a_mouth_at_rest() -> None:
    lips = LipTrack(np.zeros(0, np.float32), NAMES, np.zeros((0, 3), np.float32))
    weights, _ = sample_lips(lips, Fraction(25), 10)
    assert weights.max() == 0
