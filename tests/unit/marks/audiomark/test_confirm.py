"""A mark that is known is confirmed in a few seconds of sound, and no other is taken for it."""

import numpy as np
import pytest

from avatar.marks.audiomark import mark
from avatar.marks.audiomark.confirm import CONFIRMED, fit
from avatar.marks.watermark.payload import Payload

KEY, OTHER = bytes(range(32)), bytes(32)
RATE = 48_000
ASSET = 0x123456789A


@pytest.mark.slow
def test_a_second_and_a_half_is_enough_wherever_it_begins(speech):
    marked = mark(speech, RATE, KEY, Payload(ASSET))
    for begin in (0, 12_345):
        assert fit(marked[begin : begin + 72_000], RATE, KEY, Payload(ASSET)) > CONFIRMED


@pytest.mark.slow
def test_another_id_another_key_and_no_mark_are_not_confirmed(speech):
    marked = mark(speech, RATE, KEY, Payload(ASSET))
    ids = np.random.default_rng(0).integers(0, 1 << 40, 50).tolist()
    assert max(fit(marked, RATE, KEY, Payload(each)) for each in ids) < CONFIRMED
    assert fit(marked, RATE, OTHER, Payload(ASSET)) < CONFIRMED
    assert fit(speech, RATE, KEY, Payload(ASSET)) < CONFIRMED


def test_silence_bears_nothing():
    assert fit(np.zeros(RATE, np.float32), RATE, KEY, Payload(ASSET)) == 0


def test_words_that_were_marked_before_are_confirmed(speech):
    """A sound that was made here and is given again; one in twelve needs the loudest steps."""
    words, chance = speech[RATE // 4 : RATE], np.random.default_rng(3)
    for key in map(chance.bytes, [32] * 12):
        twice = mark(mark(words, RATE, key, Payload(1)), RATE, key, Payload(ASSET))
        assert fit(twice, RATE, key, Payload(ASSET)) > CONFIRMED + 0.13
