"""Progress as server-sent events: each has a number, after which a reader that was cut off goes on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from avatar.service.videos.jobs import ENDED, LEFT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from avatar.service.videos.jobs import Jobs

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_LOOK = 0.25
"""s between looks"""
_SILENCE = 15.0
"""s after which a comment says that somebody is still there"""
_LAST = (*ENDED, LEFT)


async def follow(jobs: Jobs, job: str, after: int) -> AsyncIterator[str]:
    """Yield what happens to a job from an event on, until it has ended."""
    told = time.monotonic()
    yield "retry: 2000\n\n"
    while True:
        for number, kind, body in await asyncio.to_thread(jobs.events, job, after):
            yield f"id: {number}\nevent: {kind}\ndata: {body}\n\n"
            after, told = number, time.monotonic()
            if kind in _LAST:
                return
        if time.monotonic() - told > _SILENCE:
            yield ": still here\n\n"
            told = time.monotonic()
            if not await asyncio.to_thread(jobs.is_wanted, job):
                return
        await asyncio.sleep(_LOOK)


def is_over(jobs: Jobs, job: str, after: int) -> bool:
    """Tell whether a reader that has seen an event has seen the last."""
    events = jobs.events(job, 0)
    return bool(events) and events[-1][1] in _LAST and events[-1][0] <= after
