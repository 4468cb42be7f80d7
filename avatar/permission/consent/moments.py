"""Points in time as records write them: RFC 3339, UTC, whole seconds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from avatar.errors import InputError

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> datetime:
    """Read the clock, UTC."""
    return datetime.now(timezone.utc)


def written(moment: datetime) -> str:
    """Write a moment, like 2026-11-21T14:00:00Z."""
    return moment.astimezone(timezone.utc).strftime(_FORM)


def read_moment(text: str) -> datetime:
    """Read a moment as `written` writes it. Raise `InputError` if it is not one."""
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=timezone.utc)
    except ValueError as fault:
        raise InputError(f"{text[:40]!r} is not a moment in UTC; write it like 2026-11-21T14:00:00Z.") from fault


def after(moment: datetime, days: int) -> datetime:
    """Give the moment that many days later."""
    return moment + timedelta(days=days)
