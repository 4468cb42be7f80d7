"""Who is told how far a long piece of work is."""

from __future__ import annotations

from collections.abc import Callable

Watch = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done, and how much there is (0: not known)."""


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Watch nothing."""
