"""What lives as long as a process of the service, handed to every room."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from avatar.service.doors.keys import Keys
from avatar.service.doors.rates import Rates
from avatar.service.doors.tokens import Tokens
from avatar.service.logs import Log, place_of
from avatar.service.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from avatar.service.config import Agent, ServiceConfig, Tenant

_MARGIN = 2.0
"""seconds beyond the grace after which a room that does not come to an end is left"""


@dataclass(slots=True)
class Service:
    """One process of the service."""

    config: ServiceConfig
    index: int = 0
    """which of the processes this is, 0 is the first"""
    processes: int = 1
    """how many there are"""
    keys: Keys = field(default_factory=Keys)
    """of those who may come in; without any, whoever is on this machine"""
    tokens: Tokens = field(default_factory=lambda: Tokens(secrets.token_bytes(32)))
    """short-lived leave for one thing"""
    rates: Rates = field(default_factory=Rates)
    """how often somebody may come"""
    metrics: Metrics = field(default_factory=Metrics)
    """figures for Prometheus"""
    log: Log = field(default_factory=Log)
    """`service.log("session.opened", session="s0-...", ms=12)`: ids and numbers only"""
    rooms: dict[str, Any] = field(default_factory=dict)
    """what a room keeps as long as the process lives, by the room's name"""
    on_start: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """what rooms do before the first request, in this order; a router may add to it"""
    on_stop: list[Callable[[float], Awaitable[None]]] = field(default_factory=list)
    """what rooms finish when the process is to end, within so many seconds, all at once; after them it is closed"""
    checks: dict[str, Callable[[], str]] = field(default_factory=dict)
    """by name, what /readyz asks: gives "" where all is well, else a sentence without names"""
    is_stopping: bool = False
    """no new work is taken"""

    def tenant(self, name: str) -> Tenant | None:
        """Find a tenant."""
        return next((each for each in self.config.tenants if each.name == name), None)

    def agent(self, name: str) -> Agent | None:
        """Find an agent."""
        return next((each for each in self.config.agents if each.name == name), None)

    def identity_alarm(self, kind: str, likeness: float, floor: float) -> None:
        """Tell that a face was shown that is not the portrait's, in a `session`, a `stream` or a `video`."""
        self.metrics.count("identity_alarms", kind=kind)
        self.log("identity.alarm", kind=kind, likeness=likeness, floor=floor)

    async def stop(self) -> None:
        """Take no new work, and let the rooms finish what they are at, within the server's grace; once."""
        if self.is_stopping:
            return
        self.is_stopping = True
        grace = self.config.server.grace
        ended = await asyncio.gather(
            *(asyncio.wait_for(stop(grace), grace + _MARGIN) for stop in self.on_stop), return_exceptions=True
        )
        for fault in ended:
            if isinstance(fault, BaseException):
                self.log("stop.fault", **place_of(fault))
