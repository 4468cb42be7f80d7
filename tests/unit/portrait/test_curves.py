"""Curves between handles, triangles between points, and small filters: the same figures as a well-kept library's.

SciPy stands beside scikit-image in the tests; the program itself does without it.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import Akima1DInterpolator, LinearNDInterpolator, PchipInterpolator
from scipy.ndimage import binary_closing, gaussian_filter1d, median_filter
from scipy.spatial import Delaunay

from avatar.portrait.mesh.curves import level_curve, local_curve
from avatar.portrait.mesh.delaunay import delaunay, interpolate
from avatar.portrait.mouth.lips import _smoothed
from avatar.portrait.mouth.own_teeth import _closed, _medians
from avatar.portrait.pixels.fill import blurred
from avatar.portrait.rig.surround import depths
from avatar.portrait.shapes.mend import mend


def rng(seed):
    return np.random.default_rng(seed)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(3, 12), decimals=st.sampled_from([0, 1, 6]))
def test_a_level_curve_is_that_of_fritsch_and_butland(seed, count, decimals):
    stations = np.cumsum(rng(seed).random(count) + 0.05)
    values = np.round(rng(seed + 1).normal(size=(count, 3)), decimals)
    at = rng(seed + 2).uniform(stations[0], stations[-1], 40)
    np.testing.assert_allclose(
        level_curve(at, stations, values), PchipInterpolator(stations, values)(at), rtol=1e-9, atol=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(4, 12), decimals=st.sampled_from([0, 1, 6]))
def test_a_local_curve_is_that_of_akima(seed, count, decimals):
    stations = np.cumsum(rng(seed).random(count) + 0.05)
    values = np.round(rng(seed + 1).normal(size=count), decimals)
    at = rng(seed + 2).uniform(stations[0], stations[-1], 40)
    np.testing.assert_allclose(
        local_curve(at, stations, values), Akima1DInterpolator(stations, values)(at), rtol=1e-9, atol=1e-9
    )


def as_sets(triangles):
    return {tuple(sorted(triangle)) for triangle in np.asarray(triangles).tolist()}


@pytest.mark.parametrize("size", [3.0, 320.0, 4000.0])
def test_triangles_are_those_of_delaunay(size, xiaochen):
    scattered = rng(3).random((700, 2)) * size
    assert as_sets(delaunay(scattered)) == as_sets(Delaunay(scattered).simplices)
    face = xiaochen.landmarks[:468, :2].astype(np.float64)
    assert as_sets(delaunay(face)) == as_sets(Delaunay(face).simplices)


def test_values_between_points_lie_on_their_triangles_and_nowhere_outside():
    points, values = rng(4).random((300, 2)) * 200 + 20, rng(5).normal(size=(300, 2))
    found = interpolate(points, values, range(30, 250), range(240))
    down, across = np.mgrid[30:250, 0:240] + 0.5
    expected = LinearNDInterpolator(points, values)(across, down)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("width", [1.5, 9.0])
def test_rows_are_blurred_as_they_end(width):
    rows = rng(6).random((5, 61))
    np.testing.assert_allclose(
        _smoothed(rows, width), gaussian_filter1d(rows, width, axis=1, mode="nearest"), atol=1e-9
    )


@pytest.mark.parametrize("side", [1, 3, 4])
def test_gaps_are_closed_and_columns_take_their_median(side):
    mask = np.pad(rng(7).random((40, 50)) < 0.4, 4)
    np.testing.assert_array_equal(_closed(mask, side), binary_closing(mask, np.ones((side, side))))
    ends = rng(8).integers(0, 40, 50)
    np.testing.assert_array_equal(_medians(ends, side + 2), median_filter(ends, size=side + 2))


@pytest.mark.parametrize("width", [3.0, 12.0, 30.0])
def test_a_wide_blur_is_the_same_on_a_coarser_grid(width):
    import cv2

    picture = (rng(9).random((400, 500, 3)) * 255).astype(np.float32)
    picture[150:250, 200:300] += 100
    strayed = np.abs(blurred(picture, width) - cv2.GaussianBlur(picture, (0, 0), width))
    assert strayed.mean() < 0.12
    assert strayed[30:-30, 30:-30].max() < 0.5
    assert strayed.max() < 2


def test_depths_around_a_face_follow_its_rim_and_sink_to_the_ears():
    turn = np.linspace(0, 2 * np.pi, 144, endpoint=False)
    oval = np.column_stack([300 + 100 * np.cos(turn), 300 + 130 * np.sin(turn), 20 * np.cos(turn)])
    places = np.array([[402.0, 300.0], [198.0, 300.0], [600.0, 300.0]])
    right, left, far = depths(places, oval, 55.0, 100.0)
    assert right == pytest.approx(20, abs=1)
    assert left == pytest.approx(-20, abs=1)
    assert far == pytest.approx(55)


def test_a_fold_is_mended_by_the_mean_of_what_surrounds_it():
    x, y = np.meshgrid(np.arange(9.0), np.arange(9.0))
    vertices = np.column_stack([x.ravel(), y.ravel(), np.zeros(81)]) * 10
    corner = (np.arange(8)[:, None] * 9 + np.arange(8)).ravel()
    triangles = np.concatenate(
        [np.column_stack([corner, corner + 1, corner + 9]), np.column_stack([corner + 1, corner + 10, corner + 9])]
    )
    moved = np.zeros_like(vertices)
    moved[40, 0] = 25.0  # beyond its neighbours at the right
    mended = mend(vertices, triangles.astype(np.int32), np.array([40], np.int32), 100.0, moved)
    assert mended[40, 0] == 25.0  # what is given is kept
    assert 8 < mended[41, 0] < 25  # its neighbour gives way
    assert np.abs(mended[[0, 8, 72, 80]]).max() == 0
