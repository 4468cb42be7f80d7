import numpy as np
import pytest

from avatar.errors import InputError
from avatar.marks.watermark.pattern import cells_across, lattice, render

KEY = bytes(range(32))
SYNC = [0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0, -1, 0, 1, 0, 0, 0, 1, 0, -1, 0]
PLACES = [739, 1327, 3199, 2577, 2835, 2616]
SPREAD = [-1, 1, -1, -1, -1, -1]


def test_the_tile_of_a_key_stays_as_it_is():
    """Films that are out there must be read by later versions."""
    tile = lattice(KEY)
    assert tile.sync.ravel()[:24].tolist() == SYNC
    assert tile.places[0, :6].tolist() == PLACES
    assert tile.spread[0, :6].tolist() == SPREAD


def test_each_cell_has_one_use():
    tile = lattice(KEY)
    used = np.concatenate([np.flatnonzero(tile.sync), tile.places.ravel()])
    assert sorted(used.tolist()) == list(range(64 * 64))


def test_a_word_is_read_from_its_own_cells():
    word = np.random.default_rng(0).integers(0, 2, 128, np.uint8)
    values = lattice(KEY).read(lattice(KEY).cells(word))
    assert values.tolist() == np.where(word, 23.0, -23.0).tolist()


def test_keys_have_nothing_in_common():
    word = np.ones(128, np.uint8)
    one, other = lattice(KEY).cells(word), lattice(bytes(32)).cells(word)
    assert abs(np.mean(one * other)) < 5 / 64


def test_the_picture_has_neither_blotches_nor_hair():
    """Nothing slower than 1/10 of a cycle per cell, as plain ground would show, nor faster than samples carry."""
    picture = render(lattice(KEY).cells(np.ones(128, np.uint8)), 4)
    assert np.sqrt(np.mean(picture**2)) == pytest.approx(1, abs=1e-5)
    power = np.abs(np.fft.fft2(picture)) ** 2
    frequency = np.fft.fftfreq(256, 1 / 4)
    radius = np.hypot(frequency[:, None], frequency[None])
    assert power[(radius < 0.1) | (radius > 0.6)].sum() < 1e-6 * power.sum()


@pytest.mark.parametrize("size", [(512, 512), (720, 720), (1920, 1080), (1080, 1920), (3840, 2160)])
def test_cells_are_some_pixels_wide(size):
    assert 3.5 <= min(size) / cells_across(size) <= 6


def test_a_short_key_is_refused():
    with pytest.raises(InputError, match="32 bytes, not 5"):
        lattice(b"short")
