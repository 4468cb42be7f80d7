"""Blinks: when they come and how a lid moves.

Rates from Bentivoglio et al. 1997 (17 a minute at rest, 26 talking, intervals log-normal); closing is 40-47 % faster
than opening.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.prosody import Prosody

TALKING, IDLE = 26.0, 17.0
"""a minute"""
_CLOSES, _CLOSED, _OPENS = 0.080, 0.025, 0.200
"""s"""
_RAREST = 1e-6
"""of the natural rate: rarer than once in a film, and still a number that can be divided by"""
_SPREAD = 0.5
"""standard deviation of the logarithm of an interval"""
_DOUBLE = 0.12
"""share of blinks with another at their heels"""
_FEWEST, _MOST = 11.0, 32.0
"""a minute over a whole clip: a short one must not stare or look nervous by bad luck"""
_MAY_STARE = 3.0
"""s; a shorter clip needs no blink"""
FREE = (0.35, 0.4)
"""s at either end of a clip that stay without a blink"""
FREE_INSIDE = (0.1, 0.3)
"""the same where a stretch follows another: what a lid needs to be open again"""
_BESIDE = 0.5
"""s"""
_REACH = 0.6
"""s that a blink waits for, or hurries to, the end of a phrase"""


def blink_times(
    prosody: Prosody, seconds: float, rate: float, rng: np.random.Generator, free: tuple[float, float] = FREE
) -> list[float]:
    """Draw the moments of full closure, s; `rate` scales how often (1 is natural, 0 never).

    `free` s at either end stay without one.
    """
    first, last = free[0], seconds - free[1]
    if rate <= 0 or last <= first:
        return []
    times: list[float] = []
    ends = [end for _, end in prosody.phrases]
    speaking = prosody.speaking
    # As if the last blink had been some time before the clip began.
    now = -float(rng.uniform(0.2, 1.0)) * _interval(speaking[0] > 0, rate, rng)
    while now < last:
        is_talking = speaking[max(int(now * RATE), 0)] > 0
        now = _at_phrase_end(now + _interval(is_talking, rate, rng), now, ends, rng)
        times.append(now)
        if rng.random() < _DOUBLE:
            now += float(rng.uniform(0.34, 0.42))
            times.append(now)
    return _tempered([time for time in times if first <= time <= last], seconds, (first, last), rate)


def _tempered(times: list[float], seconds: float, ends: tuple[float, float], rate: float) -> list[float]:
    """Take blinks out of a nervous clip, and put some into a staring one, both where the intervals say."""
    most = max(1, int(_MOST * rate * seconds / 60))
    fewest = int(np.ceil(_FEWEST * rate * seconds / 60)) if seconds > _MAY_STARE else 0
    while len(times) > most:
        del times[1 + int(np.argmin(np.diff(times)))]
    while len(times) < fewest:
        edges = [ends[0], *times, ends[1]]
        widest = int(np.argmax(np.diff(edges)))
        times.insert(widest, (edges[widest] + edges[widest + 1]) / 2)
    return times


def _interval(is_talking: bool, rate: float, rng: np.random.Generator) -> float:
    # The double blinks take their share, so that the sum of all comes to the measured rates.
    mean = 60 / ((TALKING if is_talking else IDLE) * max(rate, _RAREST)) * (1 + _DOUBLE)
    return max(float(rng.lognormal(np.log(mean) - _SPREAD**2 / 2, _SPREAD)), 0.6)


def _at_phrase_end(drawn: float, before: float, pauses: list[float], rng: np.random.Generator) -> float:
    """Move a blink to a phrase end nearby, where most of them fall."""
    near = [end for end in pauses if abs(end - drawn) < _REACH and end > before + 0.5]
    if not near or rng.random() > 0.7:
        return drawn
    return min(near, key=lambda end: abs(end - drawn)) + float(rng.uniform(0.0, 0.12))


def with_asked(times: list[float], asked: list[float], seconds: float, free: tuple[float, float] = FREE) -> list[float]:
    """Add the blinks that cues ask for, s, in the place of those right beside them; none reaches an end."""
    first, last = free[0], seconds - free[1]
    inside = [min(max(time, first), last) for time in asked] if last > first else []
    return sorted([time for time in times if all(abs(time - other) > _BESIDE for other in inside)] + inside)


def lids(times: list[float], frame_times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw how far the lids are closed, (frames,), 0-1: each blink shuts wholly on the frame nearest to its moment."""
    closed = np.zeros(len(frame_times))
    for time in times:
        nearest = frame_times[int(np.argmin(np.abs(frame_times - time)))]
        low, high = np.searchsorted(frame_times, (nearest - 0.2, nearest + 0.4))
        closed[low:high] = np.maximum(closed[low:high], _lid(frame_times[low:high] - nearest))
    return closed


def _lid(since: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the closure at times around the moment of full closure: down fast, up fast and then ever slower."""
    falling = np.clip(1 + since / _CLOSES, 0, 1)
    rising = np.clip((since - _CLOSED) / _OPENS, 0, 1)
    return np.where(since <= 0, falling**1.6, 1 - rising * (2 - rising) * (0.6 + 0.4 * rising))
