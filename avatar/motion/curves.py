"""Shapes of movement in time, all on one 100 Hz clock: smoothing without delay, easing, and wandering."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 100
"""samples per second of every curve in this package, until frames are taken from it"""


def clock(seconds: float) -> NDArray[np.float64]:
    """Give the times, s, from 0 to just past `seconds`."""
    return np.arange(int(np.ceil(seconds * RATE)) + 2) / RATE


def smoothed(curve: NDArray[np.float64], sigma: float, rate: float = RATE) -> NDArray[np.float64]:
    """Smooth (T,) with a Gaussian of `sigma` s, symmetric and so without delay; the ends are held."""
    width = sigma * rate
    reach = round(4 * width)
    if reach < 1 or not len(curve):
        return curve.astype(np.float64)
    size = 1 << int(np.ceil(np.log2(len(curve) + 4 * reach)))
    padded = np.pad(curve, reach, mode="edge")
    response = np.exp(-0.5 * (2 * np.pi * np.fft.rfftfreq(size) * width) ** 2)
    smooth: NDArray[np.float64] = np.fft.irfft(np.fft.rfft(padded, size) * response, size)[reach : reach + len(curve)]
    return smooth


def eased(progress: NDArray[np.float64]) -> NDArray[np.float64]:
    """Go from 0 to 1 along a minimum-jerk path (Flash and Hogan 1985), clamped outside."""
    inside = np.clip(progress, 0.0, 1.0)
    path: NDArray[np.float64] = inside**3 * (10 + inside * (6 * inside - 15))
    return path


def wander(rng: np.random.Generator, samples: int, lowest: float, highest: float) -> NDArray[np.float64]:
    """Draw 1/f-like noise (samples,) of mean square 1 between two frequencies in Hz."""
    # Drawn longer than needed, so that short clips see slow waves too and never a whole period.
    length = max(samples, int(4 * RATE / lowest))
    frequency = np.fft.rfftfreq(length, 1 / RATE)
    inside = (frequency >= lowest) & (frequency <= highest)
    phases = np.exp(2j * np.pi * rng.random(int(inside.sum())))
    spectrum = np.zeros(len(frequency), np.complex128)
    spectrum[inside] = phases / frequency[inside]
    noise = np.fft.irfft(spectrum, length)
    noise /= max(float(np.sqrt(np.mean(noise**2))), 1e-12)
    start = int(rng.integers(0, length - samples + 1))
    return np.asarray(noise[start : start + samples], dtype=np.float64)


def edges(
    times: NDArray[np.float64], seconds: float, ramp: float, at_start: bool = True, at_end: bool = True
) -> NDArray[np.float64]:
    """Draw a window (T,): 0 at the named ends of the stretch, 1 from `ramp` s inside, so that stretches join."""
    ramp = max(min(ramp, seconds / 3), 1e-6)
    inside = np.ones(len(times))
    if at_start:
        inside = np.minimum(inside, times / ramp)
    if at_end:
        inside = np.minimum(inside, (seconds - times) / ramp)
    return eased(inside)


def between(times: NDArray[np.float64], seconds: float, ramp: float, ends: tuple[float, float]) -> NDArray[np.float64]:
    """Draw a curve (T,) that leaves one value within `ramp` s, and reaches the other in the last `ramp` s."""
    ramp = max(min(ramp, seconds / 3), 1e-6)
    start, end = ends
    return start * (1 - eased(times / ramp)) + end * (1 - eased((seconds - times) / ramp))


def bump(
    times: NDArray[np.float64], start: float, rise: float, hold: float, fall: float
) -> tuple[slice, NDArray[np.float64]]:
    """Draw a rise to 1, a hold and a fall back, s each: where it lies on the clock, and its values there."""
    low = max(0, int(start * RATE))
    high = min(len(times), int((start + rise + hold + fall) * RATE) + 2)
    inside = times[low:high]
    return slice(low, high), np.minimum(
        eased((inside - start) / rise), eased((start + rise + hold + fall - inside) / fall)
    )


def at(frame_times: NDArray[np.float64], curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read a curve at the times of the frames."""
    return np.interp(frame_times * RATE, np.arange(len(curve)), curve)
