"""All sessions of a process: who is let in, what they share, and when they end."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.clip.guarding import note_alarm
from avatar.clip.request import ClipRequest
from avatar.errors import AvatarError
from avatar.live import Stage, Stream, set_stage
from avatar.portrait.store import PortraitStore
from avatar.runtime.system import usable_cores
from avatar.service.brain import open_brain
from avatar.service.logs import place_of
from avatar.service.problems import Problem
from avatar.service.sessions.capacity import Capacity
from avatar.service.sessions.clock import moment
from avatar.service.sessions.connection import OVER, STOPPING, Connection
from avatar.service.sessions.drawing import Studio
from avatar.service.sessions.film import Film
from avatar.service.sessions.fmp4 import opening
from avatar.service.sessions.kept import Kept
from avatar.service.sessions.making import Making
from avatar.service.sessions.measuring import measured_film, measured_speech
from avatar.service.sessions.pieces import motion_payload
from avatar.service.sessions.session import Session
from avatar.service.sessions.workshop import Workshop

if TYPE_CHECKING:
    from avatar.identity import Verdict
    from avatar.service.brain import Brain
    from avatar.service.config import Agent, Tenant
    from avatar.service.state import Service

PURPOSE, CHANNEL = "customer-service", "website"
"""what agents are for, and how they reach people: what a permission has to cover"""
ALONE = 60.0
"""s without a client after which a session ends"""
IDLE_SECONDS = 60.0
"""of the loop of idle motion"""
LEAD_IN, LEAD_OUT = 0.12, 0.5
"""s of silence around a speech: lips get ready, and the head comes to rest"""
CRF = 23
"""of films that are drawn here: about 150 kB/s at 512x512"""
_STAGES = 64
"""portraits that are kept ready"""
_SWEEP = 1.0
"""s between looks at who is still there"""
_HASTE = 0.3
"""s that a stop waits for what is still at a bench: nobody hears it any more"""


class House:
    """The sessions of one process."""

    def __init__(self, service: Service) -> None:
        """Begin without any."""
        self._service = service
        self.sessions: dict[str, Session] = {}
        """by id"""
        self.connections: dict[str, Connection] = {}
        """the one of each session that somebody is connected to, by its id"""
        server = service.config.server
        threads = max(1, usable_cores() // max(server.processes or usable_cores(), 1))
        self.capacity = Capacity(float(threads), server.sessions)
        self.making = Making(Workshop(threads), self._worked, self.capacity.factor, waited=self.capacity.waited)
        self.studio = Studio(max(2, threads), alarmed=self._alarmed)
        self._stages: Kept[Stage] = Kept(_STAGES, lambda _: 1)
        self._idle: Kept[bytes] = Kept(_STAGES, lambda _: 1)
        self._brains: dict[str, Brain] = {}
        self._measuring = asyncio.Lock()
        self._sweeping: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to look after sessions."""
        self._sweeping = asyncio.create_task(self._sweep())
        self._warming = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        """Make every agent ready to speak, and measure what that costs."""
        for agent in self._service.config.agents:
            tenant = self._service.tenant(agent.tenant)
            try:
                if tenant is not None:
                    stage = await self.stage(agent, tenant)
                    await self._measured(agent, stage, agent.mode)
                    await self._loop(stage)
            except AvatarError as fault:
                self._service.log("session.cold", **place_of(fault))
        self._tell()

    async def stop(self, seconds: float) -> None:
        """Let what is being said be finished, within so many seconds, and end everything."""
        until = moment() + seconds
        while moment() < until and not all(session.is_silent for session in self.sessions.values()):
            await asyncio.sleep(0.1)
        for connection in list(self.connections.values()):
            connection.leave(STOPPING)
        for session in list(self.sessions.values()):
            self.end(session)
        for task in (self._sweeping, self._warming):
            if task is not None:
                task.cancel()
        await asyncio.sleep(0.1)
        for brain in self._brains.values():
            await brain.close()
        self.studio.close()
        await asyncio.to_thread(self.making.close, _HASTE)

    async def open(self, agent: Agent, tenant: Tenant, mode: str) -> Session:
        """Open a session, counted and logged. Raise `RefusedError` where nobody has agreed, `Problem` 429 when full."""
        if self._service.is_stopping:
            raise Problem(503, "stopping", "The server stops; try again in a moment.", {"Retry-After": "5"})
        stage = await self.stage(agent, tenant)
        costs = await self._measured(agent, stage, mode)
        self.capacity.take(costs)
        try:
            session = await self._opened(agent, tenant, stage, mode)
        except BaseException:
            self.capacity.give(costs)
            raise
        session.costs = costs
        self.sessions[session.id] = session
        self._service.metrics.count("sessions_opened", mode=mode)
        self._service.log("session.opened", session=session.id, agent=agent.name, mode=mode)
        self._tell()
        return session

    async def _opened(self, agent: Agent, tenant: Tenant, stage: Stage, mode: str) -> Session:
        stream = await self.making.at_desk(Stream.begun, stage)
        name = f"s{self._service.index}-{secrets.token_hex(8)}"
        session = Session(name, agent, stage, stream, self.making, self._brain(agent, tenant), self._service)
        if mode == "stream":
            session.kind = "wav"
            session.film = await self._film(session)
        return session

    async def _measured(self, agent: Agent, stage: Stage, mode: str) -> str:
        """Find out what speech costs an agent, the first time; give the name of that cost."""
        name = f"{stage.shape[:16]}-{mode}"
        async with self._measuring:
            if not self.capacity.knows(name):
                making = await measured_speech(self.making, stage, agent.language)
                drawing = await asyncio.to_thread(measured_film, stage) if mode == "stream" else 0.0
                self.capacity.expect(name, making, is_kept=agent.brain.kind == "faq", drawing=drawing)
                self._service.log("session.cost", mode=mode, making=making, drawing=drawing)
        return name

    async def _film(self, session: Session) -> Film:
        stage, stream = session.stage, session.stream
        await asyncio.to_thread(self.studio.prepare, stage)
        begins = await asyncio.to_thread(lambda: opening(stage.request.settings.film, stream.metadata()))

        def refused(fault: Exception) -> None:
            session.failed("refused", str(fault), None)
            self.end(session)

        return Film(stage, stream, session.outbox, self.studio, self.making, refused, begins)

    def end(self, session: Session) -> None:
        """End a session."""
        if self.sessions.pop(session.id, None) is None:
            return
        session.close()
        self.capacity.give(session.costs)
        if connection := self.connections.pop(session.id, None):
            connection.leave(OVER)
        self._service.log("session.ended", session=session.id)
        self._tell()

    async def stage(self, agent: Agent, tenant: Tenant) -> Stage:
        """Give an agent's portrait, ready: made once, and anew when its picture has changed."""
        place = await self.making.at_desk(PortraitStore(home=tenant.home.data).resolve, agent.portrait)
        status = place.stat()
        name = (tenant.name, agent.name, str(place), status.st_mtime_ns, status.st_size)
        return await self._stages.get(name, lambda: asyncio.to_thread(set_stage, request_of(agent), tenant.home))

    async def idle(self, session: Session) -> bytes:
        """Give the loop of motion while nobody speaks."""
        return await self._loop(session.stage)

    async def _loop(self, stage: Stage) -> bytes:
        return await self._idle.get(
            stage.shape, lambda: asyncio.to_thread(lambda: motion_payload(stage.rest(IDLE_SECONDS).motion))
        )

    def _worked(self, costs: str, spent: float, seconds: float) -> None:
        self.capacity.worked(costs, spent, seconds)
        self._service.metrics.observe("real_time_factor", spent / seconds, kind="speech")

    def _alarmed(self, stage: Stage, verdict: Verdict) -> None:
        note_alarm(verdict, stage.home.data, stage.portrait.content_hash)
        self._service.identity_alarm("session", verdict.likeness or 0.0, verdict.floor)

    def _brain(self, agent: Agent, tenant: Tenant) -> Brain:
        if agent.name not in self._brains:
            self._brains[agent.name] = open_brain(agent, tenant.home, PURPOSE)
        return self._brains[agent.name]

    async def _sweep(self) -> None:
        busy, before = 0.0, moment()
        while True:
            await asyncio.sleep(_SWEEP)
            now, workshop = moment(), self.making.workshop
            self.capacity.busy((workshop.busy - busy) / (workshop.threads * (now - before)))
            busy, before = workshop.busy, now
            self._service.metrics.gauge("queue", workshop.waiting, kind="speech")
            for session in list(self.sessions.values()):
                if connection := self.connections.get(session.id):
                    session.seen = now
                    connection.require_pace()
                elif now - session.seen > ALONE:
                    self.end(session)

    def _tell(self) -> None:
        for mode in ("browser", "stream"):
            count = sum(session.mode == mode for session in self.sessions.values())
            self._service.metrics.gauge("sessions", count, mode=mode)
        self._service.metrics.gauge("sessions_capacity", self.capacity.room)


def request_of(agent: Agent) -> ClipRequest:
    """Write down what everything is like that an agent says."""
    request = ClipRequest.from_options(
        "",
        agent.portrait,
        voice=agent.voice,
        size=agent.size,
        language=agent.language,
        purpose=PURPOSE,
        channel=CHANNEL,
    )
    motion = replace(request.settings.motion, lead_in=LEAD_IN, lead_out=LEAD_OUT)
    film = replace(request.settings.film, crf=CRF)
    return replace(request, settings=replace(request.settings, motion=motion, film=film))
