"""A conversation is opened where there is room: if not in the process that was asked, then in another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.service.run.sockets import socket_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from avatar.service.asgi import App, Message, Receive, Scope, Send

    Pass = Callable[[Path, Scope, Receive, Send], Awaitable[None]]

OPENING = "/v1/sessions"
"""the path at which conversations are opened"""
_OF_THE_CALLER = b"problem:too-many"
"""in a refusal that is about who asks, and not about the process"""


async def place(  # noqa: PLR0913 - whom to ask, and what ASGI hands over
    app: App, others: Iterator[Path], pass_on: Pass, scope: Scope, receive: Receive, send: Send
) -> None:
    """Ask this process, then the others at their sockets, until one is not full; else tell what this one said."""
    tape = _Tape(receive)
    first = _Answer(send)
    await app(scope, tape.receive, first.send)
    if first.is_full and tape.is_whole:
        for other in others:
            answer = _Answer(send)
            await pass_on(other, scope, tape.again(), answer.send)
            if not answer.is_full:
                await answer.tell()
                return
    await first.tell()


def others(folder: Path, index: int, processes: int) -> Iterator[Path]:
    """Give the sockets of all processes but one, beginning with the next."""
    return (socket_of(folder, (index + step) % processes) for step in range(1, processes))


class _Tape:
    """A request that can be read again."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read: list[Message] = []
        self.is_whole = False

    async def receive(self) -> Message:
        """Read on."""
        message = await self._receive()
        if not self.is_whole:
            self._read.append(message)
            self.is_whole = message["type"] == "http.request" and not message.get("more_body", False)
        return message

    def again(self) -> Receive:
        """Give what reads it from the beginning."""
        read = iter(self._read)

        async def receive() -> Message:
            return next(read, None) or await self._receive()

        return receive


class _Answer:
    """An answer, which is kept back if it says that the process is full, or gone."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._kept: list[Message] = []

    @property
    def is_full(self) -> bool:
        """It has no room, and that is not for want of the caller's rate."""
        body = b"".join(each.get("body", b"") for each in self._kept)
        return bool(self._kept) and _OF_THE_CALLER not in body

    async def send(self, message: Message) -> None:
        """Take a piece of it."""
        if self._kept or (message["type"] == "http.response.start" and message["status"] in (429, 503)):
            self._kept.append(message)
        else:
            await self._send(message)

    async def tell(self) -> None:
        """Tell what was kept back."""
        for message in self._kept:
            await self._send(message)
