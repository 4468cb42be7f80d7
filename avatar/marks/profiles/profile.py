"""Jurisdictions: which layers and fields a film must have, and whether it has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import AvatarError, InputError
from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ALL = "all"
"""every profile at once"""


@dataclass(frozen=True, slots=True)
class Profile:
    """What one or several jurisdictions ask for."""

    name: str
    """such as "cn"; `ALL` for all of them"""
    layers: tuple[tuple[str, ...], ...]
    """each must be there, in one of its forms"""
    fields: tuple[str, ...]
    """that a machine-readable layer must carry"""
    small: tuple[tuple[str, str], ...] = ()
    """layers that may lack where the pictures are too small to bear them for sure, each with what must be there then"""

    def missing(self, layers: Collection[str], fields: Mapping[str, str], *, is_small: bool = False) -> list[str]:
        """Name the layers and fields that a file lacks, given those that it has; empty ones don't count."""
        given = {*layers, *(layer for layer, instead in self.small if is_small and instead in layers)}
        lacking = [" or ".join(forms) for forms in self.layers if not any(form in given for form in forms)]
        return lacking + [f"the field {field}" for field in self.fields if not fields.get(field)]

    def require(self, layers: Collection[str], fields: Mapping[str, str], what: str, *, is_small: bool = False) -> None:
        """Raise `AvatarError` that names what a file lacks; `is_small`: its pictures bear no watermark for sure."""
        lacking = self.missing(layers, fields, is_small=is_small)
        if lacking:
            raise AvatarError(
                f"The film {what!r} lacks what the jurisdiction {self.name!r} asks for: {', '.join(lacking)}; "
                "it was not kept. Choose another kind of file, larger pictures or less compression, or a "
                "--jurisdiction that fits where it is shown."
            )


def profile_names() -> tuple[str, ...]:
    """Name all that can be chosen."""
    return (*_table(), ALL)


def load_profile(name: str) -> Profile:
    """Find a profile. Raise `InputError` for an unknown one."""
    table = _table()
    if name == ALL:
        every = [load_profile(each) for each in table]
        layers = dict.fromkeys(forms for each in every for forms in each.layers)
        fields = dict.fromkeys(field for each in every for field in each.fields)
        # Who asks for a layer says what may stand for it, and nobody else does.
        small = dict.fromkeys(pair for each in every for pair in each.small if _may_lack(pair, every))
        return Profile(ALL, tuple(layers), tuple(fields), tuple(small))
    if name not in table:
        raise InputError(f"There is no jurisdiction {name!r}; choose one of {', '.join(profile_names())}.")
    row = table[name]
    forms = tuple((form,) if isinstance(form, str) else tuple(form) for form in row["layers"])
    return Profile(name, forms, tuple(row["fields"]), tuple(row.get("small", {}).items()))


def _may_lack(pair: tuple[str, str], profiles: Collection[Profile]) -> bool:
    """Tell whether all that ask for a layer take the same instead, where pictures are small."""
    return all(pair in each.small for each in profiles if (pair[0],) in each.layers)


@cache
def _table() -> dict[str, Any]:
    return read_toml((Path(__file__).parent / "profiles.toml").read_text(encoding="utf-8"))
