"""Keep the chatter of native libraries off standard error, and nothing else.

MediaPipe's graphs write glog, absl and TF-lite lines straight to file descriptor 2, past every Python switch.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHATTER = re.compile(
    rb"[IWE]\d{4} \d\d:|WARNING: All log messages before absl|INFO: (Created|Applying) |"
    rb"WARNING: Logging before InitGoogleLogging"
)
_lock = threading.RLock()
_depth = 0


@contextmanager
def native_chatter_dropped() -> Iterator[None]:
    """Drop the log lines that C++ code writes to descriptor 2 meanwhile; pass all other output on.

    Python's own `sys.stderr` keeps writing to the real place at once, so progress displays stay alive.
    One caller at a time, since descriptors belong to the whole process; nested use is fine.
    """
    global _depth  # noqa: PLW0603 -- the descriptor is process-wide as well
    with _lock:
        _depth += 1
        try:
            if _depth > 1:
                yield
            else:
                with _diverted():
                    yield
        finally:
            _depth -= 1


@contextmanager
def _diverted() -> Iterator[None]:
    try:
        real = os.dup(2)
    except OSError:  # the process runs without a standard error
        yield
        return
    python_stderr = sys.stderr
    with tempfile.TemporaryFile() as collected, open(os.dup(real), "w", buffering=1, errors="replace") as direct:  # noqa: PTH123 -- a descriptor, not a path
        if _writes_to_descriptor_2():
            python_stderr.flush()
            sys.stderr = direct
        os.dup2(collected.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real, 2)
            sys.stderr = python_stderr
            collected.seek(0)
            _pass_on(collected.read(), real)
            os.close(real)


def _writes_to_descriptor_2() -> bool:
    try:
        return sys.stderr.fileno() == 2
    except (AttributeError, OSError, ValueError):
        return False


def _pass_on(written: bytes, descriptor: int) -> None:
    kept = b"".join(line for line in written.splitlines(keepends=True) if not _CHATTER.match(line))
    if kept:
        os.write(descriptor, kept)
