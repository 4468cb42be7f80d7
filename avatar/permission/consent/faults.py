"""Why a record does not allow the work."""

from __future__ import annotations

from avatar.errors import RefusedError


class ConsentError(RefusedError):
    """Say what an authorization lacks: a clause without a full stop, which the gate completes with the cure."""

    def __init__(self, reason: str, clause: str) -> None:
        super().__init__(clause)
        self.reason = reason
        """one word for programs: "absent", "forged", "untrusted", "incomplete", "early", "expired", "revoked", "list",
        "purpose", "channel", "language", "territory", "product", "licensee", "outputs", "clock\""""
