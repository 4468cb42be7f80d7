"""How large a request may be, and how slowly it may come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from avatar.service.asgi import header
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from avatar.service.asgi import App, Message, Receive, Scope, Send

UPLOADS = ("/v1/uploads", "/v1/portraits", "/v1/audio/transcriptions")
"""beginnings of the paths whose requests carry files: they may be as large as `upload_mb`; all others `body_mb`"""
MB = 1_000_000


class Limits:
    """Let no body through that is larger than its path may carry, announced or not, and none that stands still."""

    def __init__(self, app: App, body_mb: float, upload_mb: float, seconds: float) -> None:
        """Stand before an application. A body's next piece has to come within `seconds`."""
        self._app, self._body, self._upload, self._seconds = app, int(body_mb * MB), int(upload_mb * MB), seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._upload if scope["path"].startswith(UPLOADS) else self._body
        guarded = _Guarded(scope, receive, send, limit, self._seconds)
        if await guarded.announced(_length(scope)):
            await self._app(scope, guarded.receive, guarded.send)


class _Guarded:
    """One request that is being received."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int, seconds: float) -> None:
        self._scope, self._receive, self._send, self._limit, self._seconds = scope, receive, send, limit, seconds
        self._got, self._is_whole, self._has_begun = 0, False, False
        self._problem: Problem | None = None

    async def announced(self, length: int | None) -> bool:
        """Tell whether what it announces is allowed; if not, that has been answered."""
        if length is None or length <= self._limit:
            return True
        await self._tell(self._too_large())
        return False

    async def receive(self) -> Message:
        """Pass the next piece on, counted."""
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._seconds)
        except asyncio.TimeoutError:
            self._problem = Problem(408, "slow", f"Nothing came for {self._seconds:g} s; send the request again.")
            raise self._problem from None
        self._got += len(message.get("body", b""))
        self._is_whole = message["type"] != "http.request" or not message.get("more_body", False)
        if self._got > self._limit:
            self._problem = self._too_large()
            raise self._problem
        return message

    async def send(self, message: Message) -> None:
        """Pass a piece of the answer on; where the request was cut short, that is the answer.

        Whoever reads a body may have taken its fault for one of their own, such as a document that cannot be read.
        """
        if self._problem is None or self._has_begun:
            self._has_begun = True
            await self._send(message)
        elif message["type"] == "http.response.start":
            await self._tell(self._problem)

    async def _tell(self, problem: Problem) -> None:
        problem.headers["Connection"] = "close"
        await problem.response()(self._scope, self._receive, self._send)

    def _too_large(self) -> Problem:
        return Problem(413, "too-large", f"This request is larger than {self._limit / MB:g} MB; send less.")


def _length(scope: Scope) -> int | None:
    announced = header(scope, b"content-length")
    return int(announced) if announced and announced.isdigit() else None
