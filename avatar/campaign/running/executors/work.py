"""What is handed to an executor, what it tells meanwhile, and how a long clip is cut into pieces of work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

from avatar.campaign.job import Job, Outcome

if TYPE_CHECKING:
    from avatar.runtime.folders import Home
    from avatar.runtime.watch import Watch

RENDER, SEGMENT = (
    "avatar.campaign.running.rendering:render",
    "avatar.campaign.running.segments:film_segment",
)
"""who makes a clip, and who films a part of one, as `module:function`"""
_LONG = 60.0
"""s of a clip from which on its parts are filmed side by side"""
_PART = 20.0
"""s of a part at least: each has to read the script and open the voice again"""
_DENSE_SECONDS, _LETTER_SECONDS = 0.22, 0.065
"""s per character, roughly"""
_FIRST_DENSE = "\u3040"
"""from this character on one is a syllable or a word"""

Tell = Callable[[Job, str, int, int], None]
"""Is told of a job its stage, how much of it is done, and how much there is (0: not known)."""
Ended = Iterator[tuple[Job, Outcome]]
"""Yields each job once, with what became of it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where clips are made, and by whom."""

    folder: str
    """of the campaign's outputs, a path or the URL of a store"""
    home: Home
    """whose portraits, voices, consents, keys and caches are used"""
    render: str = RENDER
    """who makes a clip, as `module:function`; a simulation has its own"""
    segment: str = SEGMENT
    """who films a part of one"""


class Executor(Protocol):
    """Make clips."""

    def __call__(self, jobs: Sequence[Job], setting: Setting, tell: Tell) -> Ended:
        """Yield what becomes of each job, in the order in which they end. Close the iterator to stop."""
        ...


def untold(_job: Job, _stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def function_at(name: str) -> Callable[..., Any]:
    """Find a function by `module:function`."""
    module, _, own = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), own)
    return found


def watching(job: Job, tell: Tell) -> Watch:
    """Give a watch that tells of a job."""
    return lambda stage, done, total: tell(job, stage, done, total)


def expected_seconds(text: str) -> float:
    """Guess how long a text lasts when it is said, s."""
    dense = sum(sign >= _FIRST_DENSE for sign in text)
    return _DENSE_SECONDS * dense + _LETTER_SECONDS * (len(text) - dense)


def parts_of(job: Job, workers: int) -> int:
    """Say into how many parts the filming of a clip is cut so that several can work at it; 1: it is not."""
    seconds = expected_seconds(job.text)
    if workers < 2 or seconds < _LONG or job.options.get("audio"):
        return 1
    return min(workers, ceil(seconds / _PART))
