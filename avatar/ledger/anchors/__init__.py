"""The state of a home, written where nobody here can change it: it tells of a home that was put back as a whole."""

from __future__ import annotations

from avatar.ledger.anchors.anchor import Anchor, Stamp
from avatar.ledger.anchors.anchoring import Found, look_there, put_elsewhere, put_if_due
from avatar.ledger.anchors.comparing import AnchoredEnd, ends, lagging
from avatar.ledger.anchors.kept import failure, note_failure, remembered
from avatar.ledger.anchors.settings import AnchorSettings, read_settings
from avatar.ledger.anchors.stamps import read_authorities

__all__ = [
    "Anchor",
    "AnchorSettings",
    "AnchoredEnd",
    "Found",
    "Stamp",
    "ends",
    "failure",
    "lagging",
    "look_there",
    "note_failure",
    "put_elsewhere",
    "put_if_due",
    "read_authorities",
    "read_settings",
    "remembered",
]
