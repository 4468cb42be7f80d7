"""Curves that a phone has recorded are read as the app writes them, and faults are named with their row."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX
from avatar.driving.livelink import Curves, read_curves
from avatar.errors import InputError
from avatar.runtime.watch import unwatched
from avatar.score.curves import write_livelink
from tests.motions import motion
from tests.scores import HELLO

ROWS = [
    {"jawOpen": 0.4 * max(0.0, 1 - abs(index - 20) / 6), "head": (0, 0.1 * min(index / 30, 1), 0.05, 0, 0, 0)}
    | ({"jawOpen": 0.3, "mouthClose": 0.3} if index in (34, 35, 36) else {})
    | ({"gaze": (0.1, -0.05)} if index > 30 else {})
    for index in range(45)
]


@pytest.fixture
def table():
    moved = motion(*ROWS)
    return write_livelink(replace(HELLO, frames=len(moved), motion=moved.rows()))


@pytest.fixture
def curves(tmp_path, table):
    path = tmp_path / "take.csv"
    path.write_text(table)
    return Curves(path, 0.1)


def test_what_was_written_is_read(table):
    times, weights, turns = read_curves(table.encode(), "take.csv")
    assert np.diff(times) == pytest.approx(0.04, abs=1e-3)
    true = motion(*ROWS)
    np.testing.assert_allclose(weights, true.weights, atol=1e-6)
    np.testing.assert_allclose(turns[:, 0], true.head[:, 1], atol=1e-6)


def test_it_drives_at_any_frame_rate(curves):
    found, notes = curves.perform(Fraction(50), None, unwatched)
    assert notes == ()
    assert len(found) == 89
    assert found.weights[40, ARKIT_INDEX["jawOpen"]] == pytest.approx(0.4, abs=0.06)
    # Roll was there from the beginning: it is how the phone stood.
    assert np.abs(found.head[:, 2]).max() < 1e-3
    # By the named moment the head has turned by 0.01.
    assert np.degrees(found.head[-1, 1]) == pytest.approx(np.degrees(0.09), abs=0.5)
    assert found.gaze[-1] == pytest.approx([0.1, -0.05], abs=1e-3)
    sealed = found.weights[:, ARKIT_INDEX["mouthClose"]] > found.weights[:, ARKIT_INDEX["jawOpen"]]
    assert sealed[69:72].all()
    assert not sealed[38:43].any()


def test_faults_are_named(tmp_path, table):
    lines = table.splitlines()
    cells = lines[3].split(",")
    spoiled = {
        "has no column 'Timecode'": "a,b\n1,2\n",
        "has no column 'jawOpen'": table.replace("JawOpen", "Jaw"),
        "row 4: 'x' is not a number": "\n".join([*lines[:3], ",".join([*cells[:9], "x", *cells[10:]]), *lines[4:]]),
        "row 4: 'noon' is no time code": "\n".join([*lines[:3], ",".join(["noon", *cells[1:]]), *lines[4:]]),
        "row 4: its time is not after": "\n".join([*lines[:3], lines[2], *lines[4:]]),
        "has no rows": lines[0] + "\n",
    }
    for sentence, text in spoiled.items():
        with pytest.raises(InputError, match=sentence):
            read_curves(text.encode(), "take.csv")
    with pytest.raises(InputError, match="cannot be read"):
        Curves(tmp_path / "none.csv", None).perform(Fraction(25), None, unwatched)
