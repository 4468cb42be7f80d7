"""A phone may be shown as another than it is heard."""

import numpy as np
import pytest

from avatar.data import Phone
from avatar.settings import LipSettings
from avatar.visemes import VISEMES, ArticulatoryShaper, is_sealed, is_sound, look_of, viseme_of
from avatar.visemes.features import CHART
from avatar.visemes.targets import class_of


def lips(*phones):
    return ArticulatoryShaper(LipSettings()).shape(phones, 1.0)


def sealed(track, start, end):
    inside = (track.times >= start) & (track.times <= end)
    return bool(is_sealed(track)[inside].any())


def word(look=""):
    return Phone("a", 0.2, 0.4), Phone("b", 0.4, 0.5, viseme=look), Phone("a", 0.5, 0.7)


@pytest.mark.parametrize("viseme", VISEMES)
def test_the_sound_that_stands_for_a_viseme_has_it(viseme):
    assert viseme_of(VISEMES[viseme]) == viseme


def test_every_sound_of_the_chart_has_a_viseme_of_the_list():
    assert {class_of(sound) for sound in CHART.values()} <= set(VISEMES)


def test_a_look_is_the_sounds_own_unless_it_is_given():
    assert look_of(Phone("b", 0, 1)) == "bilabial"
    assert look_of(Phone("b", 0, 1, viseme="open vowel")) == "open vowel"


def test_a_bilabial_that_is_shown_as_a_vowel_does_not_seal_and_a_vowel_shown_as_one_does():
    assert sealed(lips(*word()), 0.4, 0.5)
    assert not sealed(lips(*word("open vowel")), 0.38, 0.52)
    before, _, after = word()
    assert sealed(lips(before, Phone("a", 0.4, 0.5, viseme="bilabial"), after), 0.4, 0.5)


def test_a_sound_shown_as_its_own_viseme_is_shown_as_itself():
    glide, named = Phone("aɪ", 0.2, 0.6), Phone("aɪ", 0.2, 0.6, viseme="open vowel")
    assert np.array_equal(lips(glide).weights, lips(named).weights)


def test_a_sound_shown_as_silence_is_a_rest():
    track = lips(Phone("a", 0.2, 0.6, viseme="silence"))
    assert not track.weights.any()


@pytest.mark.parametrize(
    ("ipa", "known"), [("a", True), ("t͡ʃ", True), ("ts.h", True), ("ʲ", True), ("7", False), ("", False)]
)
def test_what_is_a_sound_has_a_letter_that_is_known(ipa, known):
    assert is_sound(ipa) == known
