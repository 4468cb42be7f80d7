"""What flickers is calmed; what is calm, what moves and what closes is left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage.data import astronaut

from avatar.data import Frame
from avatar.finish.detail import EnlargingFilter
from avatar.finish.steady import SteadyFilter

FACE = cv2.resize(astronaut()[20:220, 130:330], (160, 160), interpolation=cv2.INTER_AREA)
COUNT = 14


def moving() -> list[np.ndarray]:
    """A head that drifts by fractions of a pixel."""
    shifts = 1.5 * np.sin(np.arange(COUNT) / 3)
    return [cv2.warpAffine(FACE, np.float32([[1, 0, x], [0, 1, x / 2]]), (160, 160), borderMode=1) for x in shifts]


def calmed(pictures, strength: float = 1.0) -> list[np.ndarray]:
    frames = [Frame(picture, index, index / 25) for index, picture in enumerate(pictures)]
    made = list(SteadyFilter(strength).apply(iter(frames)))
    assert [frame.index for frame in made] == list(range(len(pictures)))
    return [frame.image for frame in made]


def noisy(pictures, grain: float, light: float) -> list[np.ndarray]:
    rng = np.random.default_rng(4)
    return [
        np.clip(each * (1 + light * rng.standard_normal()) + grain * rng.standard_normal(each.shape), 0, 255)
        .round()
        .astype(np.uint8)
        for each in pictures
    ]


def flicker(pictures, truth) -> float:
    """Measure the variance over time of what is not truth."""
    return float(np.var([a.astype(float) - b for a, b in zip(pictures, truth, strict=True)], axis=0).mean())


def error(pictures, truth) -> float:
    return float(np.mean([np.square(a.astype(float) - b).mean() for a, b in zip(pictures, truth, strict=True)]))


@pytest.mark.parametrize(("grain", "light"), [(6, 0), (0, 0.03), (6, 0.03)])
def test_flicker_is_taken_out_from_the_first_frame_on(grain, light):
    """What changes from frame to frame, but not in truth, has less than 40 % of its variance, at the beginning too."""
    truth = moving()
    given = noisy(truth, grain, light)
    made = calmed(given)
    assert flicker(made, truth) < 0.4 * flicker(given, truth)
    assert flicker(made[:5], truth[:5]) < 0.4 * flicker(given[:5], truth[:5])


def test_a_film_without_flicker_comes_out_as_it_went_in():
    truth = moving()
    assert error(calmed(truth), truth) < 0.5


def test_strength_is_a_share():
    truth = moving()
    given = noisy(truth, 6, 0.02)
    half, whole = flicker(calmed(given, 0.5), truth), flicker(calmed(given), truth)
    assert whole < 0.8 * half < 0.8 * flicker(given, truth)
    for one, other in zip(calmed(given, 0.0), given, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_comes_into_sight_is_not_held_back():
    """A bar that appears within a flickering film is there in its own frame."""
    given = noisy(moving(), 4, 0.01)
    for picture in given[8:]:
        picture[120:150, 20:60] = (20, 180, 240)
    made = calmed(given)
    inside = made[8][124:146, 24:56].reshape(-1, 3).mean(0)
    assert np.abs(inside - (20, 180, 240)).max() < 12
    assert np.abs(made[7][124:146, 24:56].astype(float) - given[7][124:146, 24:56]).mean() < 12


def test_sharpness_stays():
    truth = moving()
    made = calmed(noisy(truth, 5, 0.02))
    sharp = [np.mean([cv2.Laplacian(each[..., 1], cv2.CV_32F).var() for each in film]) for film in (made, truth)]
    assert sharp[0] > 0.9 * sharp[1]


def test_transparency_stays():
    given = [np.dstack([each, np.full((160, 160), 7 * index, np.uint8)]) for index, each in enumerate(moving())]
    for one, other in zip(calmed(given), given, strict=True):
        np.testing.assert_array_equal(one[..., 3], other[..., 3])


@pytest.mark.parametrize("by", [2, 4])
def test_frames_are_enlarged_by_what_was_asked_for(by):
    """Whatever the network's own scale is, and with a share of what it adds."""

    def network(picture):
        return np.repeat(np.repeat(picture, 2, 0), 2, 1) // 2

    given = np.dstack([FACE, np.full((160, 160), 90, np.uint8)])
    frames = [Frame(given, 0, 0.0)]
    (all_,), (half,), (none,) = (list(EnlargingFilter(network, by, share).apply(frames)) for share in (1.0, 0.5, 0.0))
    assert all_.image.shape == (160 * by, 160 * by, 4)
    means = [each.image[..., :3].mean() for each in (all_, half, none)]
    assert means[2] == pytest.approx(FACE.mean(), abs=1)
    assert means[0] == pytest.approx(FACE.mean() / 2, abs=1)
    assert means[1] == pytest.approx((means[0] + means[2]) / 2, abs=1)
    assert all_.image[..., 3].mean() == pytest.approx(90, abs=1)
