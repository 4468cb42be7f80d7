"""Phones last as their symbols do, with the pads before them; pauses and closures are where the sound shows them."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.speech.closing import REACH, settle
from avatar.speech.espeak.segments import Segment
from avatar.speech.symbols.alphabet import Alphabet, Row
from avatar.speech.symbols.timing import by_sound, by_symbols

RATE = 16_000
ALPHABET = Alphabet({each: (number,) for number, each in enumerate("_^$ ,abm")}, (1, 0), (0,), (2,))


def segment(ipa, start=0.0, end=0.1):
    return Segment(ipa, start, end, 0, 0)


def hummed(*stretches):
    """Make a sound of (seconds, loudness) after one another, at 1 kHz."""
    loud = np.concatenate([np.full(round(seconds * RATE), level) for seconds, level in stretches])
    return (loud * np.sin(2 * np.pi * 1000 * np.arange(len(loud)) / RATE)).astype(np.float32)


def test_a_pad_is_of_the_phone_after_it_and_a_space_too():
    row = Row(ALPHABET)
    first = row.sign(segment("m"), 0, row.put(["m"]))
    second = row.sign(segment("a"), 0, row.put(["a"]))
    row.space()
    third = row.sign(segment("b"), 1, row.put(["b"]))
    assert row.ended() == (1, 0, 7, 0, 5, 0, 3, 0, 6, 0, 2)
    found = by_symbols([first, second, third], np.array([2, 1, 3, 1, 4, 1, 2, 1, 3, 1, 1]) / 10)
    assert [each.start for each in found] == pytest.approx([0.2, 0.6, 1.1])
    assert [each.end for each in found] == pytest.approx([0.6, 1.1, 1.8])


def test_a_mark_is_of_nobody():
    row = Row(ALPHABET)
    first = row.sign(segment("a"), 0, row.put(["a"]))
    assert row.pause(",")
    row.space()
    second = row.sign(segment("m"), 1, row.put(["m"]))
    assert (first.is_after_pause, second.is_after_pause) == (True, True)
    found = by_symbols([first, second], np.array([1, 1, 2, 1, 5, 1, 1, 1, 2, 1, 1]) / 10)
    assert found[0].end == pytest.approx(0.4)
    assert found[1].start == pytest.approx(1.2)
    assert not row.pause("!")


def test_phones_of_one_final_share_its_time_as_espeak_would():
    row = Row(ALPHABET)
    place = row.group(["a", "b"], "_")
    signs = [row.sign(segment("a", 0.0, 0.3), 0, place), row.sign(segment("ŋ", 0.3, 0.4), 0, place)]
    found = by_symbols(signs, np.ones(7) / 10)
    assert found[0].end - found[0].start == pytest.approx(3 * (found[1].end - found[1].start))


def test_a_phone_before_a_pause_ends_with_its_sound():
    row = Row(ALPHABET)
    first = row.sign(segment("a"), 0, row.put(["a"]))
    row.pause(",")
    second = row.sign(segment("a"), 1, row.put(["a"]))
    found = [segment("a", 0.1, 0.6), segment("a", 1.0, 1.5)]
    sound = hummed((0.1, 0.0), (0.3, 0.5), (0.6, 0.0), (0.2, 0.5), (0.3, 0.0))
    first_heard, last = by_sound([first, second], found, sound, RATE)
    assert first_heard.end == pytest.approx(0.4, abs=0.02)
    assert last.end == pytest.approx(1.2, abs=0.02)


@pytest.mark.parametrize("off", [-0.04, -0.02, 0.0, 0.02, 0.04])
def test_a_closed_mouth_is_found_near_where_it_is_said_to_be(off):
    sound = hummed((0.3, 0.5), (0.08, 0.002), (0.3, 0.5))
    start, end = 0.3 + off, 0.38 + off
    found = settle([segment("a", 0, start), segment("b", start, end), segment("a", end, 0.68)], sound, RATE)
    assert (found[1].start, found[1].end) == pytest.approx((0.3, 0.38), abs=0.006)
    assert (found[0].end, found[2].start) == (found[1].start, found[1].end)


def test_where_no_dip_is_heard_nothing_moves():
    phones = [segment("a", 0, 0.3), segment("b", 0.3, 0.4), segment("a", 0.4, 0.7)]
    assert settle(phones, hummed((0.7, 0.5)), RATE) == phones
    assert settle(phones, np.zeros(round(0.7 * RATE), np.float32), RATE) == phones


def test_open_sounds_and_two_closures_in_a_row_stay():
    sound = hummed((0.3, 0.5), (0.08, 0.002), (0.3, 0.5))
    open_one = [segment("a", 0, 0.28), segment("s", 0.28, 0.36), segment("a", 0.36, 0.68)]
    in_a_row = [segment("a", 0, 0.28), segment("m", 0.28, 0.32), segment("p", 0.32, 0.36), segment("a", 0.36, 0.68)]
    assert settle(open_one, sound, RATE) == open_one
    assert settle(in_a_row, sound, RATE) == in_a_row


def test_a_border_moves_only_so_far():
    sound = hummed((0.5, 0.5), (0.08, 0.002), (0.3, 0.5))
    phones = [segment("a", 0, 0.3), segment("b", 0.3, 0.38), segment("a", 0.38, 0.88)]
    found = settle(phones, sound, RATE)
    assert abs(found[1].start - 0.3) <= REACH + 1e-9
    assert abs(found[1].end - 0.38) <= REACH + 1e-9
    assert [each.start for each in found] == sorted(each.start for each in found)
