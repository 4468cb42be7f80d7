"""Where sessions are opened and held, and where their protocol is described."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response, WebSocket
from fastapi import Path as InPath
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from avatar.service.config import Agent, Tenant
from avatar.service.doors.caller import Caller, caller, visitor
from avatar.service.problems import Problem
from avatar.service.sessions.connection import ABSENT, FOREIGN, REPLACED, TOKEN, Connection
from avatar.service.sessions.house import House
from avatar.service.sessions.session import Session
from avatar.service.sessions.sounds import FORMATS
from avatar.service.state import Service

PROTOCOL = Path(__file__).with_name("asyncapi.yaml")
TOKEN_SECONDS = 13 * 3600.0
"""a session's token is good for: it is of no use when the session has ended"""
_BINARY = "application/octet-stream"
SessionId = Annotated[str, InPath(max_length=64, examples=["s0-4b1f6c2a9d7e8035"])]


class Opening(BaseModel):
    """Who is to speak."""

    model_config = ConfigDict(extra="forbid")

    agent: str = Field(max_length=64, description="name of an agent of this service", examples=["xiaochen"])
    mode: Literal["browser", "stream"] | None = Field(
        None, description="who draws: the visitor's browser, or the server; left out: as the agent's settings say"
    )
    greets: bool = Field(True, description="say the agent's greeting when the client connects; the widget does itself")


class AgentFacts(BaseModel):
    """What a page may know of an agent."""

    name: str
    languages: list[str] = Field(description='BCP-47; "auto": whichever is written', examples=[["zh", "en"]])
    greeting: str


class Opened(BaseModel):
    """A session that waits for its client."""

    id: str = Field(examples=["s0-4b1f6c2a9d7e8035"])
    token: str = Field(description="for this session alone; it is in the addresses already")
    ws_url: str = Field(description="of the WebSocket; see /asyncapi.yaml")
    rig_url: str | None = Field(description="of the portrait as GLB, good for ten minutes; null where the server draws")
    rig_id: str | None = Field(description="names the rig's content: keep it in the browser's cache under this")
    idle_url: str = Field(description="of motion that loops while nobody speaks")
    mode: Literal["browser", "stream"]
    agent: AgentFacts


def router(service: Service) -> APIRouter:
    """Give the doors of this room."""
    room = APIRouter(tags=["sessions"])
    house = House(service)
    service.rooms["sessions"] = house
    service.on_start.append(house.start)
    service.on_stop.append(house.stop)

    @room.get("/asyncapi.yaml", response_class=FileResponse, include_in_schema=False)
    async def protocol() -> FileResponse:
        """Describe the WebSocket of a session (AsyncAPI 3)."""
        return FileResponse(PROTOCOL, media_type="application/yaml")

    @room.post("/v1/sessions", status_code=201, summary="Open a session")
    async def open_session(request: Request, opening: Opening) -> Opened:
        """Open a session: it is one output of the portrait's permission, counted and logged.

        From a page among the agent's origins no key is needed. Connect to `ws_url` within 60 s. 429 with Retry-After
        when as many sessions are open as this server can serve well.
        """
        found = visitor(request, opening.agent)
        agent = _agent(service, opening.agent)
        mode = opening.mode or agent.mode
        # Asked first: where nobody has agreed that the photo is given away, no session is opened for nothing.
        rig = await _rig(service, agent, found.tenant) if mode == "browser" else None
        session = await house.open(agent, found.tenant, mode)
        session.greets = opening.greets
        session.origin = request.headers.get("origin", "") if found.agent else ""
        return _opened(service, request, session, rig)

    @room.delete("/v1/sessions/{session_id}", status_code=204, summary="End a session")
    async def end_session(session_id: SessionId, found: Annotated[Caller, Depends(caller("sessions"))]) -> Response:
        """End a session at once, whoever is connected."""
        session = _session(house, session_id)
        if session.agent.tenant != found.tenant.name:
            raise _absent(session_id)
        house.end(session)
        return Response(status_code=204)

    @room.get(
        "/v1/sessions/{session_id}/idle",
        response_class=Response,
        responses={200: {"content": {_BINARY: {}}, "description": "60 s of motion as in a message of kind 2"}},
        summary="Motion while nobody speaks",
    )
    async def idle(session_id: SessionId, token: Annotated[str, Query(max_length=2048)]) -> Response:
        """Give about 60 s of idle motion, which loops without a jump: a message of kind 2 without its header."""
        _require(service, token, session_id)
        payload = await house.idle(_session(house, session_id))
        return Response(payload, media_type=_BINARY, headers={"Cache-Control": "private, max-age=86400"})

    @room.websocket("/v1/sessions/{session_id}/ws")
    async def talk(socket: WebSocket, session_id: str) -> None:
        await socket.accept()
        session = await _let_in(service, house, socket, session_id)
        if session is None:
            return
        before, connection = house.connections.get(session.id), Connection(socket, session)
        house.connections[session.id] = connection
        if before is not None:
            before.leave(REPLACED)
        is_first, session.is_known = not session.is_known, True
        try:
            await connection.run(_number(socket.query_params.get("last_seq")), is_first=is_first)
        finally:
            if house.connections.get(session.id) is connection:
                del house.connections[session.id]

    return room


async def _let_in(service: Service, house: House, socket: WebSocket, session_id: str) -> Session | None:
    """Find the session of a client; None where that was told it goes no further."""
    session, code = house.sessions.get(session_id), 0
    try:
        _require(service, socket.query_params.get("token", ""), session_id)
    except Problem:
        code = TOKEN
    origin = socket.headers.get("origin", "")
    if session is None:
        code = code or ABSENT
    elif session.origin and origin and origin != session.origin:
        code = code or FOREIGN
    if code:
        await socket.close(code)
        return None
    kind = socket.query_params.get("audio", FORMATS[0])
    if session is not None and kind in FORMATS and session.film is None:
        session.kind = kind
    return session


async def _rig(service: Service, agent: Agent, tenant: Tenant) -> tuple[str, str]:
    return await asyncio.to_thread(service.rooms["rigs"].ticket, tenant, agent.portrait, agent.size)


def _opened(service: Service, request: Request, session: Session, rig: tuple[str, str] | None) -> Opened:
    token = service.tokens.issue("session", TOKEN_SECONDS, session=session.id)
    base = (service.config.server.public_url or str(request.base_url)).rstrip("/")
    here = f"{base}/v1/sessions/{session.id}"
    agent = session.agent
    return Opened(
        id=session.id,
        token=token,
        ws_url=f"ws{here.removeprefix('http')}/ws?token={token}",
        rig_url=f"{base}{rig[0]}" if rig else None,
        rig_id=rig[1] if rig else None,
        idle_url=f"{here}/idle?token={token}",
        mode="stream" if session.mode == "stream" else "browser",
        agent=AgentFacts(name=agent.name, languages=[agent.language], greeting=agent.greeting),
    )


def _agent(service: Service, name: str) -> Agent:
    agent = service.agent(name)
    if agent is None:
        raise Problem(404, "no-agent", f"There is no agent {name!r}; [agents] in the server's settings names them.")
    return agent


def _session(house: House, session_id: str) -> Session:
    session = house.sessions.get(session_id)
    if session is None:
        raise _absent(session_id)
    return session


def _absent(session_id: str) -> Problem:
    return Problem(404, "no-session", f"There is no session {session_id!r}; it has ended, or never was.")


def _require(service: Service, token: str, session_id: str) -> None:
    if service.tokens.read(token, "session").get("session") != session_id:
        raise Problem(401, "bad-token", "This token is for another session; open one of your own.")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 11 else None
