"""Stretches of motion that are made one by one join without a seam."""

from fractions import Fraction

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, Cue, LipTrack, MotionTrack, Poise, Speech
from avatar.motion import NaturalMover
from avatar.motion.head import FURTHEST
from avatar.settings import EMOTIONS, MotionSettings

FPS = Fraction(25)


def still(seconds: float) -> LipTrack:
    times = (np.arange(round(seconds * 100) + 1) / 100).astype(np.float32)
    return LipTrack(times, ("jawOpen", "mouthClose"), np.zeros((len(times), 2), np.float32))


def stretches(speeches: list[Speech], settings: MotionSettings, seed: int = 0) -> list[MotionTrack]:
    mover = NaturalMover(settings)
    poises: list[Poise | None] = [
        None,
        *(mover.poise(np.random.default_rng([seed, index])) for index in range(len(speeches) - 1)),
        None,
    ]
    return [
        mover.move(still(speech.seconds), speech, FPS, np.random.default_rng([seed, index, 7]), start, end)
        for index, (speech, start, end) in enumerate(zip(speeches, poises, poises[1:], strict=False))
    ]


def joined(tracks: list[MotionTrack], what: str) -> np.ndarray:
    return np.concatenate([getattr(track, what) for track in tracks])


@pytest.fixture(scope="module")
def speeches(babble) -> list[Speech]:
    return [babble(seconds, seed) for seed, seconds in enumerate((3.0, 1.6, 5.2, 2.4, 8.0, 4.0))]


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_nothing_jumps_where_two_stretches_join(speeches, emotion: str) -> None:
    tracks = stretches(speeches, MotionSettings(emotion=emotion))
    borders = np.cumsum([len(track) for track in tracks])[:-1]
    weights, head, gaze, breath = (joined(tracks, what) for what in ("weights", "head", "gaze", "breath"))
    for values, most in (
        (np.degrees(head[:, :3]), 0.15),
        (head[:, 3:], 0.005),
        (np.degrees(gaze), 0.3),
        (breath[:, None], 0.2),
        (weights, 0.03),
    ):
        steps = np.abs(values[borders] - values[borders - 1])
        assert steps.max() < most


def test_the_head_stands_at_the_poise_and_speed_is_zero_there(speeches) -> None:
    mover = NaturalMover(MotionSettings())
    poise = mover.poise(np.random.default_rng(5))
    one = mover.move(still(3.0), speeches[0], FPS, np.random.default_rng(0), None, poise)
    two = mover.move(still(5.2), speeches[2], FPS, np.random.default_rng(1), poise, None)
    assert np.abs(two.head[0] - poise.head).max() < 0.004
    assert np.abs(one.head[-1] - two.head[0]).max() < 0.004
    assert np.abs(one.head[0]).max() == 0
    assert np.abs(two.head[-1]).max() == 0


def test_a_stretch_depends_on_its_own_poises_only(speeches) -> None:
    mover = NaturalMover(MotionSettings())
    start, end = (mover.poise(np.random.default_rng(seed)) for seed in (1, 2))
    one, other = (mover.move(still(3.0), speeches[0], FPS, np.random.default_rng(9), start, end) for _ in range(2))
    assert np.array_equal(one.head, other.head)
    assert np.array_equal(one.weights, other.weights)


@pytest.mark.slow
def test_many_short_stretches_move_like_one_long_speech(babble) -> None:
    tracks = stretches([babble(2.0 + seed % 4, seed) for seed in range(30)], MotionSettings())
    angles = np.degrees(joined(tracks, "head")[:, :3])
    assert (angles.std(axis=0) > 1.5).all()
    assert (angles.std(axis=0) < 3.0).all()
    assert np.abs(np.diff(angles, axis=0)).max() * 25 < 60
    power = np.abs(np.fft.rfft(angles - angles.mean(axis=0), axis=0)) ** 2
    slow = np.fft.rfftfreq(len(angles), 1 / 25) < 2
    assert (power[slow].sum(axis=0) / power.sum(axis=0)).min() > 0.8
    lids = joined(tracks, "weights")[:, ARKIT_INDEX["eyeBlinkLeft"]]
    closed = lids > 0.6
    rate = (closed[1:] & ~closed[:-1]).sum() / len(lids) * 25 * 60
    assert 13 <= rate <= 32
    assert lids[np.cumsum([len(track) for track in tracks])[:-1]].max() < 0.3


def test_poises_stay_within_what_the_photo_carries() -> None:
    mover = NaturalMover(MotionSettings(head=2.0))
    poises = np.stack([mover.poise(np.random.default_rng(seed)).head for seed in range(300)])
    assert np.abs(np.degrees(poises[:, :3])).max() < 8
    assert np.abs(poises[:, 3:]).max() < FURTHEST
    assert np.abs(NaturalMover(MotionSettings(head=0.0)).poise(np.random.default_rng(0)).head).max() == 0


def test_what_a_cue_asks_for_at_the_border_is_over_there(babble) -> None:
    speech = babble(3.0)
    asked = Speech(
        *(getattr(speech, name) for name in ("samples", "sample_rate", "phones", "words", "language", "voice")),
        cues=(Cue("look left", time=2.4), Cue("nod", time=2.6), Cue("smile", time=2.0)),
    )
    mover = NaturalMover(MotionSettings())
    poise = mover.poise(np.random.default_rng(3))
    plain, acted = (
        mover.move(still(3.0), each, FPS, np.random.default_rng(0), None, poise) for each in (speech, asked)
    )
    assert np.abs(plain.head[-1] - acted.head[-1]).max() < 0.01
    apart = np.abs(plain.weights[-1] - acted.weights[-1])
    looks = [name.startswith("eyeLook") for name in ARKIT_NAMES]
    assert apart[np.logical_not(looks)].max() < 0.05
    assert apart.max() < 0.15, "the eyes are on their way back, as fast as eyes are"
