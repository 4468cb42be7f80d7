"""The worst of each figure over many clips: what a promise has to be measured by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.bench.trial import Trial
    from avatar.inspection.report import Figure


@dataclass(frozen=True, slots=True)
class Extreme:
    """The worst case of one figure."""

    row: int
    """1 to `report.ROWS`"""
    name: str
    """of the row"""
    figure: Figure
    """the worst one, with its limits in that clip; its value is None if no clip was judged by it"""
    where: str
    """name of its clip; "" if no clip was judged by it"""
    passed: int
    """clips that pass"""
    judged: int
    """clips that were judged by it"""

    def as_json(self) -> dict[str, object]:
        """Give the object of one figure in `avatar bench quality --json`."""
        return {
            "id": self.row,
            "name": self.name,
            "figure": self.figure.name,
            "value": self.figure.value,
            "limit": [self.figure.low, self.figure.high],
            "clip": self.where,
            "passed": self.passed,
            "judged": self.judged,
        }


def worst_of(trials: Sequence[Trial]) -> tuple[Extreme, ...]:
    """Find the worst case of each figure of each row, in the order of the rows."""
    seen: dict[tuple[int, str], list[tuple[Figure, Trial]]] = {}
    names = {}
    for trial in trials:
        for row in trial.rows:
            names[row.id] = row.name
            for figure in row.figures:
                seen.setdefault((row.id, figure.name), []).append((figure, trial))
    return tuple(
        _extreme(row, names[row], found) for (row, _), found in sorted(seen.items(), key=lambda item: item[0][0])
    )


def margin(figure: Figure) -> float:
    """Measure how far inside its limits a figure lies, negative outside, in its own unit."""
    value = -math.inf if figure.value is None or math.isnan(figure.value) else figure.value
    if value == -math.inf:
        return value
    above = math.inf if figure.low is None else value - figure.low
    below = math.inf if figure.high is None else figure.high - value
    return min(above, below)


def _extreme(row: int, name: str, found: list[tuple[Figure, Trial]]) -> Extreme:
    judged = [(figure, trial) for figure, trial in found if figure.passed is not None]
    if not judged:
        return Extreme(row, name, _unmeasured(found[0][0]), "", 0, 0)
    figure, trial = min(judged, key=lambda pair: margin(pair[0]))
    passed = sum(each.passed is True for each, _ in judged)
    return Extreme(row, name, figure, trial.cell.name, passed, len(judged))


def _unmeasured(figure: Figure) -> Figure:
    from dataclasses import replace

    return replace(figure, value=None)
