"""Where sessions are opened, and where their protocol is described."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from avatar.service.state import Service

PROTOCOL = Path(__file__).with_name("asyncapi.yaml")


def router(service: Service) -> APIRouter:
    """Give the doors of this room."""
    room = APIRouter(tags=["sessions"])

    @room.get("/asyncapi.yaml", response_class=FileResponse, include_in_schema=False)
    async def protocol() -> FileResponse:
        """Describe the WebSocket of a session (AsyncAPI 3)."""
        return FileResponse(PROTOCOL, media_type="application/yaml")

    return room
