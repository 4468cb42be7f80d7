"""What belongs to another process is passed on to it: its conversations are there, and nowhere else."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from avatar.service.asgi import header
from avatar.service.problems import Problem
from avatar.service.run.placing import OPENING, others, place
from avatar.service.run.sockets import socket_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx
    from websockets.asyncio.client import ClientConnection
    from websockets.typing import Subprotocol

    from avatar.service.asgi import App, Receive, Scope, Send

_PLACED = re.compile(r"/v1/sessions/s(\d{1,3})-")
"""beginning of the paths that name the process to which they belong"""
_OF_ONE_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"transfer-encoding",
        b"upgrade",
        b"te",
        b"trailer",
        b"proxy-authorization",
        b"expect",
    }
)
_OURS = (b"x-avatar-client", b"x-avatar-scheme")
"""what one process tells another of whoever has asked; from anybody else it means nothing"""
_LARGEST = 1 << 24
"""bytes of a message of ours; what clients may send is limited where they come in"""
_LOOK = 0.05
"""seconds"""
_CLOSED = 1012
"""the close code of a server that is gone"""


class Passing:
    """Stand before one of several processes."""

    def __init__(self, app: App, folder: Path, index: int, processes: int) -> None:
        """Take what stands behind, where the sockets lie, which process this is, and how many there are."""
        self._app, self._folder, self._index, self._processes = app, folder, index, processes
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request or a WebSocket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if scope.get("client") is None:  # it came from one of us
            _believe(scope)
            await self._app(scope, receive, send)
            return
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in _OURS]
        owner = self._owner(scope["path"])
        if owner is None and scope.get("method") == "POST" and scope["path"] == OPENING:
            rest = others(self._folder, self._index, self._processes)
            await place(self._app, rest, _pass_request, scope, receive, send)
        elif owner is None:
            await self._app(scope, receive, send)
        else:
            pass_on = _pass_request if scope["type"] == "http" else _pass_websocket
            self._open += 1
            try:
                await pass_on(socket_of(self._folder, owner), scope, receive, send)
            finally:
                self._open -= 1

    async def finish(self, seconds: float) -> None:
        """Wait until nothing is passed on any more, so long at most."""
        until = time.monotonic() + seconds
        while self._open and time.monotonic() < until:
            await asyncio.sleep(_LOOK)

    def _owner(self, path: str) -> int | None:
        """Give the process to which a path belongs, where that is another one."""
        placed = _PLACED.match(path)
        owner = int(placed.group(1)) if placed else self._index
        return None if owner == self._index or owner >= self._processes else owner


def _believe(scope: Scope) -> None:
    address, scheme = (header(scope, name) or b"" for name in _OURS)
    scope["client"] = (address.decode("ascii", "replace"), 0)
    if scheme in (b"http", b"https", b"ws", b"wss"):
        scope["scheme"] = scheme.decode()


def _headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    told = [(name, value) for name, value in scope["headers"] if name not in _OF_ONE_HOP]
    address = str((scope.get("client") or ("",))[0])
    return [*told, (_OURS[0], address.encode()), (_OURS[1], scope["scheme"].encode())]


async def _pass_request(place: Path, scope: Scope, receive: Receive, send: Send) -> None:
    import httpx

    async def body() -> AsyncIterator[bytes]:
        while True:
            message = await receive()
            yield message.get("body", b"")
            if not message.get("more_body", False):
                return

    url = httpx.URL(scheme="http", host="process", raw_path=_target(scope))
    transport = httpx.AsyncHTTPTransport(uds=str(place))
    limits = httpx.Timeout(None, connect=2.0)
    try:
        async with httpx.AsyncClient(transport=transport, timeout=limits) as client:
            content = body() if scope["method"] not in ("GET", "HEAD") else None
            request = client.build_request(scope["method"], url, headers=_headers(scope), content=content)
            answer = await client.send(request, stream=True)
            try:
                await _answer(answer, send)
            finally:
                await answer.aclose()
    except httpx.TransportError:
        gone = Problem(503, "process-gone", "The process that knew this is gone; begin anew.", {"Retry-After": "1"})
        await gone.response()(scope, receive, send)


async def _answer(answer: httpx.Response, send: Send) -> None:
    headers = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in _OF_ONE_HOP]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    async for piece in answer.aiter_raw():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _pass_websocket(place: Path, scope: Scope, receive: Receive, send: Send) -> None:
    from websockets.asyncio.client import unix_connect
    from websockets.exceptions import WebSocketException

    await receive()  # websocket.connect
    host = (header(scope, b"host") or b"process").decode("latin-1")
    skipped = (b"sec-websocket-", b"host", b"user-agent")
    told = [(name, value) for name, value in _headers(scope) if not name.startswith(skipped)]
    try:
        connection = await unix_connect(
            str(place),
            f"ws://{host}{_target(scope).decode('ascii')}",
            additional_headers=[(name.decode(), value.decode("latin-1")) for name, value in told],
            user_agent_header=None,
            subprotocols=cast("list[Subprotocol]", scope.get("subprotocols")) or None,
            compression=None,
            max_size=_LARGEST,
            ping_interval=None,
            open_timeout=5.0,
        )
    except (OSError, TimeoutError, WebSocketException):
        await send({"type": "websocket.close", "code": _CLOSED})
        return
    async with connection:
        await send({"type": "websocket.accept", "subprotocol": connection.subprotocol})
        both = [asyncio.create_task(_up(connection, receive)), asyncio.create_task(_down(connection, send))]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in both:
                each.cancel()
            await asyncio.gather(*both, return_exceptions=True)


async def _up(connection: ClientConnection, receive: Receive) -> None:
    """Pass on what the client says, until it leaves."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            await connection.close()
            return
        text = message.get("text")
        await connection.send(text if text is not None else message["bytes"])


async def _down(connection: ClientConnection, send: Send) -> None:
    """Pass on what the other process says, to its end."""
    from websockets.exceptions import ConnectionClosed

    with suppress(ConnectionClosed):
        while True:
            message = await connection.recv()
            kind = "text" if isinstance(message, str) else "bytes"
            await send({"type": "websocket.send", kind: message})
    await send({"type": "websocket.close", "code": connection.close_code or _CLOSED, "reason": connection.close_reason})


def _target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path
