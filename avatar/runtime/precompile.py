"""The loops that nearly every film needs, compiled before they are called: once per machine, on two cores.

Numba holds the interpreter's lock while it compiles, so a second process does one half. It begins while this one reads
the text and the portrait; what both have compiled lies on disk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from avatar.runtime.system import usable_cores
from avatar.runtime.unfinished import passing_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from avatar.runtime.compiled import Kernel
    from avatar.runtime.watch import Watch

STAGE = "preparing (once)"
USUAL = (
    "avatar.reenact.mesh.look:look",
    "avatar.reenact.mesh.raster:draw_triangles",
    "avatar.film.planes:_fill",
    "avatar.reenact.mesh.raster:_sort",
    "avatar.reenact.mesh.raster:reach",
    "avatar.reenact.mesh.raster:compose",
    "avatar.reenact.mesh.raster:fetch",
    "avatar.reenact.mesh.inside:show",
    "avatar.reenact.pose:carry",
    "avatar.marks.watermark.drawing:add",
    "avatar.reenact.pose:_add",
)
"""module:name, those that take longest first"""
_PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; from avatar.runtime.precompile import work; work(sys.argv[1])"
_PATIENCE = 60.0
"""s to wait for what the other process is at"""


@contextmanager
def preparing(watch: Watch) -> Iterator[Callable[[], None]]:
    """Fetch the loops beside what this block does, and have missing ones compiled by another process.

    The function given waits for that and does the rest here. Where all of them are on disk, which is always but once,
    nothing is told to `watch`.
    """
    with ExitStack() as until_the_end, ThreadPoolExecutor(1, thread_name_prefix="avatar-loops") as beside:

        def begin() -> tuple[list[str], str, subprocess.Popen[bytes] | None]:
            missing = [name for name in USUAL if not _is_fetched(_loop(name))]
            if not missing:
                return missing, "", None
            folder = str(until_the_end.enter_context(passing_folder()))
            return missing, folder, until_the_end.enter_context(_companion(folder))

        begun = beside.submit(begin)

        def finish() -> None:
            missing, folder, companion = begun.result()
            if missing:
                _finish(missing, folder, companion, watch)

        yield finish


def _is_fetched(loop: Kernel) -> bool:
    """Make a loop ready if it lies on disk."""
    if not loop.is_kept():
        return False
    loop.compile()
    return True


def work(folder: str) -> None:
    """Compile what nobody has taken yet: all that the other process does."""
    for name in USUAL:
        if not _loop(name).is_kept() and _is_taken(name, folder):
            _loop(name).compile()


def _finish(
    missing: Sequence[str],
    folder: str,
    companion: subprocess.Popen[bytes] | None,
    watch: Watch,
) -> None:
    for count, name in enumerate(missing):
        watch(STAGE, count, len(missing))
        if _is_taken(name, folder):
            _loop(name).compile()
    if companion is not None:
        try:
            companion.wait(_PATIENCE)
        except subprocess.TimeoutExpired:  # then it is compiled here, when it is called
            companion.kill()
    watch(STAGE, len(missing), len(missing))


def _loop(name: str) -> Kernel:
    module, _, attribute = name.partition(":")
    return cast("Kernel", getattr(import_module(module), attribute))


def _is_taken(name: str, folder: str) -> bool:
    """Take a loop for this process; False where the other one has."""
    try:
        os.close(os.open(Path(folder) / name.replace(":", "."), os.O_CREAT | os.O_EXCL))
    except OSError:  # a folder that is gone: the film is over
        return False
    return True


@contextmanager
def _companion(folder: str) -> Iterator[subprocess.Popen[bytes] | None]:
    """Run another process of this interpreter, with the same modules, as long as the block; None on a single core."""
    if usable_cores() == 1:
        yield None
        return
    command = [sys.executable, "-I", "-c", _PROGRAM, folder, *sys.path]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:  # where Python is embedded, there may be no program of it
        yield None
        return
    try:
        yield process
    finally:
        process.kill()
        process.wait()
