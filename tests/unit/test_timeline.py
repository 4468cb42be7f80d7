"""What the timeline says of a clip."""

import json
from fractions import Fraction

import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, TONGUE_TIP, Cue, LipTrack, MotionTrack, Phone, Speech, Word
from avatar.timeline import compose, plain_rate, versions

FRAMES = 5


def document():
    phones = (Phone("m", 0.0, 0.1, word=0), Phone("a", 0.1, 0.23456, word=0))
    cues = (Cue("nod", 0.5, 0, 0.12345),)
    speech = Speech(np.zeros(4000, np.float32), 20000, phones, (Word("ma", 0.0, 0.23456),), "zh", "somebody", cues)
    times = np.arange(20, dtype=np.float32) / 100
    names = ("jawOpen", TONGUE_TIP)
    lips = LipTrack(times, names, np.zeros((20, 2), np.float32))
    weights = np.zeros((FRAMES, len(ARKIT_NAMES)), np.float32)
    weights[:, ARKIT_INDEX["jawOpen"]] = [0, 0.1, 0.33333, 0.1, 0]
    motion = MotionTrack(
        fps=Fraction(30000, 1001),
        weights=weights,
        head=np.zeros((FRAMES, 6), np.float32),
        gaze=np.zeros((FRAMES, 2), np.float32),
        tongue=np.linspace(0, 1, FRAMES, dtype=np.float32),
        breath=np.zeros(FRAMES, np.float32),
    )
    return compose(
        text="妈",
        emotion="warm",
        speech=speech,
        lips=lips,
        motion=motion,
        size=(320, 240),
        seed=7,
        content_id="c" * 32,
    )


def test_it_is_the_same_each_time_and_plain_json():
    assert json.dumps(document()) == json.dumps(document())


def test_times_and_weights_have_four_digits():
    made = document()
    assert made["phones"][1] == {"ipa": "a", "start": 0.1, "end": 0.2346, "viseme": made["phones"][1]["viseme"]}
    assert made["words"] == [{"text": "ma", "start": 0.0, "end": 0.2346}]
    assert made["curves"]["values"][2] == [0.3333, 0.5]


def test_emotion_and_cues_are_written_down():
    made = document()
    assert made["emotion"] == "warm"
    assert made["cues"] == [{"kind": "nod", "amount": 0.5, "time": 0.1235}]


def test_curves_are_the_weights_that_move_the_mouth_one_row_per_frame():
    made = document()
    assert made["curves"]["names"] == ["jawOpen", TONGUE_TIP]
    assert len(made["curves"]["values"]) == made["frames"] == FRAMES


def test_each_phone_has_its_viseme():
    first, second = document()["phones"]
    assert first["viseme"] != second["viseme"]
    assert first["viseme"]


def test_a_whole_rate_is_a_whole_number():
    assert repr(plain_rate(Fraction(25))) == "25"
    assert plain_rate(Fraction(30000, 1001)) == 29.97003


def test_the_packages_that_shape_a_clip_are_named_with_their_versions():
    assert {"avatar", "espeakng-loader", "av", "numpy"} <= set(versions())
