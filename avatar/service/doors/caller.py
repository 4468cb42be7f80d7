"""Who calls: found out for every request before anything is done for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from starlette.requests import HTTPConnection

from avatar.service.config import Tenant
from avatar.service.doors.addresses import address_of
from avatar.service.doors.keys import EVERYTHING
from avatar.service.doors.origins import Whence, is_let_in, is_loopback, whence
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.service.config import Agent
    from avatar.service.state import Service

USUAL = "default"
"""the tenant of whoever needs no key"""
GUESSES = 30.0
"""wrong keys a minute that an address may show"""
_ASKING = {"WWW-Authenticate": "Bearer"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has been let in."""

    tenant: Tenant
    """whose home is used: nothing of another tenant's is there for them"""
    scopes: frozenset[str]
    """of `keys.SCOPES`, what they may do"""
    agent: str | None = None
    """name of the only agent that they may speak with, where its page or its token has let them in; None: any"""
    id: str = ""
    """for logs and rates: of a key its id; "": no key was needed"""


def caller(scope: str) -> Callable[[HTTPConnection], Caller]:
    """Give a dependency for routes and WebSockets, `Depends(caller("videos"))`, that says who calls.

    It raises `Problem` 401 without a key where one is needed, and 403 for a key or a page that may not do this.
    """

    def find(connection: HTTPConnection) -> Caller:
        return who(connection, scope)

    find.scope = scope  # type: ignore[attr-defined]  # for /openapi.json
    return find


def who(connection: HTTPConnection, scope: str) -> Caller:
    """Say who calls for something of a scope. Raise `Problem` 401 or 403."""
    service, shown = cast("Service", connection.app.state.service), _shown_key(connection)
    if shown is not None and service.keys:  # where nobody needs one, programs that cannot do without send any
        return _by_key(service, shown, scope, address_of(connection.scope))
    where = whence(connection, service.config.server)
    if not service.keys:
        return _on_this_machine(service, where)
    raise Problem(401, "no-key", "A key is needed: send it as Authorization: Bearer KEY.", _ASKING)


def visitor(connection: HTTPConnection, agent: str) -> Caller:
    """Say who calls to speak with an agent: by a key for "sessions", or from a page among the agent's origins.

    Raise `Problem` 401 or 403, and 404 for an agent that is not there for this caller.
    """
    service = cast("Service", connection.app.state.service)
    chosen = service.agent(agent)
    where = whence(connection, service.config.server)
    if _shown_key(connection) is None and where.origin:
        if chosen is not None and is_let_in(chosen, where) and (owner := service.tenant(chosen.tenant)) is not None:
            _require_our_name(service, where)
            if (address := address_of(connection.scope)) and connection.scope.get("method") == "POST":
                sessions = service.config.limits.sessions
                service.rates.require(f"sessions {address}", sessions, max(1.0, sessions / 2), "session")
            return Caller(owner, frozenset({"sessions"}), chosen.name)
        if service.keys or not where.is_own:
            raise _foreign(where)
    found = who(connection, "sessions")
    require_agent(found, chosen, agent)
    return found


def require_agent(found: Caller, agent: Agent | None, name: str) -> None:
    """Raise `Problem` 404 for an agent that is not there, or not for this caller."""
    if agent is None or agent.tenant != found.tenant.name or found.agent not in (None, agent.name):
        raise Problem(404, "no-agent", f"There is no agent {name!r}; [agents] in the server's settings names them.")


def _shown_key(connection: HTTPConnection) -> str | None:
    header = connection.headers.get("authorization")
    if header is None:
        return None
    scheme, _, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _by_key(service: Service, shown: str, scope: str, address: str) -> Caller:
    key = service.keys.find(shown)
    tenant = service.tenant(key.tenant) if key else None
    if key is None or tenant is None:
        if address:
            service.rates.require(f"guesses {address}", GUESSES, GUESSES, "wrong key")
        raise Problem(401, "bad-key", "This key is none of this service's; ask its operator for one.", _ASKING)
    limits = service.config.limits
    service.rates.require(f"key {key.digest}", limits.requests, limits.at_once)
    if scope not in key.scopes:
        raise Problem(403, "scope", f"This key is not good for {scope!r}; ask the operator for one that is.")
    return Caller(tenant, key.scopes, id=key.id)


def _on_this_machine(service: Service, where: Whence) -> Caller:
    """Let in whoever is on this machine, but no page of somebody else's that a browser on it shows."""
    _require_our_name(service, where)
    if where.is_foreign:
        raise _foreign(where)
    tenant = service.tenant(USUAL) or service.config.tenants[0]
    return Caller(tenant, EVERYTHING)


def _require_our_name(service: Service, where: Whence) -> None:
    if not service.keys and not is_loopback(where.host):
        raise Problem(403, "host", "Without a key this service answers on this machine only; ask for http://127.0.0.1.")


def _foreign(where: Whence) -> Problem:
    named = where.origin or "another site"
    return Problem(403, "foreign-origin", f"A page of {named} may not do this; add its origin to the agent's origins.")
