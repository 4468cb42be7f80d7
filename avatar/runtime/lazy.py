"""Packages whose names are fetched when they are first used, so that importing them loads nothing heavy (PEP 562)."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def fetching(package: str, home: Mapping[str, str]) -> Callable[[str], object]:
    """Make the `__getattr__` of a package from its public names and the modules within it that hold them."""

    def fetch(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{home[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return fetch
