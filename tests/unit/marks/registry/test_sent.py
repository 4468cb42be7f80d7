"""What goes out is noted so that its beginning is known too, and anything else is not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.marks.registry.sent import Note, Sending, compare

CONTENT = np.random.default_rng(1).integers(0, 256, 700_000, np.uint8).tobytes()


def noted(sizes):
    sending, place = Sending(), 0
    pieces = []
    for size in sizes:
        pieces.append(CONTENT[place : place + size])
        place += size
    assert list(sending.passing(pieces)) == pieces
    return sending, b"".join(pieces)


@pytest.fixture(scope="module")
def sent():
    return noted([9_000] * 70)


def likeness(content, sending, tmp_path):
    place = tmp_path / "saved"
    place.write_bytes(content)
    return compare(place, sending.notes, Note(sending.size, sending.sha256))


def test_the_whole_is_the_whole(sent, tmp_path):
    assert likeness(sent[1], sent[0], tmp_path) == "whole"


@given(st.data())
@settings(deadline=None, max_examples=30)
def test_a_beginning_is_known_from_its_first_note_on_and_a_change_before_it_is_seen(tmp_path_factory, sent, data):
    sending, content = sent
    size = data.draw(st.integers(0, len(content) - 1))
    folder = tmp_path_factory.mktemp("cut")
    reached = [note.size for note in sending.notes if note.size <= size]
    assert likeness(content[:size], sending, folder) == ("beginning" if reached else "other")
    if reached:
        spoiled = bytearray(content[:size])
        spoiled[data.draw(st.integers(0, reached[-1] - 1))] ^= 1
        assert likeness(bytes(spoiled), sending, folder) == "other"


def test_what_is_longer_is_something_else(sent, tmp_path):
    assert likeness(sent[1] + b"x", sent[0], tmp_path) == "other"


def test_notes_grow_thin_so_that_an_hour_has_few():
    sending = Sending()
    for _ in range(3600):
        sending.add(bytes(100_000))
    assert sending.size == 360_000_000
    assert 500 < len(sending.notes) < 1500


def test_nothing_is_noted_of_nothing():
    assert Sending().notes == []
