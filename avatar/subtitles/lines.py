"""Cut a caption into lines that look well: as few as it takes, alike in length, and no word apart from its own."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from avatar.subtitles.breaking import places
from avatar.subtitles.clusters import width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from avatar.subtitles.breaking import Place
    from avatar.subtitles.caption import Sung

_UNLIKE = 10.0
"""what it costs when one line is as long as may be and another is empty"""
_TOP_HEAVY = 0.8
"""share that is added to this where the upper line is longer: the lower one hides less of the picture"""
_TOO_WIDE = 1e3
_MOST_TRIED = 40
"""places that are looked at where three lines or more are cut"""


def lines(
    text: str,
    parts: Sequence[Sung] = (),
    limit: float = 21.0,
    most: int = 2,
    measure: Callable[[str], float] = width,
) -> tuple[tuple[int, int], ...]:
    """Give first and end of each line of a text, at most `most`, none wider than `limit` where that can be.

    `measure` gives the width of a piece in the unit of `limit`: by default a guess in em.
    """
    if measure(text) <= limit or most < 2:
        return ((0, len(text)),)
    found = places(text, parts)
    best = float("inf")
    cut: tuple[Place, ...] = ()
    for count in range(1, most):
        for chosen in combinations(_worthy(found, count), count):
            cost = _cost(text, chosen, limit, measure)
            if cost < best:
                best, cut = cost, chosen
        if best < _TOO_WIDE:
            break
    starts, ends = [0, *(place.first for place in cut)], [*(place.last for place in cut), len(text)]
    return tuple(zip(starts, ends, strict=True))


def _worthy(found: Sequence[Place], count: int) -> Sequence[Place]:
    if count == 1 or len(found) <= _MOST_TRIED:
        return found
    dearest = sorted(place.cost for place in found)[_MOST_TRIED]
    return [place for place in found if place.cost <= dearest][: 2 * _MOST_TRIED]


def _cost(text: str, cut: tuple[Place, ...], limit: float, measure: Callable[[str], float]) -> float:
    starts, ends = [0, *(place.first for place in cut)], [*(place.last for place in cut), len(text)]
    widths = [measure(text[first:last]) for first, last in zip(starts, ends, strict=True)]
    cost = sum(place.cost for place in cut) + _TOO_WIDE * sum(max(each - limit, 0.0) / limit for each in widths)
    cost += _TOO_WIDE * any(each > limit for each in widths)
    for upper, lower in pairwise(widths):
        cost += _UNLIKE * abs(upper - lower) / limit * (1 + _TOP_HEAVY * (upper > lower))
    return cost
