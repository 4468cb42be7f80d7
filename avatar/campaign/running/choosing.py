"""Which clips of a campaign are meant: of a language, of a row, those that failed, the first few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from avatar.campaign.job import Job
    from avatar.campaign.running.manifest import Line

_LOST = ("failed", "refused", "stopped")
"""states of clips that are tried again when somebody asks for it"""


def chosen(jobs: Sequence[Job], only: Collection[str]) -> tuple[Job, ...]:
    """Give the jobs of a language ("fr"), a row ("7") or one clip ("fr/7"); without wishes all.

    Raise `InputError` for a wish that nothing fulfils.
    """
    for wish in only:
        if not any(_is_meant(job, wish) for job in jobs):
            languages = ", ".join(sorted({job.language for job in jobs}))
            raise InputError(
                f"No clip of this campaign is {wish!r}; --only takes a language ({languages}), the number of a row, "
                "or both, such as fr/7."
            )
    return tuple(job for job in jobs if not only or any(_is_meant(job, wish) for wish in only))


def lost(jobs: Sequence[Job], lines: Mapping[str, Line]) -> tuple[Job, ...]:
    """Give the jobs that were tried and of which there is no film."""
    return tuple(job for job in jobs if (line := lines.get(job.input_hash)) and line.outcome.state in _LOST)


def _is_meant(job: Job, wish: str) -> bool:
    language, _, row = wish.partition("/")
    if row:
        return job.language == language and str(job.row) == row
    return wish in (job.language, str(job.row))
