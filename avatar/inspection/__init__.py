"""Inspect a finished clip: measure again, on the pictures themselves, what makes a talking face believable."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.runtime.lazy import fetching

if TYPE_CHECKING:
    from avatar.inspection.inspect import inspect_clip
    from avatar.inspection.report import Report, Row, Worst

__all__ = ["Report", "Row", "Worst", "inspect_clip"]

__getattr__ = fetching(
    __name__,
    {"inspect_clip": "inspect", "Report": "report", "Row": "report", "Worst": "report"},
)
