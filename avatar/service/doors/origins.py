"""Where a request comes from: which page has sent it, and by which name it has found us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from avatar.service.config import Agent, ServerSettings

OWN = "own"
"""among an agent's origins: pages that this service sends itself"""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Whence:
    """What the headers of a request say of it. A browser cannot be made to lie here; other programs can."""

    host: str
    """as asked for, with its port"""
    origin: str
    """of the page, such as https://www.bank.example; "": no page, or a page that asks for something of its own"""
    is_foreign: bool
    """a page of another site has caused it"""
    is_own: bool
    """of a page that this service has sent"""


def whence(connection: HTTPConnection, server: ServerSettings) -> Whence:
    """Read where a request comes from.

    A page that calls itself by our name is ours only if the name is one that we know to be ours: a stranger's name can
    be made to lead here (DNS rebinding), and its pages then name it as host and origin alike.
    """
    host, origin = connection.headers.get("host", ""), connection.headers.get("origin", "")
    ours = {plain_origin(server.public_url)} if server.public_url else set()
    if is_loopback(host):
        ours |= {f"http://{host}", f"https://{host}"}
    site = connection.headers.get("sec-fetch-site", "")
    is_foreign = site in ("cross-site", "same-site") if not origin else origin not in ours
    return Whence(host, origin, is_foreign, origin in ours)


def is_let_in(agent: Agent, where: Whence) -> bool:
    """Tell whether a page may speak with an agent without a key."""
    return where.origin in agent.origins or (where.is_own and OWN in agent.origins)


def is_loopback(host: str) -> bool:
    """Tell whether a host, with or without a port, is this very machine by a name that leads nowhere else."""
    try:
        return (urlsplit(f"//{host}").hostname or "") in _LOOPBACK
    except ValueError:
        return False


def plain_origin(url: str) -> str:
    """Give the origin of an address: scheme, host and port, where that is not the scheme's own."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
