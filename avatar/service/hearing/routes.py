"""Where spoken questions are written down."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile

from avatar.data.language import primary_subtag
from avatar.service.config import Agent
from avatar.service.described import problems
from avatar.service.doors.caller import require_agent, visitor, who
from avatar.service.hearing.endpoint import Transcriber
from avatar.service.hearing.kinds import HEAD, kind_of
from avatar.service.problems import Problem
from avatar.service.state import Service

PATH = "/v1/audio/transcriptions"
TOKEN = "hearing"
_MB = 1_000_000
_MOST_FIELDS = 12
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "WebM, Ogg, WAV, M4A, MP3, FLAC"},
                        "model": {"type": "string", "description": "name of the agent, where ?agent= does not say it"},
                        "language": {"type": "string", "description": "BCP-47, if it is known", "example": "zh"},
                    },
                }
            }
        },
    }
}

_FAULTS = problems(400, 401, 403, 404, 408, 413, 415, 422, 429, 501, 502, 503, 504)


class Transcription(BaseModel):
    """What was said."""

    text: str = Field(description="on one line", examples=["When do you open?"])


def hearing_url(service: Service, agent: Agent, seconds: float = 3600.0) -> str | None:
    """Give the address, good for a while, at which a page has questions to an agent written down; None: nowhere."""
    if not agent.transcription.url:
        return None
    return f"{PATH}?token={service.tokens.issue(TOKEN, seconds, agent=agent.name)}"


def router(service: Service) -> APIRouter:
    """Give the doors of this room."""
    room = APIRouter(tags=["sessions"])
    ears: dict[str, Transcriber] = {}

    async def close(_: float) -> None:
        for ear in ears.values():
            await ear.close()

    service.on_stop.append(close)

    def ear_of(agent: Agent) -> Transcriber:
        if not agent.transcription.url:
            raise Problem(
                501,
                "no-transcription",
                f"The agent {agent.name!r} has no transcription endpoint; set url in [agents.{agent.name}"
                ".transcription], or let the page use the browser's own speech recognition.",
            )
        if agent.name not in ears:
            ears[agent.name] = Transcriber(agent.transcription, agent.name)
        return ears[agent.name]

    @room.post(PATH, openapi_extra=_FORM, responses=_FAULTS)
    async def transcribe(
        request: Request,
        agent: Annotated[str, Query(max_length=64, description="whose settings count")] = "",
        token: Annotated[str, Query(max_length=2000, description="from the agent's public settings")] = "",
    ) -> Transcription:
        """Write a spoken question down: shaped as OpenAI's, answered by the endpoint of the agent's settings."""
        chosen = _let_in(request, service, agent, token)
        if chosen:
            ear_of(chosen)  # before anything is received
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            if chosen is None:
                chosen = _named(request, service, form)
            sound, kind = await _sound(form, chosen)
            language = primary_subtag(_field(form, "language"))
            language = language if len(language) in (2, 3) and language.isalpha() else ""
            return Transcription(text=await ear_of(chosen).write_down(sound.file, kind, language))

    return room


def _let_in(request: Request, service: Service, agent: str, token: str) -> Agent | None:
    """Say whose settings count for whoever calls; None: the form will. Raise `Problem` 401, 403, 404 or 429."""
    if token:
        agent = service.tokens.read(token, TOKEN).get("agent", "")
        chosen = service.agent(agent)
        if chosen is None:
            raise Problem(404, "no-agent", f"There is no agent {agent!r} any more; load the page again.")
        service.rates.require(f"hearing {request.client.host if request.client else ''}", 60.0, 20.0, "question")
        return chosen
    if agent:
        visitor(request, agent)
        return service.agent(agent)
    who(request, "sessions")
    return None


def _named(request: Request, service: Service, form: FormData) -> Agent:
    name = _field(form, "model")
    agent = service.agent(name)
    require_agent(who(request, "sessions"), agent, name)
    assert agent is not None
    return agent


async def _sound(form: FormData, agent: Agent) -> tuple[UploadFile, str]:
    """Give the sound of a form, and its kind. Raise `Problem` 413, 415 or 422."""
    sound = form.get("file")
    if not isinstance(sound, UploadFile):
        raise Problem(422, "no-sound", "There is no sound here; send it as the file of a multipart form.")
    if (sound.size or 0) > agent.transcription.largest_mb * _MB:
        raise Problem(
            413, "too-large", f"A question has at most {agent.transcription.largest_mb:g} MB; ask in fewer words."
        )
    head = await sound.read(HEAD)
    await sound.seek(0)
    if not (kind := kind_of(head)):
        raise Problem(
            415, "no-sound", "This is no sound that can be written down; send WebM, Ogg, WAV, M4A, MP3 or FLAC."
        )
    return sound, kind


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value[:64] if isinstance(value, str) else ""
