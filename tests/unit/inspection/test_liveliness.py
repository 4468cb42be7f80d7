"""Eyes that look together, brows, and lips in silence: on curves whose figure is known."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.inspection import points
from avatar.inspection.eyes import vergence
from avatar.inspection.film import SOUND_RATE
from avatar.inspection.intent import Sound
from avatar.inspection.lips import Mouth, quiver
from avatar.inspection.liveliness import Liveliness, brow_motion, lively
from avatar.inspection.rows import rows
from avatar.portrait.face.pose import canonical_face
from tests.unit.inspection.tracks import evidence, sightings, timeline, times

FACE = np.concatenate([canonical_face(), np.zeros((10, 3))]) * 60 + (230.0, 130.0, 0.0)
TEN_SECONDS = times(10.0)
STRAIGHT, OPEN, ONES = np.zeros((250, 3)), np.ones(250), np.ones(250)


def looking(right, squint):
    """Both eyes look so far to the right, and each by half of the squint towards the other, in eye widths."""
    right, squint = np.broadcast_to(right, 250), np.broadcast_to(squint, 250)
    return np.column_stack([right + squint / 2, right - squint / 2])


def row(seen, number):
    return rows(seen)[number - 1]


def with_irises(at):
    face = FACE.copy()
    for (one, other), iris in zip((points.LEFT_EYE, points.RIGHT_EYE), points.IRISES, strict=True):
        face[iris] = (face[one] + face[other]) / 2 + at * (face[other] - face[one])
    return face


def test_an_iris_is_measured_from_the_middle_of_its_eye_in_widths_of_it_however_large_the_face():
    assert points.gaze(with_irises(0.1)) == pytest.approx([0.1, 0.1])
    assert points.gaze(3 * with_irises(-0.2) + 40) == pytest.approx([-0.2, -0.2])


def test_brows_and_lips_are_measured_in_the_faces_own_size():
    assert points.brow_heights(2.5 * FACE + 9) == pytest.approx(points.brow_heights(FACE))
    one, other = (np.ptp(points.lip_outline(face), axis=0) for face in (FACE, 2.5 * FACE + 9))
    assert one == pytest.approx(other)


def test_eyes_that_look_away_together_do_not_squint():
    away = 0.15 * np.sign(np.sin(2 * np.pi * 0.3 * TEN_SECONDS))
    assert vergence(TEN_SECONDS, looking(away, 0.0), STRAIGHT, OPEN, ONES) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("squint", "passes"), [(0.015, True), (0.03, None), (0.05, False)])
def test_eyes_that_turn_towards_each_other_for_a_second_are_seen(squint, passes):
    inward = np.where((TEN_SECONDS > 4) & (TEN_SECONDS < 6), squint, 0.0)
    seen = evidence(sightings(TEN_SECONDS, gaze=looking(0.02, inward)))
    assert seen.vergence == pytest.approx(squint, rel=0.02)
    assert row(seen, 12).passed is passes


def test_an_iris_that_is_misread_in_one_frame_is_no_squint():
    inward = np.where(np.arange(250) % 25 == 0, 0.2, 0.0)
    assert vergence(TEN_SECONDS, looking(0.0, inward), STRAIGHT, OPEN, ONES) == pytest.approx(0.0, abs=1e-9)


def test_what_follows_the_turning_head_is_taken_for_foreshortening():
    yaw = 4 * np.sin(2 * np.pi * 0.3 * TEN_SECONDS)
    turned = np.column_stack([0 * yaw, yaw, 0 * yaw])
    assert vergence(TEN_SECONDS, looking(0.0, 0.01 * yaw), turned, OPEN, ONES) == pytest.approx(0.0, abs=1e-9)
    assert vergence(TEN_SECONDS, looking(0.0, 0.01 * yaw), STRAIGHT, OPEN, ONES) > 0.03


def test_what_follows_the_size_that_the_head_is_found_in_is_taken_for_that():
    size = 1 + 0.01 * np.sin(2 * np.pi * 0.2 * TEN_SECONDS)
    apart = looking(0.0, 2 * (size - 1))
    assert vergence(TEN_SECONDS, apart, STRAIGHT, OPEN, size) == pytest.approx(0.0, abs=1e-9)
    assert vergence(TEN_SECONDS, apart, STRAIGHT, OPEN, ONES) > 0.015


def test_eyes_that_are_hardly_ever_open_are_not_judged():
    assert vergence(TEN_SECONDS, looking(0.0, 0.1), STRAIGHT, np.full(250, 0.3), ONES) is None


@pytest.mark.parametrize(("step", "passes"), [(0.001, None), (0.006, True), (0.02, False)])
def test_brows_that_hardly_move_are_in_doubt_and_nervous_ones_fail(step, passes):
    brows = np.tile([[0.5, 0.5], [0.5 + step, 0.5 + step]], (125, 1))
    assert brow_motion(TEN_SECONDS, brows) == pytest.approx(step)
    assert row(evidence(sightings(TEN_SECONDS, brows=brows)), 13).passed is passes


def test_brows_move_as_much_in_a_film_of_fifty_frames_a_second():
    def up_and_down(when):
        return np.column_stack([0.5 + 0.05 * np.sin(2 * np.pi * 0.7 * when)] * 2)

    fast = np.arange(500) / 50
    assert brow_motion(fast, up_and_down(fast)) == pytest.approx(
        brow_motion(TEN_SECONDS, up_and_down(TEN_SECONDS)), rel=0.01
    )


def test_a_short_clip_is_not_judged_by_brows_nor_by_silence():
    found = rows(evidence(sightings(times(4.0), outline=outlines(np.zeros(100))), samples=np.zeros(64_000, np.float32)))
    assert (found[12].passed, found[13].passed) == (None, None)


def outlines(opening):
    """Lips that are open so far, in distances of the eyes' outer corners."""
    shape = np.zeros((len(opening), 40, 2), np.float32)
    shape[:, 31:40, 1] = opening[:, None]
    return shape


def tone(loud):
    """A sound that is as loud as each frame says."""
    steps = np.repeat(loud, SOUND_RATE // 25)
    return (steps * np.sin(np.arange(len(steps)))).astype(np.float32)


@pytest.mark.parametrize(("far", "passes"), [(0.0, False), (0.01, True), (0.05, False)])
def test_lips_in_silence_settle_and_part_but_neither_freeze_nor_talk(far, passes):
    is_silent = TEN_SECONDS >= 6
    opening = np.where(is_silent, 0.06 + far * np.sign(np.sin(TEN_SECONDS * np.pi)), 0.1)
    seen = evidence(sightings(TEN_SECONDS, outline=outlines(opening)), samples=tone(np.where(is_silent, 0.0, 0.3)))
    assert seen.liveliness.silence == pytest.approx(far, abs=1e-3)
    assert row(seen, 14).passed is passes


def test_softly_spoken_syllables_are_no_silence_where_the_timeline_tells_of_them():
    is_soft = (TEN_SECONDS >= 3) & (TEN_SECONDS < 4)
    is_silent = (TEN_SECONDS >= 6) | is_soft
    opening = np.where(is_soft, 0.2, 0.02)
    sounds = [Sound("a", 0.0, 6.0, "open vowel")]
    seen = [
        evidence(
            sightings(TEN_SECONDS, outline=outlines(opening)),
            samples=tone(np.where(is_silent, 0.0, 0.3)),
            timeline=meant,
        )
        for meant in (timeline(TEN_SECONDS, sounds), None)
    ]
    assert seen[0].liveliness.silence == pytest.approx(0.0, abs=1e-6)
    assert seen[1].liveliness.silence > 0.01


def test_lips_that_open_as_it_is_loud_are_nearer_to_it_than_such_that_don_t():
    loud = 0.2 + 0.15 * np.sin(2 * np.pi * 1.1 * TEN_SECONDS)
    brows = np.full((250, 2), 0.5)
    with_it, against_it = (
        lively(TEN_SECONDS, [*outlines(shape)], brows, tone(loud)).loudness for shape in (loud, 0.4 - loud)
    )
    assert (with_it < 0.1, against_it > 0.4) == (True, True)


def test_the_shape_of_lips_that_do_not_move_does_not_vary():
    brows = np.full((250, 2), 0.5)
    still, moving = (
        lively(TEN_SECONDS, [*outlines(0.1 + far * np.sin(TEN_SECONDS))], brows, np.zeros(0, np.float32)).lips
        for far in (0.0, 0.05)
    )
    assert still == pytest.approx(0.0, abs=1e-6)
    assert moving > 0.1


def test_a_clip_without_a_face_has_no_figures():
    nothing = Liveliness(None, None, None, None)
    assert lively(TEN_SECONDS, [None] * 250, np.full((250, 2), np.nan), np.zeros(100, np.float32)) == nothing


@pytest.mark.parametrize(("hertz", "is_quiver"), [(0.3, False), (0.8, False), (5.0, True), (10.0, True)])
def test_what_is_slower_than_two_hertz_is_no_quiver(hertz, is_quiver):
    gap = 0.05 + 0.03 * np.sin(2 * np.pi * hertz * TEN_SECONDS)
    found = quiver(Mouth(TEN_SECONDS, gap, gap), [np.arange(100, 200)]).mean()
    assert bool(found > 0.013) is is_quiver


def test_a_long_silence_is_smoothed_piece_by_piece_as_a_short_one():
    when = np.arange(15_000) / 25
    gap = 0.05 + 0.03 * np.sin(2 * np.pi * 5 * when)
    long, short = (quiver(Mouth(when, gap, gap), [np.arange(frames)]) for frames in (15_000, 1000))
    assert long[100:900] == pytest.approx(short[100:900], abs=1e-9)


def test_lips_that_part_steadily_toward_speech_do_not_quiver():
    gap = 0.01 + 0.02 * TEN_SECONDS
    assert quiver(Mouth(TEN_SECONDS, gap, gap), [np.arange(40), np.arange(60, 63)]).max() < 1e-9
