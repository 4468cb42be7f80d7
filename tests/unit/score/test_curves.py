"""Motion for other programs: the very numbers of the clip, under the names and in the order that those expect."""

import csv
import io
import json

import numpy as np
import pytest

from avatar.data import ARKIT_NAMES, MOTION_NAMES, MotionTrack
from avatar.errors import InputError
from avatar.score.curves import LIVELINK_COLUMNS, write_arkit, write_livelink
from tests.scores import HELLO, moving

MOVING = moving(HELLO)
MOTION = MotionTrack.from_rows(MOVING.fps, MOVING.motion)


def column(name):
    return MOVING.motion[:, MOTION_NAMES.index(name)].astype(float)


def table():
    rows = list(csv.reader(io.StringIO(write_livelink(MOVING))))
    return rows[0], rows[1:]


def test_a_motion_comes_back_from_its_rows():
    assert np.array_equal(MOTION.rows(), MOVING.motion)
    assert np.array_equal(MOTION.head[:, 1], MOVING.motion[:, MOTION_NAMES.index("headYaw")])


def test_arkit_has_52_weights_head_and_gaze_of_each_frame():
    told = json.loads(write_arkit(MOVING))
    assert (told["fps"], told["frames"], told["names"]) == (25, 50, list(ARKIT_NAMES))
    assert np.allclose(told["weights"], MOTION.weights, atol=1e-4)
    assert np.allclose(told["head"], MOTION.head, atol=1e-4)
    assert np.allclose(told["gaze"], MOTION.gaze, atol=1e-4)


def test_live_link_has_the_columns_of_the_app_in_its_order():
    header, rows = table()
    assert tuple(header) == LIVELINK_COLUMNS
    assert header[:4] == ["Timecode", "BlendShapeCount", "EyeBlinkLeft", "EyeLookDownLeft"]
    assert header[16:20] == ["JawForward", "JawRight", "JawLeft", "JawOpen"]
    assert header[23:25] == ["MouthRight", "MouthLeft"]
    assert header[53:] == [
        "TongueOut",
        *("HeadYaw", "HeadPitch", "HeadRoll"),
        *("LeftEyeYaw", "LeftEyePitch", "LeftEyeRoll"),
        *("RightEyeYaw", "RightEyePitch", "RightEyeRoll"),
    ]
    assert {len(row) for row in rows} == {63}
    assert {row[1] for row in rows} == {"61"}


@pytest.mark.parametrize(
    ("name", "told", "sign"),
    [
        ("JawRight", "jawRight", 1),
        ("MouthLeft", "mouthLeft", 1),
        ("TongueOut", "tongueOut", 1),
        ("HeadYaw", "headYaw", 1),
        ("HeadPitch", "headPitch", 1),
        ("HeadRoll", "headRoll", -1),
        ("LeftEyeYaw", "gazeRight", 1),
        ("RightEyePitch", "gazeDown", 1),
    ],
)
def test_each_column_is_the_channel_that_it_says(name, told, sign):
    header, rows = table()
    assert np.allclose([float(row[header.index(name)]) for row in rows], sign * column(told), atol=1e-6)


def test_time_codes_count_sixtieths_of_a_second_whatever_the_frame_rate():
    _, rows = table()
    assert [row[0] for row in rows[:3]] == ["00:00:00:00.000", "00:00:00:02.400", "00:00:00:04.800"]
    assert rows[25][0] == "00:00:01:00.000"
    hours, minutes, seconds, frames = (float(part) for part in rows[-1][0].split(":"))
    assert 3600 * hours + 60 * minutes + seconds + frames / 60 == pytest.approx(49 / 25)


@pytest.mark.parametrize("write", [write_arkit, write_livelink])
def test_what_is_not_known_to_have_moved_is_not_made_up(write):
    with pytest.raises(InputError, match="does not say how the face moves; give the clip"):
        write(HELLO)
