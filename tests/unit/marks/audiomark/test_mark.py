import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import InputError
from avatar.marks.audiomark import mark
from avatar.marks.audiomark.embed import _fill
from avatar.marks.watermark.payload import Payload

KEY = bytes(range(32))
RATE = 48_000


def level(samples):
    """Root mean square of blocks of 20 ms, dBFS."""
    blocks = samples[: len(samples) // 960 * 960].reshape(-1, 960)
    return 10 * np.log10(np.mean(blocks.astype(float) ** 2, axis=1) + 1e-12)


@pytest.fixture(scope="module")
def marked(speech):
    return mark(speech, RATE, KEY, Payload(1))


@pytest.mark.slow
def test_a_mark_stays_well_below_the_speech(speech, marked):
    added = marked - speech
    assert 10 * np.log10(np.sum(speech**2) / np.sum(added**2)) > 27
    assert np.max(np.abs(marked)) <= 1


def test_a_mark_lies_between_500_and_5500_hz(speech, marked):
    power = np.abs(np.fft.rfft(marked - speech)) ** 2
    frequency = np.fft.rfftfreq(len(speech), 1 / RATE)
    inside = (frequency > 450) & (frequency < 5550)
    assert power[inside].sum() > 0.999 * power.sum()


def test_silence_stays_silent(speech, marked):
    added, was = level(marked - speech), level(speech)
    assert np.sum(was < -70) > 5
    assert np.max(added[was < -70]) < -60
    quiet = np.zeros(RATE, np.float32)
    assert not mark(quiet, RATE, KEY, Payload(1)).any()


def test_the_same_input_gives_the_same_sound_and_is_left_alone(speech, marked):
    before = speech.copy()
    assert np.array_equal(mark(speech, RATE, KEY, Payload(1)), marked)
    assert np.array_equal(before, speech)
    assert not np.array_equal(mark(speech, RATE, KEY, Payload(2)), marked)
    assert not np.array_equal(mark(speech, RATE, bytes(32), Payload(1)), marked)


@pytest.mark.parametrize("length", [0, 1, 255, 256, 16_384, 50_001])
def test_any_length_is_kept(rng, length):
    noise = (rng.standard_normal(length) * 0.1).astype(np.float32)
    assert mark(noise, 22_050, KEY, Payload(1)).shape == (length,)


def test_what_cannot_be_marked_is_refused(speech):
    with pytest.raises(InputError, match="8000 Hz"):
        mark(speech, 8000, KEY, Payload(1))
    with pytest.raises(InputError, match=r"\(2, 100\)"):
        mark(np.zeros((2, 100), np.float32), RATE, KEY, Payload(1))
    with pytest.raises(InputError, match="int16"):
        mark(np.zeros(100, np.int16), RATE, KEY, Payload(1))
    with pytest.raises(InputError, match="3"):
        mark(speech, RATE, b"key", Payload(1))


@pytest.mark.slow
@given(st.lists(st.floats(-50, 50), min_size=128, max_size=128), st.floats(0.01, 100))
def test_all_power_goes_to_the_weakest_bits(levels, power):
    """Nothing could be moved from one bit to another to raise the lowest."""
    before = np.array(levels)
    rises = _fill(before, power)
    assert np.sum(rises**2) == pytest.approx(power, rel=1e-3)
    after = before + rises
    assert np.allclose(after[rises > 0], np.min(after), atol=1e-3)
