"""Work that takes time and does nothing, to measure executors with."""

from __future__ import annotations

import os
import secrets
import time
from typing import TYPE_CHECKING

from avatar.campaign.job import Job, Outcome
from avatar.campaign.running.manifest import Line, Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import reused
from avatar.campaign.running.scratch import scratch
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from avatar.runtime.folders import Home

SLEEP, DIE = "tests.slow_work:sleep", "tests.slow_work:die"


def sleep(job: Job, folder: str, home: Home, watch: Watch = unwatched) -> Outcome:
    """Take as many seconds as the text says, and write it down."""
    place = Place.at(folder)
    with scratch(job.input_hash, home):
        if found := reused(job, place, Manifest(place)):
            return found
        place.write("", f"begun/{job.input_hash[:8]}-{secrets.token_hex(4)}")
        watch("sleeping", 0, 1)
        time.sleep(float(job.text))
        place.write("slept", job.output)
        outcome = Outcome(job.input_hash, "done", job.output, sha256=place.sha256(job.output))
        Manifest(place).add(Line.of_job(job, outcome))
    return outcome


def die(job: Job, folder: str, home: Home, watch: Watch = unwatched) -> Outcome:
    """Take the process with it."""
    os._exit(9)
