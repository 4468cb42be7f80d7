"""What the timeline says of a clip."""

import json
from fractions import Fraction

import numpy as np

from avatar.clip.timeline import Timeline, plain_rate, versions
from avatar.data import ARKIT_INDEX, ARKIT_NAMES, MOTION_NAMES, TONGUE_TIP, Cue, MotionTrack, Phone, Word

FRAMES = 5
FPS = Fraction(30000, 1001)
HEADER = {"content_id": "c" * 32, "text": "妈", "emotion": "warm", "size": [320, 240], "seed": 7}


def motion():
    weights = np.zeros((FRAMES, len(ARKIT_NAMES)), np.float32)
    weights[:, ARKIT_INDEX["jawOpen"]] = [0, 0.1, 0.33333, 0.1, 0]
    return MotionTrack(
        fps=FPS,
        weights=weights,
        head=np.full((FRAMES, 6), 0.12345, np.float32),
        gaze=np.zeros((FRAMES, 2), np.float32),
        tongue=np.linspace(0, 1, FRAMES, dtype=np.float32),
        breath=np.zeros(FRAMES, np.float32),
    )


def document(passages=1):
    phones = (Phone("m", 0.0, 0.1, word=0), Phone("a", 0.1, 0.23456, word=0))
    names = ("jawOpen", TONGUE_TIP)
    log = Timeline(FPS)
    for _ in range(passages):
        words, cues = (Word("ma", 0.0, 0.23456),), (Cue("nod", 0.5, 0, 0.12345),)
        log.add(phones, words, cues, names, motion().rows())
    return log.document(HEADER)


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


def test_all_else_that_moves_stands_beside_the_curves_in_the_units_of_a_motion():
    made = document()
    told = made["curves"]["names"] + made["motion"]["names"]
    assert sorted(told) == sorted(MOTION_NAMES)
    row = dict(zip(made["motion"]["names"], made["motion"]["values"][0], strict=True))
    assert row["headYaw"] == 0.1235
    assert row["gazeDown"] == row["browInnerUp"] == 0.0


def test_stress_tone_and_a_viseme_of_somebodys_choice_are_told():
    log = Timeline(FPS)
    phones = Phone("m", 0.0, 0.1), Phone("a", 0.1, 0.2, 2, 4, viseme="bilabial")
    for _ in range(2):
        log.add(phones, (), (), ("jawOpen",), motion().rows())
    document = log.document(HEADER)
    assert document["phones"][1] == {"ipa": "a", "start": 0.1, "end": 0.2, "viseme": "bilabial"}
    assert document["accents"] == [{"phone": index, "stress": 2, "tone": 4} for index in (1, 3)]


def test_each_phone_has_its_viseme():
    first, second = document()["phones"]
    assert first["viseme"] != second["viseme"]
    assert first["viseme"]


def test_a_whole_rate_is_a_whole_number():
    assert repr(plain_rate(Fraction(25))) == "25"
    assert plain_rate(Fraction(30000, 1001)) == 29.97003


def test_the_packages_that_shape_a_clip_are_named_with_their_versions():
    assert {"avatar", "espeakng-loader", "av", "numpy"} <= set(versions())


def test_passages_follow_each_other_in_time():
    made, start = document(2), round(float(FRAMES / FPS), 4)
    assert made["frames"] == len(made["curves"]["values"]) == 2 * FRAMES
    assert [word["start"] for word in made["words"]] == [0.0, start]
    assert [phone["start"] for phone in made["phones"]] == [0.0, 0.1, start, round(start + 0.1, 4)]
    assert made["cues"][1]["time"] == round(0.12345 + float(FRAMES / FPS), 4)


def test_a_schema_comes_first_and_an_empty_list_stays_one():
    log = Timeline(FPS)
    text = "".join(log.compose(HEADER))
    assert text.startswith('{"schema":"avatar.timeline/1"')
    assert json.loads(text)["words"] == []
