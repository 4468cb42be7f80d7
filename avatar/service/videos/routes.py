"""`/v1/videos`: films that are made while nobody waits."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Depends, Header, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse

from avatar.service.described import BYTES, GONE, Responses, events_told, problems
from avatar.service.doors.caller import Caller, caller
from avatar.service.problems import Problem
from avatar.service.state import Service
from avatar.service.videos import told as answers
from avatar.service.videos.asked import EXAMPLE, VideoAsked
from avatar.service.videos.dispatcher import Dispatcher
from avatar.service.videos.events import HEADERS, follow, is_over
from avatar.service.videos.idempotency import answered, fingerprint, remember, require_key
from avatar.service.videos.jobs import INSPECTION, VIDEO, Job, Jobs, inspection_of, new_id, waiting
from avatar.service.videos.order import gather_files, read_order
from avatar.service.videos.rendering import INSPECTION as REPORT
from avatar.service.videos.webhooks.addresses import check_url
from avatar.service.videos.webhooks.secret import renew_secret, webhook_secret

if TYPE_CHECKING:
    import sqlite3

_SIGNED = 86_400.0
"""s that the address of a file is good for"""
_MEDIA = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
    ".gif": "image/gif",
    ".json": "application/json",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt",
    ".ass": "text/x-ssa",
}
_EVENT = (
    'id: 7\nevent: progress\ndata: {"id": "v-5f…", "status": "started", '
    '"progress": {"stage": "rendering", "done": 40, "total": 105}}\n\n'
)
_EVENTS: Responses = {
    200: events_told("Events until the film is done.", {"type": "object", "required": ["id", "status"]}, _EVENT),
    204: {"description": "Its last event was seen already."},
}
_FILE: Responses = {
    200: {"description": "The file.", "content": dict.fromkeys(dict.fromkeys(_MEDIA.values()), BYTES)},
    206: {"description": "The part of it that was asked for.", "content": {"video/mp4": BYTES}},
    416: {"description": "It has no such part.", "content": {"text/plain": {"schema": {"type": "string"}}}},
}
_ROW = {"id": 1, "name": "lip closure", "value": {"clip_ms": 0.0}, "limit": {"clip_ms": [None, 40.0]}, "passed": True}
_REPORT: Responses = {
    200: {
        "description": "The report.",
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {"clip": "film.mp4", "passed": True, "rows": [_ROW]},
            }
        },
    },
    202: {
        "description": "It is under way.",
        "model": answers.InspectionPending,
        "content": {"application/json": {"example": answers.PENDING}},
    },
}
_Id = Annotated[str, InPath(max_length=64, pattern=r"^v-[0-9a-f]{24}$", examples=["v-5f0c2e8a9b1d4c7e6f3a2b10"])]
_Films = Annotated[Caller, Depends(caller("videos"))]
_Admin = Annotated[Caller, Depends(caller("admin"))]


class Films:
    """What the room's routes share."""

    def __init__(self, service: Service) -> None:
        """Take one process of the service."""
        self.service, self.settings = service, service.config.films
        self.dispatcher = Dispatcher(service, self.settings)
        self._jobs: dict[str, Jobs] = {}

    def jobs(self, who: Caller) -> Jobs:
        """Give the jobs of whoever calls."""
        return self._jobs.setdefault(who.tenant.name, Jobs(who.tenant.home.data))

    def tell(self, who: Caller, job: Job, request: Request) -> answers.VideoTold:
        """Tell of a job, with addresses as its reader reaches them."""
        base = self.service.config.server.public_url.rstrip("/")

        def sign(name: str) -> str:
            token = self.service.tokens.issue("film", _SIGNED, tenant=who.tenant.name, video=job.id, file=name)
            return f"{base}/v1/videos/{job.id}/files/{name}?token={token}"

        return answers.tell(job, sign, self.settings.keep_hours * 3600, base)

    def add(self, who: Caller, asked: VideoAsked, key: str | None, body: bytes) -> tuple[Job, bool]:
        """Put a film into the queue, unless it was put there before; tell whether it was. Raise `Problem` 429."""
        jobs, print_ = self.jobs(who), fingerprint(body)
        with jobs.base.read() as base:
            self._require_room(base)
        if key is not None and (known := self._known(jobs, key, print_)) is not None:
            return known, True
        if asked.webhook:
            check_url(asked.webhook, has_loopback=self.settings.has_loopback_webhooks)
        order, home, name = read_order(asked, who.tenant.home), who.tenant.home, new_id()
        folder = jobs.folder(name)
        folder.mkdir(mode=0o700, parents=True)
        try:
            names = gather_files(order, home, folder)
            job = Job(
                name,
                VIDEO,
                "created",
                {"order": asdict(order), "names": names},
                user_data=asked.user_data,
                webhook=asked.webhook or "",
            )
            with jobs.base.write() as base:
                if key is not None and (earlier := answered(base, key, print_)) is not None:
                    name = earlier
                else:
                    self._require_room(base)
                    jobs.add(base, job)
                    if key is not None:
                        remember(base, key, print_, name)
        finally:
            if name != folder.name or not _is_there(jobs, name):
                shutil.rmtree(folder, ignore_errors=True)
        self.dispatcher.wake()
        return jobs.find(name), name != folder.name

    def _known(self, jobs: Jobs, key: str, print_: str) -> Job | None:
        with jobs.base.write() as base:
            earlier = answered(base, key, print_)
        return None if earlier is None else jobs.find(earlier)

    def _require_room(self, base: sqlite3.Connection) -> None:
        if (count := waiting(base)) >= self.settings.waiting:
            raise Problem(
                429, "queue-full", f"{count} videos are waiting already; come again in 30 s.", {"Retry-After": "30"}
            )


def _is_there(jobs: Jobs, name: str) -> bool:
    with jobs.base.read() as base:
        return base.execute("SELECT 1 FROM jobs WHERE id = ?", (name,)).fetchone() is not None


def router(service: Service) -> APIRouter:
    """Give the routes of one process."""
    films = Films(service)
    service.rooms["videos"] = films
    service.on_start.append(films.dispatcher.start)
    service.on_stop.append(films.dispatcher.stop)
    routes = APIRouter(tags=["videos"])
    _making(routes, films)
    _looking(routes, films)
    _fetching(routes, films)
    _inspecting(routes, films)
    _webhooks(routes, films)
    return routes


def _making(routes: APIRouter, films: Films) -> None:
    created: Responses = {
        201: {
            "description": "It is in the queue.",
            "content": {"application/json": {"example": answers.QUEUED}},
            "headers": {"Location": {"schema": {"type": "string"}, "description": "where it can be looked at"}},
        }
    }

    @routes.post(
        "/v1/videos",
        status_code=201,
        response_model=answers.VideoTold,
        response_model_exclude_none=True,
        operation_id="createVideo",
        summary="Ask for a film",
        description="Puts a film into the queue. Whether the person shown has agreed, and whether the text may be "
        "said, is found out when it is made: then its status is `rejected`, with the sentence.",
        responses=created | problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 501, 503, 507),
    )
    async def create(
        request: Request,
        response: Response,
        who: _Films,
        asked: Annotated[VideoAsked, Body(openapi_examples={"a greeting": {"value": EXAMPLE}})],
        idempotency_key: Annotated[
            str | None,
            Header(
                description="the same request with the same key is done once in 24 hours", pattern=r"^[!-~]{1,255}$"
            ),
        ] = None,
    ) -> answers.VideoTold:
        body = await request.body()
        key = require_key(idempotency_key)
        job, is_known = await asyncio.to_thread(films.add, who, asked, key, body)
        response.headers["Location"] = f"/v1/videos/{job.id}"
        if is_known:
            response.headers["Idempotency-Replayed"] = "true"
        return films.tell(who, job, request)

    @routes.delete(
        "/v1/videos/{video}",
        status_code=204,
        operation_id="deleteVideo",
        summary="Cancel or delete a film",
        description="Ends the work on it at once, and removes its files and everything that is known of it.",
        responses=GONE | problems(401, 403, 404, 422),
    )
    def delete(who: _Films, video: _Id) -> Response:
        jobs = films.jobs(who)
        jobs.find(video)
        jobs.leave(video)
        films.dispatcher.wake()
        return Response(status_code=204)


def _looking(routes: APIRouter, films: Films) -> None:
    told: Responses = {
        200: {
            "content": {
                "application/json": {
                    "examples": {"done": {"value": answers.DONE}, "held for review": {"value": answers.REJECTED}}
                }
            }
        }
    }

    @routes.get(
        "/v1/videos",
        response_model=answers.VideosTold,
        response_model_exclude_none=True,
        operation_id="listVideos",
        summary="List films",
        description="The newest first, those of this key's tenant.",
        responses=problems(401, 403, 422),
    )
    def listed(
        request: Request,
        who: _Films,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        cursor: Annotated[
            str | None, Query(pattern=r"^[0-9]{1,18}$", description="`next_cursor` of the last page")
        ] = None,
    ) -> answers.VideosTold:
        found = films.jobs(who).page(int(cursor) if cursor else None, limit + 1)
        more = str(found[limit - 1].n) if len(found) > limit else None
        return answers.VideosTold(videos=[films.tell(who, job, request) for job in found[:limit]], next_cursor=more)

    @routes.get(
        "/v1/videos/{video}",
        response_model=answers.VideoTold,
        response_model_exclude_none=True,
        operation_id="getVideo",
        summary="Look at a film",
        description="How far it is; when it is done, where it is.",
        responses=told | problems(401, 403, 404, 422),
    )
    def get(request: Request, who: _Films, video: _Id) -> answers.VideoTold:
        return films.tell(who, films.jobs(who).find(video), request)

    @routes.get(
        "/v1/videos/{video}/events",
        operation_id="followVideo",
        summary="Follow a film's progress",
        description="Server-sent events: created, started, progress, retried, and at last done, error, rejected or "
        "deleted. Each has an `id`; send the last one as `Last-Event-ID` to go on after a cut. 204: there is no more.",
        response_class=StreamingResponse,
        responses=_EVENTS | problems(401, 403, 404, 422),
    )
    def events(
        who: _Films,
        video: _Id,
        last_event_id: Annotated[str | None, Header(max_length=100, examples=["7"])] = None,
    ) -> Response:
        jobs, after = films.jobs(who), _number(last_event_id)
        jobs.find(video)
        if after and is_over(jobs, video, after):
            return Response(status_code=204)
        return StreamingResponse(follow(jobs, video, after), media_type="text/event-stream", headers=HEADERS)


def _number(event: str | None) -> int:
    """Read the number of the last event that was seen; what is no number of ours means none."""
    is_number = event is not None and event.isascii() and event.isdigit() and len(event) < 19
    return int(event) if event and is_number else 0


def _fetching(routes: APIRouter, films: Films) -> None:
    @routes.get(
        "/v1/videos/{video}/files/{name}",
        operation_id="getVideoFile",
        summary="Fetch a film, its timeline or its subtitles",
        description="The address stands in the film's answer (`result_url`, `timeline_url`, `subtitles`) with a token "
        "that is good for a day; no key is asked for. Ranges are answered.",
        response_class=FileResponse,
        responses=_FILE | problems(401, 404, 410, 422),
    )
    def fetch(
        video: _Id,
        name: Annotated[str, InPath(pattern=r"^film\.[a-z0-9]{2,5}$", max_length=20, examples=["film.mp4"])],
        token: Annotated[str, Query(max_length=2048, description="as it stands in the film's answer")],
    ) -> FileResponse:
        claims = films.service.tokens.read(token, "film")
        tenant = films.service.tenant(claims.get("tenant", ""))
        if tenant is None or claims.get("video") != video or claims.get("file") != name:
            raise Problem(401, "bad-token", "This token is for another file; look at the film again for a new one.")
        place = Jobs(tenant.home.data).folder(video) / name
        if not place.is_file():
            raise Problem(410, "gone", "This video's files were removed; make it again.")
        return FileResponse(
            place,
            media_type=_MEDIA.get(place.suffix, "application/octet-stream"),
            filename=f"{video}{place.suffix}",
            content_disposition_type="inline",
            headers={"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"},
        )


def _inspecting(routes: APIRouter, films: Films) -> None:
    @routes.get(
        "/v1/videos/{video}/inspection",
        operation_id="inspectVideo",
        summary="Inspect a finished film",
        description="Measures lips, timing, teeth, eyes, head, backdrop and sharpness in the film itself. The first "
        "request begins it and answers 202; ask again after `Retry-After` seconds. docs/inspect.md explains the rows.",
        response_class=JSONResponse,
        responses=_REPORT | problems(401, 403, 404, 409, 422),
    )
    def inspect(who: _Films, video: _Id) -> Response:
        jobs = films.jobs(who)
        job = jobs.find(video)
        if job.status != "done":
            raise Problem(409, "not-done", f"The video {video!r} is {job.status}; only one that is done is inspected.")
        report = jobs.folder(video) / REPORT
        if report.is_file():
            return Response(report.read_bytes(), media_type="application/json")
        work = _inspection(jobs, job)
        if work.status in ("error", "rejected"):
            raise Problem(422, "input", str(work.fault.get("detail", "It cannot be inspected.")))
        films.dispatcher.wake()
        now = answers.InspectionPending.model_validate(
            {"status": "created" if work.status == "created" else "started", "progress": work.progress or None}
        )
        return JSONResponse(now.model_dump(exclude_none=True), 202, {"Retry-After": "2"})


def _inspection(jobs: Jobs, video: Job) -> Job:
    """Find the inspection of a film, or begin it."""
    name = inspection_of(video.id)
    try:
        return jobs.find(name, INSPECTION)
    except Problem:
        with jobs.base.write() as base:
            jobs.add(base, Job(name, INSPECTION, "created", {"video": video.id, "file": video.made["file"]}))
        return jobs.find(name, INSPECTION)


def _webhooks(routes: APIRouter, films: Films) -> None:
    @routes.get(
        "/v1/webhooks/secret",
        response_model=answers.SecretTold,
        operation_id="getWebhookSecret",
        summary="Show what webhooks are signed with",
        description="Give it to a Standard Webhooks library to check `webhook-signature`.",
        tags=["webhooks"],
        responses=problems(401, 403),
    )
    def show(who: _Admin) -> answers.SecretTold:
        return answers.SecretTold(secret=webhook_secret(who.tenant.home.data))

    @routes.post(
        "/v1/webhooks/secret",
        status_code=201,
        response_model=answers.SecretTold,
        operation_id="renewWebhookSecret",
        summary="Make another secret for webhooks",
        description="From now on messages are signed with the new one, those that are tried again as well.",
        tags=["webhooks"],
        responses=problems(401, 403),
    )
    def renew(who: _Admin) -> answers.SecretTold:
        return answers.SecretTold(secret=renew_secret(who.tenant.home.data))
