"""Each measure by itself, on curves and points that are known exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.data import ARKIT_NAMES
from avatar.inspection import intent, lips, motion, timing
from avatar.inspection.head import UNIT, HeadFit, HeadFollower, _fit, _rotation, mean_shape
from avatar.inspection.intent import Sound
from avatar.inspection.points import eye_line, inter_ocular
from avatar.inspection.teeth import follow_teeth
from avatar.inspection.watch import MOUTH_SIZE, Mouth, Sighting
from avatar.portrait.face.pose import canonical_face

TIMES = np.arange(250) / 25


def wobble(times, seed=0):
    """A smooth curve that never repeats, such as lips make."""
    rng = np.random.default_rng(seed)
    waves = [np.sin(2 * np.pi * rng.uniform(0.5, 4.5) * times + rng.uniform(0, 7)) for _ in range(8)]
    return np.asarray(0.15 + 0.05 * np.sum(waves, axis=0) / 2)


@settings(max_examples=25, deadline=None)
@given(milliseconds=some.integers(-150, 150), seed=some.integers(0, 9))
def test_a_lag_is_measured_to_two_milliseconds(milliseconds, seed):
    shift = milliseconds / 1000
    found = timing.lag(TIMES, wobble(TIMES - shift, seed), TIMES, wobble(TIMES, seed))
    assert found.seconds == pytest.approx(shift, abs=0.002)
    assert found.correlation > 0.98


def test_a_lag_in_one_part_shows_in_its_windows_only():
    late = np.where(TIMES > 5, wobble(TIMES - 0.06), wobble(TIMES))
    found = timing.window_lags(TIMES, late, TIMES, wobble(TIMES))
    assert found[0].lag.seconds == pytest.approx(0, abs=0.004)
    assert max(part.lag.seconds for part in found) > 0.04


def test_curves_that_stand_still_have_no_lag():
    assert timing.lag(TIMES, wobble(TIMES), TIMES, np.full(250, 0.1)) is None
    assert timing.lag(TIMES, np.full(250, 0.1), TIMES, wobble(TIMES)) is None


def test_missing_frames_do_not_shift_the_rest():
    measured = wobble(TIMES - 0.04)
    measured[60:70] = np.nan
    assert timing.lag(TIMES, measured, TIMES, wobble(TIMES)).seconds == pytest.approx(0.04, abs=0.004)


def test_pauses_are_heard():
    rng = np.random.default_rng(1)
    samples = rng.normal(0, 0.1, 48000).astype(np.float32)
    samples[16000:28000] *= 1e-3
    ((start, end),) = timing.quiet_stretches(samples, 0.3)
    assert (start, end) == pytest.approx((1.0, 1.75), abs=0.02)


def mouth(gap, width=None):
    return lips.Mouth(TIMES, gap, np.full(250, 0.8) if width is None else width)


def test_a_seal_must_be_held_for_two_frames():
    gap = np.full(250, 0.1)
    sounds = [Sound("p", 2.0, 2.08, "bilabial"), Sound("m", 4.0, 4.08, "bilabial"), Sound("b", 6.0, 6.04, "bilabial")]
    gap[51:53] = gap[101] = gap[151] = 0.002
    assert [token.is_met for token in lips.seals(mouth(gap), sounds)] == [True, False, True]


def test_lips_that_meet_in_an_open_vowel_are_a_false_seal():
    gap = np.full(250, 0.1)
    gap[52] = 0.001
    sounds = [Sound("a", 2.0, 2.2, "open vowel"), Sound("a", 3.0, 3.2, "open vowel")]
    assert [token.is_met for token in lips.open_vowels(mouth(gap), sounds)] == [False, True]


def test_a_bite_and_a_rounding_are_measured_against_the_vowels():
    gap, width = np.full(250, 0.2), np.full(250, 0.8)
    gap[50:52], width[100:103] = 0.05, 0.66
    sounds = [
        Sound("f", 2.0, 2.08, "labiodental"),
        Sound("v", 3.0, 3.08, "labiodental"),
        Sound("u", 4.0, 4.1, "close round vowel"),
        Sound("y", 5.0, 5.1, "front round vowel"),
        Sound("i", 6.0, 6.1, "close front vowel"),
    ]
    assert [token.is_met for token in lips.bites(mouth(gap, width), sounds)] == [True, False]
    assert [token.is_met for token in lips.rounds(mouth(gap, width), sounds)] == [True, False]


def test_speed_is_that_of_talk_and_not_of_pauses():
    gap = 0.1 + 0.1 * np.sin(2 * np.pi * TIMES)  # mean speed 0.4 IOD/s
    gap[125:] = 0.1
    assert lips.dynamics(mouth(gap), [(5.0, 10.0)]) == pytest.approx(0.4, rel=0.03)


def test_stillness_leaves_out_settling_and_getting_ready():
    gap = np.zeros(250)
    gap[50:56] = 0.1  # settles after speech that ends at 2 s
    still = lips.still_frames(mouth(gap), [(2.0, 4.0)], 10.0)
    assert lips.quiver(mouth(gap), still).max() == 0
    gap[70::2] = 0.05
    assert lips.quiver(mouth(gap), still).mean() > 0.013


def test_blinks_are_counted_and_placed_between_frames():
    lids = np.ones(250)
    for blink in (2.0, 5.513, 8.0):
        away = np.abs(TIMES - blink)
        lids = np.minimum(lids, 0.2 + 0.8 * np.clip(away / 0.12, 0, 1))
    lids[200:] *= 1.0 + 0.02 * np.sin(np.arange(50))
    found = motion.blink_times(TIMES, motion.lid_curve(lids))
    assert found == pytest.approx([2.0, 5.513, 8.0], abs=0.012)


def test_eyes_that_stay_shut_are_no_blink():
    lids = np.ones(250)
    lids[100:150] = 0.2
    assert motion.blink_times(TIMES, motion.lid_curve(lids)) == []


@given(seconds=some.floats(1, 600))
def test_any_natural_count_of_blinks_is_allowed(seconds):
    least, most = motion.expected_blinks(seconds, 10, 33)
    assert least <= 10 * seconds / 60
    assert most >= 33 * seconds / 60
    assert least <= round(20 * seconds / 60) <= most


def test_slow_sway_is_told_from_tremor():
    sway = np.stack([2 * np.sin(2 * np.pi * f * TIMES) for f in (0.3, 0.5, 0.9)], axis=1)
    tremor = np.stack([np.sin(2 * np.pi * f * TIMES) for f in (5.0, 6.0, 7.0)], axis=1)
    assert motion.slow_share(TIMES, sway) > 0.99
    assert motion.slow_share(TIMES, sway / 2 + tremor) == pytest.approx(0.5, abs=0.05)
    assert motion.slow_share(TIMES[:50], sway[:50]) is None


angles = some.floats(-0.25, 0.25)


@settings(max_examples=40, deadline=None)
@given(pitch=angles, yaw=angles, roll=some.floats(-3, 3), scale=some.floats(0.3, 4), seed=some.integers(0, 99))
def test_a_rigid_head_is_fitted_from_its_picture(pitch, yaw, roll, scale, seed):
    """With a tenth of the points astray."""
    rng = np.random.default_rng(seed)
    model = canonical_face()[rng.choice(468, 120, replace=False)] * UNIT
    turn = _rotation(np.array([0, 0, roll])) @ _rotation(np.array([0, -yaw, 0])) @ _rotation(np.array([pitch, 0, 0]))
    # The follower's guess has taken the roll away, so that the fit begins near.
    near = _rotation(np.array([0, 0, -roll])) @ turn
    picture = scale * model @ near[:2].T + (50.0, 80.0)
    picture[:12] += rng.normal(0, 30, (12, 2)) * scale / 4
    fit = _fit(model, picture, is_followed=True)
    assert fit.angles[:2] == pytest.approx(np.degrees([pitch, yaw]), abs=0.6)
    assert fit.scale == pytest.approx(scale, rel=0.01)
    assert np.abs(fit.place(model) - picture)[12:].max() < 0.02 * UNIT * scale


def test_a_plane_of_the_head_maps_like_its_points():
    turn = _rotation(np.array([0.1, -0.2, 0.3]))
    fit = HeadFit(turn, 1.7, np.array([3.0, 4.0]), is_followed=True)
    point = np.array([20.0, 30.0, 15.0])
    assert fit.plane(15.0) @ [20.0, 30.0, 1.0] == pytest.approx(fit.place(point))


def test_a_reference_lies_level_and_in_its_unit():
    from skimage.data import astronaut

    face = (canonical_face() * 60 + (230.0, 130.0, 0.0)).astype(np.float32)
    turn = np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])
    face[:, :2] = (face[:, :2] - (230, 130)) @ turn.T + (230, 130)
    follower = HeadFollower(astronaut(), face)
    assert float(inter_ocular(follower.model)) == pytest.approx(UNIT)
    assert float(eye_line(follower.model)) == pytest.approx(0, abs=1e-6)
    assert mean_shape(face[None])[4] < 0  # the tip of the nose is nearer than the eyes


def teeth(rng, right=0.0, down=0.0):
    """An open mouth with a row of teeth."""
    width, height = MOUTH_SIZE
    y, x = np.mgrid[:height, :width].astype(float)
    gaps = np.cos((x - right - width / 2) * 2 * np.pi / 22) ** 2
    row = 1 / (1 + np.exp((y - down - 45) * 1.2)) * (0.6 + 0.4 * gaps) * 200
    inside = ((x - width / 2) / 70) ** 2 + ((y - 55) / 28) ** 2 < 1
    light = np.where(inside, 15 + row, 120) + rng.normal(0, 2, x.shape)
    angle = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    ring = np.column_stack([width / 2 + 70 * np.cos(angle), 55 + 28 * np.sin(angle)])
    return Mouth(np.repeat(np.clip(light, 0, 255)[..., None], 3, axis=2).astype(np.uint8), ring.astype(np.float32))


def sighting(index, mouth):
    rng = np.random.default_rng(index)
    return Sighting(index / 25, found=True, iod=UNIT, angles=tuple(rng.normal(0, 2, 3)), mouth=mouth)


def test_teeth_that_stand_still_hardly_drift():
    rng = np.random.default_rng(0)
    track = follow_teeth([sighting(index, teeth(rng)) for index in range(30)], 512)
    assert track.away.max() < 0.15
    assert np.abs(track.growth).max() < 0.01


@pytest.mark.slow
def test_teeth_that_move_are_measured_in_pixels():
    rng = np.random.default_rng(0)
    moves = rng.uniform(-3, 3, (40, 2))
    track = follow_teeth([sighting(index, teeth(rng, *move)) for index, move in enumerate(moves)], 512)
    expected = (moves - moves.mean(axis=0)) / 1.5  # px of the stabilised face, here those of the film
    kept = np.rint(track.times * 25).astype(int)
    assert len(kept) > 25
    assert np.corrcoef(track.drift[:, 0], expected[kept, 0])[0, 1] > 0.95
    assert track.away.mean() == pytest.approx(np.hypot(*expected[kept].T).mean(), rel=0.2)


def test_without_open_mouths_there_are_no_teeth_to_follow():
    assert follow_teeth([Sighting(index / 25, found=True) for index in range(30)], 512) is None


def test_intended_openings_follow_jaw_lips_and_closure():
    weights = {name: np.zeros(2) for name in ARKIT_NAMES}
    weights["jawOpen"] = np.array([0.3, 0.3])
    weights["mouthClose"] = np.array([0.0, 0.45])
    wide, shut = intent.intended_opening(weights)
    assert wide > 0.15
    assert shut == 0
    weights["mouthPucker"] = np.array([0.0, 0.8])
    assert intent.intended_width(weights)[1] < intent.intended_width(weights)[0]
