"""The three headers that say which message it is, when it was sent, and that it is ours."""

from __future__ import annotations

import base64
import hmac

from avatar.service.videos.webhooks.secret import key_of


def headers(secret: str, message: str, seconds: int, body: bytes) -> dict[str, str]:
    """Sign a message: HMAC-SHA256 over id.timestamp.body, version 1."""
    signed = b".".join((message.encode(), str(seconds).encode(), body))
    signature = base64.b64encode(hmac.digest(key_of(secret), signed, "sha256")).decode("ascii")
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{signature}",
        "content-type": "application/json",
    }
