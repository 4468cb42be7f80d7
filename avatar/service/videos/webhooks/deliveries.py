"""What is still to be told: it waits in the tenant's file, so that neither a fault nor a restart loses a message."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, InputError
from avatar.service.videos.webhooks.addresses import resolve
from avatar.service.videos.webhooks.secret import webhook_secret
from avatar.service.videos.webhooks.sending import send
from avatar.service.videos.webhooks.signing import headers

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.service.state import Service
    from avatar.service.videos.database import Database

PAUSES = (5.0, 300.0, 1800.0, 7200.0, 18000.0, 36000.0, 50400.0, 72000.0, 86400.0)
"""s between one try and the next, as Standard Webhooks has them; after the last nobody is told any more"""
_GONE = 410
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Message:
    """One message."""

    id: str
    url: str
    body: bytes
    attempts: int
    """that have failed"""


def due(base: Database, now: float) -> list[Message]:
    """List what is to be told now."""
    with base.read() as file:
        rows = file.execute("SELECT * FROM messages WHERE next <= ? ORDER BY next LIMIT ?", (now, _AT_ONCE)).fetchall()
    return [Message(row["id"], row["url"], row["body"].encode(), row["attempts"]) for row in rows]


def settle(base: Database, message: Message, status: int, now: float) -> str:
    """Note how a try went: give "delivered", "retried" or "given-up"."""
    is_told, is_last = 200 <= status < 300, message.attempts >= len(PAUSES)
    with base.write() as file:
        if is_told or is_last or status == _GONE:
            file.execute("DELETE FROM messages WHERE id = ?", (message.id,))
            return "delivered" if is_told else "given-up"
        pause = PAUSES[message.attempts] * random.uniform(1.0, 1.1)
        file.execute("UPDATE messages SET attempts = attempts + 1, next = ? WHERE id = ?", (now + pause, message.id))
    return "retried"


class Deliveries:
    """Tells a tenant's messages."""

    def __init__(self, service: Service, *, has_loopback: bool) -> None:
        """Let messages go to this very machine, or not."""
        self._service, self._has_loopback = service, has_loopback
        self._under_way: set[str] = set()

    async def tell(self, base: Database, data: Path) -> None:
        """Tell what is due of one tenant."""
        messages = await asyncio.to_thread(due, base, time.time())
        fresh = [each for each in messages if each.id not in self._under_way]
        await asyncio.gather(*(self._tell(base, data, each) for each in fresh))

    async def _tell(self, base: Database, data: Path, message: Message) -> None:
        self._under_way.add(message.id)
        try:
            status = await self._send(data, message)
            end = await asyncio.to_thread(settle, base, message, status, time.time())
            self._service.log("webhook", message=message.id, status=status, end=end)
            self._service.metrics.count("webhooks", end=end)
        finally:
            self._under_way.discard(message.id)

    async def _send(self, data: Path, message: Message) -> int:
        with suppress(InputError):  # a name that leads inside now may lead out again later: it is tried as any other
            target = await asyncio.to_thread(resolve, message.url, has_loopback=self._has_loopback)
            secret = await asyncio.to_thread(webhook_secret, data)
            return await send(target, headers(secret, message.id, int(time.time()), message.body), message.body)
        return 0


async def deliver(deliveries: Deliveries, places: dict[str, tuple[Database, Path]], pause: float = 1.0) -> None:
    """Tell everybody's messages for as long as this process holds their lists; `places` may change meanwhile."""
    while True:
        for base, data in list(places.values()):
            with suppress(AvatarError, OSError):
                await deliveries.tell(base, data)
        await asyncio.sleep(pause)
