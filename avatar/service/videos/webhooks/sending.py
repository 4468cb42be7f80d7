"""One message to the address that was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.service.videos.webhooks.addresses import Target

SECONDS = 15.0
"""to connect, and to answer"""


async def send(target: Target, headers: Mapping[str, str], body: bytes) -> int:
    """Post a message and give the status of the answer; 0 where there was none.

    No redirection is followed, and no proxy is asked: either would go where nobody has looked.
    """
    import httpx

    scheme = "https" if target.is_secure else "http"
    named = httpx.URL(target.url)
    url = named.copy_with(scheme=scheme, host=target.address, port=target.port)
    usual = 443 if target.is_secure else 80
    own = f"[{target.host}]" if ":" in target.host else target.host
    told = {"host": own if target.port == usual else f"{own}:{target.port}", "user-agent": "avatar-webhooks/1"}
    async with httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False) as client:
        try:
            async with client.stream(
                "POST",
                url,
                content=body,
                headers={**headers, **told},
                extensions={"sni_hostname": target.host} if target.is_secure else {},
            ) as answer:
                return answer.status_code  # whatever the answer says is not read
        except (httpx.HTTPError, OSError, ValueError):
            return 0
