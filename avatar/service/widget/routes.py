"""Where pages load the widget, and learn of an agent what the widget shows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from avatar.service.doors.origins import is_loopback
from avatar.service.problems import Problem
from avatar.service.state import Service
from avatar.service.widget.about import about, welcome
from avatar.service.widget.asset import STATIC, Asset
from avatar.service.widget.demo import demo_page
from avatar.service.widget.poster import poster_of

SCRIPT = "avatar-agent.js"
AgentName = Annotated[str, InPath(max_length=64, examples=["xiaochen"])]


class About(BaseModel):
    """What a page may know of an agent."""

    name: str = Field(examples=["xiaochen"])
    title: str = Field(description="as pages call it", examples=["Xiaochen"])
    language: str = Field(description='BCP-47, of what is said; "auto": whichever is written', examples=["auto"])
    greeting: str
    mode: str = Field(description="browser | stream: who draws", examples=["browser"])
    poster_url: str = Field(description="of a small picture, good for an hour")
    transcription_url: str | None = Field(description="where spoken questions are written down; null: nowhere")


def router(service: Service) -> APIRouter:
    """Give the doors of this room."""
    room = APIRouter(tags=["widget"])
    _give_files(room)
    _give_facts(room, service)
    _give_demo(room, service)
    return room


@cache
def script() -> Asset:
    """Give the widget's script."""
    return Asset.read(STATIC / SCRIPT, "text/javascript; charset=utf-8")


def _give_files(room: APIRouter) -> None:
    @room.get(f"/{SCRIPT}", response_class=Response, summary="The widget", responses={304: {"description": "As known"}})
    def widget(request: Request) -> Response:
        """Give the script that makes <avatar-agent>: one file, loaded by any page."""
        return script().answer(request.headers)

    @room.get(f"/{SCRIPT}.sri", response_class=Response, summary="The widget's hash")
    def integrity() -> Response:
        """Give the value of `integrity` for the script that is served now, for pages that load no other."""
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
        return Response(script().integrity + "\n", headers=headers, media_type="text/plain")


def _give_facts(room: APIRouter, service: Service) -> None:
    @room.get("/v1/agents/{name}", summary="What a page may know of an agent")
    def facts(request: Request, name: AgentName) -> About:
        """Tell what the widget shows and chooses by, to whoever may speak with the agent."""
        return About(**about(welcome(request, service, name), service))

    @room.get(
        "/v1/agents/{name}/poster.webp",
        response_class=Response,
        responses={200: {"content": {"image/webp": {}}, "description": "A small picture"}},
        summary="An agent's first picture",
    )
    def poster(name: AgentName, token: Annotated[str, Query(max_length=2048)]) -> Response:
        """Give the face at rest, small and labelled."""
        agent = service.agent(name)
        if agent is None or service.tokens.read(token, "poster").get("agent") != name:
            raise Problem(401, "bad-token", "This token is for another picture; ask for the agent's facts again.")
        headers = {"Cache-Control": "private, max-age=3600"}
        return Response(poster_of(agent, service), headers=headers, media_type="image/webp")


def _give_demo(room: APIRouter, service: Service) -> None:
    @room.get("/demo", response_class=HTMLResponse, include_in_schema=False)
    def demo(request: Request) -> HTMLResponse:
        """Show the widget, on this machine only."""
        _require_here(request)
        origin = str(request.base_url).rstrip("/")
        return HTMLResponse(demo_page(service.config.agents, dict(request.query_params), origin, script()))

    @room.get("/demo.css", response_class=Response, include_in_schema=False)
    def looks(request: Request) -> Response:
        """Give the page its looks."""
        _require_here(request)
        return Response(Path(__file__).with_name("demo.css").read_bytes(), media_type="text/css; charset=utf-8")


def _require_here(request: Request) -> None:
    if not is_loopback(request.headers.get("host", "")):
        raise Problem(404, "not-found", "This page is shown on the server's own machine only.")
