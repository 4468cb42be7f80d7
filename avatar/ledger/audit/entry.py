"""One line of the log: what is kept of an event, and how lines are chained."""

from __future__ import annotations

import getpass
import hashlib
import socket
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.ledger.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

BEFORE_FIRST = "0" * 64
"""What the first line of a log has for the hash of the one before."""
TORN = "log.torn"
"""Marks that the line before was not written to its end."""
RECOVERED = "log.recovered"
"""Marks that lines before were written, but a crash kept them from being signed."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is to be logged: hashes and ids, never a text, a name or a picture."""

    what: str
    """such as "render", "refuse", "review.approve\""""
    portrait: str = ""
    """sha256 of the portrait's pixels, hex"""
    authorization: str = ""
    """id of the authorization"""
    voice: str = ""
    """name of the voice"""
    text: str = ""
    """sha256 of the text, hex; see `text_sha256`"""
    models: Mapping[str, str] = field(default_factory=dict)
    """versions of what took part, by name"""
    output: str = ""
    """sha256 of the file that came out, hex"""
    decision: str = ""
    """allow, hold, refuse, approve or reject"""
    rules: tuple[str, ...] = ()
    """ids of the rules that objected"""
    details: Mapping[str, str] = field(default_factory=dict)
    """anything else that is short and not personal"""


def text_sha256(text: str) -> str:
    """Give the hash under which a text is logged and approved: of its NFC form without white space around it."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).strip().encode()).hexdigest()


def new_entry(event: Event, number: int, prev: str, *, is_watched: bool = False) -> dict[str, object]:
    """Give the line for an event: number, time, who, what, the hash of the line before and its own.

    Where the log `is_watched`, the line says so: a statement about all the stores of its home follows it.
    """
    entry: dict[str, object] = {
        "n": number,
        "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "who": _who(),
        "what": event.what,
        "portrait": event.portrait,
        "authorization": event.authorization,
        "voice": event.voice,
        "text": event.text,
        "models": dict(event.models),
        "output": event.output,
        "decision": event.decision,
        "rules": list(event.rules),
        "details": dict(event.details),
        "prev": prev,
    }
    if is_watched:
        entry["v"] = 2
    return entry | {"hash": entry_hash(entry)}


def entry_hash(entry: Mapping[str, object]) -> str:
    """Give the sha256 of a line's canonical form (RFC 8785) without its own hash, hex."""
    return hashlib.sha256(canonical({key: value for key, value in entry.items() if key != "hash"})).hexdigest()


@lru_cache(maxsize=1)
def _who() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container without a name for its user
        user = "unknown"
    return f"{user}@{socket.gethostname()}"
