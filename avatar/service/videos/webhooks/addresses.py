"""Where messages may go: https to the open internet, and nowhere inside.

A name is looked up once, all its addresses are checked, and the connection goes to the address that was checked: a
name that leads elsewhere a moment later leads nowhere here.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Lookup = Callable[[str, int], Sequence[str]]

_PORTS = range(1, 65536)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes."""

    url: str
    """as it was given"""
    host: str
    """name, for the certificate and the Host header"""
    port: int
    address: str
    """that was checked"""
    is_secure: bool
    """https"""


def check_url(url: str, *, has_loopback: bool = False) -> SplitResult:
    """Read a webhook's address. Raise `InputError` for one that cannot be right, before anything is looked up."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise InputError(f"The webhook {url[:200]!r} is no address; give one like https://example.com/hook.") from None
    if not host or parts.username is not None or parts.password is not None:
        raise InputError(
            "The webhook needs a host and no name or password in it; give one like https://example.com/hook."
        )
    if port is not None and port not in _PORTS:
        raise InputError(f"The webhook's port {port} is none; give one from 1 to 65535, or none.")
    literal = _literal(host)
    is_here = host == "localhost" or (literal is not None and literal.is_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and has_loopback and is_here):
        raise InputError(
            "The webhook must be an https address; http is only for this machine, where the settings say so."
        )
    if literal is not None and not _is_open(literal, has_loopback=has_loopback):
        raise _closed(host)
    return parts


def resolve(url: str, *, has_loopback: bool = False, lookup: Lookup | None = None) -> Target:
    """Look a webhook's name up and check all its addresses. Raise `InputError` for one that is not of the internet."""
    parts = check_url(url, has_loopback=has_loopback)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    try:
        found = (lookup or _look_up)(host, port)
    except (OSError, UnicodeError):
        raise InputError(f"The webhook's host {host!r} has no address; check its name.") from None
    for each in found:
        if not _is_open(ipaddress.ip_address(each.partition("%")[0]), has_loopback=has_loopback):
            raise _closed(host)
    if not found:
        raise InputError(f"The webhook's host {host!r} has no address; check its name.")
    return Target(url, host, port, found[0], is_secure)


def _look_up(host: str, port: int) -> list[str]:
    return [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_open(address: Address, *, has_loopback: bool) -> bool:
    """Tell whether an address is one of the internet's, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_open(inner, has_loopback=has_loopback)
    if address.is_loopback:
        return has_loopback
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _closed(host: str) -> InputError:
    return InputError(
        f"The webhook's host {host!r} lies inside a network, where no message goes; give one of the internet."
    )
