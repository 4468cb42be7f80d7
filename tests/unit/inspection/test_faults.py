"""The inspection can fail: each fault that is put into a clip is found, in the row that is about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.inspection.points import INNER_LIPS
from avatar.reenact.framing import frame_portrait
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.pose import Puppet
from tests.unit.inspection.conftest import SIDE, disc

pytestmark = pytest.mark.slow


def verdicts(report):
    return {row.id: row.passed for row in report.rows}


def figure(report, row, name):
    return next(one.value for one in report.rows[row - 1].figures if one.name == name)


def said(report):
    return " ".join(moment.reason for moment in report.worst)


def test_the_clip_as_it_is_has_none_of_these_faults(sound):
    assert sound.frames == sound.faces_found
    assert [verdicts(sound)[row] for row in (2, 3, 5, 7, 9)] == [True] * 5
    assert figure(sound, 1, "sealed") > 0.8
    assert figure(sound, 6, "iod_per_s") > 0.43
    assert figure(sound, 10, "median") > 0.7
    assert abs(figure(sound, 8, "tilt")) < 10


def test_a_frozen_mouth_neither_follows_nor_moves(take, inspect):
    frozen = take.pictures(lambda _index, _frame: take.frames[20].copy())
    report = inspect(frozen)
    assert (verdicts(report)[3], verdicts(report)[6]) == (False, False)
    assert figure(report, 6, "iod_per_s") < 0.1


def test_the_mouth_of_another_text_does_not_follow(take, inspect):
    """Lively lips that say something else are no better than none."""
    backwards = replace(take, frames=take.frames[::-1])
    found = verdicts(inspect(backwards))
    assert (found[1], found[3]) == (False, False)


@pytest.mark.parametrize("frames", [2, -2])
def test_a_picture_that_is_80_ms_off_is_measured_as_such(take, inspect, frames):
    """Late frames, as when sound and timeline come early."""
    order = np.clip(np.arange(len(take.frames)) - frames, 0, len(take.frames) - 1)
    report = inspect(replace(take, frames=tuple(take.frames[index] for index in order)))
    assert verdicts(report)[2] is False
    assert figure(report, 2, "clip_ms") == pytest.approx(40 * frames, abs=8)


@pytest.mark.parametrize("seconds", [0.08, -0.08])
def test_sound_that_is_80_ms_off_its_timeline_is_heard(take, inspect, seconds):
    shift = round(seconds * take.speech.sample_rate)
    report = inspect(replace(take, speech=replace(take.speech, samples=np.roll(take.speech.samples, shift))))
    assert verdicts(report)[2] is False
    assert figure(report, 2, "sound_ms") == pytest.approx(1000 * seconds, abs=25)
    assert abs(figure(report, 2, "clip_ms")) <= 10


def test_lips_that_quiver_in_silence_are_seen(take, portrait, inspect):
    motion = take.performance.motion
    weights = motion.weights.copy()
    weights[:10:2, 17] += 0.15  # jawOpen, before the first sound
    weights[-9::2, 17] += 0.15
    quivering = replace(motion, weights=weights)
    frames = tuple(frame.image.copy() for frame in MeshRenderer().render(portrait, quivering, (SIDE, SIDE)))
    report = inspect(replace(take, frames=frames))
    assert verdicts(report)[5] is False
    assert "in silence" in said(report)


def test_an_upside_down_head_is_seen_as_such(take, inspect):
    """The mesh finds a face in it all the same; its lips are then still measured the right way up."""
    report = inspect(take.pictures(lambda _index, frame: frame[::-1, ::-1]))
    assert verdicts(report)[8] is False
    assert abs(figure(report, 8, "tilt")) == pytest.approx(180, abs=10)
    assert verdicts(report)[3] is True


@pytest.fixture
def in_the_mouth(take, portrait):
    """Move what lies between the lips: `change` gives the size and the shift (px) of each frame."""
    import cv2

    puppet, framing = Puppet(portrait.rig), frame_portrait(portrait, (SIDE, SIDE))

    def moved(change):
        def move(index, frame):
            ring = framing.place(puppet.pose(take.performance.motion, index).vertices[list(INNER_LIPS)])[:, :2]
            inside = np.zeros((SIDE, SIDE), np.uint8)
            cv2.fillPoly(inside, [np.rint(ring).astype(np.int32)], 1)
            size, right, down = change(index)
            about = (1 - size) * ring.mean(axis=0)
            matrix = np.array([[size, 0, about[0] + right], [0, size, about[1] + down]])
            return np.where(inside[..., None] > 0, cv2.warpAffine(frame, matrix, (SIDE, SIDE)), frame)

        return take.pictures(move)

    return moved


def test_teeth_that_jitter_in_a_still_head_are_seen(in_the_mouth, inspect):
    rng = np.random.default_rng(5)
    report = inspect(in_the_mouth(lambda _index: (1, *rng.uniform(-1.5, 1.5, 2))))
    assert verdicts(report)[7] is False
    assert "teeth" in said(report)


def test_teeth_that_grow_and_shrink_are_seen(in_the_mouth, inspect):
    report = inspect(in_the_mouth(lambda index: (1 + 0.1 * np.sin(index), 0, 0)))
    assert verdicts(report)[7] is False
    assert figure(report, 7, "scale") > 0.02


def test_a_halo_that_pulses_around_the_person_is_seen(take, person, inspect):
    import cv2

    ring = (cv2.dilate(person, disc(32)) - cv2.dilate(person, disc(12))).astype(np.float32)[..., None]

    def halo(index, frame):
        return np.clip(frame + 12 * np.sin(index / 5) * ring, 0, 255).astype(np.uint8)

    report = inspect(take.pictures(halo))
    assert verdicts(report)[9] is False
    assert "backdrop" in said(report)


def test_a_backdrop_that_swims_with_the_head_is_seen(take, inspect):
    def swim(index, frame):
        moved = np.roll(frame, round(6 * np.sin(index / 8)), axis=1)
        frame[:, : SIDE // 8] = moved[:, : SIDE // 8]
        return frame

    stripes = np.tile(((np.arange(SIDE // 8) // 4) % 2 * 40).astype(np.uint8)[None, :, None], (SIDE, 1, 3))
    with_pattern = take.pictures(lambda _index, frame: np.concatenate([stripes, frame[:, SIDE // 8 :]], axis=1))
    assert verdicts(inspect(with_pattern.pictures(swim)))[9] is False


def test_a_blurred_face_is_less_sharp_than_its_portrait(take, portrait, inspect):
    import cv2

    report = inspect(take.pictures(lambda _index, frame: cv2.GaussianBlur(frame, (0, 0), 1.2)), portrait)
    assert verdicts(report)[10] is False
    assert figure(report, 10, "median") < 0.4


def test_another_backdrop_than_the_portraits_is_told_apart(take, portrait, person, inspect):
    green = np.array([60, 140, 70], np.uint8)
    report = inspect(take.pictures(lambda _index, frame: np.where(person[..., None] > 0, frame, green)), portrait)
    assert verdicts(report)[9] is False
    assert figure(report, 9, "unlike_portrait_levels") > 5


def test_frames_without_a_face_are_counted_and_fail_the_clip(take, inspect):
    def hide(index, frame):
        return np.full_like(frame, 90) if 40 <= index < 46 else frame

    report = inspect(take.pictures(hide))
    assert report.frames - report.faces_found == 6
    assert not report.passed
    assert "no face is seen" in said(report)
