import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from avatar.marks.watermark.code import decode, encode, signs

MESSAGES = arrays(np.uint8, 64, elements=st.integers(0, 1))


@given(MESSAGES, MESSAGES)
def test_two_words_differ_in_22_places(one, other):
    distance = int(np.sum(encode(one) != encode(other)))
    assert distance >= 22 or (one == other).all()


def test_single_bits_give_words_of_even_weight_from_22():
    weights = [int(encode(row).sum()) for row in np.eye(64, dtype=np.uint8)]
    assert min(weights) >= 22
    assert all(weight % 2 == 0 for weight in weights)


@pytest.mark.parametrize("wrong", [0, 5, 10])
def test_ten_wrong_bits_in_doubt_are_corrected(wrong):
    rng = np.random.default_rng(wrong)
    message = rng.integers(0, 2, 64, np.uint8)
    values = signs(encode(message))
    values[rng.choice(128, wrong, replace=False)] *= -0.5
    decoded = decode(values + rng.normal(0, 0.2, 128))
    assert (decoded.bits == message).all()
    assert (decoded.word == encode(message)).all()


def test_doubt_is_used():
    """Twenty wrong bits, which no hard decision corrects, are if they were the weak ones."""
    rng = np.random.default_rng(3)
    message = rng.integers(0, 2, 64, np.uint8)
    values = signs(encode(message)) * rng.uniform(0.8, 1.2, 128)
    values[rng.choice(128, 20, replace=False)] *= -0.3
    assert (decode(values).bits == message).all()


def test_noise_fits_worse_than_a_mark_has_to():
    from avatar.marks.watermark.words import FIT

    rng = np.random.default_rng(0)
    assert max(decode(rng.normal(size=128)).fit for _ in range(40)) < FIT


def test_silence_fits_nothing():
    assert decode(np.zeros(128)).fit == 0
