"""What every mover promises, whichever it is. Add yours to those that are tried."""

from fractions import Fraction

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, TONGUE_TIP, LipTrack, MotionTrack, Speech
from avatar.motion import NaturalMover
from avatar.settings import MotionSettings
from avatar.stages import Mover

FPS = Fraction(25)


@pytest.fixture(params=[NaturalMover])
def mover(request: pytest.FixtureRequest) -> Mover:
    mover: Mover = request.param(MotionSettings())
    return mover


def sound(samples: int, rate: int = 16000) -> Speech:
    tone = 0.3 * np.sin(2 * np.pi * 150 * np.arange(samples) / rate)
    return Speech(tone.astype(np.float32), rate, (), (), "en", "tone")


def chewing(seconds: float) -> LipTrack:
    """Open and close three times a second, tongue and all."""
    times = (np.arange(round(seconds * 100) + 1) / 100).astype(np.float32)
    jaw = 0.25 - 0.25 * np.cos(2 * np.pi * 3 * times)
    return LipTrack(times, ("jawOpen", TONGUE_TIP), np.stack([jaw, jaw], axis=1).astype(np.float32))


def moved(mover: Mover, seconds: float, seed: int = 1, fps: Fraction = FPS) -> MotionTrack:
    return mover.move(chewing(seconds), sound(round(seconds * 16000)), fps, np.random.default_rng(seed))


@pytest.mark.parametrize(
    ("samples", "rate", "fps", "frames"),
    [
        (16000, 16000, Fraction(25), 25),
        (16001, 16000, Fraction(25), 26),
        (22050 * 3, 22050, Fraction(30000, 1001), 90),
        (44100 * 1001 // 100, 44100, Fraction(30), 301),
        (48000 * 7, 48000, Fraction(60), 420),
        (1, 16000, Fraction(25), 1),
    ],
)
def test_there_is_one_row_per_frame_that_the_sound_touches(
    mover: Mover, samples: int, rate: int, fps: Fraction, frames: int
) -> None:
    motion = mover.move(chewing(samples / rate), sound(samples, rate), fps, np.random.default_rng(0))
    assert len(motion) == frames
    assert motion.fps == fps


def test_weights_are_finite_and_in_range(mover: Mover) -> None:
    motion = moved(mover, 6.0)
    assert motion.weights.shape[1] == len(ARKIT_NAMES)
    for values in (motion.weights, motion.head, motion.gaze, motion.tongue, motion.breath):
        assert np.isfinite(values).all()
    assert motion.weights.min() >= 0
    assert motion.weights.max() <= 1
    assert np.abs(motion.breath).max() <= 1


def test_the_same_seed_gives_the_same_motion_and_another_another(mover: Mover) -> None:
    first, again, other = (moved(mover, 6.0, seed) for seed in (1, 1, 2))
    for name in ("weights", "head", "gaze", "tongue", "breath"):
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert not np.array_equal(first.head, other.head)


def test_a_clip_begins_and_ends_as_the_portrait_so_that_clips_join(mover: Mover) -> None:
    motion = moved(mover, 4.0)
    for values in (motion.weights, motion.head, motion.gaze, motion.tongue, motion.breath):
        assert np.abs(values[[0, -1]]).max() < 1e-6


def test_lips_come_through_without_delay(mover: Mover) -> None:
    motion, lips = moved(mover, 6.0), chewing(6.0)
    fine = np.arange(0, 6.0, 0.001)
    jaw = np.interp(fine, np.arange(len(motion)) / 25, motion.weights[:, ARKIT_INDEX["jawOpen"]])
    wanted = np.interp(fine, lips.times, lips.weights[:, 0])
    score = {shift: np.corrcoef(np.roll(jaw, shift)[500:-500], wanted[500:-500])[0, 1] for shift in range(-40, 41)}
    assert abs(max(score, key=score.__getitem__)) <= 10
    assert max(score.values()) > 0.95


def test_the_tongue_has_a_track_of_its_own(mover: Mover) -> None:
    assert moved(mover, 3.0).tongue[10:-10].max() > 0.4
