"""What an answer says of a film."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.service.videos.jobs import Job

_ID = "v-5f0c2e8a9b1d4c7e6f3a2b10"
QUEUED: dict[str, Any] = {
    "id": _ID,
    "object": "video",
    "status": "created",
    "created_at": "2026-11-29T16:20:00Z",
    "user_data": "ticket 4711",
    "events_url": f"/v1/videos/{_ID}/events",
}
DONE: dict[str, Any] = QUEUED | {
    "status": "done",
    "started_at": "2026-11-29T16:20:01Z",
    "ended_at": "2026-11-29T16:20:09Z",
    "result_url": f"/v1/videos/{_ID}/files/film.mp4?token=eyJrIjoi.c2ln",
    "timeline_url": f"/v1/videos/{_ID}/files/film.json?token=eyJrIjoi.c2ln",
    "expires_at": "2026-12-02T16:20:09Z",
    "duration": 4.2,
    "frames": 105,
    "fps": 25.0,
    "size": [720, 720],
    "content_id": "9d1c7d0f6a2b4e3c8f5a1b2c3d4e5f60",
}
REJECTED: dict[str, Any] = QUEUED | {
    "status": "rejected",
    "ended_at": "2026-11-29T16:20:02Z",
    "error": {
        "type": "held",
        "detail": "This text waits for review (rule en.medical, 'cures'): it promises a cure.",
        "review": "8d0f6c1f5e5b4c1f9d0a7b2c3e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5",
    },
}

PENDING: dict[str, Any] = {"status": "started", "progress": {"stage": "watching", "done": 40, "total": 105}}


class Progress(BaseModel):
    """How far the work is."""

    stage: str = Field(description="reading, portrait, speaking, rendering, marking, ...")
    done: int = Field(description="of the stage")
    total: int = Field(description="of the stage; 0: not known")


class Fault(BaseModel):
    """Why there is no film."""

    type: str = Field(description="refused | held | input | fault | died | too-long")
    detail: str = Field(description="one sentence with the cure")
    review: str | None = Field(default=None, description="the key under which people decide about a text that is held")


class SubtitleUrls(BaseModel):
    """Where the files with subtitles are."""

    srt: str | None = None
    vtt: str | None = None
    ass: str | None = None


class VideoTold(BaseModel):
    """A film, or the way to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [DONE]})

    id: str
    object: Literal["video"] = "video"
    status: Literal["created", "started", "done", "error", "rejected"]
    created_at: str
    started_at: str | None = None
    ended_at: str | None = None
    progress: Progress | None = None
    result_url: str | None = Field(
        default=None, description="where the film is, for a day; asks for no key; knows Range"
    )
    timeline_url: str | None = Field(default=None, description="what is said when, schema avatar.timeline/1; as above")
    subtitles: SubtitleUrls | None = None
    expires_at: str | None = Field(default=None, description="when its files are removed")
    duration: float | None = Field(default=None, description="s")
    frames: int | None = None
    fps: float | None = None
    size: list[int] | None = Field(default=None, description="width and height, px")
    content_id: str | None = Field(default=None, description="its name in marks and registry, 32 hex digits")
    warnings: list[str] = Field(default_factory=list, description="what differs from what was asked for")
    error: Fault | None = None
    user_data: str = ""
    events_url: str = Field(description="its progress as server-sent events")


class VideosTold(BaseModel):
    """Some films, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"videos": [QUEUED], "next_cursor": "41"}]})

    videos: list[VideoTold]
    next_cursor: str | None = Field(
        default=None, description="for `cursor`, to get those before; null: there are no more"
    )


class SecretTold(BaseModel):
    """What webhooks are signed with."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwtg7N5rC0d2M="])


class InspectionPending(BaseModel):
    """An inspection that is under way."""

    status: Literal["created", "started"]
    progress: Progress | None = None


def tell(job: Job, sign: Callable[[str], str], keep: float, base: str = "") -> VideoTold:
    """Tell of a job; `sign` gives the address of one of its files, `keep` how long they are there, s."""
    made = job.made
    is_done = job.status == "done" and bool(made)
    told: dict[str, Any] = {
        "id": job.id,
        "status": job.status,
        "created_at": moment(job.created),
        "started_at": moment(job.started),
        "ended_at": moment(job.ended),
        "progress": Progress(**job.progress) if job.progress and job.status == "started" else None,
        "error": Fault(**job.fault) if job.fault else None,
        "user_data": job.user_data,
        "events_url": f"{base}/v1/videos/{job.id}/events",
    }
    if is_done:
        told |= {name: made.get(name) for name in ("frames", "fps", "size", "content_id", "warnings")}
        told |= {"duration": made["seconds"], "expires_at": moment((job.ended or 0) + keep)}
        told |= {"result_url": sign(made["file"]), "timeline_url": sign("film.json")}
        if made["subtitles"]:
            told["subtitles"] = SubtitleUrls(**{name.rpartition(".")[2]: sign(name) for name in made["subtitles"]})
    return VideoTold(**told)


def moment(seconds: float | None) -> str | None:
    """Write a moment, 2026-11-29T16:20:09Z."""
    return None if seconds is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
