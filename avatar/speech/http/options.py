"""What a card tells a speech service."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from avatar.errors import VoiceError

if TYPE_CHECKING:
    from avatar.data import VoiceCard

ENGINE = "http"
"""what cards and the table of backends call it"""
FORMATS = ("wav", "pcm", "mp3", "opus", "flac", "aac")
"""in which sound can come"""
EVENTS = ("none", "sse")
"""what can be asked for beside the sound"""
SLOWEST, FASTEST = 0.25, 4.0
"""rate that services take"""
_ENDING = "/audio/speech"


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """The table [engine] of a card that a service speaks for."""

    url: str
    """of the service, "https://api.example.com/v1", or of its audio/speech itself"""
    model: str = ""
    """name of its model; "": not said"""
    voice: str = ""
    """name of its voice; "": not said"""
    format: str = "wav"
    """one of `FORMATS`, in which the sound comes; wav and flac lose nothing"""
    events: str = "none"
    """one of `EVENTS`: "sse" asks for server-sent events with the sound in them; what comes unasked counts too"""
    instructions: str = ""
    """how it should speak, where the model takes that"""
    rate: float = 1.0
    """speed, 0.25-4"""
    sample_rate: int = 24_000
    """of pcm, Hz, which does not say it itself"""
    key_file: str = ""
    """file with the key in its first line, that only its owner may read; counts from the card's folder"""
    key_variable: str = ""
    """or the variable of the environment that holds the key"""
    key_header: str = "Authorization"
    """what the key is sent as: "Authorization" with "Bearer", any other, such as "api-key", as it is"""
    patience: float = 30.0
    """s that the service may be silent, 1-600"""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.type == "str" and type(value) is not str:
                raise VoiceError(f"It has {field.name} = {value!r}; it must be text in quotes.")
            if field.type != "str" and type(value) not in (int, float):
                raise VoiceError(f"It has {field.name} = {value!r}; it must be a number.")
        _require_address(self.url)
        for name, known in (("format", FORMATS), ("events", EVENTS)):
            if getattr(self, name) not in known:
                raise VoiceError(f"It has {name} = {getattr(self, name)!r}; it must be one of {', '.join(known)}.")
        for name, least, most in (
            ("rate", SLOWEST, FASTEST), ("sample_rate", 8_000, 192_000), ("patience", 1, 600)
        ):  # fmt: skip
            if not least <= getattr(self, name) <= most:
                raise VoiceError(f"It has {name} = {getattr(self, name)!r}; it must be from {least:g} to {most:g}.")
        if self.key_file and self.key_variable:
            raise VoiceError("It has both key_file and key_variable; keep one.")
        if (self.key_file or self.key_variable) and not _is_safe(self.url):
            raise VoiceError(f"It has a key and url = {self.url!r}, which is not encrypted; write https://...")

    @property
    def address(self) -> str:
        """Where sound is asked for."""
        parts = urlsplit(self.url)
        path = parts.path.rstrip("/")
        return parts._replace(path=path if path.endswith(_ENDING) else path + _ENDING).geturl()

    @property
    def host(self) -> str:
        """Who is asked."""
        return urlsplit(self.url).hostname or self.url


def options_of(card: VoiceCard) -> HttpOptions:
    """Give what a card tells a service; raise `VoiceError` for a card of another engine."""
    if not isinstance(card.options, HttpOptions):
        raise VoiceError(
            f"The voice {card.name!r} is spoken by the engine {card.engine!r}, not by http; "
            "choose one that `avatar voice list` shows with http."
        )
    return card.options


def _require_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise VoiceError(f"It has url = {url!r}; it must be the address of a service, https://...")
    if parts.username or parts.password:
        raise VoiceError("It has a name or a password in its url; write the key into a file, and its name as key_file.")


def _is_safe(url: str) -> bool:
    """Tell whether a key is not read on its way: it is encrypted, or stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
