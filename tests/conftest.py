"""Portraits that many tests share, enrolled once per run from real pictures; and no process that outlives the run."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import shipped
from avatar.runtime.seals import cache_key
from avatar.settings import NO_DETAIL, PortraitSettings
from tests import browser_engine
from tests.processes import MARK, end_left_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from avatar.data import Portrait

# How long an example takes says how busy the machine is; and the same tree passes or fails with the same examples.
# New ones are looked for by hand, with `--hypothesis-profile=new-examples`.
settings.register_profile("new-examples", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("any-machine", settings.get_profile("new-examples"), derandomize=True)
settings.load_profile("any-machine")


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fail if a process that a test has started is still there when all are done; end it in any case."""
    mark = secrets.token_hex(8)
    os.environ[MARK] = mark
    yield
    browser_engine.stop()
    left = end_left_over(mark)
    assert not left, f"processes were left running: {left}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--few", type=int, default=0, metavar="N", help="of a test with many parameters, try so many")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave all but `--few` of each test's parameters out, spread evenly: where a version of Python is tried, and not
    each sentence."""
    few = config.getoption("--few")
    if not few:
        return
    alike: dict[tuple[str, str], list[pytest.Item]] = {}
    for item in items:
        alike.setdefault((str(item.path), getattr(item, "originalname", None) or item.name), []).append(item)
    kept = {each for same in alike.values() for each in same[:: max(1, -(-len(same) // few))]}
    config.hook.pytest_deselected(items=[each for each in items if each not in kept])
    items[:] = [each for each in items if each in kept]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let workers ask at once how often a test has failed: each question waited 40 ms to be sent (Nagle)."""
    line = getattr(getattr(session.config, "failures_db", None), "sock", None)  # of pytest-rerunfailures, in a worker
    if line is not None:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show why a test had to be run a second time: it hangs on the clock or on chance, and wants to be mended."""
    again = terminalreporter.stats.get("rerun", [])
    if again:
        terminalreporter.section("failed at first, and run once more")
    for report in again:
        terminalreporter.write_line(f"{report.nodeid}\n{report.longreprtext}\n")


@pytest.fixture(scope="session")
def chinese_letters() -> None:
    """Skip what draws Chinese where no font has its letters: machines come without."""
    from avatar.finish.subtitles.missing import missing

    if missing("您好", "zh", ""):
        pytest.skip("no font here has Chinese letters: apt-get install fonts-noto-cjk")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once per run, which all of its workers use."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep the other workers out meanwhile."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def enrolled(shared: Path) -> Callable[..., Portrait]:
    """Give the portrait of a photo, or of a shipped portrait's name, taken apart once per run."""
    store = PortraitStore(shared / "portraits", cache_key(shared))

    def enroll(photo: Path | str, settings: PortraitSettings | None = None) -> Portrait:
        with _alone(shared):
            return store.load_or_enroll(photo, settings or PortraitSettings())

    return enroll


@pytest.fixture(scope="session")
def warm(shared: Path, enrolled: Callable[..., Portrait]) -> Callable[..., Path]:
    """Give a home in which these portraits are taken apart already, so that clips begin at once; else it is new."""

    def make(home: Path, *photos: Path | str) -> Path:
        for photo in photos:
            enrolled(photo)
        for kept in (shared / "portraits" / ".cache").glob("*/*.npz"):
            place = home / kept.relative_to(shared)
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                place.hardlink_to(kept)
        own = home / "keys" / "cache.key"  # what was sealed with the shared key is believed there
        if not own.exists():
            own.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copy(shared / "keys" / "cache.key", own)
        return home

    return make


@pytest.fixture(scope="session")
def astronaut(shared: Path) -> Path:
    """A photo, 512 px, of somebody who has not agreed to anything here."""
    from PIL import Image
    from skimage.data import astronaut

    return _saved(Image.fromarray(astronaut()), shared, "astronaut.png")


@pytest.fixture(scope="session")
def xiaochen(enrolled: Callable[..., Portrait]) -> Portrait:
    """A frontal portrait with closed lips."""
    return enrolled("xiaochen")


@pytest.fixture(scope="session")
def smiling(shared: Path, enrolled: Callable[..., Portrait]) -> Portrait:
    """A photo with a broad smile that shows the teeth."""
    from PIL import Image
    from skimage.data import astronaut

    photo = Image.fromarray(astronaut()[:300, 80:380]).resize((1200, 1200), Image.Resampling.BICUBIC)
    return enrolled(_saved(photo, shared, "smiling.png"), PortraitSettings(upscale=NO_DETAIL))


@pytest.fixture(scope="session")
def green(enrolled: Callable[..., Portrait]) -> Portrait:
    """A portrait before a green screen."""
    return enrolled(shipped("portraits") / "xiaochen_green" / "portrait.jpg", PortraitSettings(upscale=NO_DETAIL))


def _saved(image: object, shared: Path, name: str) -> Path:
    with _alone(shared):
        if not (shared / name).exists():
            image.save(shared / name)  # type: ignore[attr-defined]
    return shared / name
