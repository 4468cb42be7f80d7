"""What was made here: a signed record of every clip, found by its mark, its id or its file.

Names are fetched when they are first used, so that a film begins without a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.provenance.registry.facts import Facts, Span, asset_id
    from avatar.provenance.registry.store import Entry, Registry, Soundness

__all__ = ["Entry", "Facts", "Registry", "Soundness", "Span", "asset_id"]

_HOME = {
    "Entry": "store",
    "Facts": "facts",
    "Registry": "store",
    "Soundness": "store",
    "Span": "facts",
    "asset_id": "facts",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from the module that holds it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value
