"""What movement is made of beside its curves: blinks, breath, looks, moods and seals, and what lies over what."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, CUE_KINDS, Cue
from avatar.motion import blinks, breath, face, gaze
from avatar.motion.acting import act
from avatar.motion.blending import lay_over
from avatar.motion.brows import brows
from avatar.motion.curves import RATE, clock, edges
from avatar.motion.meaning import Meaning
from avatar.motion.moods import MOODS, expression
from avatar.motion.prosody import Accent, Prosody
from avatar.motion.seal_frames import allot
from avatar.settings import EMOTIONS

quick = settings(max_examples=15, deadline=None)
seeds = some.integers(0, 9999)


def heard(seconds=6.0, phrases=((0.5, 2.5), (3.2, 5.4)), accents=(0.8, 1.6, 3.6, 4.8)):
    """Two phrases with four accents, as loud as they are long."""
    times = clock(seconds)
    loud = np.zeros(len(times))
    for start, end in phrases:
        loud[int(start * RATE) : int(end * RATE)] = 0.8
    return Prosody(times, np.sin(times), loud, tuple(phrases), tuple(Accent(time, 1.0) for time in accents))


def asked(kind, time=2.0, amount=1.0):
    return act([Cue(kind, amount, 0, time)], clock(8.0))


@pytest.mark.parametrize("kind", CUE_KINDS)
def test_every_cue_begins_and_ends_at_rest(kind):
    acted = asked(kind)
    for curve in (acted.turn, acted.held[:, None], *(each[:, None] for each in acted.weights.values())):
        assert np.abs(curve[[0, -1]]).max() < 1e-6
    assert set(acted.weights) <= {name.removesuffix("Left").removesuffix("Right") for name in ARKIT_NAMES}


@pytest.mark.parametrize("kind", [kind for kind in CUE_KINDS if kind not in ("blink", "pause", "look at me")])
def test_half_a_cue_is_half_as_large(kind):
    whole, half = asked(kind), asked(kind, amount=0.5)
    np.testing.assert_allclose(half.turn, whole.turn / 2, atol=1e-9)
    np.testing.assert_allclose(half.gaze, whole.gaze / 2, atol=1e-9)
    for name, curve in whole.weights.items():
        np.testing.assert_allclose(half.weights[name], curve / 2, atol=1e-9)


def test_the_same_cue_twice_is_held_for_longer_and_not_stronger():
    once = asked("smile").weights["mouthSmile"]
    twice = act([Cue("smile", 1, 0, 2.0), Cue("smile", 1, 0, 3.0)], clock(8.0)).weights["mouthSmile"]
    assert twice.max() == pytest.approx(once.max())
    assert (twice > 0.5).sum() > (once > 0.5).sum() + 0.8 * RATE


@pytest.mark.parametrize(("one", "other"), [("look left", "look right"), ("look up", "look down")])
def test_opposite_looks_go_opposite_ways(one, other):
    there, back = asked(one), asked(other)
    assert there.gaze[250] @ back.gaze[250] < 0
    if one == "look left":
        np.testing.assert_allclose(there.gaze, -back.gaze, atol=1e-9)
        np.testing.assert_allclose(there.turn, -back.turn, atol=1e-9)


def test_a_cue_at_the_very_beginning_is_no_error_and_stays_in_its_bounds():
    for kind in CUE_KINDS:
        acted = asked(kind, time=0.0)
        assert np.isfinite(acted.turn).all()
        assert all(curve.min() >= 0 and curve.max() <= 1 for curve in acted.weights.values())


weights_of_a_mouth = some.fixed_dictionaries(
    {name: some.floats(0, 1) for name in ("jawOpen", "mouthClose", "mouthPucker", "mouthFunnel", "mouthRollLower")}
)


def laid(mouth, added, frames=30):
    weights = np.zeros((frames, len(ARKIT_NAMES)))
    for name, value in mouth.items():
        weights[:, ARKIT_INDEX[name]] = value
    before = weights.copy()
    lay_over(weights, {name: np.full(frames, value) for name, value in added.items()}, 25.0)
    return before, weights


@quick
@given(mouth=weights_of_a_mouth, smile=some.floats(0, 1), brow=some.floats(0, 1))
def test_an_expression_adds_only_what_it_names_and_stays_within_a_face(mouth, smile, brow):
    before, after = laid(mouth, {"mouthSmile": smile, "browInnerUp": brow})
    changed = {ARKIT_NAMES[column] for column in np.flatnonzero((after != before).any(axis=0))}
    assert changed <= {"mouthSmileLeft", "mouthSmileRight", "browInnerUp"}
    assert (after >= before - 1e-12).all()
    assert after.max() <= 1 + 1e-12
    np.testing.assert_array_equal(after[:, ARKIT_INDEX["mouthSmileLeft"]], after[:, ARKIT_INDEX["mouthSmileRight"]])


@quick
@given(smile=some.floats(0.1, 1), pucker=some.floats(0.1, 0.44))
def test_the_rounder_the_lips_the_less_they_smile(smile, pucker):
    column = ARKIT_INDEX["mouthSmileLeft"]
    smiles = [laid({"mouthPucker": round_}, {"mouthSmile": smile})[1][15, column] for round_ in (0.0, pucker, 0.6)]
    assert smiles[0] >= smiles[1] > smiles[2] > 0


def test_a_brow_does_not_care_what_the_mouth_does():
    column = ARKIT_INDEX["browInnerUp"]
    assert laid({"mouthPucker": 1.0}, {"browInnerUp": 0.5})[1][15, column] == pytest.approx(0.5)


def test_a_shape_that_could_part_the_lips_is_not_laid_over_a_mouth():
    with pytest.raises(KeyError):
        laid({}, {"mouthUpperUp": 0.5})


def test_nothing_is_laid_over_no_frames():
    assert laid({}, {"mouthSmile": 1.0}, frames=0)[1].shape == (0, len(ARKIT_NAMES))


@pytest.mark.slow
@quick
@given(seed=seeds, seconds=some.floats(0.2, 30), rate=some.floats(0, 2))
def test_blinks_come_in_order_away_from_the_ends_and_neither_too_often_nor_too_rarely(seed, seconds, rate):
    prosody = heard(max(seconds, 1.0), phrases=((0.1, 0.9),), accents=())
    times = blinks.blink_times(prosody, seconds, rate, np.random.default_rng(seed))
    assert times == sorted(times)
    assert all(blinks.FREE[0] <= time <= seconds - blinks.FREE[1] for time in times)
    assert len(times) <= max(1, 32 * rate * seconds / 60)
    if rate and seconds > 3:
        assert len(times) >= np.floor(11 * rate * seconds / 60)
    if not rate:
        assert times == []


@quick
@given(times=some.lists(some.floats(0.5, 3.5), max_size=5), fps=some.sampled_from([24.0, 25.0, 29.97, 60.0]))
def test_each_blink_shuts_the_lids_wholly_on_one_frame(times, fps):
    frames = np.arange(round(4 * fps)) / fps
    closed = blinks.lids(times, frames)
    assert closed.min() >= 0
    assert closed.max() <= 1
    for time in times:
        assert closed[np.abs(frames - time).argmin()] == 1
    if not times:
        assert not closed.any()


def test_a_rate_of_next_to_nothing_is_no_error():
    assert len(blinks.blink_times(heard(), 6.0, 1e-320, np.random.default_rng(0))) <= 1


@pytest.mark.parametrize("count", [20, 40, 80])
def test_a_nervous_run_of_blinks_is_thinned_and_a_stare_is_broken(count):
    """A minute at the natural rate: 11 to 32 of them, and those that stay are some of those that were drawn."""
    drawn = list(np.linspace(0.5, 59, count))
    kept = blinks._tempered(list(drawn), 60.0, (0.35, 59.6), 1.0)
    assert set(kept) <= set(drawn)
    assert len(kept) == min(count, 32)
    assert len(blinks._tempered([], 60.0, (0.35, 59.6), 1.0)) == 11


def test_blinks_that_are_asked_for_replace_those_beside_them():
    assert blinks.with_asked([1.0, 2.0, 3.0], [2.2], 5.0) == [1.0, 2.2, 3.0]
    assert blinks.with_asked([], [0.0, 9.0], 5.0) == [0.35, 4.6]
    assert blinks.with_asked([], [0.1], 0.5) == []


@quick
@given(seed=seeds, starts=some.booleans(), ends=some.booleans())
def test_breath_stays_within_a_lung_and_joins_where_stretches_meet(seed, starts, ends):
    prosody = heard()
    curve = breath.breathing(prosody, 6.0, np.random.default_rng(seed), starts, ends)
    assert np.abs(curve).max() <= 1
    assert np.abs(np.diff(curve)).max() < 0.12
    if starts:
        assert curve[0] == pytest.approx(0.85)
    if ends:
        assert curve[600] == pytest.approx(0.85, abs=1e-3)


@quick
@given(seed=seeds, averts=some.floats(0, 1))
def test_the_eyes_stay_with_the_viewer_or_near(seed, averts):
    found = gaze.shifts(20.0, np.random.default_rng(seed), averts)
    assert [shift.time for shift in found] == sorted(shift.time for shift in found)
    assert all(np.hypot(*shift.target) <= (3.8 if shift.is_away else np.sqrt(2)) + 1e-9 for shift in found)
    assert not any(one.is_away and other.is_away for one, other in pairwise(found))
    if not averts:
        assert not any(shift.is_away for shift in found)


@quick
@given(seed=seeds, seconds=some.floats(0.5, 10))
def test_the_eyes_are_back_at_the_end_where_another_stretch_goes_on(seed, seconds):
    rng = np.random.default_rng(seed)
    found = gaze.returning(gaze.shifts(seconds, rng), seconds)
    times = clock(seconds)
    path = gaze.looking(found, times, rng)
    assert np.abs(path[0]).max() < 1e-9
    assert np.abs(path[min(int(seconds * RATE), len(path) - 1)]).max() < 0.5


def looked(right, down):
    weights = np.zeros((1, len(ARKIT_NAMES)))
    face.look_weights(np.array([[right, down]]), weights)
    return dict(zip(ARKIT_NAMES, weights[0], strict=True))


@quick
@given(right=some.floats(-0.4, 0.4), down=some.floats(-0.4, 0.4))
def test_looking_left_and_right_are_mirror_images(right, down):
    one, other = looked(right, down), looked(-right, down)
    for name, value in one.items():
        if name.startswith("eye"):
            side, opposite = ("Left", "Right") if name.endswith("Left") else ("Right", "Left")
            assert other[name.removesuffix(side) + opposite] == pytest.approx(value)
    assert all(0 <= value <= 1 for value in one.values())


def test_the_upper_lid_goes_along_with_a_look_up_and_comes_along_with_one_down():
    up, down = looked(0, -0.2), looked(0, 0.2)
    assert up["eyeWideLeft"] > 0 == down["eyeWideLeft"]
    assert down["eyeBlinkLeft"] > 0 == up["eyeBlinkLeft"]
    assert looked(0.2, 0)["eyeLookOutLeft"] == looked(0.2, 0)["eyeLookInRight"] > 0


@quick
@given(seed=seeds, lively=some.sampled_from([0.0, *(mood.brows for mood in MOODS.values())]))
def test_brows_are_raised_and_lowered_but_never_beyond_a_face(seed, lively):
    drawn = brows(heard(), Meaning(((3.2, 5.4),), (1.0,)), np.random.default_rng(seed), lively)
    assert set(drawn) <= set(ARKIT_NAMES)
    assert all(np.isfinite(curve).all() and curve.max() < 1 for curve in drawn.values())


def test_cheeks_go_with_the_side_that_smiles():
    weights = np.zeros((20, len(ARKIT_NAMES)))
    weights[:, ARKIT_INDEX["mouthSmileLeft"]] = 0.8
    face.cheeks(weights, 25.0)
    assert weights[10, ARKIT_INDEX["cheekSquintLeft"]] > 0.2
    assert weights[10, ARKIT_INDEX["cheekSquintRight"]] == pytest.approx(0, abs=1e-12)


def test_loudness_widens_a_little_and_silence_nothing():
    scale = face.slow_loudness(heard())
    assert scale.min() >= 0.88
    assert scale.max() <= 1.1
    quiet = Prosody(clock(2.0), np.zeros(202), np.zeros(202), (), ())
    assert (face.slow_loudness(quiet) == 1).all()


def test_every_emotion_has_a_mood_and_every_mood_rests_within_a_face():
    assert set(MOODS) == set(EMOTIONS)
    known = {name.removesuffix("Left").removesuffix("Right") for name in ARKIT_NAMES}
    for mood in MOODS.values():
        assert set(mood.resting) <= known
        assert all(0 < weight < 1 for weight in mood.resting.values())


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_an_expression_begins_and_ends_as_every_other_stretch_does(emotion):
    prosody = heard()
    window = edges(prosody.times, 6.0, 0.5)
    one, other = (expression(MOODS[emotion], prosody, window, np.random.default_rng(seed)) for seed in (1, 2))
    for name in one:
        assert one[name][[0, 600]] == pytest.approx(other[name][[0, 600]], abs=1e-6)
        assert one[name].min() >= 0
        assert one[name].max() <= 1.3


seals = some.lists(some.tuples(some.floats(0.03, 0.2), some.floats(0.03, 0.12)), min_size=1, max_size=6)


@quick
@given(pieces=seals, fps=some.sampled_from([24.0, 25.0, 30.0, 50.0, 60.0]))
def test_every_seal_is_shown_in_order_and_shares_no_frame(pieces, fps):
    spans, now = [], 0.2
    for apart, lasts in pieces:
        spans.append((now + apart, now + apart + lasts))
        now = spans[-1][1]
    count = int((now + 0.4) * fps)

    def open_between(moments):
        return 0.4 - 0.6 * np.any([(moments >= start) & (moments <= end) for start, end in spans], axis=0)

    frames = allot(spans, open_between, fps, count)
    assert len(frames) == len(spans)
    assert all(0 <= first <= last < count for first, last in frames)
    assert all(one[1] < other[0] for one, other in pairwise(frames))
    for (first, last), (start, end) in zip(frames, spans, strict=True):
        assert abs((first + last) / 2 / fps - (start + end) / 2) <= 0.06 + 1.5 / fps
        if end - start > 0.035 and min(apart for apart, _ in pieces) > 0.06:
            assert last > first


def test_where_there_are_no_frames_or_seals_none_is_given():
    assert allot([(0.1, 0.2)], np.zeros_like, 25.0, 0) == []
    assert allot([], np.zeros_like, 25.0, 9) == []


def test_eyes_leave_before_phrases_and_come_back_at_their_ends():
    """Most looks away that are near a phrase fall just before it, most returns on an end; order and number stay."""
    phrases = tuple((start, start + 2.2) for start in np.arange(1.0, 300.0, 3.0).tolist())
    plain, found = (gaze.shifts(300.0, np.random.default_rng(5), 1.0, each) for each in ((), phrases))
    assert [shift.is_away for shift in plain] == [shift.is_away for shift in found]
    times = np.array([shift.time for shift in found])
    assert np.diff(times).min() > 0.2
    starts, ends = (np.array([phrase[k] for phrase in phrases]) for k in (0, 1))
    left = times[[shift.is_away for shift in found]]
    backs = times[1:][[shift.is_away for shift in found[:-1]]]
    leading = [(starts - time)[np.abs(starts - time).argmin()] for time in left]
    assert np.mean([0.05 < lead < 0.4 for lead in leading]) > 0.35
    assert np.mean([np.abs(ends - time).min() < 0.05 for time in backs]) > 0.2
