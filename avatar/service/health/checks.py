"""What has to be in order for the service to work: asked when somebody asks, at most every few seconds."""

from __future__ import annotations

import shutil
import tempfile
import time
from typing import TYPE_CHECKING

from avatar.errors import AvatarError

if TYPE_CHECKING:
    from avatar.service.config import Tenant
    from avatar.service.state import Service

_FRESH = 2.0
"""seconds that an answer holds"""
_ROOM = 200_000_000
"""bytes that have to be free for a film"""


class Readiness:
    """Ask all checks, and remember the answers for a moment."""

    def __init__(self, service: Service) -> None:
        """Take whose checks they are."""
        self._service = service
        self._at, self._told = -_FRESH, dict[str, str]()

    def ask(self) -> dict[str, str]:
        """Give each check's name with "" where all is well, else a sentence."""
        now = time.monotonic()
        if now - self._at >= _FRESH:
            checks = {"disk": self._disk, "ledger": self._ledger, **self._service.checks}
            self._told = {name: check() for name, check in checks.items()}
            self._at = now
        stopping = {"server": "The server is about to stop."} if self._service.is_stopping else {}
        return self._told | stopping

    def _disk(self) -> str:
        return next((told for tenant in self._service.config.tenants if (told := _room(tenant))), "")

    def _ledger(self) -> str:
        from avatar.clip.judged import require_log

        try:
            for tenant in self._service.config.tenants:
                require_log(tenant.home.data)
        except AvatarError:
            return "The log of a tenant cannot be written, or its key is not whole; `avatar audit verify` says more."
        return ""


def _room(tenant: Tenant) -> str:
    try:
        with tempfile.TemporaryFile(dir=tenant.home.data) as file:
            file.write(b"\0" * 4096)
            file.flush()
        free = shutil.disk_usage(tenant.home.data).free
    except OSError:
        return "The home of a tenant cannot be written; give its folder to the service's user."
    return "" if free > _ROOM else f"Only {free / 1e6:.0f} MB are free for a tenant's home; free some space."
