"""The clips of a campaign are handed out to workers; what became of each is read from the manifest.

No result travels back and no callback is waited for: those are what gets lost. What a lost message, a lost worker or a
lost Redis leaves undone is handed out again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from avatar.campaign.running.executors.queued.app import (
    ASSEMBLE,
    CLIP,
    KINDS,
    SEGMENT,
    Limits,
    make_app,
    queue_of,
)
from avatar.campaign.running.executors.queued.desk import Desk
from avatar.campaign.running.executors.queued.tasks import send, sign_of, work_of
from avatar.campaign.running.executors.work import Ended, Setting, Tell, parts_of, untold
from avatar.campaign.running.manifest import Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.segments import SHARE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.campaign.job import Job

_SHORT_LOOK, _LONG_LOOK = 0.3, 2.0
"""s between two looks at a manifest on a disk, and at one in a store"""
_SWEEP = 10.0
"""s between two looks for what was lost"""
_PARTS = 8
"""that a long clip is cut into at most"""


class Queued:
    """An executor of workers elsewhere."""

    def __init__(self, broker: str, limits: Limits | None = None) -> None:
        """Take the URL of their Redis."""
        self._app = make_app(broker, limits or Limits())
        self._desk = Desk(broker)

    def listening(self) -> int:
        """Count the workers that answer."""
        return len(self._app.control.ping(timeout=1.0) or ())

    def __call__(self, jobs: Sequence[Job], setting: Setting, tell: Tell = untold) -> Ended:
        """Yield what becomes of each job, in the order in which they end."""
        place = Place.at(setting.folder)
        manifest, waiting = Manifest(place), {job.input_hash: job for job in jobs}
        before = {key: line.ended for key, line in manifest.lines().items()}
        for job in jobs:
            self._hand_out(job, setting)
        swept, was_idle = time.monotonic(), False
        while waiting:
            time.sleep(_SHORT_LOOK if place.is_local else _LONG_LOOK)
            for key, line in manifest.lines().items():
                if key in waiting and line.ended != before.get(key):
                    yield waiting.pop(key), line.outcome
            for key, told in self._desk.progress().items():
                if key in waiting:
                    tell(waiting[key], *told)
            if time.monotonic() - swept >= _SWEEP:
                swept, was_idle = time.monotonic(), self._swept(list(waiting.values()), setting, place, was_idle)

    def _hand_out(self, job: Job, setting: Setting) -> None:
        self._desk.raised(job.input_hash)
        if self._desk.is_sent(job.input_hash) or self._desk.is_held(job.input_hash):
            return  # a run that was broken off has handed it in
        self._desk.sent(job.input_hash)
        parts = parts_of(job, _PARTS)
        if parts < 2:
            send(self._app, CLIP, work_of(job, setting))
            return
        for part in range(parts):
            self._desk.raised(f"{job.input_hash}.{part}")
            send(self._app, SEGMENT, work_of(job, _sharing(setting), part, parts))

    def _swept(self, jobs: Sequence[Job], setting: Setting, place: Place, was_idle: bool) -> bool:
        """Hand out again what nobody has any more; give whether nobody does anything."""
        is_idle = self._desk.is_idle([queue_of(kind) for kind in KINDS])
        for job in jobs:
            is_lost = not self._desk.is_sent(job.input_hash) and not self._desk.is_held(job.input_hash)
            if is_lost or (is_idle and was_idle and not self._desk.is_underway(sign_of(job.input_hash))):
                self._desk.sent(job.input_hash)
                is_long = parts_of(job, _PARTS) > 1
                send(self._app, ASSEMBLE if is_long else CLIP, work_of(job, setting))
        return is_idle


def _sharing(setting: Setting) -> Setting:
    """Let parts be shared with other machines."""
    from dataclasses import replace

    from avatar.campaign.running.executors.work import SEGMENT as ALONE

    return replace(setting, segment=SHARE) if setting.segment == ALONE else setting
