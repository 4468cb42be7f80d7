"""Why a record does not allow the work."""

from __future__ import annotations

from typing import ClassVar

from avatar.errors import InputError, RefusedError


class ConsentError(RefusedError):
    """Say what an authorization lacks: a clause without a full stop, which the gate completes with the cure."""

    def __init__(self, reason: str, clause: str) -> None:
        super().__init__(clause)
        self.reason = reason
        """one word for programs: "absent", "forged", "untrusted", "incomplete", "early", "expired", "revoked", "list",
        "purpose", "channel", "language", "territory", "product", "licensee", "outputs", "stores", "clock", "edit",
        "edited\""""


class ClockError(ConsentError):
    """Say that the computer's clock is wrong, so that no date can be checked: nobody has refused anything."""

    exit_code: ClassVar[int] = InputError.exit_code

    def __init__(self, clause: str) -> None:
        super().__init__("clock", clause)


def stated(reason: str, clause: str) -> ConsentError:
    """Make the fault that has this reason."""
    return ClockError(clause) if reason == "clock" else ConsentError(reason, clause)
