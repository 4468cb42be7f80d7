"""An OpenAI-compatible endpoint, as an agent's settings name one: its address, its key, and the connections to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from avatar.errors import InputError
from avatar.runtime.environment import environment_counts, variable

if TYPE_CHECKING:
    import httpx

CONNECT = 5.0
"""s that a connection may take"""
_MOST, _KEPT = 200, 20
"""connections at a time, and of those that are kept for the next request"""


class Named(Protocol):
    """Settings that name an endpoint."""

    @property
    def url(self) -> str:
        """Say where it is, with or without the ending of what is asked there."""
        ...

    @property
    def model(self) -> str:
        """Name who is asked there."""
        ...

    @property
    def key_env(self) -> str:
        """Name the environment variable that holds its key; "": it asks for none."""
        ...

    @property
    def seconds(self) -> float:
        """Say how long it may take."""
        ...


class Endpoint:
    """One endpoint. Its connections stay open for the next request."""

    def __init__(self, settings: Named, place: str, ending: str, example: tuple[str, str]) -> None:
        """Check the settings that stand at a `place` of the file; `ending` is the path of what is asked there.

        `example` is a url and a model. Raise `InputError` that names the setting to correct.
        """
        parts = urlsplit(settings.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f'{place} has no url that can be asked ({settings.url!r}); write one such as url = "{example[0]}".'
            )
        if not settings.model:
            raise InputError(f'{place} has no model; write its name at the endpoint, such as model = "{example[1]}".')
        if settings.key_env and not variable(settings.key_env):
            raise InputError(
                f"The variable {settings.key_env!r}, which key_env of {place} names, is not set; set it before the "
                "server starts."
            )
        self._settings = settings
        self.host = parts.netloc.rpartition("@")[2]
        """for the operator's log"""
        self.address = settings.url.rstrip("/").removesuffix(ending) + ending
        """of what is asked"""
        self._client: httpx.AsyncClient | None = None

    @property
    def client(self) -> httpx.AsyncClient:
        """Give the connections."""
        import httpx

        if self._client is None:
            seconds = self._settings.seconds
            time = httpx.Timeout(seconds, connect=min(CONNECT, seconds))
            limits = httpx.Limits(max_connections=_MOST, max_keepalive_connections=_KEPT)
            self._client = httpx.AsyncClient(timeout=time, limits=limits, trust_env=environment_counts())
        return self._client

    def headers(self, accepts: str = "application/json") -> dict[str, str]:
        """Give what every request says: what it accepts, and the key, read anew each time."""
        key = variable(self._settings.key_env).strip() if self._settings.key_env else ""
        return {"Accept": accepts} | ({"Authorization": f"Bearer {key}"} if key else {})

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client:
            await client.aclose()
