"""The sound of a film or a file, from the moment at which its pictures begin."""

from fractions import Fraction

import numpy as np
import pytest
import soundfile

from avatar.data import Frame
from avatar.errors import InputError
from avatar.film import FilmWriter
from avatar.film.hearing import hear
from avatar.settings import SOUND_RATE, FilmSettings


def chirp(seconds=1.0):
    times = np.arange(int(seconds * SOUND_RATE)) / SOUND_RATE
    return (0.3 * np.sin(2 * np.pi * (200 + 900 * times) * times)).astype(np.float32)


def lag(heard, given):
    size = 2 * max(len(heard), len(given))
    match = np.fft.irfft(np.fft.rfft(heard.astype(float), size) * np.conj(np.fft.rfft(given.astype(float), size)))
    return int(np.argmax(match))


@pytest.mark.parametrize(("ending", "codec"), [("mp4", "h264"), ("webm", "vp9"), ("mkv", "h264")])
def test_the_sound_of_a_film_begins_with_its_pictures(tmp_path, ending, codec):
    settings = FilmSettings(128, 128, fps=Fraction(25), codec=codec)
    with FilmWriter(tmp_path / f"a.{ending}", settings) as film:
        film.shoot((Frame(np.zeros((128, 128, 3), np.uint8), n, n / 25) for n in range(25)), chirp())
    heard = hear(tmp_path / f"a.{ending}")
    assert heard.dtype == np.int16
    assert lag(heard, chirp()) in (0, 1)
    assert abs(len(heard) - SOUND_RATE) < 3000


@pytest.mark.parametrize("rate", [16_000, 44_100, 48_000])
def test_a_sound_file_is_brought_to_the_rate_of_films_and_one_channel(tmp_path, rate):
    samples = (
        chirp()[:: SOUND_RATE // rate]
        if SOUND_RATE % rate == 0
        else np.interp(np.arange(rate) / rate, np.arange(SOUND_RATE) / SOUND_RATE, chirp())
    )
    soundfile.write(tmp_path / "a.wav", np.stack([samples, samples], 1), rate)
    heard = hear(tmp_path / "a.wav")
    assert len(heard) == pytest.approx(SOUND_RATE, abs=50)
    assert lag(heard, chirp()) in (0, 1)


def test_what_cannot_be_heard_is_told(tmp_path):
    with pytest.raises(InputError, match=r"no sound '.*a\.wav'; check its name"):
        hear(tmp_path / "a.wav")
    (tmp_path / "b.wav").write_text("no sound")
    with pytest.raises(InputError, match="cannot be read as sound"):
        hear(tmp_path / "b.wav")
