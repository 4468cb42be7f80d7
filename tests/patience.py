"""Waits by condition: however busy a machine is, a test goes on as soon as what it waits for is so."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def until(is_so: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for what becomes true; fail if it doesn't in that time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"did not come true within {seconds:g} s"
        time.sleep(0.02)
