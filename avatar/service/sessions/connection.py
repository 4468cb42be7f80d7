"""One WebSocket of a session: what was missed is sent again, then what comes; and what the client says is done."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.websockets import WebSocketDisconnect, WebSocketState

from avatar.service.sessions.clock import moment
from avatar.service.sessions.messages import LONGEST_MESSAGE, Resume, UnreadableError, read_message
from avatar.service.sessions.outbox import SLOWEST

if TYPE_CHECKING:
    from starlette.websockets import WebSocket

    from avatar.service.sessions.film import Film
    from avatar.service.sessions.messages import Message
    from avatar.service.sessions.session import Session

OVER, FAULT, STOPPING, UNREADABLE, TOKEN, FOREIGN, ABSENT, REPLACED, TOO_LONG, SLOW = (
    1000, 1011, 1012, 4400, 4401, 4403, 4404, 4409, 4413, 4429,
)  # fmt: skip
"""close codes"""
RESUMES = 2.0
"""s that a client that comes back has to say what it has"""
_MOST_UNREADABLE = 50
_MOST_A_SECOND = 100
_LOST = "What was missed is no longer there; the session goes on from here."


class Connection:
    """One client of a session, until it leaves or is sent away."""

    def __init__(self, socket: WebSocket, session: Session) -> None:
        """Take an accepted WebSocket."""
        self._socket, self._session = socket, session
        self._sent = 0
        self._unreadable = 0
        self._since = 0.0
        self._end: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def leave(self, code: int) -> None:
        """Send the client away."""
        if not self._end.done():
            self._end.set_result(code)

    def require_pace(self) -> None:
        """Send the client away if it has been taking one message for too long."""
        if self._since and moment() - self._since > SLOWEST:
            self.leave(SLOW)

    async def run(self, last_seq: int | None, *, is_first: bool) -> None:
        """Serve the client until it leaves or is sent away."""
        if not await self._begin(last_seq, is_first=is_first):
            return
        tasks = [asyncio.ensure_future(self._send()), asyncio.ensure_future(self._receive())]
        if self._session.film is not None:
            tasks.append(asyncio.ensure_future(self._show(self._session.film)))
        try:
            await asyncio.wait([*tasks, self._end], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        code = self._end.result() if self._end.done() else next((each for each in results if isinstance(each, int)), 0)
        await self._close(code)

    async def _begin(self, last_seq: int | None, *, is_first: bool) -> bool:
        """Find out where the client is; tell whether it is still there."""
        session, first = self._session, None
        if is_first:
            session.ready(is_resumed=False)
            session.greet()
            return True
        if last_seq is None:
            try:
                first = await asyncio.wait_for(self._next(), RESUMES)
            except asyncio.TimeoutError:
                first = None
            except WebSocketDisconnect:
                return False
            last_seq = first.last_seq if isinstance(first, Resume) else None
        self._resume(last_seq)
        if first is not None and not isinstance(first, Resume):
            session.take(first)
        return True

    def _resume(self, last_seq: int | None) -> None:
        outbox = self._session.outbox
        is_there = last_seq is not None and last_seq <= outbox.last_seq and outbox.has_after(last_seq)
        self._sent = last_seq if is_there and last_seq is not None else outbox.last_seq
        if last_seq is not None and not is_there:
            self._session.failed("lost", _LOST, None)
        self._session.ready(is_resumed=True)
        if not is_there:
            self._session.tell_state()

    async def _send(self) -> int:
        outbox = self._session.outbox
        while True:
            try:
                entry = outbox.after(self._sent)
            except LookupError:
                return SLOW
            if entry is None:
                if self._session.is_over:
                    return OVER
                await outbox.news()
                continue
            if entry.is_film and not entry.body:  # of a film that was begun anew since
                self._sent = entry.seq
                continue
            data = entry.data()
            sending = self._socket.send_text(data) if isinstance(data, str) else self._socket.send_bytes(data)
            self._since = moment()
            try:
                await sending
            except (WebSocketDisconnect, RuntimeError):
                return 0
            self._since = 0.0
            self._sent = entry.seq
            outbox.sent(entry)

    async def _show(self, film: Film) -> int:
        try:
            await film.run()
        except Exception as fault:  # noqa: BLE001 - the edge: one film's fault is nobody else's
            self._session.note(fault)
        return FAULT

    async def _receive(self) -> int:
        second, count = 0, 0
        while True:
            try:
                message = await self._next()
            except WebSocketDisconnect:
                return 0
            except _TooLongError:
                return TOO_LONG
            if self._unreadable > _MOST_UNREADABLE:
                return UNREADABLE
            if isinstance(message, Resume):
                self._session.failed("unreadable", "Resume is the first message of a connection.", None)
            elif message is not None:
                self._session.take(message)
            count = count + 1 if int(moment()) == second else 0
            second = int(moment())
            if count > _MOST_A_SECOND:
                await asyncio.sleep(1.0)

    async def _next(self) -> Message | None:
        """Receive a message; None for one that cannot be read, which was told."""
        found = await self._socket.receive()
        if found["type"] != "websocket.receive":
            raise WebSocketDisconnect(found.get("code", 1005))
        text = found.get("text")
        try:
            if text is None:
                raise UnreadableError("unreadable", "Messages are text: one JSON object each.")
            if len(text) > LONGEST_MESSAGE:
                raise _TooLongError
            return read_message(text)
        except UnreadableError as fault:
            self._unreadable += 1
            self._session.failed(fault.code, fault.detail, fault.source_id)
            return None

    async def _close(self, code: int) -> None:
        if code and self._socket.application_state is not WebSocketState.DISCONNECTED:
            with suppress(RuntimeError, asyncio.TimeoutError, WebSocketDisconnect):
                await asyncio.wait_for(self._socket.close(code, _WHY.get(code, "")), 2.0)


class _TooLongError(Exception):
    """Say that a message is longer than any may be."""


_WHY = {
    OVER: "over",
    STOPPING: "server stops",
    UNREADABLE: "unreadable messages",
    REPLACED: "another connection",
    TOO_LONG: "message too long",
    SLOW: "The line is too slow for what is sent; come again, let the browser draw, or ask for a smaller picture.",
}
