"""Variables of the environment, which count only where an edge, the command line or Python's, has let them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_counts = False


_LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""where the interpreter's own library is looked for"""


def trust_environment() -> None:
    """Let proxies, certificates and keys that the environment names count from now on: an edge says so, once."""
    global _counts  # noqa: PLW0603 - a process has one environment
    _counts = True


def bare() -> dict[str, str]:
    """Give what an interpreter like this one needs to begin, and nothing that somebody has said to this process."""
    return {name: os.environ[name] for name in _LIBRARIES if name in os.environ}


def environment_counts() -> bool:
    """Tell whether an edge has let it count."""
    return _counts


def variable(name: str) -> str:
    """Give a variable, where an edge has let it count; else ""."""
    return os.environ.get(name, "") if _counts else ""


@contextmanager
def without_compilers_own() -> Iterator[None]:
    """Hide what the environment says to numba, which is but a part of ours: it is read when numba is imported.

    A number that is none keeps numba from working; another processor's name would make loops that do not run here.
    """
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("NUMBA_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
