"""Inspect a finished clip: measure again, on the pictures themselves, what makes a talking face believable."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.inspection.inspect import inspect_clip
    from avatar.inspection.report import Report, Row, Worst

__all__ = ["Report", "Row", "Worst", "inspect_clip"]

_HOME = {"inspect_clip": "inspect", "Report": "report", "Row": "report", "Worst": "report"}


def __getattr__(name: str) -> object:
    """Fetch a public name from the module that holds it."""
    if name not in _HOME:
        raise AttributeError(f"module 'avatar.inspection' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"avatar.inspection.{_HOME[name]}"), name)
