"""The rooms of the service, put together."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware

from avatar import __version__
from avatar.service.doors.front import Front
from avatar.service.doors.limits import Limits
from avatar.service.doors.origins import OWN
from avatar.service.faults import tell_faults
from avatar.service.openapi import describe
from avatar.service.portraits import Portraits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from avatar.service.state import Service

ROOMS: tuple[str, ...] = ("health", "hearing", "rigs", "sessions", "widget", "videos", "uploads", "speech", "studio")
"""names of the folders beside this module whose `routes` give a router, in the order in which they are described"""


def create_app(service: Service) -> FastAPI:
    """Put the rooms of one process together."""
    limits = service.config.limits
    app = FastAPI(
        title="avatar",
        version=__version__,
        openapi_url="/openapi.json",
        docs_url=None,  # both load code from elsewhere
        redoc_url=None,
        lifespan=_lifespan(service),
    )
    app.state.service = service
    service.rooms.setdefault("portraits", Portraits(limits.portraits_mb, service.metrics))
    tell_faults(app)
    rooms: list[APIRouter] = [import_module(f"avatar.service.{room}.routes").router(service) for room in ROOMS]
    for room in rooms:
        app.include_router(room)
    describe(app, rooms, needs_key=bool(service.keys))
    # The last one that is added stands first.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=sorted({origin for agent in service.config.agents for origin in agent.origins} - {OWN}),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"],
        expose_headers=["ETag", "Location", "Retry-After", "X-Request-Id"],
        max_age=600,
    )
    app.add_middleware(Limits, body_mb=limits.body_mb, upload_mb=limits.upload_mb, seconds=limits.seconds)
    app.add_middleware(Front, service=service)
    return app


def _lifespan(service: Service) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        for start in service.on_start:
            await start()
        yield
        await service.stop()

    return lifespan
