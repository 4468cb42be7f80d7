"""The moments worth looking at: those where a clip fails, each with its reason, few enough to look at all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.inspection.backdrop import Backdrop
from avatar.inspection.intent import Sound
from avatar.inspection.moments import worst_moments
from avatar.inspection.teeth import TeethTrack
from tests.unit.inspection.tracks import evidence, hide, sightings, speech_like, timeline, times, with_one

TEN_SECONDS = times(10.0)


def faultless():
    """Lips do what was meant, and something is said throughout."""
    meant = timeline(TEN_SECONDS, [Sound("s", 0.0, 10.0, "alveolar")])
    return sightings(TEN_SECONDS, gap=meant.opening, width=meant.width), meant


def test_a_faultless_clip_has_no_moment_worth_looking_at():
    seen, meant = faultless()
    assert [moment for moment in worst_moments(evidence(seen, timeline=meant)) if moment.row != 10] == []


def test_a_lost_face_is_shown_first_of_all():
    seen, meant = faultless()
    found = worst_moments(evidence(hide(seen, range(100, 104)), timeline=meant))
    lost = [moment for moment in found if moment.row == 0]
    assert [moment.reason for moment in lost] == ["no face is seen"]
    assert lost[0].time == pytest.approx(4.0)


def test_an_opening_that_misses_its_intention_is_found_where_it_does():
    seen, meant = faultless()
    widest = 175 + int(meant.opening[175:200].argmax())
    wide = with_one(seen, 120, gap=meant.opening[120] + 0.2)
    wide = with_one(wide, widest, gap=meant.opening[widest] - 0.15)
    found = [moment for moment in worst_moments(evidence(wide, timeline=meant)) if moment.row == 3]
    assert [(round(moment.time, 2), "wider" in moment.reason) for moment in found] == [
        (4.8, True),
        (widest / 25, False),
    ]
    assert found[0].reason == "the mouth is 0.20 IOD wider open than intended"


def test_a_p_that_does_not_seal_is_named_with_its_gap():
    sounds = [Sound("pʰ", 3.0, 3.1, "bilabial")]
    meant = timeline(TEN_SECONDS, sounds, opening=np.full(250, 0.1))
    (found,) = (one for one in worst_moments(evidence(sightings(TEN_SECONDS), timeline=meant)) if one.row == 1)
    assert found.reason == "the lips don't seal at pʰ: gap 0.100 IOD"
    assert found.time == pytest.approx(3.05)


def test_shaking_lips_are_found_in_the_silence_they_shake_in():
    meant = timeline(TEN_SECONDS, [Sound("a", 1.0, 4.0, "open vowel")], opening=np.full(250, 0.1))
    gap = np.full(250, 0.1)
    gap[150:170:2] += 0.05
    found = [
        moment for moment in worst_moments(evidence(sightings(TEN_SECONDS, gap=gap), timeline=meant)) if moment.row == 5
    ]
    assert found
    assert all(6.0 <= moment.time <= 6.8 for moment in found)
    assert all("in silence" in moment.reason for moment in found)


def test_drifting_teeth_and_a_flickering_backdrop_are_found_at_their_time():
    seen, meant = faultless()
    drift = np.zeros((40, 2))
    drift[25] = (3.0, 4.0)
    teeth = TeethTrack(np.arange(40) / 25, drift, np.zeros(40))
    change = np.zeros(50)
    change[30] = 12.0
    picture = np.zeros((9, 9), np.uint8)
    backdrop = Backdrop(np.arange(50) / 5, change, picture, picture == 0, 1.0)
    found = {
        moment.row: moment for moment in worst_moments(evidence(seen, timeline=meant, teeth=teeth, backdrop=backdrop))
    }
    assert (found[7].time, found[7].reason) == (1.0, "the upper teeth are 5.0 px from their place in the head")
    assert (found[9].time, found[9].reason) == (6.0, "the backdrop changes by 12.0 levels")


def test_a_blink_is_not_taken_for_a_blurred_face():
    """Lids cover what is sharp around the eyes; a face that blurs with its eyes open is another matter."""
    seen, meant = faultless()
    lids = np.full(250, 0.25) * (0.15 + 0.85 * np.clip(np.abs(TEN_SECONDS - 5.0) / 0.12, 0, 1))
    sharp = np.full(250, 80.0)
    sharp[122:128] = 10.0
    seen = sightings(TEN_SECONDS, gap=meant.opening, width=meant.width, lids=lids, sharpness=sharp)
    found = [moment for moment in worst_moments(evidence(seen, timeline=meant)) if moment.row == 10]
    assert all(abs(moment.time - 5.0) > 0.3 for moment in found)
    blurred = with_one(seen, 200, sharpness=20.0)
    found = [moment for moment in worst_moments(evidence(blurred, timeline=meant)) if moment.row == 10]
    assert [(moment.time, moment.reason) for moment in found] == [
        (8.0, "the face has 25% of the reference's sharpness"),
    ]


def test_eight_moments_at_most_three_of_a_row_apart_and_in_order():
    rng = np.random.default_rng(2)
    meant = timeline(TEN_SECONDS, [Sound("p", at, at + 0.1, "bilabial") for at in np.arange(0.5, 9, 0.4)])
    gap = np.abs(speech_like(TEN_SECONDS) + rng.normal(0, 0.2, 250)) + 0.05
    seen = hide(sightings(TEN_SECONDS, gap=gap), range(30, 60))
    found = worst_moments(evidence(seen, timeline=meant))
    assert len(found) == 8
    assert [moment.time for moment in found] == sorted(moment.time for moment in found)
    for number in {moment.row for moment in found}:
        of_row = [moment.time for moment in found if moment.row == number]
        assert len(of_row) <= 3
        assert all(after - before >= 0.3 for before, after in pairwise(of_row))
