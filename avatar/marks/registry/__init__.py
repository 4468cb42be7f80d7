"""What was made here: a signed record of every clip, found by its mark, its id or its file.

Names are fetched when they are first used, so that a film begins without a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.runtime.lazy import fetching

if TYPE_CHECKING:
    from avatar.marks.registry.facts import Facts, Parent, Part, Span, asset_id
    from avatar.marks.registry.sent import Note, Sending
    from avatar.marks.registry.store import Entry, Registry, Soundness

__all__ = ["Entry", "Facts", "Note", "Origin", "Parent", "Part", "Registry", "Sending", "Soundness", "Span", "asset_id"]

__getattr__ = fetching(
    __name__,
    {
        "Entry": "store",
        "Facts": "facts",
        "Note": "sent",
        "Origin": "facts",
        "Parent": "facts",
        "Part": "facts",
        "Registry": "store",
        "Sending": "sent",
        "Soundness": "store",
        "Span": "facts",
        "asset_id": "facts",
    },
)
