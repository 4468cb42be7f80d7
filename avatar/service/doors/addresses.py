"""Addresses, as rates count them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.service.asgi import Scope


def address_of(scope: Scope) -> str:
    """Give the address from which a request comes, of IPv6 the network; "" for this machine itself."""
    try:
        address = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None) or address
    if mapped.is_loopback:
        return ""
    if mapped.version == 6:
        return str(ipaddress.ip_network((mapped, 64), strict=False).network_address)
    return str(mapped)
