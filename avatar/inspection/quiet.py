"""Keep MediaPipe's native log lines off standard error while it works."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def native_logs_dropped() -> Iterator[None]:
    """Send what C++ writes to descriptor 2 nowhere; what Python writes to `sys.stderr` still arrives.

    The graphs log past every Python switch, and their threads at any time, so this spans the whole work.
    """
    try:
        real = os.dup(2)
    except OSError:  # the process runs without a standard error
        yield
        return
    python_stderr = sys.stderr
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with open(os.dup(real), "w", buffering=1, errors="replace") as direct:  # noqa: PTH123 - a descriptor, not a path
        if _is_descriptor_2():
            python_stderr.flush()
            sys.stderr = direct
        os.dup2(nowhere, 2)
        try:
            yield
        finally:
            os.dup2(real, 2)
            sys.stderr = python_stderr
            os.close(real)
            os.close(nowhere)


def _is_descriptor_2() -> bool:
    try:
        return sys.stderr.fileno() == 2
    except (AttributeError, OSError, ValueError):
        return False
