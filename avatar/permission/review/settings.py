"""How many people must agree, and for how long it counts: `[review]` in config.toml of the user's data folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.runtime.config import read_table

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """How scripts are reviewed."""

    approvals: int = 1
    """different people who must approve, 1-5; from 2 on, whoever asked for the clip is none of them"""
    days: int = 30
    """for which an approval counts, and a question stays open; 1-365"""

    def __post_init__(self) -> None:
        for name, value, most in (("approvals", self.approvals, 5), ("days", self.days, 365)):
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
                raise InputError(f"The setting {name} = {value!r} of [review] is out of range; choose 1 to {most}.")


def read_settings(home: Path | None = None) -> ReviewSettings:
    """Read `[review]` of config.toml in a home's data (None: the usual one's); what is missing is default."""
    return read_table("review", ReviewSettings, home)
