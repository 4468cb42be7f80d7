"""Whatever goes wrong with a request, told as a problem: no texts of the caller's come back, and no code of ours."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from avatar.errors import AvatarError
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastapi import FastAPI
    from fastapi.responses import JSONResponse
    from starlette.requests import Request

_KINDS = {404: "not-found", 405: "method", 400: "bad-request"}
_PART = re.compile(r"[\w-]{1,60}", re.ASCII)
"""a field, a place in a list, or a header, as a caller could have meant it"""
_MOST = 20
"""faults that are told of one request"""
_CURES = {
    404: "There is nothing at this path; /openapi.json lists what there is.",
    405: "This path knows no such method; /openapi.json lists what there is.",
    400: "This request cannot be read; /openapi.json says what it looks like.",
}


def tell_faults(app: FastAPI) -> None:
    """Let an application tell its faults as problems."""

    @app.exception_handler(Problem)
    async def tell(_: Request, problem: Problem) -> JSONResponse:
        return problem.response()

    @app.exception_handler(AvatarError)
    async def tell_fault(_: Request, fault: AvatarError) -> JSONResponse:
        return Problem.of(fault).response()

    @app.exception_handler(HTTPException)
    async def tell_refusal(request: Request, fault: HTTPException) -> JSONResponse:
        detail = _CURES.get(fault.status_code) or f"{HTTPStatus(fault.status_code).phrase}: {fault.detail}"
        headers = dict(fault.headers or {})
        if fault.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(_methods(app, request.url.path)) or headers.get("allow", "")
        return Problem(fault.status_code, _KINDS.get(fault.status_code, "http"), detail, headers).response()

    @app.exception_handler(RequestValidationError)
    async def tell_invalid(_: Request, fault: RequestValidationError) -> JSONResponse:
        return _invalid(fault).response()


def _place(parts: Iterable[object]) -> str:
    """Name the place of a fault; where a stranger's own word stands in it that is no name, say only that."""
    return ".".join(str(part) if _PART.fullmatch(str(part)) else "(another name)" for part in parts)


def _what(error: dict[str, Any]) -> str:
    """Say what is wrong; the kind of a script that is none would be quoted as it was sent."""
    return "There is no such type" if error["type"] == "union_tag_invalid" else str(error["msg"])


def _invalid(fault: RequestValidationError) -> Problem:
    errors = [{"where": _place(each["loc"]), "what": _what(each)} for each in fault.errors()[:_MOST]]
    first = errors[0] if errors else {"where": "the request", "what": "cannot be read"}
    detail = f"{first['where']}: {first['what']}; /openapi.json says what this request looks like."
    return Problem(422, "invalid", detail, errors=errors)


def _methods(app: FastAPI, path: str) -> list[str]:
    """Give the methods that a path knows; each route by itself knows but its own."""
    described = app.openapi()["paths"]
    for written, operations in described.items():
        if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", written), path):
            return sorted(method.upper() for method in operations)
    return []
