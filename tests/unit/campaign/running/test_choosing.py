"""A language, a row or one clip can be wished for, and what failed can be asked for again."""

from __future__ import annotations

import pytest

from avatar.campaign.job import Outcome
from avatar.campaign.running.choosing import chosen, lost
from avatar.campaign.running.executors.work import expected_seconds, parts_of
from avatar.campaign.running.manifest import Line
from avatar.campaign.running.quality import shortfall
from avatar.campaign.running.state import State
from avatar.errors import InputError
from tests.campaigns import job

JOBS = [job(1, "a"), job(1, "b", "fr"), job(2, "c"), job(2, "d", "fr")]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ((), [0, 1, 2, 3]),
        (("fr",), [1, 3]),
        (("2",), [2, 3]),
        (("fr/2",), [3]),
        (("fr/2", "1"), [0, 1, 3]),
    ],
)
def test_wishes(only, expected):
    assert [JOBS.index(each) for each in chosen(JOBS, only)] == expected


@pytest.mark.parametrize("wish", ["de", "7", "fr/7", "de/1", "/", ""])
def test_a_wish_that_nothing_fulfils_is_told(wish):
    with pytest.raises(InputError, match=r"No clip of this campaign .*en, fr"):
        chosen(JOBS, [wish])


def lines(*states):
    pairs = zip(JOBS, states, strict=False)
    return {each.input_hash: Line.of_job(each, Outcome(each.input_hash, state, wall_s=3.0)) for each, state in pairs}


def test_what_failed_and_what_is_left():
    told = lines("done", "failed", "refused")
    assert lost(JOBS, told) == (JOBS[1], JOBS[2])
    state = State(tuple(JOBS), told)
    assert state.counts() == {"clips": 4, "done": 1, "left": 1, "failed": 1, "refused": 1}
    assert state.seconds_left == 3.0
    assert State(tuple(JOBS), {}).seconds_left is None


def test_only_a_long_clip_is_cut_and_never_into_more_parts_than_workers():
    assert parts_of(job(1, "Short."), 8) == 1
    long = job(1, "This is a sentence of some length. " * 60)
    assert expected_seconds(long.text) > 60
    assert parts_of(long, 2) == 2
    assert 2 < parts_of(long, 99) < 20
    assert parts_of(long, 1) == 1


@pytest.mark.parametrize(
    ("figures", "least", "told"),
    [
        ({"closures": 0.9}, {"closures": 0.98}, "closures 0.9 < 0.98"),
        ({"closures": 0.99, "lag_ms": 12.0}, {"closures": 0.98, "lag_ms": 10}, "lag_ms 12 > 10"),
        ({"closures": 0.99, "lag_ms": 2.0}, {"closures": 0.98, "lag_ms": 10}, ""),
        ({}, {"identity": 0.9}, ""),
    ],
)
def test_what_is_not_good_enough(figures, least, told):
    assert shortfall(figures, least) == told


def test_an_unknown_measure_is_told():
    with pytest.raises(InputError, match="no measure 'beauty'"):
        shortfall({}, {"beauty": 1.0})
