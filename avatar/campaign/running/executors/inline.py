"""Clips are made one after the other in this process: the simplest way, and the one for finding a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.campaign.running.executors.work import Ended, Setting, Tell, function_at, untold, watching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.campaign.job import Job


def inline(jobs: Sequence[Job], setting: Setting, tell: Tell = untold) -> Ended:
    """Yield what becomes of each job."""
    render = function_at(setting.render)
    for job in jobs:
        yield job, render(job, setting.folder, setting.home, watching(job, tell))
