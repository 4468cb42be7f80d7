"""Take noise out of what was measured without delay, and without eating what is quick: closures, blinks, glances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.motion.curves import eased

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REACH = 4
"""pictures on both sides that a value is averaged over"""
HOLD, EASE, RETURN = 0.25, 0.6, 0.4
"""s that the last look is held when a face is lost, in which it goes to rest, and in which it is back afterwards"""


def steadied(
    values: NDArray[np.floating[Any]], times: NDArray[np.float64], seconds: float, step: float
) -> NDArray[np.float64]:
    """Average (T,) or (T, C) over about `seconds` s, among moments that differ by about `step` at most.

    A bilateral filter (Tomasi and Manduchi 1998) over time: noise around a value goes, a jump stays where it is. The
    channels of a row are taken together; rows with NaN count for nothing and stay as they are.
    """
    table = np.asarray(values, np.float64).reshape(len(values), -1)
    is_there = np.asarray(np.isfinite(table).all(axis=1), np.bool_)
    known = np.where(is_there[:, None], table, 0.0)
    total, weight = np.zeros_like(known), np.zeros(len(known))
    for away in range(-_REACH, _REACH + 1):
        low, high = max(0, -away), len(known) - max(0, away)
        if high <= low:
            continue
        here, there = slice(low, high), slice(low + away, high + away)
        apart = ((known[there] - known[here]) ** 2).sum(axis=1) / step**2
        late = ((times[there] - times[here]) / seconds) ** 2
        share = np.exp(-0.5 * (apart + late)) * is_there[there]
        total[here] += share[:, None] * known[there]
        weight[here] += share
    smooth = np.where(is_there[:, None], total / np.maximum(weight, 1e-12)[:, None], table)
    return np.asarray(smooth.reshape(np.shape(values)))


def lost(times: NDArray[np.float64], seen: NDArray[np.bool_], end: float) -> list[tuple[float, float]]:
    """List the stretches, s, in which no face is seen for longer than it can be guessed, until the `end`."""
    found, last = list[tuple[float, float]](), 0.0
    for moment in (*times[seen].tolist(), end):
        if moment - last > HOLD:
            found.append((last, moment))
        last = moment
    return found


def presence(clock: NDArray[np.float64], gaps: list[tuple[float, float]], end: float) -> NDArray[np.float64]:
    """Say how far each moment (T,), s, shows the performance, 0 to 1: 0 is rest, which is eased to and from."""
    share = np.ones(len(clock))
    for first, last in gaps:
        fallen = 1 - eased((clock - first - HOLD) / EASE) if first > 0 else (clock > last).astype(float)
        back = eased((clock - last) / RETURN) if last < end else np.zeros(len(clock))
        share = np.minimum(share, np.where(clock < first, 1.0, np.maximum(fallen, back)))
    return share
