"""What a library costs before it has done anything: megabytes on the disk, milliseconds to import, its licence."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Callable

MB = 1 << 20
TRIES = 5
PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def cost(package: str) -> str:
    """Say in a line what a package brings along that ours does not need anyway.

    Raise `ModuleNotFoundError` without it.
    """
    try:
        found = distribution(package)
    except PackageNotFoundError:
        raise ModuleNotFoundError(f"{package} is not installed") from None
    core = set[str]()
    for line in _our_requirements():
        core |= _needed(line)
    needed = {name: _size(name) for name in sorted(_needed(package))}
    extra = {name: size for name, size in needed.items() if name not in core or name == package}
    parts = ", ".join(f"{name} {size / MB:.1f}" for name, size in extra.items() if size > MB / 10)
    licence = found.metadata["License-Expression"] or (found.metadata["License"] or "?").splitlines()[0]
    seconds = _start(package)
    return (
        f"{package} {found.version} ({licence}): {sum(extra.values()) / MB:.1f} MB that we don't have ({parts}), "
        f"{seconds * 1e3:.0f} ms of a processor to import beside numpy"
    )


def _our_requirements() -> list[str]:
    wanted = re.search(r"^dependencies = \[(.*?)^\]", PROJECT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return re.findall(r'"([^"]+)"', wanted[1]) if wanted else []


def _needed(line: str, known: frozenset[str] = frozenset()) -> set[str]:
    """Name a package and all that it needs, as far as installed."""
    wanted = Requirement(line)
    name = wanted.name.lower()
    if name in known or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
        return set()
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:
        return set()
    names = {name}
    for each in lines:
        names |= _needed(each, known | names)
    return names


def _size(package: str) -> int:
    paths = {Path(str(file.locate())) for file in distribution(package).files or []}
    return sum(path.stat().st_size for path in paths if path.is_file() and path.suffix != ".pyc")


def _start(package: str) -> float:
    """Give the median seconds of a processor that the import takes beside numpy; the first try is left out."""
    code = f"import time, numpy; begin = time.process_time(); import {package}; print(time.process_time() - begin)"
    line = [sys.executable, "-c", code]
    runs = [subprocess.run(line, capture_output=True, text=True, check=True).stdout for _ in range(TRIES + 1)]
    return statistics.median(float(run.split()[-1]) for run in runs[1:])


def forbid_connections() -> None:
    """Make any attempt of this process to reach another machine an error, so that what works works offline."""

    def refuse(event: str, _: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo"):
            _fail(event)

    sys.addaudithook(refuse)


def _fail(event: str) -> NoReturn:
    raise ConnectionError(f"a library asks for the network ({event})")


def timed(do: Callable[[], object], runs: int = 1) -> float:
    """Give the seconds of a processor that one of several runs takes."""
    begin = time.process_time()
    for _ in range(runs):
        do()
    return (time.process_time() - begin) / runs
