"""What is made ready beside everything else holds up no stop."""

from __future__ import annotations

import asyncio
import threading

from avatar.service.health.warmth import Warmth
from avatar.service.sessions.workshop import Workshop
from tests.service import service

PATIENCE = 60.0
"""s, far less than what is allowed to those who stop"""


def test_a_stop_does_not_wait_for_what_is_still_made_ready(tmp_path, monkeypatch):
    """Nobody needs it any more; the process ends with it."""
    go = threading.Event()
    warmth = Warmth(service(tmp_path))
    monkeypatch.setattr(warmth, "_warm", lambda: go.wait(2 * PATIENCE))

    async def stopped() -> None:
        await warmth.begin()
        await asyncio.wait_for(warmth.end(3600.0), PATIENCE)

    try:
        asyncio.run(asyncio.wait_for(stopped(), PATIENCE))
        assert not go.is_set()
    finally:
        go.set()


def test_a_workshop_is_closed_though_somebody_is_still_at_a_bench():
    """What was begun is finished only if that is soon."""
    go, began = threading.Event(), threading.Event()
    shop = Workshop(1)

    def work(_bench: object) -> None:
        began.set()
        go.wait(PATIENCE)

    async def closed() -> None:
        made = asyncio.create_task(shop.make(work, 0.0))
        await asyncio.to_thread(began.wait, PATIENCE)
        await asyncio.to_thread(shop.close, 0.1)
        assert not made.done()
        go.set()
        await asyncio.wait_for(made, PATIENCE)

    asyncio.run(closed())
