"""Headers that every answer bears."""

from __future__ import annotations

PAGE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""what a page of ours may load: nothing from elsewhere, no code in the page itself"""
OTHER_CSP = "default-src 'none'; frame-ancestors 'none'"
"""what anything else may load if somebody opens it as a page"""
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(self)"),
)
Headers = list[tuple[bytes, bytes]]


def secured(headers: Headers, path: str, *, is_https: bool) -> Headers:
    """Add what is missing; what a room has said itself stays."""
    said = {name.lower(): value for name, value in headers}
    is_page = said.get(b"content-type", b"").startswith(b"text/html")
    wanted = [*_ALWAYS, (b"content-security-policy", (PAGE_CSP if is_page else OTHER_CSP).encode())]
    if path.startswith("/v1/"):
        wanted.append((b"cache-control", b"no-store"))
    if is_https:
        wanted.append((b"strict-transport-security", b"max-age=31536000"))
    return [*headers, *((name, value) for name, value in wanted if name not in said)]
