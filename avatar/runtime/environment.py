"""Variables of the environment, which count only where an edge, the command line or Python's, has let them."""

from __future__ import annotations

import os

_counts = False


def trust_environment() -> None:
    """Let proxies, certificates and keys that the environment names count from now on: an edge says so, once."""
    global _counts  # noqa: PLW0603 - a process has one environment
    _counts = True


def environment_counts() -> bool:
    """Tell whether an edge has let it count."""
    return _counts


def variable(name: str) -> str:
    """Give a variable, where an edge has let it count; else ""."""
    return os.environ.get(name, "") if _counts else ""
