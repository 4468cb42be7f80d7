"""The values between stages check themselves, the doctor says what it finds, and settings refuse what cannot be."""

from __future__ import annotations

import json
import re
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar import data, doctor
from avatar.backends import REINSTALL, Readiness
from avatar.data import (
    ARKIT_INDEX,
    ARKIT_NAMES,
    Cue,
    Keypoints,
    LipTrack,
    MotionTrack,
    Phone,
    Poise,
    Speech,
    VoiceCard,
    head_rotation,
    inter_ocular_distance,
)
from avatar.data.checks import require_array
from avatar.data.language import primary_subtag
from avatar.errors import AvatarError, InputError, VoiceError
from avatar.film import EncoderState
from avatar.marks.credentials.manifest import ASSERTION, compose
from avatar.marks.profiles import load_provider
from avatar.marks.registry.facts import Facts, Span
from avatar.settings import (
    AUDIBLE_LABELS,
    BackgroundSettings,
    FilmSettings,
    LipSettings,
    MarkSettings,
    MotionSettings,
    Settings,
    SpeechSettings,
)


def zeros(*shape):
    return np.zeros(shape, np.float32)


def track(frames=3, **more):
    parts = {
        "weights": zeros(frames, 52),
        "head": zeros(frames, 6),
        "gaze": zeros(frames, 2),
        "tongue": zeros(frames),
        "breath": zeros(frames),
    }
    return MotionTrack(Fraction(25), **parts | more)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"weights": zeros(3, 51)}, "weights must be float32 of shape"),
        ({"head": zeros(2, 6)}, "head must be"),
        ({"gaze": zeros(3, 3)}, "gaze must be"),
        ({"tongue": zeros(3, 1)}, "tongue must be"),
        ({"breath": np.zeros(3)}, "breath must be float32 .* not float64"),
    ],
)
def test_a_motion_whose_rows_do_not_fit_is_refused_by_the_name_of_the_array(wrong, named):
    with pytest.raises(AvatarError, match=named):
        track(**wrong)


def test_a_motion_is_as_long_as_its_rows():
    assert [len(track(frames)) for frames in (0, 1, 7)] == [0, 1, 7]


@pytest.mark.parametrize(
    "make",
    [
        lambda: LipTrack(zeros(4), ("jawOpen",), zeros(4, 2)),
        lambda: LipTrack(zeros(4), ("jawOpen",), zeros(3, 1)),
        lambda: Poise(zeros(5)),
        lambda: Keypoints(zeros(2, 15, 2), zeros(2, 14, 2, 2)),
        lambda: Speech(zeros(4, 1), 16000, (), (), "en", "emma"),
        lambda: Speech(np.zeros(4, np.int16), 16000, (), (), "en", "emma"),
        lambda: Phone("a", 1.0, 1.0),
        lambda: Phone("a", 1.0, 0.5),
        lambda: Cue("dance"),
        lambda: Cue("nod", 0.0),
    ],
)
def test_a_malformed_value_is_told_as_one(make):
    with pytest.raises(AvatarError, match=r"A value between two stages is malformed: .*\.$"):
        make()


@given(shape=some.lists(some.integers(0, 4), min_size=1, max_size=3))
def test_any_length_fits_where_none_is_asked_for(shape):
    array = np.zeros(shape, np.float32)
    require_array(array, np.float32, tuple(shape), "it")
    require_array(array, np.float32, (None,) * len(shape), "it")
    with pytest.raises(AvatarError, match="it must be"):
        require_array(array, np.float32, (*shape, 1), "it")
    with pytest.raises(AvatarError, match="it must be"):
        require_array(array, np.float32, (shape[0] + 1, *shape[1:]), "it")


def test_values_are_frozen_slotted_and_documented():
    kinds = [each for each in vars(data).values() if is_dataclass(each)]
    assert len(kinds) > 15
    for kind in kinds:
        assert kind.__doc__, kind
        assert hasattr(kind, "__slots__"), kind
        assert kind.__dataclass_params__.frozen, kind
    with pytest.raises(FrozenInstanceError):
        Cue("nod").amount = 2.0


def test_arkit_has_fifty_two_names_each_once_and_each_left_has_its_right():
    assert len(ARKIT_NAMES) == len(set(ARKIT_NAMES)) == len(ARKIT_INDEX) == 52
    sided = [name for name in ARKIT_NAMES if name.endswith("Left") and name not in ("jawLeft", "mouthLeft")]
    assert all(name.removesuffix("Left") + "Right" in ARKIT_INDEX for name in sided)


@settings(max_examples=30, deadline=None)
@given(pitch=some.floats(-1, 1), yaw=some.floats(-1, 1), roll=some.floats(-3, 3))
def test_a_turn_of_the_head_is_a_rotation(pitch, yaw, roll):
    turn = head_rotation(pitch, yaw, roll)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-6)
    assert np.linalg.det(turn) == pytest.approx(1)


def test_the_head_turns_the_way_its_signs_say():
    nose, ear = np.array([0.0, 0.0, -1.0]), np.array([1.0, 0.0, 0.0])
    assert (head_rotation(0.2, 0, 0) @ nose)[1] > 0  # chin down
    assert (head_rotation(0, 0.2, 0) @ nose)[0] > 0  # to the image's right
    assert (head_rotation(0, 0, 0.2) @ ear)[1] > 0  # clockwise


def test_the_distance_of_the_eyes_is_that_of_their_centres():
    landmarks = zeros(478, 3)
    landmarks[[33, 133], 0], landmarks[[362, 263], 0] = (0, 20), (60, 80)
    assert inter_ocular_distance(landmarks) == pytest.approx(60)


@pytest.mark.parametrize(
    ("language", "primary"), [("zh", "zh"), ("zh-CN", "zh"), ("en-us-nyc", "en"), ("EN-GB", "en"), ("cmn", "cmn")]
)
def test_the_language_of_a_region_is_its_first_part(language, primary):
    assert primary_subtag(language).lower() == primary


class NoOptions:
    pass


@pytest.mark.parametrize(("field", "value"), [("gender", "robot"), ("licence", 3), ("language", None)])
def test_a_voice_card_that_says_nonsense_is_refused_by_field_and_value(field, value):
    usual = {"name": "v", "language": "en", "gender": "female", "licence": "own", "engine": "e", "options": NoOptions()}
    with pytest.raises(VoiceError, match=f"'v' has {field} = {re.escape(repr(value))}"):
        VoiceCard(**usual | {field: value})


NUMBERS = [
    (SpeechSettings, "speed", 0.5, 2.0),
    (LipSettings, "strength", 0.3, 1.5),
    (MotionSettings, "head", 0.0, 2.0),
    (MotionSettings, "blink", 0.0, 2.0),
    (MotionSettings, "lead_in", 0.0, 60.0),
    (FilmSettings, "crf", 1, 51),
]


@pytest.mark.parametrize(("kind", "name", "low", "high"), NUMBERS)
def test_a_setting_takes_what_lies_in_its_range_with_both_ends_and_nothing_else(kind, name, low, high):
    for value in (low, high, (low + high) / 2 if isinstance(low, float) else 18):
        assert getattr(kind(**{name: value}), name) == value
    for value in (low - 0.01, high + 0.01, float("nan"), float("inf"), -float("inf")):
        with pytest.raises(InputError, match=r"out of range.*choose one from"):
            kind(**{name: value})


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (MotionSettings, "emotion", "angry"),
        (BackgroundSettings, "kind", "forest"),
        (FilmSettings, "preset", "instant"),
        (FilmSettings, "label_language", "fr"),
        (FilmSettings, "codec", "mpeg1"),
        (MarkSettings, "jurisdiction", "moon"),
        (BackgroundSettings, "colour", (0, 0, 256)),
        (BackgroundSettings, "colour", (0, 0)),
        (FilmSettings, "width", 721),
        (FilmSettings, "height", 4000),
        (FilmSettings, "fps", Fraction(1, 2)),
        (FilmSettings, "fps", Fraction(100003, 4001)),
    ],
)
def test_a_setting_that_there_is_not_is_refused_with_its_value_and_a_cure(kind, name, value):
    with pytest.raises(InputError, match=r"choose (an even )?one|give red") as refused:
        kind(**{name: value})
    assert str(value) in str(refused.value) or repr(value) in str(refused.value)


def test_every_stage_of_the_settings_can_be_made_without_a_word_and_has_eight_fields_at_most():
    for stage in fields(Settings()):
        value = getattr(Settings(), stage.name)
        assert value == type(value)()
        assert len(fields(value)) <= 8
        assert type(value).__doc__
    assert AUDIBLE_LABELS[0] == "spoken"


def ready(**more):
    found = doctor.Report(
        backends=(Readiness("reenact", "mesh", True, "", ""),),
        encoders=(EncoderState("h264", "libx264", ""), EncoderState("h264_nvenc", "h264_nvenc", "no card")),
        letters={"en": "", "zh": "No font has the letters."},
        networks={"face": ""},
        versions={"numpy": "2"},
        shipped={"voices": "/v"},
        user_data="/home",
        user_trouble="",
        machine={"python": "3.11"},
    )
    return replace(found, **more)


def test_what_works_is_ready_also_without_a_graphics_card():
    assert ready().ready
    lines = ready().as_lines()
    assert lines[-1] == "avatar is ready."
    assert any(line.startswith("without") and "h264_nvenc (no card)" in line for line in lines)
    assert any(line.startswith("without") and "zh (No font has the letters.)" in line for line in lines)


LACKS = Readiness("reenact", "mesh", False, REINSTALL, "The module 'x' is missing.")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"backends": (LACKS,)}, "The module 'x' is missing."),
        ({"networks": {"face": "It is damaged."}}, "face (It is damaged.)"),
        ({"shipped": {"voices": ""}}, REINSTALL),
        ({"user_data": "", "user_trouble": "It is closed."}, "It is closed."),
    ],
)
def test_whatever_is_missing_makes_it_not_ready_and_is_told_with_its_reason(change, line):
    found = ready(**change)
    assert not found.ready
    assert any(line in each for each in found.as_lines())
    assert any(each.startswith("missing") for each in found.as_lines())
    assert found.as_lines()[-1].startswith("avatar is not ready")
    assert found.as_json()["ready"] is False
    assert json.loads(json.dumps(found.as_json())) == found.as_json()


def test_a_backend_of_somebody_else_that_does_not_work_leaves_ours_ready():
    assert ready(backends=(*ready().backends, replace(LACKS, name="oil", is_built_in=False))).ready


def test_what_a_backend_can_do_is_plain_json():
    can = Readiness(
        "speech", "espeak", True, "", "", capabilities={"languages": frozenset({"zh", "en"}), "streams": True}
    )
    (only,) = ready(backends=(can,)).as_json()["backends"]
    assert only["capabilities"] == {"languages": ["en", "zh"], "streams": True}
    assert "trouble" not in only


FACTS = Facts(
    "ab" * 16,
    "2026-01-02T03:04:05Z",
    "p" * 64,
    "t" * 64,
    "auth",
    "r" * 64,
    spans=(Span(258, 0.0, 1.5), Span(2**40 - 1, 1.5, 3.0)),
)
DISCLOSURE = {"system_version": "1.2", "provider": "Bank"}


def assertions(facts):
    return {each["label"]: each["data"] for each in compose(facts, DISCLOSURE)["assertions"]}


def test_a_manifest_names_the_photo_it_was_made_of_and_binds_each_watermark_to_its_time():
    made = compose(FACTS, DISCLOSURE)
    assert made["ingredients"][0]["instance_id"] == "sha256:" + "p" * 64
    blocks = assertions(FACTS)["c2pa.soft-binding"]["blocks"]
    assert [block["scope"]["timespan"] for block in blocks] == [{"start": 0, "end": 1500}, {"start": 1500, "end": 3000}]
    assert [block["value"] for block in blocks] == ["AAAAAQI=", "//////8="]
    kinds = [action["action"] for action in assertions(FACTS)["c2pa.actions.v2"]["actions"]]
    assert kinds == ["c2pa.created", "c2pa.watermarked.bound"]


@pytest.mark.parametrize(
    ("change", "source"),
    [
        ({}, "compositeSynthetic"),
        ({"portrait_sha256": ""}, "algorithmicMedia"),
        ({"is_generated_by_network": True}, "trainedAlgorithmicMedia"),
        ({"is_spoken_by_network": True}, "compositeWithTrainedAlgorithmicMedia"),
        ({"is_spoken_by_network": True, "portrait_sha256": ""}, "trainedAlgorithmicMedia"),
    ],
)
def test_a_manifest_says_how_it_was_made(change, source):
    created = assertions(replace(FACTS, **change))["c2pa.actions.v2"]["actions"][0]
    assert created["digitalSourceType"].endswith("/" + source)
    assert ("parameters" in created) is ("portrait_sha256" not in change)


def test_a_sound_without_face_or_watermark_has_neither_ingredient_nor_binding_nor_leave():
    bare = replace(FACTS, portrait_sha256="", record_sha256="", spans=())
    made = assertions(bare)
    assert compose(bare, DISCLOSURE)["ingredients"] == []
    assert "c2pa.soft-binding" not in made
    assert "authorization" not in made[ASSERTION]
    assert made[ASSERTION]["provider"] == "Bank"
    assert all(entry == {"use": "notAllowed"} for entry in made["cawg.training-mining"]["entries"].values())


@pytest.mark.parametrize(
    "text",
    [
        "provider = 1",
        'signer = "x"',
        "provider = [1]",
        "[provider]\nname = 3",
        "[provider]\ncode = 7",
        '[provider]\nsigner = "me"',
        "[signer]\nchain = 1",
        '[signer]\nchain = "a"\nanchor = "b"\ncommand = "sign"',
        '[signer]\nchain = "a"\nanchor = "b"\ncommand = [1]',
    ],
)
def test_marks_that_are_of_the_wrong_kind_are_refused_in_a_sentence(tmp_path, text):
    (tmp_path / "marks.toml").write_text(text)
    with pytest.raises(InputError, match=r"marks\.toml.*\.$"):
        load_provider(tmp_path)
