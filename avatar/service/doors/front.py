"""The front door: every request gets a number, is counted, timed and logged, and every answer its headers."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from avatar.service.asgi import header
from avatar.service.doors.addresses import address_of
from avatar.service.doors.headers import secured
from avatar.service.logs import place_of
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from avatar.service.asgi import App, Message, Receive, Scope, Send
    from avatar.service.state import Service

UNCOUNTED = ("/healthz", "/readyz", "/metrics")
"""paths that whoever watches over the service asks for all the time: not logged where all is well"""
_CLOSE = {"Connection": "close"}
_WITHOUT_KEY = 0.1
"""share of a key's rate that an address without one has"""


class Front:
    """Stand before everything else of a process."""

    def __init__(self, app: App, service: Service) -> None:
        """Take what stands behind."""
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request or a WebSocket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        visit = _Visit(scope, send, self._service)
        try:
            visit.require_welcome()
            await self._app(scope, receive, visit.send)
        except Problem as problem:
            await visit.refuse(problem, receive)
        except Exception as fault:  # noqa: BLE001 - the edge of the service
            self._service.log("request.fault", request=visit.id, **place_of(fault))
            told = "Something went wrong inside the service; its log has the place under this request's number."
            await visit.refuse(Problem(500, "fault", told), receive)
        finally:
            visit.end()


class _Visit:
    """One request, or one WebSocket as long as it is open."""

    def __init__(self, scope: Scope, send: Send, service: Service) -> None:
        self._scope, self._send, self._service = scope, send, service
        self._began, self._status, self._bytes = time.perf_counter(), 0, 0
        self.id = secrets.token_hex(8)
        scope.setdefault("state", {})["request"] = self.id

    def require_welcome(self) -> None:
        """Raise `Problem` 429 for an address that comes too often, and 503 for new work when all is to end.

        A body of which it is told twice how it ends is read in two ways, by a proxy and by us: 400.
        """
        if header(self._scope, b"content-length") and header(self._scope, b"transfer-encoding"):
            raise Problem(400, "bad-request", "Send Content-Length or Transfer-Encoding, not both.", _CLOSE)
        address, limits = address_of(self._scope), self._service.config.limits
        if address and header(self._scope, b"authorization") is None and self._scope["path"] not in UNCOUNTED:
            rate, burst = limits.requests * _WITHOUT_KEY, max(1.0, limits.at_once * _WITHOUT_KEY)
            self._service.rates.require(f"address {address}", rate, burst)
        is_new = self._scope.get("method") in ("POST", "PUT") and not self._scope["path"].startswith("/v1/sessions/")
        if self._service.is_stopping and is_new:
            raise Problem(
                503, "stopping", "This server is about to stop; send the request again.", {"Retry-After": "2"}
            )

    async def send(self, message: Message) -> None:
        """Pass the answer on, with what every answer bears."""
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message["headers"] = self._headers(list(message.get("headers", ())))
        elif message["type"] == "http.response.body":
            self._bytes += len(message.get("body", b""))
        elif message["type"] == "websocket.accept":
            self._status = 101
        await self._send(message)

    async def refuse(self, problem: Problem, receive: Receive) -> None:
        """Answer with a problem, if nothing else has been answered."""
        self._service.metrics.count("refused", why=problem.kind)
        if self._status:
            return
        if self._scope["type"] == "http":
            await problem.response()(self._scope, receive, self.send)
        else:
            self._status = problem.status
            await self._send({"type": "websocket.close", "code": 1008, "reason": problem.kind})

    def end(self) -> None:
        """Count, time and log it."""
        seconds, route = time.perf_counter() - self._began, _route(self._scope)
        method = self._scope.get("method", "WS") if self._scope.get("method", "WS") in _METHODS else "OTHER"
        metrics, status = self._service.metrics, str(self._status)
        metrics.count("requests", method=method, route=route, status=status)
        if self._scope["type"] == "http":
            metrics.observe("request_seconds", seconds, route=route)
        if route not in UNCOUNTED or self._status >= 400:
            self._service.log(
                "request",
                request=self.id,
                method=method,
                route=route,
                status=self._status,
                ms=round(seconds * 1000, 1),
                bytes=self._bytes,
            )

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        is_https = self._service.config.server.public_url.startswith("https:") or self._scope["scheme"] == "https"
        headers = secured(headers, self._scope["path"], is_https=is_https)
        headers.append((b"x-request-id", self.id.encode()))
        if self._service.is_stopping:
            headers.append((b"connection", b"close"))
        return headers


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WS"})


def _route(scope: Scope) -> str:
    """Give the route as it is written in the program: what stands in its place in a path may be somebody's name."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "unknown"
