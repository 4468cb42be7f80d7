"""Leave to make one portrait of two photos, and the record of what was made: whoever is shown in them has to agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.clip.judged import audit_log, log
from avatar.clip.meanwhile import look_at
from avatar.errors import RefusedError
from avatar.ledger.audit import Event
from avatar.permission.consent.gate import require_editable
from avatar.permission.consent.issue import record_edit
from avatar.permission.consent.moments import now
from avatar.permission.consent.record import Licensee, Parent, Picture, Record
from avatar.permission.consent.store import ConsentStore
from avatar.permission.consent.vocabulary import EDITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.clip.meanwhile import Look
    from avatar.portrait.cards import Source

LIKENESS, BODY, CLOTHES = EDITS


def granted(photos: Mapping[str, tuple[Source, str]], home: Path) -> dict[Parent, Record]:
    """Ask whether photos may be edited: by the edit, one of `EDITS`, the file and what the caller calls it.

    Raise `RefusedError`, which is logged, with the reason and the cure for the first that may not.
    """
    audit_log(home).require_writable()
    return dict(agreed(edit, look_at(source), name, home) for edit, (source, name) in photos.items())


def agreed(edit: str, look: Look, name: str, home: Path) -> tuple[Parent, Record]:
    """Ask whether a photo that was looked at may be edited so; give what is taken of it, and the record that allows it.

    `name` is what the caller calls it. Raise `RefusedError`, which is logged, with the reason and the cure.
    """
    try:
        record = require_editable(look.content_hash, edit, look.likeness or None, picture=name, home=home)
    except RefusedError as fault:
        fault.about = "garment" if edit == CLOTHES else "face"
        log(home, Event("refuse", portrait=look.content_hash, decision="refuse", details={"edit": edit}))
        raise
    return Parent(edit, look.content_hash), record


def recorded(picture: Picture, parents: Mapping[Parent, Record], home: Path, facts: Mapping[str, str]) -> Record:
    """Keep the record of an edited portrait, and log of which photos it was made, by whose leave."""
    store = ConsentStore(home)
    signer = store.keys.load_signer("consent")
    record = record_edit(picture, parents, Licensee("whoever holds this key", key_id=signer.key_id), now(), signer)
    store.save(record)
    made_of = {each.edit: each.sha256 for each in parents}
    leave = {f"{each.edit}_authorization": allowing.authorization_id for each, allowing in parents.items()}
    log(
        home,
        Event(
            "portrait.edit",
            portrait=picture.sha256,
            authorization=record.authorization_id,
            decision="allow",
            details=made_of | leave | dict(facts),
        ),
    )
    return record
