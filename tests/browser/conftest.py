"""A real Chromium without a window: it opens pages and shows what it drew."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from tests.browser.bank import bank
from tests.browser_engine import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from playwright.sync_api import Browser

    from tests.browser.bank import Bank

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=4000",
)
_AUTOPLAY = "--autoplay-policy=document-user-activation-required"
"""as in visitors' browsers; without a window it would play at once"""
DRAWING = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox", _AUTOPLAY)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where it lies; without one these tests are skipped."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium here")
    return found


@pytest.fixture
def seen(chromium: str, tmp_path: Path) -> Callable[[Path], tuple[str, NDArray[np.uint8]]]:
    """Open a file as a page: give its document after scripts ran, and its picture, 1200x2400."""

    def look(page: Path) -> tuple[str, NDArray[np.uint8]]:
        shot = tmp_path / "shot.png"
        address = page.resolve().as_uri()

        def run(*words: str) -> str:
            flags = (*_FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1200,2400")
            done = subprocess.run(
                [chromium, *flags, *words, address], capture_output=True, text=True, check=True, timeout=90
            )
            return done.stdout

        document = run("--dump-dom")
        run(f"--screenshot={shot}")
        return document, np.asarray(Image.open(shot).convert("RGB"))

    return look


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A real Chromium that is led by playwright; WebGL is drawn by its software."""
    pytest.importorskip("playwright.sync_api")
    found = engine().launch(executable_path=chromium, args=list(DRAWING))
    yield found
    found.close()


@pytest.fixture(scope="module")
def pages() -> Iterator[Bank]:
    """A bank's pages, on an origin of their own."""
    with bank() as opened:
        yield opened
