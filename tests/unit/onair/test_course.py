"""What is shown frame by frame: idle motion, and speeches that begin, hold, join and end without a jump."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from avatar.clip.shots import CLOSES, SETTLES
from avatar.onair.course import Course
from avatar.settings import SOUND_RATE

FPS, LOOP = 25.0, 50
PER = SOUND_RATE // 25
JAW = 0
MOUTH = 52


def rows(count, level=0.0):
    made = np.zeros((count, 62), np.float32)
    made[:, JAW] = level
    return made


def idle():
    """A loop in which the last column says which frame it is."""
    made = rows(LOOP)
    made[:, -1] = np.sin(np.linspace(0, 2 * np.pi, LOOP, endpoint=False)) * 0.1
    return made


@pytest.fixture
def course():
    return Course(idle(), "1d" * 32, FPS)


def taken(course, count):
    """Take frames one by one; give their rows, sound, keys and indices."""
    parts = [part for _ in range(count) for part in course.take(1)]
    assert all(part.count == 1 and len(part.sound) == PER for part in parts)
    return (
        np.stack([part.rows[0] for part in parts]),
        np.concatenate([part.sound for part in parts]),
        [part.key for part in parts],
        [part.first for part in parts],
    )


def sound_of(count):
    return np.arange(count * PER, dtype=np.float32) / (count * PER) + 0.1


def test_idle_motion_comes_again_and_again(course):
    shown, sound, keys, first = taken(course, 2 * LOOP + 3)
    assert np.array_equal(shown, np.concatenate([idle(), idle(), idle()[:3]]))
    assert not sound.any()
    assert set(keys) == {"1d" * 32}
    assert first == [*range(LOOP), *range(LOOP), 0, 1, 2]


def test_idle_motion_is_taken_across_the_end_of_its_loop(course):
    course.take(LOOP - 2)
    parts = course.take(5)
    assert [(part.first, part.count) for part in parts] == [(LOOP - 2, 2), (0, 3)]
    assert course.take(1)[0].first == 3


def test_a_speech_begins_at_the_next_frame_and_is_heard_with_its_pictures(course):
    taken(course, 7)
    sound = sound_of(30)
    assert course.add(rows(30, 0.5), sound, "aa" * 32, 0, is_last=True) == 7
    shown, heard, keys, first = taken(course, 32)
    assert np.array_equal(heard[: 30 * PER], sound)
    assert not heard[30 * PER :].any()
    assert keys == ["aa" * 32] * 30 + ["1d" * 32] * 2
    assert first == [*range(30), 0, 1], "its watermark counts from its passage, and idle motion begins anew"
    assert np.allclose(shown[15:30, JAW], 0.5)


def test_a_speech_begins_without_a_jump(course):
    before, *_ = taken(course, 11)
    course.add(rows(30, 0.8), sound_of(30), "aa" * 32, 0, is_last=True)
    shown, *_ = taken(course, 30)
    steps = np.abs(np.diff(np.concatenate([before[-1:], shown]), axis=0))
    assert steps.max() < 0.15


def test_pieces_of_a_passage_follow_on_each_other(course):
    assert course.add(rows(10, 0.2), sound_of(10), "aa" * 32, 0, is_last=False) == 0
    assert course.add(rows(5, 0.2), sound_of(5), "aa" * 32, 10, is_last=True) == 10
    _, heard, _, first = taken(course, 15)
    assert first == [*range(15)]
    assert np.array_equal(heard[10 * PER :], sound_of(5))
    assert course.end == 15


def test_a_speech_that_waits_for_its_next_piece_keeps_its_pose_in_silence(course):
    course.add(rows(15, 0.4), sound_of(15), "aa" * 32, 0, is_last=False)
    shown, heard, *_ = taken(course, 22)
    assert np.array_equal(shown[15:], np.repeat(shown[14:15], 7, axis=0))
    assert not heard[15 * PER :].any()
    assert course.add(rows(3, 0.4), sound_of(3), "aa" * 32, 15, is_last=True) == 22
    again, *_ = taken(course, 3)
    assert np.abs(again[0] - shown[-1]).max() < 0.01


def test_a_speech_that_never_ends_by_itself_is_led_to_rest(course):
    course.add(rows(5, 0.4), sound_of(5), "aa" * 32, 0, is_last=False)
    course.give_up()
    shown, *_ = taken(course, 5 + SETTLES + 2)
    assert np.abs(shown[5 + CLOSES :, : MOUTH + 1]).max() < 1e-6
    assert np.abs(np.diff(shown[5:], axis=0)).max() <= 0.21


def test_giving_up_what_has_ended_changes_nothing(course):
    course.add(rows(5, 0.4), sound_of(5), "aa" * 32, 0, is_last=True)
    course.give_up()
    assert course.end == 5


def test_an_interrupt_is_heard_at_the_next_frame_and_closes_the_mouth(course):
    course.add(rows(40, 0.9), sound_of(40), "aa" * 32, 0, is_last=True)
    course.add(rows(40, 0.9), sound_of(40), "bb" * 32, 0, is_last=True)
    before, *_ = taken(course, 20)
    course.interrupt()
    shown, heard, keys, _ = taken(course, SETTLES + 5)
    assert not heard.any()
    assert set(keys) == {"1d" * 32}
    assert shown[0, JAW] < before[-1, JAW]
    assert np.abs(shown[CLOSES:, : MOUTH + 1]).max() < 1e-6
    assert course.add(rows(4), sound_of(4), "cc" * 32, 0, is_last=True) == 20 + SETTLES + 5


def test_who_waits_for_the_end_of_a_speech_hears_of_it(course):
    course.add(rows(6), sound_of(6), "aa" * 32, 0, is_last=True)
    assert not course.wait_until(6, 0.01)
    taker = threading.Thread(target=taken, args=(course, 6))
    taker.start()
    assert course.wait_until(6, 60)
    taker.join()


def test_a_second_speech_follows_on_the_first(course):
    course.add(rows(20), sound_of(20), "aa" * 32, 0, is_last=True)
    taken(course, 3)
    assert course.add(rows(20, 0.3), sound_of(20), "bb" * 32, 0, is_last=True) == 20
    _, _, keys, _ = taken(course, 37)
    assert keys == ["aa" * 32] * 17 + ["bb" * 32] * 20
