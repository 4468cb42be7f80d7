"""The page itself, as it was built: nothing of it comes from elsewhere, and nothing in it is inline."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from avatar.service.doors.caller import Caller
from avatar.service.problems import Problem
from avatar.service.studio.owner import owner

STATIC = Path(__file__).parents[1] / "static"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""what the browser may load and do"""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-cache",
}
_FILES = {
    "studio.css": "text/css; charset=utf-8",
    "studio.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_NAMES = {"icon.svg": "studio.svg"}


def page_routes(routes: APIRouter) -> None:
    """Add the page, its style and its script."""

    @routes.get("/", include_in_schema=False)
    def page(_: Annotated[Caller, Depends(owner)], if_none_match: Annotated[str, Header()] = "") -> Response:
        return _sent("studio.html", "text/html; charset=utf-8", if_none_match)

    @routes.get("/studio/{name}", include_in_schema=False)
    def part(name: str, _: Annotated[Caller, Depends(owner)], if_none_match: Annotated[str, Header()] = "") -> Response:
        if name not in _FILES:
            raise Problem(404, "no-page", f"There is no page {name[:40]!r} here; the studio is at /.")
        return _sent(_NAMES.get(name, name), _FILES[name], if_none_match)


def _sent(name: str, media_type: str, known: str) -> Response:
    content, tag = _file(name)
    if known == tag:
        return Response(status_code=304, headers=HEADERS | {"ETag": tag})
    return Response(content, media_type=media_type, headers=HEADERS | {"ETag": tag})


@cache
def _file(name: str) -> tuple[bytes, str]:
    content = (STATIC / name).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
