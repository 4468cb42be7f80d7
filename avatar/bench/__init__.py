"""Judge avatar by avatar: a fixed matrix of clips, made and measured, and the worst of each figure."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.runtime.lazy import fetching

if TYPE_CHECKING:
    from avatar.bench.quality import Quality, measure_quality
    from avatar.bench.sheet import draw_sheet
    from avatar.bench.trial import Cell, Trial

__all__ = ["Cell", "Quality", "Trial", "draw_sheet", "measure_quality"]

__getattr__ = fetching(
    __name__,
    {"Quality": "quality", "measure_quality": "quality", "draw_sheet": "sheet", "Cell": "trial", "Trial": "trial"},
)
