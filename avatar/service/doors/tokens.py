"""Tokens: short-lived leave for one thing, which every process of the service can check and nobody else can make."""

from __future__ import annotations

import base64
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

from avatar.outside.documents import parsed
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 2048
"""characters of a token; ours are shorter"""


class Tokens:
    """Issue tokens and read them, signed with HMAC-SHA256. What a token says can be read by whoever holds it."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        """Take the secret that all processes share, and the clock."""
        self._secret, self._clock = secret, clock

    def issue(self, kind: str, seconds: float, **claims: str) -> str:
        """Make a token of a kind ("session", "rig") that is good for so many seconds."""
        content = json.dumps({"k": kind, "x": round(self._clock() + seconds, 3), "c": claims}, separators=(",", ":"))
        payload = _spelled(content.encode())
        return f"{payload}.{self._signature(payload)}"

    def read(self, token: str, kind: str) -> dict[str, str]:
        """Give what a token of this kind says. Raise `Problem` 401, "expired-token" or "bad-token"."""
        payload, _, signature = token.partition(".")
        is_ours = len(token) <= LONGEST and hmac.compare_digest(
            self._signature(payload).encode(), signature.encode("utf-8", "replace")
        )
        if not is_ours or (content := _content(payload))["k"] != kind:
            raise Problem(401, "bad-token", "This token was not issued here for this; ask for a new one.")
        if content["x"] <= self._clock():
            raise Problem(401, "expired-token", "This token has expired; ask for a new one.")
        claims: dict[str, str] = content["c"]
        return claims

    def _signature(self, payload: str) -> str:
        return _spelled(hmac.digest(self._secret, payload.encode("utf-8", "replace"), "sha256"))


def _spelled(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _content(payload: str) -> dict[str, Any]:
    """Read a payload of ours: its signature has been checked."""
    content: dict[str, Any] = parsed(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return content
