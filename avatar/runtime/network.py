"""How this process reaches other machines: by which proxy, whom it trusts, how long it waits.

Only an edge may let the environment count (`runtime.environment`); below it `Network.of_this_process` is asked.
"""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from avatar.errors import AvatarError
from avatar.runtime.environment import environment_counts, variable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3 import PoolManager
    from urllib3.response import BaseHTTPResponse

MOST_REDIRECTS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_SCHEMES = ("http", "https")


class UnreachableError(AvatarError):
    """Say why a machine was not reached, or broke off, so that it may be tried again."""


class UnacceptableError(AvatarError):
    """Say why a machine's answer, or the way to it, is no good however often it is tried."""


@dataclass(frozen=True, slots=True)
class Network:
    """The way to other machines."""

    proxies: Mapping[str, str] = field(default_factory=dict)
    """proxy by scheme, {"https": "http://proxy:3128"}"""
    direct: str = ""
    """hosts that are reached without a proxy, as in NO_PROXY"""
    authorities: str = ""
    """file with the certificates that are trusted; "": the system's"""
    connect_s: float = 10.0
    """s that a connection may take"""
    silence_s: float = 30.0
    """s that a machine may be silent"""

    @classmethod
    def of_this_process(cls) -> Network:
        """Give the way that the environment names, where an edge has let it count; else the straight one."""
        if not environment_counts():
            return cls()
        from urllib.request import getproxies

        named = getproxies()
        certificates = variable("SSL_CERT_FILE") or variable("REQUESTS_CA_BUNDLE")
        return cls(
            {scheme: named[scheme] for scheme in _SCHEMES if named.get(scheme)}, named.get("no", ""), certificates
        )


class Connections:
    """Connections to other machines, kept open between requests. Use it as a context manager, or `close` it."""

    def __init__(self, network: Network) -> None:
        import urllib3

        self._network = network
        common: dict[str, Any] = {
            "timeout": urllib3.Timeout(connect=network.connect_s, read=network.silence_s),
            "retries": False,
        }
        if network.authorities:
            common["ca_certs"] = network.authorities
        self._straight = urllib3.PoolManager(**common)
        self._through = {scheme: self._proxied(proxy, common) for scheme, proxy in network.proxies.items()}

    def __enter__(self) -> Connections:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close them all."""
        for pool in (self._straight, *self._through.values()):
            pool.clear()

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None, *, same_host: bool = False
    ) -> BaseHTTPResponse:
        """Send a request and give the answer, whose body is not read yet; redirects are followed.

        Never from https to http, and with `same_host` never to another host. Raise `UnreachableError` for what may go
        better the next time, and `UnacceptableError` for what will not.
        """
        first = url
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(method, url, headers, body)
            target = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not target:
                return answer
            answer.drain_conn()
            answer.release_conn()
            url = self._followed(url, target, same_host=same_host)
            if answer.status == 303:
                method, body = "GET", None
        raise UnacceptableError(f"{first} leads from one place to the next without end")

    def _once(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> BaseHTTPResponse:
        import urllib3

        host = urlsplit(url).hostname or ""
        try:
            return self._pool(url).request(
                method, url, body=body, headers=dict(headers), preload_content=False, redirect=False
            )
        except urllib3.exceptions.ProxyError as fault:
            raise UnreachableError(f"the proxy for {host} does not let it through ({_reason(fault)})") from fault
        except urllib3.exceptions.SSLError as fault:
            raise UnacceptableError(f"the certificate of {host} is not trusted ({_reason(fault)})") from fault
        except (urllib3.exceptions.LocationParseError, urllib3.exceptions.URLSchemeUnknown) as fault:
            raise UnacceptableError(f"{url!r} is no address of a web server") from fault
        except (urllib3.exceptions.HTTPError, OSError) as fault:
            raise UnreachableError(f"{host} does not answer ({_reason(fault)})") from fault

    def _pool(self, url: str) -> PoolManager:
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise UnacceptableError(f"{url!r} is no address of a web server")
        proxy = self._through.get(parts.scheme)
        return self._straight if proxy is None or self._is_direct(parts.netloc) else proxy

    def _is_direct(self, netloc: str) -> bool:
        from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

        return bool(proxy_bypass_environment(netloc, {"no": self._network.direct}))

    @staticmethod
    def _proxied(proxy: str, common: dict[str, Any]) -> PoolManager:
        import urllib3
        from urllib3.util import parse_url

        where = parse_url(proxy if "://" in proxy else f"http://{proxy}")
        given = urllib3.make_headers(proxy_basic_auth=where.auth) if where.auth else None
        return urllib3.ProxyManager(where._replace(auth=None).url, proxy_headers=given, **common)

    @staticmethod
    def _followed(url: str, target: str, *, same_host: bool) -> str:
        there = urljoin(url, target)
        old, new = urlsplit(url), urlsplit(there)
        if old.scheme == "https" and new.scheme != "https":
            raise UnacceptableError(f"{old.hostname} leads to {new.hostname}, which is not encrypted")
        if same_host and (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise UnacceptableError(f"{old.hostname} leads to another host, {new.hostname}, which is not given the key")
        return there


def retry_after(answer: BaseHTTPResponse) -> float | None:
    """Give how long a machine asks to wait, s; None where it does not say."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().get_retry_after(answer)
    except InvalidHeader:
        return None


def _reason(fault: BaseException) -> str:
    """Give the innermost reason on one line."""
    import urllib3

    if isinstance(fault, urllib3.exceptions.NameResolutionError):
        return "nobody knows that name"
    if isinstance(fault, urllib3.exceptions.TimeoutError):
        return "it takes too long"
    inner: object = getattr(fault, "reason", None) or getattr(fault, "original_error", None) or fault
    said = str(inner).rpartition(": ")[2] or type(inner).__name__
    return " ".join(said.split())
