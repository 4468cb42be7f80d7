"""Portraits of the tenants, by name, warm in memory: one place that gives them to whoever draws or shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import PortraitError
from avatar.portrait.cards import checked_name
from avatar.portrait.resident import Resident
from avatar.portrait.store import PortraitStore
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.portrait.cards import PortraitCard
    from avatar.service.config import Tenant
    from avatar.service.metrics import Metrics

MB = 1_000_000


class Portraits:
    """Give portraits to threads of this process. Whether they may be shown is not asked here: the gate does."""

    def __init__(self, megabytes: float, metrics: Metrics | None = None) -> None:
        """Keep the last used ones in so much memory, by the content of their photos: the same photo is kept once."""
        self._resident, self._metrics = Resident(int(megabytes * MB)), metrics

    def store(self, tenant: Tenant) -> PortraitStore:
        """Give a tenant's portraits to `pipeline.prepare`: names alone count, no path leads anywhere."""
        return PortraitStore(home=tenant.home.data, resident=self._resident, names_only=True)

    def card(self, tenant: Tenant, name: str) -> PortraitCard:
        """Give what a tenant's portrait says of itself. Raise `Problem` 404 for a name that is none of theirs."""
        try:
            return self.store(tenant).show(checked_name(name))
        except PortraitError:
            raise Problem(
                404, "no-portrait", "There is no portrait of this name; GET /v1/portraits lists them."
            ) from None

    def get(self, tenant: Tenant, name: str) -> Portrait:
        """Give a tenant's portrait, taken apart. Raise `Problem` 404 for a name that is none of theirs."""
        self.card(tenant, name)
        portrait = self.store(tenant).load_or_enroll(name)
        if self._metrics:
            count, size = self._resident.held
            self._metrics.gauge("portraits_resident", count)
            self._metrics.gauge("portraits_resident_bytes", size)
        return portrait
