"""The head, the eyes and the breath move the way people's do."""

from fractions import Fraction

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX, LipTrack, MotionTrack, Speech
from avatar.errors import InputError
from avatar.motion import NaturalMover
from avatar.motion.blinks import blink_times, lids
from avatar.motion.breath import breathing
from avatar.motion.gaze import Shift, shifts
from avatar.motion.head import FURTHEST, nods, turning
from avatar.motion.meaning import Meaning
from avatar.motion.moods import Mood
from avatar.motion.prosody import listen
from avatar.settings import MotionSettings

FPS = Fraction(25)


def still(seconds: float) -> LipTrack:
    times = (np.arange(round(seconds * 100) + 1) / 100).astype(np.float32)
    return LipTrack(times, ("jawOpen", "mouthClose"), np.zeros((len(times), 2), np.float32))


def moved(speech: Speech, seed: int = 0, settings: MotionSettings | None = None, fps: Fraction = FPS) -> MotionTrack:
    mover = NaturalMover(settings or MotionSettings())
    return mover.move(still(speech.seconds), speech, fps, np.random.default_rng(seed))


def weight(motion: MotionTrack, name: str) -> np.ndarray:
    return motion.weights[:, ARKIT_INDEX[name]]


def blinks_in(motion: MotionTrack) -> np.ndarray:
    closed = weight(motion, "eyeBlinkLeft") > 0.6
    return np.flatnonzero(closed[1:] & ~closed[:-1]) + 1


def rate(motion: MotionTrack) -> float:
    return len(blinks_in(motion)) / len(motion) * float(motion.fps) * 60


@pytest.fixture(scope="module")
def long_talk(babble) -> MotionTrack:
    return moved(babble(180.0))


@pytest.mark.slow
def test_talkers_blink_more_than_idlers(long_talk, silence) -> None:
    assert 18 <= rate(long_talk) <= 32
    assert 11 <= rate(moved(silence(180.0))) <= 22
    assert rate(long_talk) > rate(moved(silence(180.0)))


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [4.0, 6.0, 12.0])
def test_a_short_clip_has_a_natural_number_of_blinks_whatever_the_seed(babble, seconds: float) -> None:
    speech = babble(seconds)
    for seed in range(25):
        found = blinks_in(moved(speech, seed))
        assert len(found) >= 1
        assert len(found) / seconds * 60 <= 33


def test_a_blink_shuts_wholly_fast_and_opens_slowly(long_talk) -> None:
    lid = weight(long_talk, "eyeBlinkRight")
    for frame in blinks_in(long_talk)[:20]:
        peak = frame + int(np.argmax(lid[frame : frame + 4]))
        assert lid[peak] == pytest.approx(1.0)
        assert lid[peak - 3] < 0.2
        assert lid[peak + 2] > 0.1
    fine = lids([1.0], np.arange(0, 2, 0.001))
    open_again = np.flatnonzero(fine > 0.01)
    assert 1.0 - open_again[0] / 1000 < 0.09
    assert 0.15 < open_again[-1] / 1000 - 1.0 < 0.26


@pytest.mark.slow
def test_blinks_keep_away_from_the_ends_of_the_clip(babble) -> None:
    for seed in range(20):
        times = blink_times(listen(babble(6.0)), 6.0, 1.0, np.random.default_rng(seed))
        assert all(0.3 < time < 5.7 for time in times)


@pytest.mark.slow
def test_blinks_prefer_the_ends_of_phrases(babble) -> None:
    prosody = listen(babble(600.0, phrase=4.0))
    times = blink_times(prosody, 600.0, 1.0, np.random.default_rng(0))
    ends = np.array([end for _, end in prosody.phrases])
    near = sum(np.any((time - ends >= 0) & (time - ends < 0.2)) for time in times)
    by_chance = len(times) * len(ends) * 0.2 / 600
    assert near > 2.5 * by_chance


@pytest.mark.slow
def test_blinking_can_be_switched_off_and_doubled(babble) -> None:
    speech = babble(120.0)
    assert rate(moved(speech, settings=MotionSettings(blink=0.0))) == 0
    assert rate(moved(speech, settings=MotionSettings(blink=2.0))) > 1.5 * rate(moved(speech))


def test_the_head_moves_as_much_and_as_slowly_as_a_talkers(long_talk) -> None:
    angles = np.degrees(long_talk.head[:, :3])
    pitch, yaw, roll = angles.std(axis=0)
    assert 1.5 <= pitch <= 3
    assert 1.5 <= yaw <= 3
    assert 1.3 <= roll <= 3
    assert yaw == max(pitch, yaw, roll)
    power = np.abs(np.fft.rfft(angles - angles.mean(axis=0), axis=0)) ** 2
    slow = np.fft.rfftfreq(len(angles), 1 / 25) < 2
    assert (power[slow].sum(axis=0) / power.sum(axis=0)).min() > 0.8
    assert np.abs(np.diff(angles, axis=0)).max() * 25 < 60  # degrees a second


@pytest.mark.parametrize("strength", [1.0, 2.0])
def test_the_head_never_turns_further_than_the_photo_carries(babble, strength: float) -> None:
    for seed in range(10):
        motion = moved(babble(10.0, seed), seed, MotionSettings(head=strength))
        assert np.abs(np.degrees(motion.head[:, :3])).max() <= 8
        assert np.abs(motion.head[:, 3:]).max() < FURTHEST


def test_a_short_clip_moves_the_head_too(babble) -> None:
    for seed in range(10):
        spread = np.degrees(moved(babble(5.0), seed).head[:, :3]).std(axis=0)
        assert (spread > 0.9).all()
        assert (spread < 3).all()


def test_head_motion_can_be_switched_off(babble) -> None:
    assert np.abs(moved(babble(5.0), settings=MotionSettings(head=0.0)).head).max() == 0


def test_idling_is_quieter_than_talking(long_talk, silence) -> None:
    assert (moved(silence(60.0)).head[:, :3].std(axis=0) < 0.6 * long_talk.head[:, :3].std(axis=0)).all()


def test_nods_begin_just_before_accents_and_take_a_third_of_a_second(babble) -> None:
    prosody = listen(babble(60.0))
    nod, _ = nods(prosody, np.random.default_rng(0))
    moving = np.abs(nod) > 0.02
    for accent in prosody.accents:
        at = round(accent.time * 100)
        assert not moving[at - 14]
        assert moving[at]
        assert 1.0 <= np.abs(nod[at : at + 12]).max() * (1.0 if nod[at] > 0 else 1 / 0.6) <= 4.6
    assert np.mean([nod[round(accent.time * 100)] > 0 for accent in prosody.accents]) > 0.6


@pytest.mark.slow
def test_brows_rise_on_some_accents(babble) -> None:
    speech = babble(120.0)
    raised = weight(moved(speech), "browInnerUp")
    accents = listen(speech).accents
    there = np.array([raised[round(accent.time * 25) : round(accent.time * 25) + 6].max() for accent in accents])
    elsewhere = np.array([raised[at : at + 6].max() for at in range(25, 2900, 7)])
    assert 0.2 < np.mean(there > 0.55) < 0.75
    assert np.mean(there > 0.55) > 1.3 * np.mean(elsewhere > 0.55)


def test_gaze_stays_with_the_viewer_within_four_degrees() -> None:
    found = shifts(600.0, np.random.default_rng(0))
    sizes = np.array([np.hypot(*shift.target) for shift in found])
    assert sizes.max() <= 4
    times = np.array([shift.time for shift in found] + [600.0])
    away = np.array([shift.is_away for shift in found])
    assert 0.05 < np.diff(times)[away].sum() / 600 < 0.35
    assert np.diff(times)[away].mean() == pytest.approx(0.93, rel=0.15)


def test_eyes_jump_and_hold_instead_of_drifting(silence) -> None:
    motion = moved(silence(60.0), settings=MotionSettings(head=0.0))
    speed = np.abs(np.degrees(np.diff(motion.gaze, axis=0))).max(axis=1) * 25
    assert np.mean(speed < 1) > 0.75
    assert speed.max() > 40


def test_eyes_hold_the_viewer_while_the_head_turns(long_talk) -> None:
    yaw, pitch = long_talk.head[:, 1], long_talk.head[:, 0]
    assert np.corrcoef(long_talk.gaze[:, 0], yaw)[0, 1] < -0.7
    assert np.corrcoef(long_talk.gaze[:, 1], pitch)[0, 1] < -0.7
    assert np.degrees(np.abs(long_talk.gaze)).max() <= 10


@pytest.mark.slow
def test_the_head_follows_an_averted_look_to_its_side_and_later(silence) -> None:
    prosody = listen(silence(200.0))
    looks = [Shift(2.0 + 6 * index, (3.0 * (-1) ** index, 0.0), True) for index in range(30)]
    window = np.ones(len(prosody.times))
    yaw = np.mean(
        [turning(prosody, Meaning(), looks, window, Mood(), np.random.default_rng(seed))[:, 1] for seed in range(6)],
        axis=0,
    )
    after = [(yaw[at + 90] - yaw[at]) * (-1) ** index for index, at in enumerate(range(200, 18000, 600))]
    at_once = [(yaw[at + 7] - yaw[at]) * (-1) ** index for index, at in enumerate(range(200, 18000, 600))]
    assert np.mean(after) > 0.3
    assert abs(np.mean(at_once)) < 0.1


def test_lids_follow_the_gaze(long_talk) -> None:
    down = long_talk.gaze[:, 1]
    open_eyed = weight(long_talk, "eyeBlinkLeft") < 0.4
    assert (weight(long_talk, "eyeLookDownLeft")[down > 0.01] > 0).all()
    assert (weight(long_talk, "eyeLookUpRight")[down < -0.01] > 0).all()
    assert weight(long_talk, "eyeBlinkLeft")[open_eyed & (down > 0.05)].mean() > 0.02
    right = long_talk.gaze[:, 0]
    assert (weight(long_talk, "eyeLookOutLeft")[right > 0.01] > 0).all()
    assert (weight(long_talk, "eyeLookInRight")[right > 0.01] > 0).all()


def intakes(breath: np.ndarray) -> int:
    rising = np.diff(breath) > 0
    starts = np.flatnonzero(rising[1:] & ~rising[:-1])
    return sum(breath[start : start + 150].max() - breath[start] > 0.5 for start in starts)


@pytest.mark.slow
def test_breath_is_calm_at_rest_and_rarer_in_speech(babble, silence) -> None:
    rng = np.random.default_rng(0)
    resting = breathing(listen(silence(120.0)), 120.0, rng)
    talking = breathing(listen(babble(120.0, phrase=7.0)), 120.0, rng)
    assert 12 <= intakes(resting) / 2 <= 18
    assert 5 <= intakes(talking) / 2 <= 11
    assert np.abs(talking).max() <= 1


def test_a_longer_pause_is_used_to_breathe_in(babble) -> None:
    prosody = listen(babble(20.0, pause=0.7))
    breath = breathing(prosody, 20.0, np.random.default_rng(0))
    for start, end in prosody.pauses(20.0)[1:-1]:
        assert breath[round(end * 100)] > breath[round(start * 100)] + 0.4


def test_mandarin_tones_do_not_throw_the_head_about(babble) -> None:
    motion = moved(babble(60.0, tonal=True))
    angles = np.degrees(motion.head[:, 0])
    power = np.abs(np.fft.rfft(angles - angles.mean())) ** 2
    assert power[np.fft.rfftfreq(len(angles), 1 / 25) < 2].sum() / power.sum() > 0.8


def test_loudness_widens_the_mouth_a_little_but_never_breaks_a_seal(babble) -> None:
    speech = babble(8.0)
    lips = still(8.0)
    lips.weights[:, 0] = 0.3
    lips.weights[200:220, 1] = 0.47
    motion = NaturalMover(MotionSettings()).move(lips, speech, FPS, np.random.default_rng(0))
    jaw, close = weight(motion, "jawOpen"), weight(motion, "mouthClose")
    assert 0.26 < jaw[2:-2].min() < jaw[2:-2].max() < 0.34
    assert (close - jaw)[51:54].min() >= 0.08


def test_cheeks_go_with_a_smile(silence) -> None:
    times = (np.arange(401) / 100).astype(np.float32)
    lips = LipTrack(times, ("mouthSmileLeft", "mouthSmileRight"), np.full((401, 2), 0.5, np.float32))
    motion = NaturalMover(MotionSettings()).move(lips, silence(4.0), FPS, np.random.default_rng(0))
    assert weight(motion, "cheekSquintLeft")[50] > 0.1


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.08, 0.3, 1.0])
def test_clips_of_a_moment_are_no_error(silence, seconds: float) -> None:
    motion = moved(silence(seconds))
    assert np.isfinite(motion.head).all()
    assert len(motion) == int(np.ceil(round(seconds * 16000) / 16000 * 25))


@pytest.mark.parametrize("wrong", [{"head": 2.5}, {"blink": -1.0}, {"lead_in": -0.1}, {"lead_out": float("nan")}])
def test_settings_out_of_range_are_refused_in_a_sentence(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match="out of range; choose one from 0 to"):
        MotionSettings(**wrong)
