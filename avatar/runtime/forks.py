"""A process that was doubled while it made clips: its threads, its networks and whoever spoke for it stayed behind.

A lock that one of them held would be waited for without end, so what needs them says instead that it cannot work.
"""

# Shapes no clip.

from __future__ import annotations

import os

from avatar.errors import InputError

_begun = 0
"""number of the process that has begun, 0 before one has"""


def begin() -> None:
    """Note that this process now has what does not live on in a fork. Raise `InputError` in such a fork."""
    global _begun  # noqa: PLW0603 - of the process, of which there is one
    require_unforked()
    _begun = os.getpid()


def is_fork() -> bool:
    """Tell whether this is a fork of a process that had begun."""
    return _begun not in (0, os.getpid())


def require_unforked() -> None:
    """Raise `InputError` in a fork of a process that had begun."""
    if is_fork():
        raise InputError(
            "This process was forked from one that had begun to make clips, whose threads are not here: fork before "
            'that, or start processes with multiprocessing.get_context("spawn").'
        )
