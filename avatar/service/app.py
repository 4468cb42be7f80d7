"""The rooms of the service, put together."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from avatar import __version__
from avatar.errors import AvatarError
from avatar.service.doors.limits import Limits
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from avatar.service.state import Service

ROOMS: tuple[str, ...] = ("sessions",)
"""names of the folders beside this module whose `routes` give a router, in the order in which they are described"""

GRACE = 20.0
"""seconds in which what is being said may be finished"""


def create_app(service: Service) -> FastAPI:
    """Put the rooms of one process together."""
    limits = service.config.limits
    app = FastAPI(
        title="avatar", version=__version__, openapi_url="/openapi.json", redoc_url=None, lifespan=_lifespan(service)
    )
    app.state.service = service
    app.add_middleware(Limits, body_mb=limits.body_mb, upload_mb=limits.upload_mb, seconds=limits.seconds)

    @app.exception_handler(Problem)
    async def tell(_: Request, problem: Problem) -> JSONResponse:
        return problem.response()

    @app.exception_handler(AvatarError)
    async def tell_fault(_: Request, fault: AvatarError) -> JSONResponse:
        return Problem.of(fault).response()

    for room in ROOMS:
        app.include_router(import_module(f"avatar.service.{room}.routes").router(service))
    return app


def _lifespan(service: Service) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        for start in service.on_start:
            await start()
        yield
        service.is_stopping = True
        await asyncio.gather(*(stop(GRACE) for stop in service.on_stop), return_exceptions=True)

    return lifespan
