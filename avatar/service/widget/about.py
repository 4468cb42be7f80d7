"""What a page may know of an agent before it speaks with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.service.doors.caller import visitor
from avatar.service.doors.origins import OWN
from avatar.service.hearing.routes import hearing_url
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from fastapi import Request

    from avatar.service.config import Agent
    from avatar.service.state import Service

POSTER_SECONDS = 3600.0
"""for which the address of a poster is good"""


def welcome(request: Request, service: Service, name: str) -> Agent:
    """Give an agent to whoever may speak with it. Raise `Problem` 401, 403 or 404.

    A page of ours that asks for something of its own sends no Origin, but says so otherwise.
    """
    agent = service.agent(name)
    if agent is not None and OWN in agent.origins and request.headers.get("sec-fetch-site") == "same-origin":
        return agent
    visitor(request, name)
    if agent is None:
        raise Problem(404, "no-agent", f"There is no agent {name!r}.")
    return agent


def about(agent: Agent, service: Service) -> dict[str, Any]:
    """Tell what the widget shows and chooses by."""
    token = service.tokens.issue("poster", POSTER_SECONDS, agent=agent.name)
    return {
        "name": agent.name,
        "title": agent.shown_name,
        "language": agent.language,
        "greeting": agent.greeting,
        "mode": agent.mode,
        "poster_url": f"/v1/agents/{agent.name}/poster.webp?token={token}",
        "transcription_url": hearing_url(service, agent),
    }
