"""What judges scripts here beside the shipped rules: `[policy]` in config.toml of the user's data folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.runtime.config import read_table

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN = ("warn", "refuse")


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """How scripts are judged."""

    rules: tuple[str, ...] = ()
    """folders of own rule files"""
    plugins: tuple[str, ...] = ()
    """names of plugged-in policies"""
    unknown_language: str = "warn"
    """what becomes of a script in a language that no policy here knows: "warn" or "refuse\""""

    def __post_init__(self) -> None:
        for name, value in (("rules", self.rules), ("plugins", self.plugins)):
            if not isinstance(value, tuple) or not all(isinstance(each, str) and each for each in value):
                raise InputError(f'The setting {name} = {value!r} of [policy] is no list; write {name} = ["..."].')
        if self.unknown_language not in UNKNOWN:
            raise InputError(
                f"The setting unknown_language = {self.unknown_language!r} of [policy] is not known; "
                f"choose {' or '.join(UNKNOWN)}."
            )


def read_policy_settings(home: Path | None = None) -> PolicySettings:
    """Read `[policy]` of config.toml in a home's data (None: the usual one's); what is missing is default."""
    return read_table("policy", PolicySettings, home)
