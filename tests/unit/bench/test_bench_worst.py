"""The worst case is what is farthest outside its limits, and says where it was."""

import math

import pytest

from avatar.bench.subjects import Subject
from avatar.bench.trial import Cell, Trial
from avatar.bench.worst import margin, worst_of
from avatar.inspection.report import Figure, Row


def trial(name, *figures, **more):
    cell = Cell(Subject(name, name), "en", 1.0, (512, 512), 8.0)
    return Trial(cell, frames=10, faces_found=10, rows=(Row(3, "lips", tuple(figures)),), **more)


def worst(*figures):
    (extreme,) = worst_of([trial(str(number), figure) for number, figure in enumerate(figures)])
    return extreme


@pytest.mark.parametrize(
    ("low", "high", "values", "expected"),
    [
        (0.9, None, (0.95, 0.85, 0.99), 0.85),
        (None, 0.5, (0.1, 0.4, 0.7), 0.7),
        (-10, 10, (3.0, -14.0, 12.0), -14.0),
        (1.5, 3.0, (1.6, 2.2, 2.95), 2.95),
    ],
)
def test_the_worst_is_farthest_outside_or_closest_to_a_limit(low, high, values, expected):
    assert worst(*(Figure("a", value, low, high) for value in values)).figure.value == expected


def test_one_failure_among_many_is_named_with_its_clip_and_counted():
    found = worst(*(Figure("a", value, 0.9) for value in (1.0, 0.2, 1.0)))
    assert found.where == "1 en 1x 512x512"
    assert (found.passed, found.judged) == (2, 3)


def test_what_was_not_judged_is_no_worst_case():
    found = worst(Figure("a", 0.1, 0.9, judged=False), Figure("a", None, 0.9), Figure("a", 0.95, 0.9))
    assert (found.figure.value, found.judged) == (0.95, 1)
    nothing = worst(Figure("a", 0.1, 0.9, judged=False))
    assert (nothing.figure.value, nothing.where, nothing.judged) == (None, "", 0)


def test_a_figure_that_is_no_number_is_worse_than_any():
    assert margin(Figure("a", math.nan, 0.9)) == -math.inf
    assert math.isnan(worst(Figure("a", 0.1, 0.9), Figure("a", math.nan, 0.9)).figure.value)


def test_limits_that_differ_from_clip_to_clip_are_each_clips_own():
    assert worst(Figure("a", 25.0, 8.0, 33.0), Figure("a", 30.0, 0.0, 60.0)).figure.value == 25.0


def test_a_refused_clip_or_a_lost_face_does_not_pass():
    good = Figure("a", 1.0, 0.9)
    assert trial("x", good).passed
    assert not trial("x", good, refusal="There is no face.").passed
    assert not Trial(trial("x").cell, frames=10, faces_found=9, rows=trial("x", good).rows).passed
