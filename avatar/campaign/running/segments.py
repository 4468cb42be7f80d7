"""Parts of a long clip are filmed side by side, and kept; the film is then put together of what is kept."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.campaign.asking import request_of, require_pins
from avatar.errors import AvatarError
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.campaign.job import Job
    from avatar.runtime.folders import Home


def film_segment(  # noqa: PLR0913 - as `render`, and which part
    job: Job, folder: str | Path, home: Home, watch: Watch = unwatched, part: int = 0, parts: int = 1
) -> None:
    """Film one of several parts of a clip into the home's cache.

    Whatever keeps it from that is met again, and told, when the film is put together.
    """
    from avatar import pipeline

    with suppress(AvatarError):
        require_pins(job, home)
        pipeline.footage(pipeline.prepare(request_of(job), watch, home=home), part, parts, watch)
