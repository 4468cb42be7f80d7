"""Choose the video frames that show each seal: enough for it to be seen, none that belongs to a vowel's opening."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

VISIBLE = 20
"""frames per second from which a seal is to be seen twice"""

_BRIEF = 0.035
"""s; a seal that the lips hold no longer than this is shown once"""
_LONG, _ONE_MORE = 0.062, 1.2
"""s; a seal that is held longer has room for a frame more: what not having it costs"""
_REACH = 2
"""frames by which a seal may begin and end elsewhere than it does"""
_AWAY = 1.0
"""cost of a sealed frame outside the seal, per frame of distance"""
_OPEN = 10.0
"""cost of a sealed frame where the lips are apart, per weight of jawOpen"""
_LOST = 0.5
"""cost of each frame of the seal that is shown open"""
_TOO_FEW = 6.0
"""cost of each frame that is missing to be seen"""
_MIDDLE = 3.0
"""cost of a sealed frame in the middle of a quick opening"""
_QUICK = (0.045, 0.1)
"""s; an opening of this length between two seals is one vowel, and long enough to be missed"""
_TOUCHING, _SHARED = 12.0, 30.0
"""cost of two seals with no open frame between, and of a frame that is in both"""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One way to show a seal."""

    first: int
    """frame"""
    last: int
    """frame"""
    cost: float
    """of this alone"""


def allot(
    spans: Sequence[tuple[float, float]],
    apart: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    fps: float,
    count: int,
) -> list[tuple[int, int]]:
    """Give each seal, from start to end s, its first and last of `count` frames: the cheapest way for all together.

    `apart` tells how far the lips are apart at any times, s, in weights of jawOpen. Between two seals a frame stays
    open, the one that is next to where they are widest apart if at all possible: in quick speech seals rather begin
    earlier or end later.
    """
    if count < 1:
        return []
    ways = [_ways(span, apart, fps, count, _middles(spans, index, fps)) for index, span in enumerate(spans)]
    best: list[NDArray[np.float64]] = []
    back: list[NDArray[np.intp]] = []
    for index, choices in enumerate(ways):
        own = np.array([choice.cost for choice in choices])
        if not index:
            best.append(own)
            continue
        lasts = np.array([choice.last for choice in ways[index - 1]])
        firsts = np.array([choice.first for choice in choices])
        room = firsts[:, None] - lasts - 1
        cost = best[-1] + np.where(room > 0, 0.0, np.where(room == 0, _TOUCHING, _SHARED - 5.0 * room))
        back.append(cost.argmin(axis=1))
        best.append(own + cost.min(axis=1))
    chosen = [int(best[-1].argmin())] if best else []
    for links in reversed(back):
        chosen.append(int(links[chosen[-1]]))
    return [(ways[i][which].first, ways[i][which].last) for i, which in enumerate(reversed(chosen))]


def _middles(spans: Sequence[tuple[float, float]], index: int, fps: float) -> list[int]:
    """List the frames in the middle of the quick openings before and after a seal."""
    found = []
    for one, other in pairwise(spans[max(index - 1, 0) : index + 2]):
        if _QUICK[0] <= other[0] - one[1] <= _QUICK[1]:
            found.append(round((one[1] + other[0]) / 2 * fps))
    return found


def _ways(
    span: tuple[float, float],
    apart: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    fps: float,
    count: int,
    middles: Sequence[int],
) -> list[_Choice]:
    """List ways to show one seal, with the frames at which it is held or some more or fewer at either end."""
    start, end = span[0] * fps, span[1] * fps
    low, high = int(np.ceil(start - 1e-6)), int(np.floor(end + 1e-6))
    needed = 2 if fps >= VISIBLE and span[1] - span[0] > _BRIEF else 1
    frames = np.arange(low - _REACH, max(high, low) + _REACH + 1)
    away = np.maximum(np.maximum(start - frames, frames - end), 0.0)
    inside = away < 1e-6
    costs = _AWAY * away + _OPEN * np.maximum(apart(frames / fps), 0.0) + _MIDDLE * np.isin(frames, middles)
    found = []
    for one in range(min(2 * _REACH + 1, len(frames))):
        for other in range(max(one, len(frames) - 2 * _REACH - 1), len(frames)):
            first, last = int(frames[one]), int(frames[other])
            if first < 0 or last >= count:
                continue
            chosen = slice(one, other + 1)
            lost = int(inside.sum() - inside[chosen].sum())
            shown = last - first + 1
            cost = float(costs[chosen].sum()) + _LOST * lost + _TOO_FEW * max(needed - shown, 0)
            if needed > 1 and span[1] - span[0] > _LONG:
                cost += _ONE_MORE * max(needed + 1 - shown, 0)
            found.append(_Choice(first, last, cost))
    nearest = int(np.clip(round((start + end) / 2), 0, count - 1))
    return found or [_Choice(nearest, nearest, 0.0)]
