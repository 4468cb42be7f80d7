"""Where a home is anchored, and how often: `[anchors]` in config.toml of the user's data folder."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.runtime.config import read_table

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class AnchorSettings:
    """How the state of a home is written elsewhere."""

    to: str | tuple[str, ...] = ()
    """URLs or paths: of a file that lines are added to, or ending in "/", of a folder that gets a file each time"""
    tsa: str = ""
    """URL of a timestamp server (RFC 3161); "": none"""
    tsa_ca: str = ""
    """PEM file with the certificates of the authorities that the server's signature may end at"""
    every: int = 50
    """lines of the log after which it is done by itself; 0: only by `avatar audit anchor`"""

    def __post_init__(self) -> None:
        for name, value in (("tsa", self.tsa), ("tsa_ca", self.tsa_ca), *(("to", each) for each in self.places)):
            if not isinstance(value, str):
                raise InputError(f"The setting {name} = {value!r} of [anchors] is no text; write it in quotes.")
        if isinstance(self.every, bool) or not isinstance(self.every, int) or not 0 <= self.every <= _MOST:
            raise InputError(f"The setting every = {self.every!r} of [anchors] is out of range; choose 0 to {_MOST}.")
        if self.tsa and not self.tsa_ca:
            raise InputError(
                f"The timestamp server {self.tsa!r} is given without tsa_ca, so nobody could tell its answers from "
                "others'; name the PEM file of its authority."
            )

    @property
    def places(self) -> tuple[str, ...]:
        """Give the places, of which one may be written without brackets."""
        return self.to if isinstance(self.to, tuple) else (self.to,) if self.to else ()

    @property
    def is_set(self) -> bool:
        """Whether there is anywhere to anchor."""
        return bool(self.places or self.tsa)


def read_settings(home: Path | None = None) -> AnchorSettings:
    """Read `[anchors]` of config.toml in a home's data (None: the usual one's); what is missing is default."""
    return read_table("anchors", AnchorSettings, home)
