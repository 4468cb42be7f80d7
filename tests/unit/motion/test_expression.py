"""Emotions and cues show in the face, and never at the cost of what the lips must do."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, CUE_KINDS, Cue, LipTrack, MotionTrack, Phone, Speech
from avatar.errors import InputError
from avatar.motion import NaturalMover
from avatar.motion.moods import MOODS
from avatar.motion.sampling import frame_times
from avatar.settings import EMOTIONS, LipSettings, MotionSettings
from avatar.visemes import ArticulatoryShaper, is_sealed, opening
from tests.phones import is_bilabial

FPS = Fraction(25)
SOUNDS = ["p", "b", "m", "f", "v", "t", "s", "ʃ", "w", "l", "a", "i", "u", "o", "y", "aɪ", "uei", "onɡ", "ə", ""]
MUSTS = ("jawOpen", "mouthClose", "mouthFunnel", "mouthPucker", "mouthRollLower", "mouthRollUpper", "mouthShrugLower")
PARTING = ("mouthLowerDownLeft", "mouthLowerDownRight", "mouthUpperUpLeft", "mouthUpperUpRight", "tongueOut")


def weight(motion: MotionTrack, name: str) -> np.ndarray:
    return motion.weights[:, ARKIT_INDEX[name]]


def spoken(sounds: list[tuple[str, float]], cues: tuple[Cue, ...] = ()) -> Speech:
    phones, clock = [], 0.5
    for ipa, seconds in sounds:
        if ipa:
            phones.append(Phone(ipa, clock, clock + seconds))
        clock += seconds
    samples = np.zeros(round((clock + 0.6) * 16000), np.float32)
    return Speech(samples, 16000, tuple(phones), (), "en", "none", cues)


def moved(speech: Speech, seed: int = 0, fps: Fraction = FPS, **how) -> MotionTrack:
    lips = ArticulatoryShaper(LipSettings()).shape(speech.phones, speech.seconds)
    return NaturalMover(MotionSettings(**how)).move(lips, speech, fps, np.random.default_rng(seed))


def as_lips(motion: MotionTrack) -> LipTrack:
    return LipTrack(frame_times(len(motion), motion.fps).astype(np.float32), ARKIT_NAMES, motion.weights)


def test_every_emotion_of_the_settings_exists():
    assert set(MOODS) == set(EMOTIONS)


def test_an_emotion_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(InputError, match="no emotion 'angry'; choose one of neutral, warm, serious"):
        MotionSettings(emotion="angry")


cues_anywhere = st.lists(
    st.builds(Cue, st.sampled_from(CUE_KINDS), st.floats(0.1, 1.5), st.just(0), st.floats(0, 4)), max_size=6
)
phones_anyhow = st.lists(st.tuples(st.sampled_from(SOUNDS), st.floats(0.04, 0.25)), min_size=1, max_size=16)


@pytest.mark.slow
@given(
    phones_anyhow, cues_anywhere, st.sampled_from(EMOTIONS), st.sampled_from([24, 25, Fraction(30000, 1001), 50, 60])
)
@settings(max_examples=60, deadline=None)
def test_no_emotion_and_no_cue_moves_what_the_lips_must_do(sounds, cues, emotion, fps) -> None:
    plain, shown = spoken(sounds), spoken(sounds, tuple(cues))
    without, motion = moved(plain, fps=Fraction(fps)), moved(shown, fps=Fraction(fps), emotion=emotion)
    for name in (*MUSTS, *PARTING):
        assert np.array_equal(weight(motion, name), weight(without, name)), name
    assert np.array_equal(is_sealed(as_lips(motion)), is_sealed(as_lips(without)))
    assert np.array_equal(opening(as_lips(motion)), opening(as_lips(without)))
    assert motion.weights.min() >= 0
    assert motion.weights.max() <= 1


@pytest.mark.parametrize("emotion", EMOTIONS)
@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_every_bilabial_seals_in_two_frames_whatever_the_emotion(emotion: str, fps: int) -> None:
    sounds = [pair for bilabial in "pbm" for pair in (("a", 0.15), (bilabial, 0.08), ("u", 0.12), ("i", 0.12))]
    speech = spoken(sounds, (Cue("smile", 1.5, 0, 0.5), Cue("frown", 1.5, 0, 1.0)))
    motion = moved(speech, fps=Fraction(fps), emotion=emotion)
    sealed, times = is_sealed(as_lips(motion)), frame_times(len(motion), motion.fps)
    for phone in speech.phones:
        if is_bilabial(phone.ipa):
            assert sealed[(times > phone.start - 0.06) & (times < phone.end + 0.06)].sum() >= 2


def test_a_smile_gives_way_to_round_lips_and_stays_on_the_others() -> None:
    speech = spoken([("u", 1.0), ("", 0.4), ("i", 1.0), ("", 0.4), ("s", 1.0)], ())
    plain, cheerful = moved(speech), moved(speech, emotion="cheerful")
    added = weight(cheerful, "mouthSmileLeft") - weight(plain, "mouthSmileLeft")
    assert added[round(0.8 * 25) : round(1.3 * 25)].max() < 0.25
    assert added[round(2.2 * 25) : round(2.7 * 25)].min() > 0.25
    assert added[round(3.6 * 25) : round(4.1 * 25)].min() > 0.35


def test_a_smile_does_not_twitch_at_closures() -> None:
    speech = spoken([("a", 0.15), ("m", 0.08)] * 8)
    smile = weight(moved(speech, emotion="cheerful"), "mouthSmileLeft")
    inner = smile[25:-25]
    assert inner.min() > 0.5 * inner.max()
    assert np.abs(np.diff(inner)).max() < 0.12


@pytest.mark.parametrize(
    ("emotion", "rises"),
    [
        ("warm", ("mouthSmileLeft", "cheekSquintRight")),
        ("cheerful", ("mouthSmileLeft", "mouthSmileRight", "cheekSquintLeft", "browOuterUpLeft")),
        ("serious", ("browDownLeft", "eyeSquintLeft")),
        ("concerned", ("browInnerUp", "browDownRight", "mouthFrownLeft")),
    ],
)
def test_each_emotion_shows_in_a_pause(silence, emotion: str, rises: tuple[str, ...]) -> None:
    still, shown = moved(silence(8.0)), moved(silence(8.0), emotion=emotion)
    for name in rises:
        assert weight(shown, name)[50:-50].mean() > weight(still, name)[50:-50].mean() + 0.05


@pytest.mark.slow
def test_emotions_differ_in_how_the_head_is_held_and_how_lively_it_is(babble) -> None:
    motions = {emotion: moved(babble(30.0), emotion=emotion) for emotion in EMOTIONS}
    pose = {emotion: np.degrees(motion.head[:, :3]).mean(axis=0) for emotion, motion in motions.items()}
    spread = {emotion: np.degrees(motion.head[:, :3]).std(axis=0).mean() for emotion, motion in motions.items()}
    assert pose["cheerful"][0] < -0.5 < 0.5 < pose["concerned"][0]
    assert pose["concerned"][2] < -1 < 1 < pose["warm"][2]
    assert spread["serious"] < 0.9 * spread["neutral"]


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_clips_join_at_the_portrait_whatever_is_shown(babble, emotion: str) -> None:
    speech = babble(5.0)
    cues = tuple(Cue(kind, 1.5, 0, time) for kind in CUE_KINDS for time in (0.0, 4.9))
    motion = moved(replace(speech, cues=cues), emotion=emotion)
    for values in (motion.weights, motion.head, motion.gaze, motion.tongue, motion.breath):
        assert np.abs(values[[0, -1]]).max() < 1e-6
        assert np.abs(values[[1, -2]]).max() < 0.2


@pytest.fixture
def cue_alone(silence):
    """Show what one cue at 4 s adds to a silent clip of 10 s."""

    def difference(kind: str, amount: float = 1.0) -> MotionTrack:
        still, shown = (
            moved(replace(silence(10.0), cues=cues), head=0.0, blink=0.0) for cues in ((), (Cue(kind, amount, 0, 4.0),))
        )
        parts = {
            name: getattr(shown, name) - getattr(still, name)
            for name in ("weights", "head", "gaze", "tongue", "breath")
        }
        return MotionTrack(FPS, **parts)

    return difference


def at(seconds: float) -> int:
    return round(seconds * 25)


@pytest.mark.parametrize(
    ("kind", "name", "least"),
    [
        ("smile", "mouthSmileLeft", 0.6),
        ("frown", "browDownRight", 0.5),
        ("raise brows", "browInnerUp", 0.5),
        ("blink", "eyeBlinkLeft", 0.9),
    ],
)
def test_a_cue_comes_with_its_word_and_goes_again(cue_alone, kind: str, name: str, least: float) -> None:
    added = weight(cue_alone(kind), name)
    assert np.abs(added[: at(3.8)]).max() < 0.01
    assert added[at(3.9) : at(4.6)].max() > least
    assert np.abs(added[at(8.0) :]).max() < 0.01
    if kind != "blink":
        assert weight(cue_alone(kind, 0.5), name).max() < 0.7 * added.max()


@pytest.mark.parametrize(("kind", "axis", "most"), [("nod", 0, 7), ("shake head", 1, 6), ("tilt head", 2, 7)])
def test_the_head_does_what_it_is_told_without_a_jerk(cue_alone, kind: str, axis: int, most: float) -> None:
    angle = np.degrees(cue_alone(kind).head[:, axis])
    assert 4 < np.abs(angle).max() < most
    assert np.abs(angle[: at(3.8)]).max() < 0.01
    assert np.abs(angle[at(7.0) :]).max() < 0.01
    assert np.abs(np.diff(angle)).max() * 25 < 60
    assert np.degrees(cue_alone(kind, 1.5).head[:, axis]).max() <= 8


def test_a_nod_goes_down_first_and_a_shake_goes_both_ways(cue_alone) -> None:
    nod, shake = cue_alone("nod").head[:, 0], cue_alone("shake head").head[:, 1]
    assert nod[at(3.95) : at(4.3)].min() >= 0
    assert shake.min() < -np.radians(3)
    assert shake.max() > np.radians(3)


@pytest.mark.parametrize(
    ("kind", "column", "sign"), [("look left", 0, -1), ("look right", 0, 1), ("look up", 1, -1), ("look down", 1, 1)]
)
def test_eyes_look_where_they_are_told_and_the_head_follows_later(cue_alone, kind: str, column: int, sign: int) -> None:
    motion = cue_alone(kind)
    gaze, head = sign * np.degrees(motion.gaze[:, column]), sign * np.degrees(motion.head[:, 1 - column])
    assert gaze[at(4.1) : at(4.6)].mean() > 4
    assert head[at(3.96)] < 0.2
    assert head[at(4.6) : at(5.5)].mean() > 2
    assert head[at(7.0) :].max() < 0.01


def test_look_at_me_brings_averted_eyes_back(babble) -> None:
    speech = replace(babble(10.0), cues=(Cue("look left", 1.0, 0, 3.0), Cue("look at me", 1.0, 0, 3.6)))
    motion = moved(speech)
    # Where the eyes point in space: their own angle and the head's.
    sight = np.degrees(motion.gaze[:, 0] + 0.9 * motion.head[:, 1])
    assert sight[at(3.2) : at(3.45)].max() < -8
    assert np.abs(sight[at(3.7) : at(5.0)]).max() < 1


def test_a_look_does_not_outlast_the_next(cue_alone, silence) -> None:
    speech = replace(silence(10.0), cues=(Cue("look left", 1.0, 0, 4.0), Cue("look right", 1.0, 0, 4.5)))
    gaze = np.degrees(moved(speech, head=0.0).gaze[:, 0])
    assert gaze[at(4.2)] < -4
    assert gaze[at(4.8) : at(5.2)].min() > 4


def test_a_blink_that_is_asked_for_comes_even_to_eyes_that_never_blink(babble) -> None:
    motion = moved(replace(babble(6.0), cues=(Cue("blink", 1.0, 0, 3.0),)), blink=0.0)
    closed = weight(motion, "eyeBlinkLeft") > 0.9
    assert closed[at(3.0) - 1 : at(3.0) + 2].any()
    assert closed.sum() <= 2


@pytest.mark.slow
def test_a_speaker_travels_as_far_and_as_slowly_as_real_ones(babble) -> None:
    """A face box of 53 px between the eyes moves by 5.5-14 px, so that the head must go 0.1 IOD and more."""
    for seed in range(8):
        motion = moved(babble(10.0, seed), seed)
        right, down = motion.head[:, 3], motion.head[:, 4]
        assert 0.09 < np.sqrt((right.var() + down.var()) / 2) < 0.13
        step = np.diff(motion.head[:, 3:5], axis=0)
        assert np.abs(step).max() * 25 < 0.6  # IOD a second: 4 cm
        assert np.abs(np.diff(step, axis=0)).max() * 625 < 6
        path = motion.head[:, 3:5] - motion.head[:, 3:5].mean(axis=0)
        power = np.abs(np.fft.rfft(path, axis=0)) ** 2
        assert (power[np.fft.rfftfreq(len(path), 1 / 25) < 2].sum(axis=0) / power.sum(axis=0)).min() > 0.95
