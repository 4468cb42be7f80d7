"""Curves are drawn and slid along each other as scipy does it, without having it installed."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import CubicSpline
from scipy.signal import correlate

from avatar.inspection.spline import smooth_curve
from avatar.inspection.timing import _products


@pytest.mark.slow
@given(st.integers(4, 400), st.integers(0, 2**32 - 1))
def test_a_curve_is_that_of_scipy(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    times, values = np.cumsum(rng.uniform(0.01, 0.1, count)), rng.standard_normal(count)
    at = np.linspace(times[0], times[-1], 999)
    assert smooth_curve(at, times, values) == pytest.approx(CubicSpline(times, values)(at), abs=1e-9)


def test_a_curve_goes_through_its_points_and_keeps_a_cubic_as_it_is() -> None:
    times = np.array([0.0, 0.04, 0.1, 0.11, 0.2])
    cubic = 2 - times + 30 * times**2 - 80 * times**3
    at = np.linspace(0, 0.2, 50)
    assert smooth_curve(times, times, cubic) == pytest.approx(cubic, abs=1e-12)
    assert smooth_curve(at, times, cubic) == pytest.approx(2 - at + 30 * at**2 - 80 * at**3, abs=1e-12)


@given(st.integers(1, 3000), st.integers(0, 500))
def test_sums_of_products_are_those_of_scipy(size: int, more: int) -> None:
    rng = np.random.default_rng(size)
    one, other = rng.standard_normal(size + more), rng.standard_normal(size)
    assert _products(one, other) == pytest.approx(correlate(one, other, mode="valid"), abs=1e-9)


def test_comparing_curves_needs_no_scipy() -> None:
    code = (
        "import sys; sys.modules['scipy'] = None\n"
        "import numpy as np\n"
        "from avatar.inspection.timing import _best, _on_grid\n"
        "t = np.arange(0, 4, 0.04); curve = np.sin(7 * t) + np.sin(17 * t)\n"
        "print(round(_best(*_on_grid(t, curve, t + 0.02, curve)).seconds, 3))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert abs(float(done.stdout)) == pytest.approx(0.02, abs=0.001)
