"""What the page on consent says of purposes and channels is what the program knows."""

import re
from pathlib import Path

import pytest

from avatar.permission.consent.vocabulary import CHANNELS, OWN_USE, PURPOSES

PAGE = (Path(__file__).parents[4] / "docs" / "consent.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("option", "known"), [("--purpose", PURPOSES), ("--channel", CHANNELS)])
def test_the_page_lists_the_words_that_the_program_knows(option, known):
    (row,) = re.findall(rf"^\| `{option}` \| (.*) \| the same word \|$", PAGE, re.MULTILINE)
    assert tuple(re.findall(r"`([^`]+)`", row)) == (*known, "x-...")


def test_the_page_names_what_ones_own_photo_is_not_signed_for():
    (sentence,) = re.findall(r"This allows you everything but (.*), for a year", PAGE)
    assert set(re.findall(r"`([^`]+)`", sentence)) == set(PURPOSES) - set(OWN_USE)
