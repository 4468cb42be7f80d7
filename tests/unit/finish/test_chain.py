"""Filters follow one another frame by frame."""

from __future__ import annotations

import numpy as np

from avatar.data import Frame
from avatar.finish import chain


class Noting:
    def __init__(self, name, notes):
        self.name, self.notes = name, notes

    def apply(self, frames):
        for frame in frames:
            self.notes.append((self.name, frame.index))
            yield frame


def test_one_frame_goes_all_the_way_before_the_next_is_taken():
    notes = []
    frames = (Frame(np.zeros((2, 2, 3), np.uint8), index, index / 25) for index in range(2))
    assert [frame.index for frame in chain([Noting("a", notes), Noting("b", notes)], frames)] == [0, 1]
    assert notes == [("a", 0), ("b", 0), ("a", 1), ("b", 1)]
