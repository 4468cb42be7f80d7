"""An event loop in which nobody waits: the time until the next timer has passed at once, and hardly any other."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any

_TICK = 1e-6
"""s that a turn of the loop takes: who looks at the clock until a moment has come would look for ever"""


class _Still(selectors.DefaultSelector):  # type: ignore[misc,valid-type] # whichever suits the system
    passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.passed += max(timeout or 0.0, _TICK)
        return super().select(0)


class _Dream(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._still = _Still()
        super().__init__(self._still)

    def time(self) -> float:
        return self._still.passed


def dreamt(trial: Coroutine[Any, Any, Any]) -> Any:
    """Run something that waits for nothing but timers; give its result."""
    loop = _Dream()
    try:
        return loop.run_until_complete(trial)
    finally:
        loop.close()
