"""Who may use the studio: whoever sits at this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from starlette.requests import HTTPConnection

from avatar.service.doors.caller import Caller, who
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from avatar.service.state import Service


def owner(connection: HTTPConnection) -> Caller:
    """Let in whoever sits at this machine. Raise `Problem` 403 for everybody else.

    A service with keys has other people's pages before it: there the studio stays shut.
    """
    service = cast("Service", connection.app.state.service)
    if service.keys:
        raise Problem(
            403,
            "studio",
            "The studio is for one person on their own machine; start avatar serve --studio without keys.",
        )
    return who(connection, "admin")
