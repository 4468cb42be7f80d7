"""What lives as long as a process of the service, handed to every room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from avatar.service.config import Agent, ServiceConfig, Tenant


@dataclass(slots=True)
class Service:
    """One process of the service."""

    config: ServiceConfig
    index: int = 0
    """which of the processes this is, 0 is the first"""
    rooms: dict[str, Any] = field(default_factory=dict)
    """what a room keeps as long as the process lives, by the room's name"""

    def tenant(self, name: str) -> Tenant | None:
        """Find a tenant."""
        return next((each for each in self.config.tenants if each.name == name), None)

    def agent(self, name: str) -> Agent | None:
        """Find an agent."""
        return next((each for each in self.config.agents if each.name == name), None)
