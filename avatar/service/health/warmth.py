"""What is made ready before the first visitor comes, beside everything else: loops, portraits, voices."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.errors import AvatarError
from avatar.service.logs import place_of
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.service.config import Agent
    from avatar.service.state import Service


_HASTE = 0.3
"""s that a stop waits for what is being made ready: nobody needs it any more"""


class Warmth:
    """Warm one process."""

    def __init__(self, service: Service) -> None:
        """Take whose agents are to be ready."""
        self._service = service
        self._waiting = len(service.config.agents)
        self._cold, self._mute = 0, 0
        self._thread: threading.Thread | None = None

    async def begin(self) -> None:
        """Begin on a thread of its own; the port is open meanwhile."""
        self._thread = threading.Thread(target=self._warm, name="avatar-warm")
        self._thread.start()

    async def end(self, seconds: float) -> None:
        """Begin nothing more, and let what is being made ready come to its end if that is soon."""
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join, min(seconds, _HASTE))

    def portraits(self) -> str:
        """Say whether all portraits are in memory."""
        if self._waiting:
            return f"{self._waiting} portraits are being made ready."
        return f"{self._cold} portraits cannot be shown; the log says which agents'." if self._cold else ""

    def voices(self) -> str:
        """Say whether all voices can be loaded."""
        return f"{self._mute} voices cannot be loaded; the log says which agents'." if self._mute else ""

    def _warm(self) -> None:
        from avatar.runtime.precompile import preparing
        from avatar.runtime.watch import unwatched

        began = time.perf_counter()
        with suppress(AvatarError), preparing(unwatched) as compiled:
            compiled()
        for agent in self._service.config.agents:
            if self._service.is_stopping:
                return
            self._cold += not self._try(self._portrait, agent)
            self._mute += not self._try(self._voice, agent)
            self._waiting -= 1
        self._service.log("warm", agents=len(self._service.config.agents), ms=(time.perf_counter() - began) * 1000)

    def _try(self, step: Callable[[Agent], None], agent: Agent) -> bool:
        try:
            step(agent)
        except (AvatarError, Problem) as fault:
            self._service.log("warm.fault", agent=agent.name, **place_of(fault))
            return False
        return True

    def _portrait(self, agent: Agent) -> None:
        if (tenant := self._service.tenant(agent.tenant)) is not None:
            self._service.rooms["portraits"].get(tenant, agent.portrait)

    def _voice(self, agent: Agent) -> None:
        from avatar.clip.voice_choice import FAST
        from avatar.runtime.shortage import film_room
        from avatar.speech.engines import warm
        from avatar.speech.voices import default_voice, find_voice, voice_folders

        tenant = self._service.tenant(agent.tenant)
        folders = voice_folders(tenant.home.data if tenant else None)
        named, language = agent.voice, agent.language
        if named == FAST or (named is None and language == "auto"):
            return
        card = find_voice(named, folders) if named else default_voice(language, folders=folders)
        warm([card], film_room(*agent.size))
