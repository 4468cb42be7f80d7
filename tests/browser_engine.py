"""What opens browsers: led once for the whole process, for a second one would be refused."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserType


@cache
def engine() -> BrowserType:
    """Give Chromium's own; whatever needs an event loop of its own goes before, or into another process."""
    from playwright.sync_api import sync_playwright

    led = sync_playwright().start()
    _started.append(led.stop)
    return led.chromium


def stop() -> None:
    """End it, after the last test."""
    while _started:
        _started.pop()()


_started: list[Callable[[], None]] = []
