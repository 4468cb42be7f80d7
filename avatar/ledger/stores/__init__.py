"""What the stores of a home know of each other: none of them can be emptied, lost or put back unseen by the others."""

from __future__ import annotations

from avatar.ledger.stores.modes import close_all, exposed
from avatar.ledger.stores.watch import (
    CURE,
    accept,
    is_used,
    open_log,
    quick_troubles,
    rotate,
    take_note,
    troubles,
    whole_troubles,
)

__all__ = [
    "CURE",
    "accept",
    "close_all",
    "exposed",
    "is_used",
    "open_log",
    "quick_troubles",
    "rotate",
    "take_note",
    "troubles",
    "whole_troubles",
]
