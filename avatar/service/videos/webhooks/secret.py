"""What a tenant's messages are signed with."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.service.videos.database import service_folder

if TYPE_CHECKING:
    from pathlib import Path

PREFIX = "whsec_"
_NAME = "webhook_secret"


def webhook_secret(data: Path) -> str:
    """Give the secret of a home's data, and make it where there is none."""
    place = service_folder(data) / _NAME
    with suppress(FileNotFoundError):
        return place.read_text(encoding="ascii").strip()
    _write(place, _new(), is_first=True)
    return place.read_text(encoding="ascii").strip()


def renew_secret(data: Path) -> str:
    """Make another secret: from now on messages are signed with it."""
    secret = _new()
    _write(service_folder(data) / _NAME, secret, is_first=False)
    return secret


def key_of(secret: str) -> bytes:
    """Give the bytes that sign."""
    return base64.b64decode(secret.removeprefix(PREFIX))


def _new() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def _write(place: Path, secret: str, *, is_first: bool) -> None:
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
    if is_first:
        with suppress(FileExistsError):
            os.link(part, place)  # whoever comes first has made it
        part.unlink()
    else:
        part.replace(place)
