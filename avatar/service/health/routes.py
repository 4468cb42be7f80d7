"""Where whoever watches over the service looks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from avatar import __version__
from avatar.service.doors.caller import Caller, caller
from avatar.service.health.checks import Readiness
from avatar.service.health.warmth import Warmth
from avatar.service.state import Service

_FIGURES = "text/plain; version=0.0.4; charset=utf-8"


def router(service: Service) -> APIRouter:
    """Give the doors of this room."""
    room, readiness, warmth = APIRouter(tags=["health"]), Readiness(service), Warmth(service)
    service.on_start.append(warmth.begin)
    service.on_stop.append(warmth.end)
    service.checks |= {"portraits": warmth.portraits, "voices": warmth.voices}

    @room.get("/healthz", summary="Whether this process lives")
    async def healthz() -> dict[str, str]:
        """Answer as long as the process lives."""
        return {"status": "ok", "version": __version__}

    @room.get(
        "/readyz", summary="Whether it can work", responses={503: {"description": "It cannot; `checks` says why."}}
    )
    def readyz() -> Response:
        """Ask whether portraits are warm, voices can be loaded, disks be written, and ledgers are in order."""
        checks = readiness.ask()
        is_ready = not any(checks.values())
        content: dict[str, Any] = {
            "status": "ready" if is_ready else "not ready",
            "checks": {name: told or "ok" for name, told in checks.items()},
        }
        return JSONResponse(content, 200 if is_ready else 503)

    @room.get("/metrics", summary="Figures for Prometheus, of all processes", response_class=Response)
    def metrics(who: Annotated[Caller, Depends(caller("admin"))]) -> Response:
        """Give the figures that docs/serve.md names."""
        return Response(service.metrics.text(), media_type=_FIGURES)

    return room
