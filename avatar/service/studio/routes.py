"""What the studio's page asks for. Without `has_studio` there is none of it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse

from avatar.outside.cleaning import on_one_line
from avatar.portrait.cards import checked_name
from avatar.runtime.folders import Home
from avatar.service import choices
from avatar.service.doors.caller import Caller
from avatar.service.state import Service
from avatar.service.studio import backdrops, drafts, faces, films, photos, portraits, previews
from avatar.service.studio.asked import (
    BackdropAsked,
    ConsentAsked,
    DraftAsked,
    PhotoAsked,
    PortraitAsked,
    PreviewAsked,
)
from avatar.service.studio.owner import owner
from avatar.service.studio.page import page_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Owner = Annotated[Caller, Depends(owner)]
Name = Annotated[str, InPath(max_length=200, pattern=r"^[^\x00-\x1f/\\]+$")]
"""of a portrait, in a path"""
Purpose = Annotated[str, Query(max_length=200, pattern=r"^[^\x00-\x1f/\\]*$")]
"""as `PreviewAsked` has it"""
_PRIVATE = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
_STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def router(service: Service) -> APIRouter:
    """Give the routes of one process."""
    routes = APIRouter(tags=["studio"], include_in_schema=False)
    if service.config.server.has_studio:
        stages = previews.Stages()
        _get_ready(service, stages)
        page_routes(routes)
        _knowing(routes)
        _showing(routes, stages)
        _adding(routes)
        _looking(routes)
    return routes


def _get_ready(service: Service, stages: previews.Stages) -> None:
    """Let the first look at the page find everything read, beside what else the process does."""
    tasks = set[asyncio.Task[None]]()

    async def start() -> None:
        for tenant in service.config.tenants[:1]:
            task = asyncio.create_task(asyncio.to_thread(_read_all, stages, tenant.home, service.index == 0))
            tasks.add(task)
            task.add_done_callback(_settled)

    service.on_start.append(start)


def _settled(task: asyncio.Task[None]) -> None:
    """Take what went wrong while getting ready: whoever asks for it is told."""
    if not task.cancelled():
        task.exception()


def _read_all(stages: previews.Stages, home: Home, is_first: bool) -> None:
    """Read rules, voices and pictures, and in the first process prepare the face that is shown first."""
    from avatar.clip.request import DEFAULT_PORTRAIT

    portraits.listed(home.data)
    drafts.check(DraftAsked(text="你好。 Hello.", portrait=DEFAULT_PORTRAIT), home.data)
    if is_first:
        faces.prepare(PreviewAsked(text="", portrait=DEFAULT_PORTRAIT), stages, home)


def _knowing(routes: APIRouter) -> None:
    @routes.get("/v1/studio")
    def studio(who: Owner) -> dict[str, Any]:
        """Give what the page has to know before anything is asked."""
        from avatar.permission.consent.vocabulary import CHANNELS, EDITS, OWN_USE, PURPOSES
        from avatar.permission.consent.wording import CHINESE, EDITS_CHINESE, EDITS_ENGLISH, ENGLISH
        from avatar.settings import EMOTIONS, SUBTITLES

        home = who.tenant.home.data
        return {
            "purposes": PURPOSES,
            "everyday": OWN_USE,
            "channels": CHANNELS,
            "edits": {each: {"en": EDITS_ENGLISH[each], "zh": EDITS_CHINESE[each]} for each in EDITS},
            "emotions": EMOTIONS,
            "subtitles": SUBTITLES,
            "wording": {"en": ENGLISH, "zh": CHINESE},
            "voices": _voices(who),
            "portraits": portraits.listed(home),
        }

    @routes.post("/v1/studio/check")
    def check(asked: DraftAsked, who: Owner) -> dict[str, Any]:
        """Say what is found in a text while somebody writes it."""
        return drafts.check(asked, who.tenant.home.data)


def _voices(who: Caller) -> list[dict[str, Any]]:
    from avatar.speech.engines import is_trained
    from avatar.speech.voices import voice_folders, voices

    return [
        {
            "name": card.name,
            "language": on_one_line(card.language),
            "gender": card.gender,
            "natural": is_trained((card,)),
            "description": on_one_line(card.description),
        }
        for card in voices(voice_folders(who.tenant.home.data))
    ]


def _showing(routes: APIRouter, stages: previews.Stages) -> None:
    @routes.get("/v1/studio/portraits")
    def listed(who: Owner) -> dict[str, Any]:
        """List the portraits."""
        return {"portraits": portraits.listed(who.tenant.home.data)}

    @routes.get("/v1/studio/portraits/{name}/picture")
    def picture(name: Name, who: Owner) -> Response:
        """Give a portrait's photo, small."""
        return Response(portraits.picture(_card(name, who)), media_type="image/jpeg", headers=_PRIVATE)

    @routes.get("/v1/studio/portraits/{name}/rig")
    def rig(
        name: Name,
        who: Owner,
        format: Format = "square",  # noqa: A002 - what it is called in the page
        purpose: Purpose = "personal",
        if_none_match: Annotated[str, Header(max_length=2000)] = "",
    ) -> Response:
        """Give what the browser draws it with."""
        asked = PreviewAsked(text="", portrait=name, format=format, purpose=purpose)
        tag, content = faces.rig(asked, stages, who.tenant.home)
        headers = {"Cache-Control": "private, no-cache", "ETag": f'"{tag}"', "X-Content-Type-Options": "nosniff"}
        if if_none_match == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="model/gltf-binary", headers=headers)

    @routes.get("/v1/studio/portraits/{name}/idle")
    def idle(name: Name, who: Owner) -> Response:
        """Give what it does while it rests."""
        asked = PreviewAsked(text="", portrait=name)
        content = faces.idle(asked, stages, who.tenant.home)
        return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})

    @routes.delete("/v1/studio/portraits/{name}", status_code=204)
    def forget(name: Name, who: Owner) -> Response:
        """Forget an enrolled portrait: its photo, and what was made of it."""
        from avatar.portrait.store import PortraitStore

        PortraitStore(home=who.tenant.home.data).remove(name)
        return Response(status_code=204)

    @routes.post("/v1/studio/preview")
    def preview(asked: PreviewAsked, who: Owner) -> StreamingResponse:
        """Say the first sentences: messages as in a session, each after its length."""
        made = previews.perform(asked, stages, who.tenant.home)
        return StreamingResponse(made, media_type="application/octet-stream", headers=_STREAM)


Format = Literal["square", "portrait", "landscape"]


def _card(name: str, who: Caller) -> Any:  # noqa: ANN401 - a card
    from avatar.portrait.store import PortraitStore

    return PortraitStore(home=who.tenant.home.data).show(name)


def _adding(routes: APIRouter) -> None:
    @routes.post("/v1/studio/photos")
    async def check(asked: PhotoAsked, who: Owner) -> dict[str, Any]:
        """Say how well an uploaded photo suits."""
        return await photos.check(asked.upload, who.tenant.home)

    @routes.post("/v1/studio/photos/{upload}/consent", status_code=201)
    def sign(upload: str, asked: ConsentAsked, who: Owner) -> dict[str, Any]:
        """Keep the permission that was signed on the page."""
        return {"authorization_id": photos.sign(upload, asked, who.tenant.home).authorization_id}

    @routes.post("/v1/studio/portraits/{name}/consent", status_code=201)
    def sign_anew(name: Name, asked: ConsentAsked, who: Owner) -> dict[str, Any]:
        """Keep one more permission of a portrait that is here already."""
        return {"authorization_id": photos.sign_anew(_card(name, who), asked, who.tenant.home).authorization_id}

    @routes.post("/v1/studio/photos/{upload}/portrait")
    async def enrol(upload: str, asked: PortraitAsked, who: Owner) -> StreamingResponse:
        """Take it apart, telling each step: one JSON object a line."""
        named = asked.options()
        options = choices.read(lambda field: named.get(field, ""), who.tenant.home, None)
        name = checked_name(asked.name)  # this and the next before the answer begins with 200
        await asyncio.to_thread(photos.find, upload, who.tenant.home)

        async def lines() -> AsyncIterator[bytes]:
            async for told in photos.enrol(upload, name, options, who.tenant.home):
                yield json.dumps(told, ensure_ascii=False).encode() + b"\n"

        return StreamingResponse(lines(), media_type="application/x-ndjson", headers=_STREAM)

    @routes.post("/v1/studio/backdrops", status_code=201)
    def blur(asked: BackdropAsked, who: Owner) -> dict[str, Any]:
        """Keep what is behind a portrait's person, blurred, for a film's background."""
        return {"id": backdrops.blurred(asked.portrait, who.tenant.home).id}


def _looking(routes: APIRouter) -> None:
    @routes.get("/v1/studio/films/{video}/picture")
    def picture(video: str, who: Owner) -> Response:
        """Give a frame of a film."""
        return Response(films.picture(video, who.tenant.home), media_type="image/jpeg", headers=_PRIVATE)

    @routes.get("/v1/studio/films/{video}/marks")
    def marks(video: str, who: Owner) -> dict[str, Any]:
        """Read a film's marks back."""
        return films.marks(video, who.tenant.home)
