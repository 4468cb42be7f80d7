"""A few of the trials of `tests/measure/edit_trials.py`, through each door: without leave nothing is made and kept."""

from __future__ import annotations

import pytest

from avatar.clip.meanwhile import Look
from avatar.edit.leave import BODY, CLOTHES, LIKENESS, agreed
from avatar.errors import RefusedError
from tests.measure.edit_trials import DOORS, cases, outcome

TRIED = {
    "edit --face": ("another edit allowed", "expired"),
    "edit --garment": ("edit added by hand", "revoked"),
    "edit --face --garment": ("not yet valid", "no edit allowed"),
    "avatar swap": ("another purpose", "another's key"),
    "avatar background": ("another territory", "missing"),
    "a film of an edit": ("photo kept too long", "revoked"),
}
QUICK = ("edit --face", "avatar swap")
"""doors of which the first is tried on every Python"""


@pytest.mark.parametrize(
    ("number", "door", "case"),
    [
        pytest.param(place, door, case, marks=[pytest.mark.slow] * (place > 0 or door not in QUICK))
        for door, tried in TRIED.items()
        for place, case in enumerate(tried)
    ],
)
def test_whoever_has_not_agreed_ends_it_with_the_reason(tmp_path, number, door, case):
    reasons, fail = cases(DOORS[door])[case]
    assert outcome(tmp_path, number, DOORS[door], fail) in reasons


@pytest.mark.slow
@pytest.mark.parametrize("door", ["avatar swap", "avatar background", "a film of an edit"])
def test_who_has_agreed_is_let_through(tmp_path, door):
    assert outcome(tmp_path, 0, DOORS[door], None) == "let through"


@pytest.mark.parametrize(("edit", "about"), [(LIKENESS, "face"), (BODY, "face"), (CLOTHES, "garment")])
def test_a_refusal_says_which_of_what_was_asked_for_it_is_about(tmp_path, edit, about):
    with pytest.raises(RefusedError) as refused:
        agreed(edit, Look("0" * 64, ""), "coat.jpg", tmp_path)
    assert refused.value.about == about
