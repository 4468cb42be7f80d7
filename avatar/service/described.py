"""How the routes tell of their faults in the OpenAPI document: each with its kind and an example."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from avatar.service.problems import MEDIA_TYPE

_EXAMPLES: dict[int, tuple[str, str]] = {
    400: ("malformed", "This request is no JSON; send a JSON object."),
    401: ("no-key", "A key is needed: send it as Authorization: Bearer KEY."),
    403: ("refused", "This text is not made into a clip (rule zh.fraud): it asks for a password; change it."),
    404: ("no-video", "There is no video 'v-0f3b'; it was deleted, or was never yours."),
    408: ("slow", "Nothing came for 20 s; send the request again."),
    409: ("in-use", "The portrait 'ana' is there already; delete it first, or choose another name."),
    410: ("gone", "This video's files were removed after their time; make it again."),
    413: ("too-large", "This request is larger than 100 MB; send less."),
    415: ("media-type", "This is neither a JPEG, nor a PNG, nor a WebP; send one of these."),
    422: ("input", "There is no voice 'xiaoxaio'. Did you mean xiaoxiao?"),
    429: ("queue-full", "64 videos are waiting already; come again in 30 s."),
    501: ("not-installed", "The engine 'coqui' is not installed; install it with: pip install 'avatar[coqui]'"),
    502: ("no-transcription", "The transcription endpoint is not reached; type instead."),
    503: ("shortage", "There is not enough memory for a film of 3840x2160; choose a smaller size."),
    504: ("slow-transcription", "The transcription took longer than 20 s; ask in fewer words, or type."),
    507: ("output", "The file does not fit on its disk; free some space."),
}


class ProblemDetails(BaseModel):
    """What went wrong, in one sentence with the cure (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="urn:avatar:problem: and a kind that programs can tell apart")
    title: str = Field(description="the status in words")
    status: int = Field(description="as in the first line of the answer")
    detail: str = Field(description="one sentence that says what to change")


Responses = dict[int | str, dict[str, Any]]
"""what a route's `responses` are"""

BYTES = {"schema": {"type": "string", "format": "binary"}, "example": "…"}
"""content that is no text"""
GONE: Responses = {204: {"description": "It is gone."}}
"""of routes that delete"""


def events_told(description: str, data: dict[str, Any], example: str) -> dict[str, Any]:
    """Describe server-sent events; `data` is a schema of what each says, in JSON. The schema is that of one event."""
    fields = {
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": data},
        "event": {"type": "string", "description": "its kind, where that is told beside `data`"},
        "id": {"type": "string", "description": "to go on after, as `Last-Event-ID`"},
    }
    schema = {"type": "object", "required": ["data"], "properties": fields, "description": "each of the events"}
    return {"description": description, "content": {"text/event-stream": {"schema": schema, "example": example}}}


def problems(*codes: int) -> Responses:
    """Describe faults for a route's `responses`."""
    return {code: _described(code) for code in codes}


def _described(code: int) -> dict[str, Any]:
    kind, detail = _EXAMPLES[code]
    title = HTTPStatus(code).phrase
    example = {"type": f"urn:avatar:problem:{kind}", "title": title, "status": code, "detail": detail}
    described: dict[str, Any] = {
        "description": f"{title}: {detail}",
        "content": {MEDIA_TYPE: {"schema": _SCHEMA, "example": example}},
    }
    if code == 429:
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}
    return described


_SCHEMA = ProblemDetails.model_json_schema()
