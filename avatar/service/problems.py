"""Faults as they are told to whoever asked: problem details after RFC 9457, one sentence each."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.responses import JSONResponse

from avatar.errors import AvatarError, InputError, NotInstalledError, OutputError, RefusedError, ShortageError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/problem+json"
_STATUS: tuple[tuple[type[AvatarError], int], ...] = (
    (RefusedError, HTTPStatus.FORBIDDEN),
    (NotInstalledError, HTTPStatus.NOT_IMPLEMENTED),
    (ShortageError, HTTPStatus.SERVICE_UNAVAILABLE),
    (OutputError, HTTPStatus.INSUFFICIENT_STORAGE),
    (InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
)


class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """Say why a request is not done."""

    def __init__(
        self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        """Take the status, a kind in kebab-case that programs can tell apart, and one sentence with the cure."""
        super().__init__(detail)
        self.status, self.kind, self.detail, self.headers, self.more = status, kind, detail, dict(headers or {}), more

    @classmethod
    def of(cls, fault: AvatarError) -> Problem:
        """Tell a fault of this package as a problem."""
        status = next((code for kind, code in _STATUS if isinstance(fault, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
        kind = {403: "refused", 501: "not-installed", 503: "shortage", 507: "output", 422: "input"}.get(status, "fault")
        return cls(status, kind, str(fault))

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        title = HTTPStatus(self.status).phrase
        return {
            "type": f"urn:avatar:problem:{self.kind}",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }

    def response(self) -> JSONResponse:
        """Give it as an answer."""
        return JSONResponse(self.document(), self.status, self.headers, MEDIA_TYPE)
