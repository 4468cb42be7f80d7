"""Music under speech."""

import wave

import numpy as np
import pytest

from avatar.errors import InputError
from avatar.settings import SOUND_RATE
from avatar.speech.meter import measure
from avatar.speech.music import LOUDNESS, PEAK, Bed, looped, presence

NOISE = np.convolve(np.random.default_rng(3).normal(0, 0.1, 3 * SOUND_RATE), np.ones(8) / 8, "same")
SPOKEN = [(2.0, 3.0), (3.4, 4.0), (8.0, 9.0)]


def written(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def tune(tmp_path_factory):
    return written(tmp_path_factory.mktemp("music") / "tune.wav", NOISE)


def level(samples, start, end):
    return np.sqrt(np.mean(samples[int(start * SOUND_RATE) : int(end * SOUND_RATE)] ** 2))


def bed(tune, **more):
    return Bed(tune, SPOKEN, 12.0, **({"gain": 0.0, "duck": -16.0, "fades": (0.0, 0.0)} | more))


def test_music_gives_way_before_speech_begins_stays_down_in_short_pauses_and_comes_back():
    at = dict(zip(times := np.arange(0, 12, 0.1), presence(times, SPOKEN), strict=True))
    levels = {round(time, 1): level for time, level in at.items()}
    assert levels[1.6] == 0
    assert all(levels[time] == pytest.approx(1.0) for time in (2.0, 2.5, 3.2, 4.0, 8.5))
    assert levels[6.0] == 0
    assert 0 < levels[1.9] < 1 and 0 < levels[4.5] < 1
    steps = np.abs(np.diff(presence(np.arange(0, 12, 0.01), SPOKEN)))
    assert steps.max() < 0.06, "no step is heard"


def test_it_is_as_much_softer_as_was_asked_for(tune):
    silence = np.zeros(12 * SOUND_RATE, np.float32)
    heard = bed(tune).under(silence, 0)
    loud, soft = (level(heard, *stretch) for stretch in ((6, 7), (2.2, 3.8)))
    assert 20 * np.log10(soft / loud) == pytest.approx(-16, abs=0.3)
    assert measure(heard[int(5 * SOUND_RATE) : int(7.5 * SOUND_RATE)], SOUND_RATE) == pytest.approx(LOUDNESS, abs=1.0)


def test_it_begins_and_ends_softly(tune):
    heard = np.abs(bed(tune, fades=(1.0, 2.0)).under(np.zeros(12 * SOUND_RATE, np.float32), 0))
    assert heard[:480].max() < 0.02 * heard.max()
    assert heard[-480:].max() < 0.02 * heard.max()


def test_pieces_of_a_film_join_without_a_seam(tune):
    samples = np.random.default_rng(0).normal(0, 0.01, 5 * SOUND_RATE).astype(np.float32)
    cut = 2 * SOUND_RATE + 77
    joined = np.concatenate([bed(tune).under(samples[:cut], 0), bed(tune).under(samples[cut:], cut)])
    assert np.array_equal(joined, bed(tune).under(samples, 0))


def test_nothing_is_louder_than_it_may_be(tune):
    loud = np.full(SOUND_RATE, PEAK, np.float32)
    assert np.abs(bed(tune, gain=20.0).under(loud, 5 * SOUND_RATE)).max() <= PEAK + 1e-6


def test_its_end_runs_into_its_beginning(tune):
    loop = looped(str(tune), 0)
    seam = len(NOISE) - len(loop)
    gain = loop[seam + 100] / NOISE[seam + 100]
    assert loop[-1] == pytest.approx(gain * NOISE[-seam - 1], abs=1e-3)
    assert loop[0] == pytest.approx(gain * NOISE[-seam], abs=1e-3), "what follows in the file follows in the loop"


def test_silence_is_no_music(tmp_path):
    with pytest.raises(InputError, match="silent"):
        looped(str(written(tmp_path / "still.wav", np.zeros(SOUND_RATE))), 0)
