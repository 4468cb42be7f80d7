"""Whether a clip is good enough: some figures of its inspection against what a campaign asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.data import Portrait
    from avatar.inspection import Report
    from avatar.runtime.folders import Home

MEASURES = {
    "closures": "share of p, b and m at which the lips meet, at least",
    "lag_ms": "ms that the lips may be early or late, at most",
    "identity": "correlation of the face with the portrait, at least",
}
"""what can be asked for in `min_quality`"""
_MOST = frozenset({"lag_ms"})
"""measures of which less is better"""


def measured(film: Path, portrait: Portrait | None, home: Home) -> dict[str, float]:
    """Measure a film, with its timeline beside it; what cannot be measured on it is left out."""
    from avatar.inspection import inspect_clip

    return figures_of(inspect_clip(film, portrait, home=home))


def figures_of(report: Report) -> dict[str, float]:
    """Give the figures of a report that a campaign can ask for."""
    told = {figure.name: figure.value for row in report.rows for figure in row.figures}
    identity = report.details.get("identity")
    lag = told.get("clip_ms")
    found = {
        "closures": told.get("sealed"),
        "lag_ms": None if lag is None else abs(lag),
        "identity": identity.get("median") if isinstance(identity, dict) else None,
    }
    return {name: round(float(value), 4) for name, value in found.items() if value is not None}


def shortfall(figures: Mapping[str, float], least: Mapping[str, float]) -> str:
    """Say by which figures a clip is not good enough, "" if it is. Raise `InputError` for an unknown measure."""
    if unknown := sorted(least.keys() - MEASURES.keys()):
        raise InputError(f"There is no measure {unknown[0]!r} in min_quality; use one of {', '.join(MEASURES)}.")
    return ", ".join(
        f"{name} {figures[name]:g} {'>' if name in _MOST else '<'} {limit:g}"
        for name, limit in least.items()
        if name in figures and (figures[name] > limit if name in _MOST else figures[name] < limit)
    )
