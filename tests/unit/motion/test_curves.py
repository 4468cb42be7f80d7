"""Curves that all movement is made of: they ease, smooth, wander and join."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.motion import curves
from avatar.motion.curves import RATE, at, between, bump, clock, eased, edges, smoothed, wander

quick = settings(max_examples=15, deadline=None)
seeds = some.integers(0, 9999)


@quick
@given(progress=some.lists(some.floats(-3, 4), min_size=2, max_size=40))
def test_easing_rises_from_rest_to_rest_and_is_the_same_backwards(progress):
    path = np.sort(np.array(progress))
    eased_path = eased(path)
    assert (np.diff(eased_path) >= -1e-9).all()
    assert eased_path.min() >= -1e-12
    assert eased_path.max() <= 1 + 1e-12
    np.testing.assert_allclose(eased(1 - path), 1 - eased_path, atol=1e-9)


def test_easing_begins_and_ends_without_speed_and_without_force():
    ends = np.array([0.0, 1e-3, 2e-3, 1 - 2e-3, 1 - 1e-3, 1.0])
    values = eased(ends)
    assert values[0] == 0
    assert values[-1] == 1
    assert max(values[2], 1 - values[3]) < 1e-7


@quick
@given(seed=seeds, sigma=some.floats(0.02, 0.5), level=some.floats(-3, 3))
def test_smoothing_keeps_what_is_constant_and_scales_with_what_is_given(seed, sigma, level):
    curve = np.random.default_rng(seed).normal(0, 1, 300)
    np.testing.assert_allclose(smoothed(np.full(300, level), sigma), level, atol=2e-4)
    np.testing.assert_allclose(smoothed(level + 2 * curve, sigma), level + 2 * smoothed(curve, sigma), atol=2e-4)
    assert smoothed(curve, sigma).max() <= curve.max() + 1e-3
    assert smoothed(curve, sigma).min() >= curve.min() - 1e-3


def test_smoothing_delays_nothing_and_loses_nothing():
    pulse = np.zeros(401)
    pulse[200] = 1.0
    soft = smoothed(pulse, 0.1)
    np.testing.assert_allclose(soft, soft[::-1], atol=1e-12)
    assert soft.sum() == pytest.approx(1)
    spread = np.sqrt((soft * (np.arange(401) - 200.0) ** 2).sum()) / RATE
    assert spread == pytest.approx(0.1, rel=0.01)


@pytest.mark.parametrize("samples", [0, 1, 2])
def test_hardly_a_curve_is_smoothed_all_the_same(samples):
    assert len(smoothed(np.ones(samples), 0.1)) == samples


@quick
@given(seed=seeds, low=some.floats(0.05, 0.5), wide=some.floats(2, 6), samples=some.integers(1, 3000))
def test_wandering_stays_between_its_frequencies_and_has_the_length_asked_for(seed, low, wide, samples):
    noise = wander(np.random.default_rng(seed), samples, low, wide * low)
    assert len(noise) == samples
    assert np.isfinite(noise).all()
    assert np.abs(noise).max() < 8


def test_wandering_has_a_mean_square_of_one_and_no_energy_elsewhere():
    whole = wander(np.random.default_rng(1), int(4 * RATE / 0.1), 0.1, 1.0)
    assert np.mean(whole**2) == pytest.approx(1)
    power = np.abs(np.fft.rfft(whole)) ** 2
    frequency = np.fft.rfftfreq(len(whole), 1 / RATE)
    assert power[(frequency < 0.09) | (frequency > 1.01)].sum() < 1e-9 * power.sum()
    assert power[1:].argmax() < np.searchsorted(frequency, 0.2)  # slow waves are the large ones


@quick
@given(seconds=some.floats(0.1, 20), ramp=some.floats(0.01, 5), at_start=some.booleans(), at_end=some.booleans())
def test_a_window_is_closed_at_the_ends_that_are_named_and_open_within(seconds, ramp, at_start, at_end):
    times = np.linspace(0, seconds, 201)
    window = edges(times, seconds, ramp, at_start, at_end)
    assert window[0] == (0 if at_start else 1)
    assert window[-1] == (0 if at_end else 1)
    assert window[100] == pytest.approx(1)
    assert window.min() >= 0
    if at_start:  # at rest there
        assert edges(np.array([1e-3 * min(ramp, seconds / 3)]), seconds, ramp, at_start, at_end)[0] < 1e-6


@quick
@given(seconds=some.floats(0.5, 20), ramp=some.floats(0.01, 5), start=some.floats(-2, 2), end=some.floats(-2, 2))
def test_what_goes_from_one_value_to_another_begins_and_ends_there(seconds, ramp, start, end):
    times = np.linspace(0, seconds, 201)
    path = between(times, seconds, ramp, (start, end))
    assert path[[0, -1]] == pytest.approx([start, end])
    assert np.abs(path).max() <= max(abs(start), abs(end)) + 1e-9


@quick
@given(start=some.floats(-1, 6), rise=some.floats(0.05, 1), hold=some.floats(0, 2), fall=some.floats(0.05, 1))
def test_a_bump_rises_holds_and_falls_where_it_should(start, rise, hold, fall):
    times = clock(5.0)
    where, shape = bump(times, start, rise, hold, fall)
    assert len(times[where]) == len(shape)
    assert shape.size == 0 or (shape.min() >= 0 and shape.max() <= 1)
    held = (times[where] >= start + rise) & (times[where] <= start + rise + hold)
    np.testing.assert_allclose(shape[held], 1, atol=1e-9)


def test_a_curve_is_read_between_its_samples():
    assert at(np.array([0.0, 0.005, 0.02]), np.array([0.0, 1.0, 4.0])) == pytest.approx([0, 0.5, 4])


@quick
@given(seconds=some.floats(0, 40))
def test_the_clock_reaches_past_the_end(seconds):
    times = clock(seconds)
    assert times[0] == 0
    assert seconds < times[-1] <= seconds + 0.03
    np.testing.assert_allclose(np.diff(times), 1 / RATE)


def test_the_clock_of_movement_is_finer_than_any_film():
    assert curves.RATE >= 100
