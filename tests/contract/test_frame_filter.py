"""What every frame filter promises, whatever it does to the picture. Add yours to `FILTERS`."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from avatar.data import Frame
from avatar.finish import chain
from avatar.finish.background import BackgroundFilter
from avatar.finish.label import LabelFilter
from avatar.settings import BackgroundSettings

SIZE = (320, 240)
FILTERS = {
    "label zh": lambda: LabelFilter("zh", SIZE),
    "label en": lambda: LabelFilter("en", SIZE),
    "two labels in a chain": lambda: Chained(LabelFilter("zh", SIZE, "top left"), LabelFilter("en", SIZE)),
    "an empty chain": lambda: Chained(),
    "nothing behind": lambda: BackgroundFilter(BackgroundSettings("transparent"), SIZE, Fraction(25)),
    "a colour behind": lambda: BackgroundFilter(BackgroundSettings("colour", (9, 90, 200)), SIZE, Fraction(25)),
    "a colour behind and a label": lambda: Chained(
        BackgroundFilter(BackgroundSettings("colour"), SIZE, Fraction(25)), LabelFilter("en", SIZE)
    ),
}
TAKES_ALPHA = {name for name in FILTERS if "behind" in name}
"""those that are for people who have been cut out"""
GIVES_ALPHA = FILTERS.keys() - {name for name in FILTERS if "colour" in name}
"""those that leave it"""


class Chained:
    def __init__(self, *filters):
        self.filters = filters

    def apply(self, frames):
        return chain(self.filters, frames)


@pytest.fixture(params=FILTERS)
def name(request):
    return request.param


@pytest.fixture
def frame_filter(name):
    return FILTERS[name]()


def film(count, channels=4, seed=0):
    rng = np.random.default_rng(seed)
    for index in range(count):
        yield Frame(rng.integers(0, 256, (SIZE[1], SIZE[0], channels), np.uint8), index, index / 25)


def test_every_frame_comes_through_in_order_with_its_time(frame_filter):
    frames = list(frame_filter.apply(film(7)))
    assert [(frame.index, frame.time) for frame in frames] == [(index, index / 25) for index in range(7)]


def test_size_and_type_stay(name, frame_filter):
    for channels in (4,) if name in TAKES_ALPHA else (3, 4):
        for frame in frame_filter.apply(film(2, channels)):
            assert frame.image.shape == (SIZE[1], SIZE[0], channels if name in GIVES_ALPHA else 3)
            assert frame.image.dtype == np.uint8


def test_no_frames_give_no_frames(frame_filter):
    assert list(frame_filter.apply([])) == []


def test_nothing_is_taken_before_it_is_asked_for(frame_filter):
    taken = []

    def watched():
        for frame in film(5):
            taken.append(frame.index)
            yield frame

    out = frame_filter.apply(watched())
    assert taken == []
    next(out)
    assert taken == [0]


def test_the_same_frames_give_the_same_pictures(frame_filter):
    first, second = (list(frame_filter.apply(film(3))) for _ in range(2))
    assert all(np.array_equal(one.image, two.image) for one, two in zip(first, second, strict=True))


def test_a_fault_of_the_source_comes_through(frame_filter):
    def failing():
        yield from film(1)
        raise LookupError("gone")

    out = frame_filter.apply(failing())
    next(out)
    with pytest.raises(LookupError, match="gone"):
        next(out)
