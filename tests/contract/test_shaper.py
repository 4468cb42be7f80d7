"""What every shaper promises, whichever it is. Add yours to those that are tried."""

import numpy as np
import pytest

from avatar.data import ARKIT_NAMES, TONGUE_TIP, LipTrack, Phone
from avatar.settings import LipSettings
from avatar.stages import Shaper
from avatar.visemes import ArticulatoryShaper

PHONES = (
    Phone("m", 0.5, 0.58),
    Phone("a", 0.58, 0.75),
    Phone("p", 0.75, 0.83),
    Phone("u", 0.83, 1.0),
)


@pytest.fixture(params=[ArticulatoryShaper])
def shaper(request: pytest.FixtureRequest) -> Shaper:
    shaper: Shaper = request.param(LipSettings())
    return shaper


def close_minus_jaw(lips: LipTrack) -> np.ndarray:
    close, jaw = (lips.weights[:, lips.names.index(name)] for name in ("mouthClose", "jawOpen"))
    return close - jaw


def test_the_track_runs_from_zero_to_the_end_at_100_hz(shaper: Shaper) -> None:
    lips = shaper.shape(PHONES, 1.5)
    assert lips.times[0] == 0
    assert lips.times[-1] == pytest.approx(1.5, abs=0.011)
    assert np.allclose(np.diff(lips.times), 0.01, atol=1e-4)


def test_channels_are_mouth_shapes_that_the_face_has(shaper: Shaper) -> None:
    names = shaper.shape(PHONES, 1.5).names
    assert len(set(names)) == len(names)
    assert set(names) <= {*ARKIT_NAMES, TONGUE_TIP}
    assert all(name.startswith(("mouth", "jaw", "tongue")) for name in names)


def test_weights_are_in_range(shaper: Shaper) -> None:
    lips = shaper.shape(PHONES, 1.5)
    assert lips.weights.min() >= 0
    assert lips.weights.max() <= 1
    assert close_minus_jaw(lips).max() <= 0.2


def test_the_mouth_rests_wherever_no_phone_is_near(shaper: Shaper) -> None:
    lips = shaper.shape(PHONES, 1.5)
    far = (lips.times < 0.15) | (lips.times > 1.4)
    assert lips.weights[far].max() < 1e-3


def test_bilabials_seal_and_open_vowels_open(shaper: Shaper) -> None:
    lips = shaper.shape(PHONES, 1.5)
    press = close_minus_jaw(lips)
    for phone in PHONES:
        inside = press[(lips.times >= phone.start - 0.03) & (lips.times <= phone.end + 0.03)]
        if phone.ipa in "pm":
            assert (inside >= 0.08).sum() >= 6
        if phone.ipa == "a":
            assert inside.min() < -0.2


def test_the_same_phones_give_the_same_track(shaper: Shaper) -> None:
    first, second = shaper.shape(PHONES, 1.5), shaper.shape(PHONES, 1.5)
    assert np.array_equal(first.weights, second.weights)


def test_no_phones_are_a_mouth_at_rest(shaper: Shaper) -> None:
    assert shaper.shape((), 2.0).weights.max() == 0
