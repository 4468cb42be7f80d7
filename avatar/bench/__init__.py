"""Judge avatar by avatar: a fixed matrix of clips, made and measured, and the worst of each figure."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.bench.quality import Quality, measure_quality
    from avatar.bench.sheet import draw_sheet
    from avatar.bench.trial import Cell, Trial

__all__ = ["Cell", "Quality", "Trial", "draw_sheet", "measure_quality"]

_HOME = {"Quality": "quality", "measure_quality": "quality", "draw_sheet": "sheet", "Cell": "trial", "Trial": "trial"}


def __getattr__(name: str) -> object:
    """Fetch a public name from the module that holds it."""
    if name not in _HOME:
        raise AttributeError(f"module 'avatar.bench' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"avatar.bench.{_HOME[name]}"), name)
