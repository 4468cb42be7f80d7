"""The rooms of the service, put together."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from avatar import __version__
from avatar.errors import AvatarError
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from avatar.service.state import Service

ROOMS: tuple[str, ...] = ("sessions",)
"""names of the folders beside this module whose `routes` give a router, in the order in which they are described"""


def create_app(service: Service) -> FastAPI:
    """Put the rooms of one process together."""
    app = FastAPI(title="avatar", version=__version__, openapi_url="/openapi.json", redoc_url=None)
    app.state.service = service

    @app.exception_handler(Problem)
    async def tell(_: Request, problem: Problem) -> JSONResponse:
        return problem.response()

    @app.exception_handler(AvatarError)
    async def tell_fault(_: Request, fault: AvatarError) -> JSONResponse:
        return Problem.of(fault).response()

    for room in ROOMS:
        app.include_router(import_module(f"avatar.service.{room}.routes").router(service))
    return app
