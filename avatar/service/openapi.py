"""What /openapi.json says beyond the routes: what a key is, who needs one, and which faults any route may tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from avatar.service.described import problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastapi import APIRouter, FastAPI
    from fastapi.dependencies.models import Dependant

_KEY = "key"
_ABOUT = (
    "Films, sounds and conversations of authorized portraits. A key is sent as `Authorization: Bearer KEY`; without "
    "any key the service answers its own machine only. Faults are problem details (RFC 9457). Conversations go on "
    "over a WebSocket, which /asyncapi.yaml describes."
)
_OF_ANY = (400, 429, 503)
"""faults that any route may tell: what cannot be read, what comes too often, and a server that is about to stop"""
_OF_BODIES = (408, 413, 422)
_OF_VALUES = (422,)
_OF_PATHS = (404,)
_OF_VISITORS = (401, 403, 404)
_VISITED = ("/v1/sessions", "/v1/audio/transcriptions")
"""paths at which pages come in without a key, by their origin"""
_OF_KEYS = (401, 403)


def describe(app: FastAPI, rooms: Sequence[APIRouter], *, needs_key: bool) -> None:
    """Let an application of these rooms describe itself with all that.

    Where no key is needed, one that is shown has to be good all the same.
    """

    def document() -> dict[str, Any]:
        app.openapi_schema = app.openapi_schema or _document(app, rooms, needs_key=needs_key)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI, rooms: Sequence[APIRouter], *, needs_key: bool) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    components = made.setdefault("components", {})
    components["securitySchemes"] = {
        _KEY: {"type": "http", "scheme": "bearer", "description": "of `avatar serve key new`, or AVATAR_API_KEY"}
    }
    for route in (route for room in rooms for route in room.routes):
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                _complete(route, made["paths"][route.path_format][method.lower()], needs_key=needs_key)
    for schema in ("HTTPValidationError", "ValidationError"):
        components.get("schemas", {}).pop(schema, None)
    return made


def _complete(route: APIRoute, operation: dict[str, Any], *, needs_key: bool) -> None:
    """Add to one operation who may ask for it, and how it may fail."""
    codes = set(_OF_ANY)
    if "requestBody" in operation:
        codes |= set(_OF_BODIES)
    if "parameters" in operation:
        codes |= set(_OF_VALUES)
    if "{" in route.path_format:
        codes |= set(_OF_PATHS)
    if any(each["name"] == "token" for each in operation.get("parameters", ())) or route.path_format in _VISITED:
        codes |= set(_OF_VISITORS)
    if scopes := sorted(_scopes(route.dependant)):
        operation["security"] = [{_KEY: []}] if needs_key else [{_KEY: []}, {}]
        operation["description"] = f"{operation.get('description', '')}\n\nScope: {', '.join(scopes)}.".strip()
        codes |= set(_OF_KEYS)
    told = operation["responses"]
    if "HTTPValidationError" in str(told.get("422")):  # faults.py tells it otherwise
        codes.add(422)
        del told["422"]
    for code, described in problems(*sorted(codes)).items():
        told.setdefault(str(code), described)


def _scopes(needs: Dependant) -> Iterator[str]:
    """Find the scopes that a route's dependencies ask for."""
    for each in needs.dependencies:
        if scope := getattr(each.call, "scope", None):
            yield scope
        yield from _scopes(each)
