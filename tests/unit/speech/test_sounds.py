"""A network hears kinds of sounds, closures are moved to where the sound shows them, and phones are guessed by it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from avatar.data import Utterance
from avatar.settings import SOUND_RATE
from avatar.speech import sounds, spectra, stretching
from avatar.speech.espeak.snapping import snapped
from avatar.speech.joining import resample
from avatar.speech.recording.classes import guess


@pytest.fixture(scope="module")
def spoken(english):
    """A sentence by a man who was not among those that the network has learned from in this form."""
    return english.speak(Utterance("Maybe my mother bought six pies and a big map.", "en"))


@pytest.fixture(scope="module")
def small(spoken):
    return resample(spoken.samples, SOUND_RATE, spectra.RATE)


def middle(scores, phone):
    return np.exp(scores[round((phone.start + phone.end) / 2 / sounds.HOP)])


def test_phones_have_kinds():
    assert sounds.NAMES[sounds.kinds_of("b")[0]] == "p"
    assert [sounds.NAMES[kind] for kind in sounds.kinds_of("aɪ")] == ["a", "i"]
    assert [sounds.NAMES[kind] for kind in sounds.kinds_of("tʃʰ")] == ["t", "ʃ"]
    assert sounds.kinds_of("") == sounds.kinds_of("ʰ") == [0]


def test_every_moment_has_a_probability_of_each_kind(small):
    scores = sounds.heard(small)
    assert scores.shape == (-(-len(small) // 160), len(sounds.KINDS))
    np.testing.assert_allclose(np.exp(scores).sum(axis=1), 1, atol=1e-4)


def test_what_is_said_is_mostly_what_is_heard(spoken, small):
    scores = sounds.heard(small)
    right = [
        int(middle(scores, phone).argmax() == sounds.kinds_of(phone.ipa)[0])
        for phone in spoken.phones
        if len(sounds.kinds_of(phone.ipa)) == 1
    ]
    assert np.mean(right) > 0.6


def test_louder_is_not_heard_otherwise(small):
    np.testing.assert_allclose(sounds.heard(small), sounds.heard(0.2 * small), atol=0.05)


def test_guessed_phones_close_the_lips_where_they_are_closed(spoken):
    found = guess(spoken.samples, SOUND_RATE)
    for one, other in pairwise(found):
        assert one.end <= other.start
    closed = [phone for phone in spoken.phones if phone.ipa in ("m", "b", "p")]
    lips = [phone for phone in found if phone.ipa in ("p", "m")]
    met = [any(each.start < true.end and true.start < each.end for each in lips) for true in closed]
    assert np.mean(met) > 0.6
    opened = [(phone.start + 0.03, phone.end - 0.03) for phone in spoken.phones if phone.ipa[0] in "aæɑ"]
    assert not [each for start, end in opened for each in lips if start < each.start < end]


def test_nothing_is_guessed_in_silence():
    assert guess(np.zeros(SOUND_RATE, np.float32), SOUND_RATE) == ()


def test_roughly_placed_closures_go_where_the_sound_shows_them(spoken, small):
    rng = np.random.default_rng(0)
    true = np.array([(phone.start, phone.end) for phone in spoken.phones])
    rough = true.copy()
    for index in range(1, len(true)):
        moved = true[index, 0] + rng.uniform(-0.025, 0.025)
        rough[index, 0] = min(max(moved, rough[index - 1, 0] + 0.015), true[index, 1] - 0.01)
        rough[index - 1, 1] = min(rough[index - 1, 1], rough[index, 0])
    ipas = [phone.ipa for phone in spoken.phones]
    exact = snapped(ipas, rough, small, spectra.RATE)
    lips = [index for index, ipa in enumerate(ipas) if ipa in ("p", "b", "m") and index]
    before, after = (np.abs(times[lips, 0] - true[lips, 0]) for times in (rough, exact))
    assert np.median(after) < np.median(before)
    assert (np.diff(exact[:, 0]) > 0).all()
    assert (exact[:, 1] > exact[:, 0]).all()


def test_pairs_may_be_unlike_for_another_reason_than_their_distance():
    one, other = np.zeros((4, 1), np.float32), np.zeros((4, 1), np.float32)
    price = np.ones((4, 4), np.float32)
    price[[0, 1, 2, 3, 3], [0, 0, 1, 2, 3]] = 0.0
    rows, columns = stretching.path(one, other, lambda rows, columns: 20 * price[rows, columns])
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 1), (3, 2), (3, 3)]
