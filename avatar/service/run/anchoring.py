"""Anchoring the tenants' homes elsewhere while the service runs, beside its processes: none waits for it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.ledger.anchors import put_if_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.service.config import Tenant
    from avatar.service.logs import Log

_LOOK = 30.0
"""s between looks whether it is time"""


@contextmanager
def anchoring(tenants: Sequence[Tenant], log: Log, look: float = _LOOK) -> Iterator[None]:
    """Look after every tenant's home as long as the block; what fails is a line of the service's log."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.wait(look):
            for tenant in tenants:
                if put_if_due(tenant.home.data):
                    log("anchor.failed", tenant=tenant.name)

    threading.Thread(target=work, name="anchoring", daemon=True).start()
    try:
        yield
    finally:
        is_over.set()
