"""What workers do with a piece of work, however often it is delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.campaign.job import Job, Outcome
from avatar.campaign.running.executors.queued.app import ASSEMBLE, CLIP, SEGMENT, Limits, queue_of, task_name
from avatar.campaign.running.executors.queued.desk import Desk, Noting
from avatar.campaign.running.executors.work import Setting, function_at
from avatar.campaign.running.manifest import Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import noted

if TYPE_CHECKING:
    from celery import Celery

    from avatar.runtime.folders import Home

CANARY = "canary"
"""name of the task that shows that a worker takes work"""


def work_of(job: Job, setting: Setting, part: int = 0, parts: int = 0) -> dict[str, Any]:
    """Write a piece of work down as JSON can carry it."""
    calls = {"render": setting.render, "segment": setting.segment}
    return {"job": job.document(), "folder": setting.folder, **calls, "part": part, "parts": parts}


def send(app: Celery, kind: str, work: dict[str, Any]) -> None:
    """Put a piece of work into its queue; what is said in it stands in no log."""
    app.send_task(task_name(kind), [work], queue=queue_of(kind), argsrepr=sign_of(work["job"]["input_hash"]))


def sign_of(input_hash: str) -> str:
    """Give what a message bears by which the clip is known that it is about."""
    return f"(clip {input_hash[:16]})"


class Hands:
    """Those who do the work in one process of a worker."""

    def __init__(self, app: Celery, broker: str, limits: Limits, home: Home, node: str) -> None:
        """Take the app that brings the work, and whose home is used."""
        self._app, self._broker, self._limits, self._home, self._node = app, broker, limits, home, node

    def clip(self, work: dict[str, Any]) -> None:
        """Make a clip, or put a long one together."""
        job, desk = Job.of(work["job"]), Desk(self._broker)
        if desk.delivered(job.input_hash) > self._limits.deliveries:
            self._set_aside(job, work, desk)
            return
        with desk.holding(job.input_hash, self._node):
            function_at(work["render"])(job, work["folder"], self._home, Noting(desk, job.input_hash))
        desk.finished(job.input_hash)

    def segment(self, work: dict[str, Any]) -> None:
        """Film a part of a long clip; whoever films the last one lets it be put together."""
        job, desk = Job.of(work["job"]), Desk(self._broker)
        part, parts = work["part"], work["parts"]
        key = f"{job.input_hash}.{part}"
        # Where a part cannot be filmed, the clip is put together without it, and films it, or says why not.
        if desk.delivered(key) <= self._limits.deliveries:
            with desk.holding(key, self._node):
                watch = Noting(desk, job.input_hash)
                function_at(work["segment"])(job, work["folder"], self._home, watch, part, parts)
        desk.finished(key)
        place, folder = Place.at(work["folder"]), f"segments/{job.input_hash}"
        place.write("", f"{folder}/part-{part}")
        if sum("/part-" in name for name in place.names(folder)) >= parts:
            send(self._app, ASSEMBLE, work)

    def canary(self, song: str) -> None:
        """Show that work is taken."""
        Desk(self._broker).sing(self._node, song)

    def _set_aside(self, job: Job, work: dict[str, Any], desk: Desk) -> None:
        desk.bury(job.input_hash, work)
        message = (
            f"It was delivered {self._limits.deliveries + 1} times and never ended; see whether the workers have "
            "enough memory and time, then: avatar campaign retry."
        )
        outcome = Outcome(job.input_hash, "failed", job.output, message=message, tries=self._limits.deliveries)
        desk.finished(job.input_hash)
        noted(job, outcome, Manifest(Place.at(work["folder"])))


def register(app: Celery, hands: Hands) -> None:
    """Let a worker know what to do with what it takes."""
    for kind, call in ((CLIP, hands.clip), (ASSEMBLE, hands.clip), (SEGMENT, hands.segment), (CANARY, hands.canary)):
        app.task(_plain(call), name=task_name(kind))


def _plain(call: Any) -> Any:  # noqa: ANN401 - Celery takes a function, not a method
    def do(given: Any) -> None:  # noqa: ANN401 - what was sent
        call(given)

    return do
