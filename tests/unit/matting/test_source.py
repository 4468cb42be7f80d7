"""A ready film is read upright, at an even rate and within limits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from avatar.data import Frame
from avatar.errors import InputError
from avatar.matting.source import ReadyFilm, open_ready
from avatar.settings import FilmSettings
from tests.films import write_film


def film(path, fps=Fraction(25), count=5):
    frames = [Frame(np.full((128, 160, 3), 40 * index, np.uint8), index, index / 25) for index in range(count)]
    write_film(frames, np.zeros(9600, np.float32), path, FilmSettings(160, 128, fps))
    return path


def test_all_pictures_come_in_their_order(tmp_path):
    ready = open_ready(film(tmp_path / "a.mp4", Fraction(30000, 1001)))
    assert (ready.size, ready.fps, ready.frames, ready.has_sound) == ((160, 128), Fraction(30000, 1001), 5, True)
    assert [round(float(each.mean()), -1) for each in ready.pictures()] == [0, 40, 80, 120, 160]


def test_an_uneven_film_is_read_at_an_even_rate(monkeypatch, tmp_path):
    ready = open_ready(film(tmp_path / "a.mp4"))
    moments = [0.0, 0.04, 0.2, 0.24]
    shown = [(moment, np.full((2, 2, 3), place, np.uint8)) for place, moment in enumerate(moments)]
    monkeypatch.setattr(ReadyFilm, "_decoded", lambda _: iter(shown))
    assert [int(each[0, 0, 0]) for each in ready.pictures()] == [0, 1, 1, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "There is no film"), (b"no film at all", "cannot be read as a film")],
)
def test_what_is_no_film_says_so(tmp_path, content, sentence):
    path = tmp_path / "a.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        open_ready(path)


def test_a_film_that_is_too_long_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr("avatar.matting.source.LONGEST", 0.1)
    with pytest.raises(InputError, match="cut it"):
        open_ready(film(tmp_path / "a.mp4"))
