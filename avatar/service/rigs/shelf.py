"""Rigs of the tenants: made once, kept in the caches of their homes, and had at addresses that are soon out of date."""

from __future__ import annotations

import threading
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from avatar.clip.giving import Given, lent, may_lend, tell
from avatar.clip.request import Occasion
from avatar.errors import AvatarError
from avatar.service.logs import place_of
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from avatar.service.config import Tenant
    from avatar.service.state import Service

SECONDS = 600.0
"""that an address is good for"""
OCCASION = Occasion("customer-service")
"""what a page shows somebody for"""
KIND = "rig"
"""of token"""


class Shelf:
    """Give rigs, and addresses at which they are had; the first time takes seconds, so it is asked on a thread."""

    def __init__(self, service: Service) -> None:
        """Take the process whose tenants' portraits they are."""
        self._service = service
        self._making = Lock()
        self._names: dict[tuple[str, str, str, tuple[int, int]], str] = {}

    def ticket(self, tenant: Tenant, portrait: str, size: tuple[int, int]) -> tuple[str, str]:
        """Give the path, with its token, at which a rig is had for ten minutes, and the rig's identifier.

        Raise `Problem` 404 where the tenant has no such portrait, and `RefusedError` where nobody has agreed that it is
        shown on pages.
        """
        found = self._service.rooms["portraits"].get(tenant, portrait)
        name = (found.content_hash, found.name, may_lend(found, OCCASION, tenant.home), size)
        if name not in self._names:
            self._names[name] = self._find(tenant, portrait, size).rig_id
        shape = f"{size[0]}x{size[1]}"
        token = self._service.tokens.issue(KIND, SECONDS, tenant=tenant.name, portrait=portrait, size=shape)
        return f"/v1/rigs/{quote(portrait, safe='')}.glb?token={token}", self._names[name]

    def give(self, tenant: Tenant, portrait: str, size: tuple[int, int], known: tuple[str, ...] = ()) -> Given:
        """Give a rig; that is logged, unless it is one of those that are `known`. Raise as `ticket` does."""
        given = self._find(tenant, portrait, size)
        if given.rig_id not in known:
            tell(given, tenant.home)
        return given

    async def begin(self) -> None:
        """Make the rigs of all agents, beside everything else; one of the processes does so for all."""
        if self._service.index == 0:
            threading.Thread(target=self._warm, name="avatar-rigs").start()

    def _find(self, tenant: Tenant, portrait: str, size: tuple[int, int]) -> Given:
        found = self._service.rooms["portraits"].get(tenant, portrait)
        with self._making:  # who comes second takes what the first has made
            return lent(found, size, OCCASION, tenant.home)

    def _warm(self) -> None:
        for number, agent in enumerate(self._service.config.agents):
            tenant = self._service.tenant(agent.tenant)
            if tenant is None or agent.mode != "browser" or self._service.is_stopping:
                continue
            try:
                self._find(tenant, agent.portrait, agent.size)
            except (AvatarError, Problem) as fault:
                self._service.log("rig.fault", agent=number, **place_of(fault))
