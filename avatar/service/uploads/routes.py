"""`/v1/uploads` and `/v1/portraits`: what comes from outside."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Path as InPath
from pydantic import ValidationError

from avatar.ledger.keys.unlocking import handing_on
from avatar.portrait.cards import checked_name
from avatar.portrait.store import PortraitStore
from avatar.runtime.hashing import file_sha256
from avatar.service import choices
from avatar.service.described import GONE, Responses, problems
from avatar.service.doors.caller import Caller, caller
from avatar.service.problems import Problem
from avatar.service.state import Service
from avatar.service.uploads import bodies, portraits, told
from avatar.service.uploads.attesting import Attested, wording
from avatar.service.uploads.kinds import FILM, PHOTO, SOUND
from avatar.service.uploads.receiving import Received, receive
from avatar.service.uploads.sandbox import Sandbox
from avatar.service.uploads.store import Upload, Uploads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_Videos = Annotated[Caller, Depends(caller("videos"))]
_Portraits = Annotated[Caller, Depends(caller("portraits"))]
_Name = Annotated[str, InPath(max_length=200, pattern=r"^[^\x00-\x1f/\\]+$", examples=["xiaochen"])]
_UploadId = Annotated[str, InPath(max_length=64, pattern=r"^u-[0-9a-f]{24}$", examples=["u-5f0c2e8a9b1d4c7e6f3a2b10"])]
_ENROLL_SECONDS = 300.0
AT_ONCE = 8
"""requests with files that a process takes at a time"""


class Outside:
    """What the room's routes share."""

    def __init__(self, service: Service) -> None:
        """Take one process of the service."""
        self.service = service
        self.limit = int(service.config.limits.upload_mb * 1_000_000)
        self.sandbox = Sandbox()
        self._enrolling = asyncio.Semaphore(1)
        self._coming = 0

    @asynccontextmanager
    async def received(self, request: Request, uploads: Uploads) -> AsyncIterator[Received]:
        """Read a multipart request into a tenant's folder for a block. Raise `Problem` 429 where many do so already."""
        if self._coming >= AT_ONCE:
            raise Problem(
                429, "full", "Many files are coming in already; send this again in 5 s.", {"Retry-After": "5"}
            )
        self._coming += 1
        try:
            await asyncio.to_thread(uploads.require_room)
            received = await receive(request, uploads.folder, self.limit)
            try:
                yield received
            finally:
                received.remove()
        finally:
            self._coming -= 1

    def is_owner(self, caller_: Caller) -> bool:
        """Tell whether somebody sits at this very machine, where no key is needed."""
        return not self.service.keys and not caller_.id

    def networks(self, caller_: Caller) -> tuple[str, ...] | None:
        """Give the names of networks that somebody may ask for; None: all of the catalogues."""
        return None if self.is_owner(caller_) else self.service.config.enrolment.networks

    async def enroll(self, work: dict[str, Any]) -> str:
        """Take a photo apart in a process of its own; give its name. Raise `Problem` with the reason if it is not."""
        async with self._enrolling:
            with handing_on() as (variables, inherited):
                process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    "avatar.service.uploads.enrolling",
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,
                    start_new_session=True,
                    env=variables,
                    pass_fds=inherited,
                )
            try:
                sent = json.dumps(work).encode() + b"\n"
                output, _ = await asyncio.wait_for(process.communicate(sent), _ENROLL_SECONDS)
            except asyncio.TimeoutError:
                output = b""
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        answer = portraits.read_answer(output)
        if "name" not in answer:
            raise portraits.fault_of(answer)
        return str(answer["name"])


def router(service: Service) -> APIRouter:
    """Give the routes of one process."""
    routes, outside = APIRouter(), Outside(service)
    service.rooms["uploads"] = outside
    _uploads(routes, outside)
    _enrolling(routes, outside)
    _choosing(routes, outside)
    _looking(routes)
    return routes


def _uploads(routes: APIRouter, outside: Outside) -> None:
    @routes.post(
        "/v1/uploads",
        status_code=201,
        response_model=told.UploadTold,
        operation_id="createUpload",
        summary="Upload a photo, a sound or a film",
        description="For a film's source, its recorded script or its background; kept for a day. What it is, is told "
        "by its content: JPEG, PNG, WebP; WAV, FLAC, MP3, Ogg, M4A; MP4, WebM.",
        tags=["uploads"],
        responses=problems(400, 401, 403, 408, 413, 415, 422, 429, 507),
        openapi_extra=bodies.UPLOAD,
    )
    async def upload(request: Request, response: Response, caller_: _Videos) -> told.UploadTold:
        uploads = Uploads(caller_.tenant.home.data)
        async with outside.received(request, uploads) as received:
            if "file" not in received.files:
                raise Problem(422, "input", "There is no file in this request; send it as the part `file`.")
            kept = await _kept(outside, uploads, received.files["file"], (PHOTO, SOUND, FILM))
        response.headers["Location"] = f"/v1/uploads/{kept.id}"
        return _told(kept)

    @routes.get(
        "/v1/uploads/{upload}",
        response_model=told.UploadTold,
        operation_id="getUpload",
        summary="Look at an upload",
        description="What it is, as its content says.",
        tags=["uploads"],
        responses=problems(401, 403, 404, 422),
    )
    def get(caller_: _Videos, upload: _UploadId) -> told.UploadTold:
        return _told(Uploads(caller_.tenant.home.data).find(upload))

    @routes.delete(
        "/v1/uploads/{upload}",
        status_code=204,
        operation_id="deleteUpload",
        summary="Delete an upload",
        description="Films that were asked for with it keep what they need.",
        tags=["uploads"],
        responses=GONE | problems(401, 403, 404, 422),
    )
    def delete(caller_: _Videos, upload: _UploadId) -> Response:
        Uploads(caller_.tenant.home.data).remove(upload)
        return Response(status_code=204)


async def _kept(outside: Outside, uploads: Uploads, file: Path, families: tuple[str, ...]) -> Upload:
    found = await outside.sandbox.look(file, families)
    return await asyncio.to_thread(uploads.keep, file, found)


def _told(upload: Upload) -> told.UploadTold:
    return told.UploadTold.model_validate(upload, from_attributes=True)


def _enrolling(routes: APIRouter, outside: Outside) -> None:
    @routes.post(
        "/v1/portraits",
        status_code=201,
        response_model=told.PortraitTold,
        operation_id="createPortrait",
        summary="Enrol a portrait",
        description="Takes a photo apart and keeps it under a name. Somebody has to have agreed to that: the consent "
        "stands here already, or comes along as the person's signed answer (`consent` and `subject_key`), or - only "
        "for whoever sits at this machine - as their word (`attest`). The fields from `detector` to `matting` say with "
        "which networks: by the names of `GET /v1/enrolment`, never by a file. They hold for its films too.",
        tags=["portraits"],
        responses=problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 501, 503, 507),
        openapi_extra=bodies.PORTRAIT,
    )
    async def create(request: Request, response: Response, caller_: _Portraits) -> told.PortraitTold:
        home = caller_.tenant.home
        uploads = Uploads(home.data)
        async with outside.received(request, uploads) as received:
            name = await _enrolled(outside, uploads, received, caller_)
        card = await asyncio.to_thread(portraits.find, home, name)
        described = portraits.describe(card, home)
        response.headers["Location"] = described.thumbnail_url.removesuffix("/thumbnail")
        return described

    @routes.get(
        "/v1/consent/wording",
        response_model=told.WordingTold,
        operation_id="getConsentWording",
        summary="Show the words that are agreed to",
        description="To be shown before `attest` is sent with `agreed`.",
        tags=["portraits"],
        responses=problems(401, 403, 422),
    )
    def words(
        caller_: _Portraits,
        kind: Annotated[str, Query(pattern="^(self|form|synthetic)$", examples=["self"])] = "self",
        name: Annotated[str, Query(min_length=1, max_length=200, description="of subject or licensee")] = "…",
        edits: Annotated[list[str] | None, Query(max_length=30, description="as in `attest`")] = None,
    ) -> told.WordingTold:
        needs = {"self": ["subject"], "form": ["subject", "licensee", "form"], "synthetic": ["licensee"]}
        return told.WordingTold(kind=kind, text=wording(kind, name, edits or ()), needs=needs[kind])


async def _enrolled(outside: Outside, uploads: Uploads, received: Received, caller_: Caller) -> str:
    """Enrol the photo that came in or was uploaded before; give the portrait's name."""
    name, work = _name(received, caller_), _work(outside, received, caller_)
    sent = received.files.get("photo")
    if sent is None and not received.text("upload"):
        raise Problem(422, "input", "There is no photo in this request; send it as the part `photo`.")
    kept = await _kept(outside, uploads, sent, (PHOTO,)) if sent else None
    try:
        photo = kept or uploads.find(received.text("upload"))
        if photo.family != PHOTO:
            raise Problem(415, "media-type", f"The upload {photo.id!r} is a {photo.family}; give a photo.")
        home = caller_.tenant.home
        return await outside.enroll(work | {"photo": str(uploads.file(photo)), "name": name, "data": str(home.data)})
    finally:
        if kept is not None:
            await asyncio.to_thread(uploads.remove, kept.id)


def _choosing(routes: APIRouter, outside: Outside) -> None:
    @routes.get(
        "/v1/enrolment",
        response_model=choices.ChoicesTold,
        operation_id="getEnrolmentChoices",
        summary="List what a photo can be taken apart with",
        description="The networks that are installed here and may be named when a portrait is enrolled: those that "
        "the operator offers; for whoever sits at this machine, all.",
        tags=["portraits"],
        responses=problems(401, 403),
    )
    def offered(caller_: _Portraits) -> choices.ChoicesTold:
        return choices.offered(caller_.tenant.home, outside.networks(caller_))


def _name(received: Received, caller_: Caller) -> str:
    name = checked_name(received.text("name"))
    if any(card.name == name for card in PortraitStore(home=caller_.tenant.home.data).list()):
        raise Problem(
            409, "in-use", f"The portrait {name!r} is there already; delete it first, or choose another name."
        )
    return name


def _work(outside: Outside, received: Received, caller_: Caller) -> dict[str, Any]:
    """Read what is agreed to, and which face is meant."""
    attested, face = received.text("attest"), received.text("face")
    if attested and not outside.is_owner(caller_):
        raise Problem(
            403,
            "not-owner",
            "Only whoever sits at this machine can attest; send the person's signed answer as `consent`.",
        )
    if face and not (face.isascii() and face.isdigit() and 0 < int(face[:4]) <= 100):
        raise Problem(422, "input", f"The face {face[:20]!r} is no number from 1 to 100.")
    if received.files.keys() & {"photo"} and received.text("upload"):
        raise Problem(422, "input", "Send a photo, or the id of an upload, not both.")
    return {
        "attested": _attested(attested),
        "answer": str(received.files["consent"]) if "consent" in received.files else "",
        "subject_key": received.text("subject_key"),
        "form_sha256": file_sha256(received.files["form"]) if "form" in received.files else "",
        "face": int(face) if face else None,
        "options": choices.read(received.text, caller_.tenant.home, outside.networks(caller_)),
    }


def _attested(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        return Attested.model_validate_json(text).model_dump(mode="json")
    except ValidationError as fault:
        first = fault.errors()[0]
        named = ".".join(("attest", *map(str, first["loc"])))
        raise Problem(422, "invalid", f"{named}: {first['msg']}; see Attested in docs/rest.md.") from fault


def _looking(routes: APIRouter) -> None:
    @routes.get(
        "/v1/portraits",
        response_model=told.PortraitsTold,
        operation_id="listPortraits",
        summary="List portraits",
        description="Enrolled ones first, then those that come with avatar, each with what is agreed to.",
        tags=["portraits"],
        responses=problems(401, 403),
    )
    def listed(caller_: _Portraits) -> told.PortraitsTold:
        home = caller_.tenant.home
        cards = {card.name: card for card in reversed(PortraitStore(home=home.data).list())}
        return told.PortraitsTold(portraits=[portraits.describe(card, home) for card in reversed(cards.values())])

    @routes.get(
        "/v1/portraits/{name}",
        response_model=told.PortraitTold,
        operation_id="getPortrait",
        summary="Look at a portrait",
        description="What is known of it, and what is agreed to.",
        tags=["portraits"],
        responses=problems(401, 403, 404, 422),
    )
    def get(caller_: _Portraits, name: _Name) -> told.PortraitTold:
        return portraits.describe(portraits.find(caller_.tenant.home, name), caller_.tenant.home)

    @routes.get(
        "/v1/portraits/{name}/thumbnail",
        operation_id="getPortraitThumbnail",
        summary="Fetch a small picture of a portrait",
        description="A JPEG of 256 px.",
        tags=["portraits"],
        response_class=Response,
        responses=_THUMBNAIL | problems(401, 403, 404, 422),
    )
    def thumbnail(caller_: _Portraits, name: _Name) -> Response:
        card = portraits.find(caller_.tenant.home, name)
        content = portraits.thumbnail(card, caller_.tenant.home)
        headers = {"Cache-Control": "private, max-age=300", "ETag": f'"{card.sha256[:32]}"'}
        return Response(content, media_type="image/jpeg", headers=headers)

    @routes.delete(
        "/v1/portraits/{name}",
        status_code=204,
        operation_id="deletePortrait",
        summary="Delete a portrait",
        description="Forgets the copy of its photo and everything that was made of it. What was agreed to stays, for "
        "films that exist.",
        tags=["portraits"],
        responses=GONE | problems(401, 403, 404, 409, 422),
    )
    def delete(caller_: _Portraits, name: _Name) -> Response:
        home = caller_.tenant.home
        card = portraits.find(home, name)
        if card.is_shipped:
            raise Problem(409, "shipped", f"The portrait {name!r} comes with avatar and cannot be deleted.")
        (home.cache / "thumbnails" / f"{card.sha256}.jpg").unlink(missing_ok=True)
        PortraitStore(home=home.data).remove(name)
        return Response(status_code=204)


_THUMBNAIL: Responses = {
    200: {
        "description": "The picture.",
        "content": {"image/jpeg": {"schema": bodies.BINARY, "example": "…"}},
    }
}
