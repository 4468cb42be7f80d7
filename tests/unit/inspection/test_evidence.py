"""What is made of the frames before they are judged: silences, rest, references, and the timeline they go with."""

from __future__ import annotations

import json

import numpy as np
import pytest

from avatar.errors import InputError
from avatar.inspection import intent, motion
from avatar.inspection.film import SOUND_RATE
from avatar.inspection.intent import Sound
from tests.unit.inspection.tracks import evidence, hide, sightings, stage, timeline, times

TEN_SECONDS = times(10.0)


def test_silences_are_the_timelines_where_there_is_one():
    meant = timeline(TEN_SECONDS, [Sound("a", 1.0, 2.0, "open vowel"), Sound("p", 2.02, 3.0, "bilabial")])
    loud = np.full(10 * SOUND_RATE, 0.5, np.float32)
    seen = evidence(sightings(TEN_SECONDS), timeline=meant, samples=loud)
    assert seen.silences == [(0.0, 1.0), (3.0, pytest.approx(10.0))]


def test_without_a_timeline_silences_are_heard():
    rng = np.random.default_rng(0)
    samples = rng.normal(0, 0.2, 10 * SOUND_RATE).astype(np.float32)
    samples[4 * SOUND_RATE : 5 * SOUND_RATE] = 0
    ((start, end),) = evidence(sightings(TEN_SECONDS), samples=samples).silences
    assert (start, end) == (pytest.approx(4.0, abs=0.02), pytest.approx(5.0, abs=0.02))


def test_a_pause_too_short_to_rest_in_is_no_silence():
    sounds = [Sound("a", 0.0, 4.96, "open vowel"), Sound("a", 5.0, 10.0, "open vowel")]
    assert timeline(TEN_SECONDS, sounds).silences(10.0) == []


def test_frames_without_a_face_are_no_mouth_and_keep_their_place_in_the_curves():
    seen = evidence(hide(sightings(TEN_SECONDS), range(10, 20)))
    assert len(seen.mouth.times) == 240
    assert np.isnan(seen.of("gap")[10:20]).all()
    assert len(seen.times) == 250


def test_a_clip_lasts_until_its_last_frame_has_been_shown():
    assert evidence(sightings(times(2.0))).seconds == pytest.approx(2.0)


def test_the_middle_of_the_face_is_given_in_a_frame_of_512_px():
    seen = evidence(sightings(times(1.0)))
    assert seen.centres == pytest.approx(np.full((25, 2), 256.0))


def test_a_blurred_start_does_not_lower_the_measure():
    """The reference is the clip's first half second; where no face is seen in it, the whole clip is."""
    sharp = np.full(250, 80.0)
    seen = evidence(hide(sightings(TEN_SECONDS, sharpness=sharp), range(25)))
    assert np.nanmedian(seen.sharpness) == pytest.approx(1.0)
    assert np.isnan(seen.sharpness[:25]).all()


def test_the_width_at_rest_is_read_where_nothing_else_is_meant():
    width = np.full(250, 0.8)
    width[:150] = 0.5
    meant = timeline(TEN_SECONDS, width=np.where(np.arange(250) < 150, 0.7, 1.0))
    assert evidence(sightings(TEN_SECONDS, width=width), timeline=meant).resting_width == pytest.approx(0.8)


def test_without_a_timeline_the_width_at_rest_is_the_usual_one():
    width = np.full(250, 0.8)
    width[:60] = 0.5
    assert evidence(sightings(TEN_SECONDS, width=width)).resting_width == pytest.approx(0.8)


@pytest.mark.parametrize(("turn", "roll", "tilt"), [(0, 5.0, 5.0), (1, -5.0, 85.0), (3, 5.0, -85.0), (2, 20.0, -160.0)])
def test_tilt_adds_the_heads_own_roll_to_the_turn_of_the_picture(turn, roll, tilt):
    angles = np.zeros((250, 3))
    angles[:, 2] = roll
    assert evidence(sightings(TEN_SECONDS, angles=angles), stage=stage(turn)).tilt == pytest.approx(tilt)


def test_what_was_meant_is_read_at_the_times_that_were_seen():
    meant = timeline(TEN_SECONDS, opening=np.linspace(0, 1, 250))
    seen = evidence(hide(sightings(TEN_SECONDS), range(50)), timeline=meant)
    assert seen.meant("opening") == pytest.approx(np.linspace(0, 1, 250)[50:])
    assert evidence(sightings(TEN_SECONDS)).meant("opening") is None


def test_a_still_head_scores_nothing_and_a_lively_one_more():
    still, centres = np.zeros((100, 3)), np.zeros((100, 2))
    lively = np.cumsum(np.random.default_rng(0).normal(0, 0.5, (100, 3)), axis=0)
    assert motion.head_figure(still, centres) == 0
    assert motion.head_figure(2 * lively, centres) == pytest.approx(8**0.5 * motion.head_figure(lively, centres))
    assert motion.head_figure(lively[:15], centres[:15]) is None


def test_a_face_that_moves_through_the_frame_counts_as_motion_of_the_head():
    across = np.column_stack([np.tile([-3.0, 3.0], 50), np.zeros(100)])
    assert motion.head_figure(np.zeros((100, 3)), across) == pytest.approx(np.sqrt(9 / 2))


def test_lids_are_read_in_those_of_the_open_eye_whatever_the_eyes_size():
    lids = np.full(100, 0.3)
    lids[40:44] = 0.06
    assert motion.lid_curve(lids) == pytest.approx(motion.lid_curve(5 * lids))
    assert motion.lid_curve(lids)[0] == pytest.approx(1.0)
    assert motion.lid_curve(lids)[41] == pytest.approx(0.2)


def document(**changes):
    names = ["jawOpen", "mouthClose", "mouthPucker"]
    values = [[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [0.5, 0.5, 0.8]]
    whole = {
        "schema": intent.SCHEMA,
        "fps": 25,
        "frames": 3,
        "curves": {"names": names, "values": values},
        "phones": [
            {"ipa": "", "start": 0, "end": 0.04, "viseme": "silence"},
            {"ipa": "a", "start": 0.04, "end": 0.12, "viseme": "open vowel"},
        ],
        "words": [{"text": "ah", "start": 0.04, "end": 0.12}],
    }
    return whole | changes


def read(tmp_path, content):
    path = tmp_path / "clip.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return intent.read_timeline(path)


def test_a_timeline_is_read_as_it_was_meant(tmp_path):
    meant = read(tmp_path, document())
    assert [sound.ipa for sound in meant.sounds] == ["a"]  # silence is what lies between sounds
    assert meant.words == (("ah", 0.04, 0.12),)
    assert meant.times == pytest.approx([0, 0.04, 0.08])
    assert meant.opening[1] > 0.3
    assert meant.opening[[0, 2]] == pytest.approx([0, 0])
    assert meant.width == pytest.approx([1.0, 1.0, 0.8])
    assert meant.background == "own"


def test_a_figure_beyond_all_numbers_is_refused(tmp_path):
    broken = document()
    broken["words"][0]["start"] = 10**400
    with pytest.raises(InputError, match=r"is incomplete \(OverflowError"):
        read(tmp_path, broken)


@pytest.mark.parametrize("key", ["fps", "frames", "curves", "phones", "words"])
def test_a_timeline_that_lacks_a_part_is_refused_by_its_name(tmp_path, key):
    broken = document()
    del broken[key]
    with pytest.raises(InputError, match=r"is incomplete \(KeyError: '" + key):
        read(tmp_path, broken)


def test_curves_with_too_few_values_are_refused(tmp_path):
    curves = {"names": ["jawOpen", "mouthClose"], "values": [[0.1], [0.2], [0.3]]}
    with pytest.raises(InputError, match="incomplete"):
        read(tmp_path, document(curves=curves))


@pytest.mark.parametrize("content", ["", "not json", "[1, 2]", "[" * 100_000, '{"schema": "another/1"}'])
def test_what_is_no_timeline_is_refused_in_a_sentence(tmp_path, content):
    with pytest.raises(InputError, match=r"clip\.json'.*[.;].*\.$"):
        read(tmp_path, content)


def test_a_missing_timeline_is_refused_by_its_name(tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        intent.read_timeline(tmp_path / "nowhere.json")


def test_a_timeline_is_told_from_other_files(tmp_path):
    path = tmp_path / "clip.json"
    path.write_text(json.dumps(document()))
    assert intent.is_timeline(path)
    path.write_text('{"fps": 25}')
    assert not intent.is_timeline(path)
    assert not intent.is_timeline(tmp_path / "nowhere.json")


def test_left_and_right_weights_count_as_their_mean():
    both = {"mouthSmileLeft": np.array([0.4]), "mouthSmileRight": np.array([0.4])}
    one = {"mouthSmileLeft": np.array([0.8]), "mouthSmileRight": np.array([0.0])}
    assert intent.intended_width(one) == pytest.approx(intent.intended_width(both))
    assert intent.intended_width(both)[0] > 1
