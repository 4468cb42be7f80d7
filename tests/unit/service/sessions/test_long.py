"""A session that lasts for half an hour, at two hundred times the speed: nothing grows."""

from __future__ import annotations

import asyncio
import gc
import selectors
import time
from typing import Any

import pytest

from avatar.live import Stream
from avatar.runtime.folders import Home
from avatar.service.config import Agent, ServerSettings, ServiceConfig, Tenant
from avatar.service.logs import Log
from avatar.service.sessions.house import House
from avatar.service.sessions.messages import Chat, Interrupt, KeepAlive, Speak
from avatar.service.state import Service

SPEED = 200
SPEECHES = 42


class Quick(selectors.DefaultSelector):  # type: ignore[misc,valid-type] # whichever suits the system
    def select(self, timeout: float | None = None) -> Any:
        return super().select(timeout if timeout is None else timeout / SPEED)


class TimeLapse(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        super().__init__(Quick())
        self._zero = time.monotonic()

    def time(self) -> float:
        return (time.monotonic() - getattr(self, "_zero", 0.0)) * SPEED


@pytest.mark.slow
def test_hours_of_talk_stay_flat(home: Home) -> None:
    loop = TimeLapse()
    try:
        loop.run_until_complete(_talk(home))
    finally:
        loop.close()


async def _talk(home: Home) -> None:
    agent = Agent("quick", "default", "xiaochen", voice="fast", language="en")
    tenant = Tenant("default", home)
    log = Log(stream=open("/dev/null", "w"))  # noqa: SIM115, PTH123 - as long as the test
    house = House(Service(ServiceConfig(ServerSettings(processes=1), (tenant,), (agent,)), log=log))
    session = await house.open(agent, tenant, "browser")
    assert isinstance(session.stream, Stream)
    texts = ("Yes.", "Good morning to you.", "We open at nine.", "Please wait.")
    sizes, sent, began = [], 0, asyncio.get_running_loop().time()
    try:
        for number in range(SPEECHES):
            session.take(KeepAlive())
            session.take(Chat("Hello", f"q{number}") if number % 10 == 5 else Speak(texts[number % 4], f"c{number}"))
            if number % 7 == 3:
                await asyncio.sleep(1.0)
                session.take(Interrupt(None, 500.0))
            while not session.is_silent:
                await asyncio.sleep(0.5)
            assert session.outbox.last_seq > sent
            sent = session.outbox.last_seq
            await asyncio.sleep(30.0)
            if number % 10 == 9:
                gc.collect()
                sizes.append(len(gc.get_objects()))
    finally:
        house.end(session)
    assert asyncio.get_running_loop().time() - began > SPEECHES * 30
    assert len(sizes) == 4
    assert sizes[-1] - sizes[1] < 300, sizes  # 15 for each speech
    assert len(asyncio.all_tasks()) <= 2
    await house.stop(0.1)
