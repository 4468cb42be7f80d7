"""Each of the fourteen rows, on curves whose figure is known: what keeps the limit passes, what just misses it not."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.inspection.backdrop import Backdrop
from avatar.inspection.intent import Sound
from avatar.inspection.report import ROWS, Figure, Row
from avatar.inspection.rows import WITHOUT_TIMELINE, rows
from avatar.inspection.teeth import TeethTrack
from tests.unit.inspection.tracks import (
    evidence,
    hide,
    sightings,
    speech_like,
    spoken,
    stage,
    sway,
    timeline,
    times,
    with_one,
)

TEN_SECONDS = times(10.0)


def row(seen, number):
    return rows(seen)[number - 1]


def figures(seen, number):
    return {figure.name: figure.value for figure in row(seen, number).figures}


def bilabials(count=5):
    return [Sound("p", 1.0 + index, 1.08 + index, "bilabial") for index in range(count)]


def closed_at(sounds, frames_each, gap=None):
    """Let the lips close in the first frames of each sound."""
    gap = np.full(250, 0.15) if gap is None else gap
    for sound in sounds:
        first = round(sound.start * 25)
        gap[first : first + frames_each] = 0.003
    return gap


def test_there_are_fourteen_rows_in_their_order():
    seen = evidence(sightings(TEN_SECONDS))
    assert [one.id for one in rows(seen)] == list(range(1, ROWS + 1))


def test_lips_that_seal_at_every_p_pass():
    sounds = bilabials()
    seen = evidence(sightings(TEN_SECONDS, gap=closed_at(sounds, 2)), timeline=timeline(TEN_SECONDS, sounds))
    assert figures(seen, 1) == {"sealed": 1.0, "false_seals": None}
    assert row(seen, 1).passed is True


def test_a_seal_that_misses_one_frame_is_no_seal():
    sounds = bilabials()
    gap = closed_at(sounds, 2)
    gap[round(sounds[2].start * 25)] = 0.05
    seen = evidence(sightings(TEN_SECONDS, gap=gap), timeline=timeline(TEN_SECONDS, sounds))
    assert figures(seen, 1)["sealed"] == pytest.approx(0.8)
    assert row(seen, 1).passed is False


def test_one_vowel_that_shuts_is_a_false_seal_however_well_the_rest_is_sealed():
    sounds = [*bilabials(), *(Sound("a", at, at + 0.2, "open vowel") for at in (7.0, 8.0, 8.5, 9.0))]
    gap = closed_at(bilabials(), 2)
    gap[178] = 0.002  # the middle of the first vowel
    seen = evidence(sightings(TEN_SECONDS, gap=gap), timeline=timeline(TEN_SECONDS, sounds))
    assert figures(seen, 1) == {"sealed": 1.0, "false_seals": 0.25}
    assert row(seen, 1).passed is False


def test_a_seal_that_ends_a_frame_after_its_p_is_no_false_one_if_the_vowel_opens():
    sounds = [Sound("p", 5.383, 5.412, "bilabial"), Sound("a", 5.412, 5.523, "open vowel")]
    gap = np.full(250, 0.15)
    gap[134:137] = 0.003  # 5.36 to 5.44 s
    held, shut = gap, np.where((TEN_SECONDS > 5.3) & (TEN_SECONDS < 5.6), 0.003, gap)
    for course, false in ((held, 0.0), (shut, 1.0)):
        seen = evidence(sightings(TEN_SECONDS, gap=course), timeline=timeline(TEN_SECONDS, sounds))
        assert figures(seen, 1) == {"sealed": 1.0, "false_seals": false}


def test_a_text_without_bilabials_is_not_judged_by_seals():
    seen = evidence(sightings(TEN_SECONDS), timeline=timeline(TEN_SECONDS, [Sound("s", 1.0, 1.1, "alveolar")]))
    assert row(seen, 1).passed is None
    assert row(seen, 1).note == "The text has no p, b or m."


@pytest.mark.parametrize("milliseconds", [-40, -12, 0, 12, 40])
def test_a_lag_is_given_in_its_milliseconds_and_fails_beyond_ten(milliseconds):
    late = speech_like(TEN_SECONDS - milliseconds / 1000)
    seen = evidence(sightings(TEN_SECONDS, gap=late), timeline=timeline(TEN_SECONDS))
    assert figures(seen, 2)["clip_ms"] == pytest.approx(milliseconds, abs=2)
    assert row(seen, 2).passed is (abs(milliseconds) <= 10)


def test_five_seconds_that_lag_fail_a_clip_that_is_in_time_on_the_whole():
    gap = np.where(TEN_SECONDS > 5, speech_like(TEN_SECONDS - 0.03), speech_like(TEN_SECONDS + 0.002))
    seen = evidence(sightings(TEN_SECONDS, gap=gap), timeline=timeline(TEN_SECONDS))
    assert figures(seen, 2)["worst_5s_ms"] == pytest.approx(30, abs=4)
    assert row(seen, 2).passed is False


def test_lips_that_say_something_else_have_no_lag():
    other = speech_like(TEN_SECONDS[::-1] * 1.37 + 3)
    seen = evidence(sightings(TEN_SECONDS, gap=other), timeline=timeline(TEN_SECONDS))
    assert figures(seen, 2)["clip_ms"] is None
    assert "no lag to measure" in row(seen, 2).note
    assert row(seen, 3).passed is False


SYLLABLES = [
    Sound(ipa, start, start + length, kind)
    for ipa, start, length, kind in (
        *(("a", 0.6 + at, 0.21, "open vowel") for at in (0.0, 0.9, 1.5, 2.9, 3.3, 4.6, 5.9, 6.3, 7.4)),
        *(("p", 0.5 + at, 0.1, "bilabial") for at in (0.0, 0.9, 1.5, 2.9, 3.3, 4.6, 5.9, 6.3, 7.4)),
    )
]


@pytest.mark.parametrize("late", [-0.08, 0.0, 0.08])
def test_sound_that_is_late_is_heard_as_late(late):
    samples = spoken(SYLLABLES, 10.0, late)
    meant = timeline(TEN_SECONDS, SYLLABLES)
    seen = evidence(sightings(TEN_SECONDS, gap=speech_like(TEN_SECONDS)), timeline=meant, samples=samples)
    assert figures(seen, 2)["sound_ms"] == pytest.approx(1000 * late, abs=25)
    assert row(seen, 2).passed is (late == 0)


def test_opening_and_width_that_follow_correlate_whatever_their_size():
    """How far a mouth opens is no matter of this row, only whether it opens when it should."""
    meant = timeline(TEN_SECONDS)
    seen = evidence(sightings(TEN_SECONDS, gap=0.3 * meant.opening, width=0.7 * meant.width), timeline=meant)
    assert figures(seen, 3) == {"opening": pytest.approx(1.0), "width": pytest.approx(1.0)}


def test_a_frozen_mouth_correlates_with_nothing():
    seen = evidence(sightings(TEN_SECONDS), timeline=timeline(TEN_SECONDS))
    assert figures(seen, 3) == {"opening": 0.0, "width": 0.0}
    assert row(seen, 3).passed is False


def test_frames_without_a_face_are_left_out_of_the_correlation():
    meant = timeline(TEN_SECONDS)
    whole = sightings(TEN_SECONDS, gap=meant.opening, width=meant.width)
    seen = evidence(hide(whole, range(100, 130)), timeline=meant)
    assert figures(seen, 3)["opening"] == pytest.approx(1.0)


def test_bites_and_rounds_count_each_sound():
    sounds = [
        *(Sound("a", 0.5 + index, 0.8 + index, "open vowel") for index in range(3)),
        Sound("f", 4.0, 4.1, "labiodental"),
        Sound("v", 5.0, 5.1, "labiodental"),
        Sound("i", 6.0, 6.2, "close front vowel"),
        Sound("u", 7.0, 7.2, "close round vowel"),
        Sound("y", 8.0, 8.2, "front round vowel"),
    ]
    gap, width = np.full(250, 0.2), np.full(250, 0.8)
    gap[100:103] = 0.02  # f, but not v
    width[175:181] = 0.6  # u, but not y
    seen = evidence(sightings(TEN_SECONDS, gap=gap, width=width), timeline=timeline(TEN_SECONDS, sounds))
    assert figures(seen, 4) == {"bites": 0.5, "rounds": 0.5}
    assert row(seen, 4).passed is False


@pytest.mark.parametrize(("left", "wide", "passed"), [(0.07, 0.68, True), (0.08, 0.69, None), (0.09, 0.71, False)])
def test_a_sound_that_misses_by_no_more_than_a_look_is_off_is_in_doubt(left, wide, passed):
    """The vowels leave 0.2 IOD, so 0.07 is asked of f; i is 0.8 wide, so 0.68 of u."""
    sounds = [
        Sound("a", 0.5, 0.8, "open vowel"),
        Sound("f", 4.0, 4.1, "labiodental"),
        Sound("i", 6.0, 6.2, "close front vowel"),
        Sound("u", 7.0, 7.2, "close round vowel"),
    ]
    gap, width = np.full(250, 0.2), np.full(250, 0.8)
    gap[100:103], width[175:181] = left, wide
    seen = evidence(sightings(TEN_SECONDS, gap=gap, width=width), timeline=timeline(TEN_SECONDS, sounds))
    assert [figure.passed for figure in row(seen, 4).figures] == [passed, passed]


def test_what_a_text_does_not_have_is_named():
    sounds = [Sound("a", 1.0, 1.2, "open vowel")]
    seen = evidence(sightings(TEN_SECONDS), timeline=timeline(TEN_SECONDS, sounds))
    assert row(seen, 4).note == "The text does not have f or v nor both i and u, w or y."
    assert row(seen, 4).passed is None


def still_timeline():
    """Speech from 1 s to 4 s, then silence."""
    return timeline(TEN_SECONDS, [Sound("a", 1.0, 4.0, "open vowel")])


@pytest.mark.parametrize(("amplitude", "passes"), [(0.0, True), (0.012, True), (0.015, False)])
def test_lips_that_shake_in_silence_are_measured_by_their_mean_deviation(amplitude, passes):
    gap = np.full(250, 0.1)
    gap[::2] += amplitude
    gap[1::2] -= amplitude
    seen = evidence(sightings(TEN_SECONDS, gap=gap), timeline=still_timeline())
    assert figures(seen, 5)["deviation_iod"] == pytest.approx(amplitude, abs=1e-3)
    assert row(seen, 5).passed is passes


def test_lips_that_rest_elsewhere_in_each_pause_are_still():
    gap = np.full(250, 0.1)
    gap[:25], gap[100:] = 0.02, 0.05
    seen = evidence(sightings(TEN_SECONDS, gap=gap), timeline=still_timeline())
    assert figures(seen, 5)["deviation_iod"] == pytest.approx(0, abs=1e-9)


def test_a_clip_that_talks_throughout_has_no_silence_to_judge():
    meant = timeline(TEN_SECONDS, [Sound("a", 0.0, 10.0, "open vowel")])
    seen = evidence(sightings(TEN_SECONDS), timeline=meant)
    assert row(seen, 5).passed is None
    assert "no silence" in row(seen, 5).note


@pytest.mark.parametrize(("speed", "passes"), [(0.2, False), (0.6, True), (1.3, False)])
def test_a_mouth_is_as_lively_as_it_is_fast(speed, passes):
    """A triangle of 1 s: it opens for half of it and closes for the other, always as fast."""
    gap = 0.05 + speed * np.abs((TEN_SECONDS + 0.02) % 1.0 - 0.5)
    seen = evidence(sightings(TEN_SECONDS, gap=gap))
    assert figures(seen, 6)["iod_per_s"] == pytest.approx(speed, rel=0.06)
    assert row(seen, 6).passed is passes


def teeth(drift, growth=0.0, doubt=0.0):
    count = 40
    around = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return TeethTrack(
        np.arange(count) / 25,
        drift * np.column_stack([np.cos(around), np.sin(around)]),
        growth * np.where(np.arange(count) % 2, 1.0, -1.0),
        doubt,
    )


@pytest.mark.parametrize(("drift", "passes"), [(0.0, True), (0.45, True), (0.6, True), (0.75, False)])
def test_teeth_may_drift_by_half_a_pixel_and_beyond_it_are_in_doubt_for_as_far_as_still_ones_read(drift, passes):
    seen = evidence(sightings(TEN_SECONDS), teeth=teeth(drift))
    assert figures(seen, 7)["drift_px"] == pytest.approx(drift)
    assert row(seen, 7).passed is passes


def test_a_twentieth_of_the_frames_may_take_something_else_for_teeth():
    track = teeth(0.1)
    track.drift[:2] = 9.0
    assert row(evidence(sightings(TEN_SECONDS), teeth=track), 7).passed is True
    track.drift[:3] = 9.0
    assert row(evidence(sightings(TEN_SECONDS), teeth=track), 7).passed is False


def test_teeth_that_show_too_dimly_are_not_judged_by_their_size():
    """Growth of 5 % fails where it can be told from noise, and is only shown where it can't."""
    plain, dim = (row(evidence(sightings(TEN_SECONDS), teeth=teeth(0.1, 0.05, doubt)), 7) for doubt in (0.001, 0.05))
    assert (plain.passed, dim.passed) == (False, True)
    assert "too dimly" in dim.note


def test_without_teeth_nothing_is_judged_and_the_reason_is_given():
    found = row(evidence(sightings(TEN_SECONDS)), 7)
    assert found.passed is None
    assert found.note == "The upper teeth hardly ever show."


def lids_with(blinks):
    lids = np.full(250, 0.25)
    for blink in blinks:
        lids *= 0.15 + 0.85 * np.clip(np.abs(TEN_SECONDS - blink) / 0.12, 0, 1)
    return lids


@pytest.mark.parametrize(
    ("blinks", "passes"), [((), False), ((3.0,), True), ((1, 2.5, 4, 6, 8), True), (range(1, 9), False)]
)
def test_blinks_are_counted_and_neither_stares_nor_flutters_pass(blinks, passes):
    seen = evidence(sightings(TEN_SECONDS, lids=lids_with(blinks), angles=sway(TEN_SECONDS)))
    assert figures(seen, 8)["blinks_per_minute"] == pytest.approx(6 * len(blinks))
    assert row(seen, 8).passed is passes


@pytest.mark.parametrize(("degrees", "passes"), [(0.3, False), (2.0, True), (4.0, False)])
def test_a_head_that_is_too_still_or_too_restless_fails(degrees, passes):
    seen = evidence(sightings(TEN_SECONDS, lids=lids_with((2, 5)), angles=sway(TEN_SECONDS, degrees)))
    assert [figures(seen, 8)[f"{name}_sd"] for name in ("pitch", "yaw", "roll")] == pytest.approx(
        [degrees] * 3, rel=0.05
    )
    assert row(seen, 8).passed is passes


def test_a_head_that_trembles_fails_though_it_sways_far_enough():
    waves = [np.sin(2 * np.pi * hertz * TEN_SECONDS) for hertz in (5.0, 6.0, 7.0)]
    seen = evidence(
        sightings(TEN_SECONDS, lids=lids_with((2, 5)), angles=2 * np.sqrt(2) * np.stack(waves, axis=1)),
    )
    assert figures(seen, 8)["under_2hz"] < 0.05
    assert row(seen, 8).passed is False


def test_a_short_clip_is_not_judged_by_how_far_its_head_sways():
    short = times(4.0)
    found = row(evidence(sightings(short)), 8)
    assert found.passed is True
    assert "cannot show how far it sways" in found.note


@pytest.mark.parametrize(("turn", "tilt"), [(0, 0.0), (1, 90.0), (2, -180.0), (3, -90.0)])
def test_a_head_that_does_not_stand_upright_fails(turn, tilt):
    still = sightings(TEN_SECONDS, lids=lids_with((2, 5)), angles=sway(TEN_SECONDS))
    seen = evidence(still, stage=stage(turn))
    assert figures(seen, 8)["tilt"] == pytest.approx(tilt, abs=1e-6)
    assert row(seen, 8).passed is (turn == 0)
    assert ("not upright" in row(seen, 8).note) is (turn != 0)


def backdrop(change):
    picture = np.zeros((20, 20), np.uint8)
    return Backdrop(np.arange(50) / 5, np.full(50, change), picture, picture == 0, 1.0)


@pytest.mark.parametrize(("background", "passes"), [("own", False), ("#00ff00", False), ("video", None)])
def test_a_backdrop_that_moves_fails_unless_it_is_a_film(background, passes):
    meant = timeline(TEN_SECONDS, background=background)
    found = row(evidence(sightings(TEN_SECONDS), backdrop=backdrop(9.0), timeline=meant), 9)
    assert found.passed is passes


def test_a_backdrop_that_was_replaced_need_not_be_the_portraits():
    own, other = (
        row(
            evidence(
                sightings(TEN_SECONDS),
                backdrop=backdrop(1.0),
                unlike=60.0,
                timeline=timeline(TEN_SECONDS, background=background),
            ),
            9,
        )
        for background in ("own", "photo")
    )
    assert (own.passed, other.passed) == (False, True)
    assert "was replaced (photo)" in other.note


def test_a_person_who_fills_the_picture_leaves_no_backdrop_to_judge():
    found = row(evidence(sightings(TEN_SECONDS)), 9)
    assert found.passed is None
    assert found.note == "The person fills the picture."


def test_without_a_portrait_sharpness_is_shown_against_the_clips_own_start():
    sharpness = np.full(250, 80.0)
    sharpness[100:] = 40.0
    found = row(evidence(sightings(TEN_SECONDS, sharpness=sharpness)), 10)
    assert [figure.value for figure in found.figures] == pytest.approx([0.5, 0.5])
    assert found.passed is None


def test_the_worst_second_is_a_mean_of_a_second_and_no_single_frame():
    seen = sightings(TEN_SECONDS)
    found = row(evidence(with_one(seen, 60, sharpness=0.0)), 10)
    assert found.figures[1].value == pytest.approx(24 / 25)


def test_without_a_timeline_four_rows_say_so_and_judge_nothing():
    found = rows(evidence(sightings(TEN_SECONDS)))
    assert [one.id for one in found if one.note == WITHOUT_TIMELINE] == [1, 2, 3, 4]
    assert all(one.passed is None for one in found[:4])


@pytest.mark.parametrize(
    ("figure", "passes"),
    [
        (Figure("a", 1.0, 1.0, 2.0), True),
        (Figure("a", 2.0, 1.0, 2.0), True),
        (Figure("a", 0.99, 1.0, 2.0), False),
        (Figure("a", 2.01, 1.0, 2.0), False),
        (Figure("a", None, 1.0, 2.0), None),
        (Figure("a", 2.1, 1.0, 2.0, error=0.2), None),
        (Figure("a", 0.9, 1.0, 2.0, error=0.2), None),
        (Figure("a", 2.3, 1.0, 2.0, error=0.2), False),
        (Figure("a", 1.9, 1.0, 2.0, error=0.2), True),
        (Figure("a", 9.0, 1.0, 2.0, judged=False), None),
        (Figure("a", -1e9, None, 2.0), True),
    ],
)
def test_limits_belong_to_what_passes(figure, passes):
    assert figure.passed is passes
    assert Row(1, "one", (figure,)).passed is passes
