"""What an argument means: a photo, an authorization id, or a file with a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.cli.consent.limits import edit_lines, scope_lines, until_lines
from avatar.cli.result import print_json, print_line
from avatar.errors import InputError
from avatar.ledger.keys import PublicKey
from avatar.permission.consent.checks import standing
from avatar.permission.consent.earlier import grants
from avatar.permission.consent.moments import now
from avatar.permission.consent.record import Picture, Sample
from avatar.permission.consent.store import read_record
from avatar.runtime.hashing import file_sha256

if TYPE_CHECKING:
    from datetime import datetime

    from avatar.ledger.keys import Unlock
    from avatar.permission.consent.record import Record
    from avatar.permission.consent.store import ConsentStore

SOUNDS = frozenset({".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".aiff", ".aif", ".wma"})
"""endings of recordings"""
_ID = re.compile(r"[0-9a-f]{6,32}")


@dataclass(frozen=True, slots=True)
class Photographed:
    """A photo that was given by path or by name."""

    path: Path
    picture: Picture

    @property
    def about(self) -> Picture:
        """What a record says of it."""
        return self.picture

    @property
    def what(self) -> str:
        """What it is."""
        return "photo"

    @property
    def nobody(self) -> str:
        """Say of it that it is of nobody, a clause."""
        return "this picture shows nobody who exists"


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording of somebody's voice that was given by path."""

    path: Path
    about: Sample
    """what a record says of it"""

    @property
    def what(self) -> str:
        """What it is."""
        return "recording"

    @property
    def nobody(self) -> str:
        """Say of it that it is of nobody, a clause."""
        return "nobody who exists is heard in this recording"


def read_picture(reference: str) -> Photographed:
    """Find a photo by path or portrait name, and hash its pixels. Raise `PortraitError` if there is none."""
    from avatar.permission.consent.likeness import perceptual_hash
    from avatar.portrait.read import read_photo
    from avatar.portrait.store import PortraitStore

    path = PortraitStore().resolve(reference)
    photo = read_photo(path)
    return Photographed(path, Picture(photo.content_hash, perceptual_hash(photo.pixels)))


def read_about(reference: str) -> Heard | Photographed:
    """Read what an authorization is to be about: a recording of a voice, by the ending of its name, else a photo."""
    path = Path(reference)
    if path.suffix.lower() not in SOUNDS:
        return read_picture(reference)
    if not path.is_file():
        raise InputError(f"There is no recording {reference!r}; check its name.")
    return Heard(path, Sample(file_hash(path)))


def find_records(store: ConsentStore, target: str) -> list[Record]:
    """Give the records that a target means: those of a photo, the one of an id, or the one in a file."""
    if _ID.fullmatch(target) and not Path(target).exists():
        return [store.find(target)]
    if target.endswith(".json") and Path(target).is_file():
        return [read_record(Path(target))]
    about = read_about(target).about
    return list(store.covering(about.sha256, is_voice=isinstance(about, Sample)))


def describe(record: Record, store: ConsentStore, moment: datetime, at: datetime | None = None) -> dict[str, object]:
    """Give what `--json` prints of a record: what it says and how it stands."""
    found = standing(record, store, moment, at=at)
    return {
        "authorization_id": record.authorization_id,
        "type": record.type,
        "statement": record.statement,
        "valid": found.is_valid,
        "reason": found.reason,
        "why": found.why,
        "sha256": record.sha256,
        "outputs": store.ledger.made(record.authorization_id),
        "record": record.as_json(),
    }


def in_lines(record: Record, store: ConsentStore, moment: datetime) -> list[str]:
    """Say a record in words, one line per fact."""
    found = standing(record, store, moment)
    limit = record.scope.max_outputs
    return [
        f"authorization: {record.authorization_id}",
        f"what it is: {record.statement}",
        f"of: {'a voice in a recording' if record.voice else 'a photo'}",
        f"state: {'valid' if found.is_valid else found.why}",
        f"subject: {record.subject.name or '-'}",
        f"licensee: {record.licensee.name if record.licensee else 'anyone'}",
        f"from: {record.not_before}",
        *until_lines(record.expires_at, record.legal.retention_until),
        *scope_lines(record.scope)[:-1],
        *edit_lines(record.edits),
        *(f"made of: {each.edit} of the photo {each.sha256[:8]}" for each in record.parents),
        f"outputs: {store.ledger.made(record.authorization_id)} of {limit or 'any number'}",
        *_noted(record),
        "",
    ]


def _noted(record: Record) -> list[str]:
    """Say what stands in a record for people to look at, and what no longer means anything."""
    evidence, issuer = record.evidence, record.revocation
    notes = {
        "guardian": record.subject.guardian,
        "form": evidence and evidence.form_sha256,
        "recording": evidence and evidence.consent_media_sha256,
        "note": evidence and evidence.note,
        "lists come from": issuer and issuer.contact,
        "no longer granted": ", ".join(grants(record.retired)),
    }
    return [f"{name}: {content}" for name, content in notes.items() if content]


def keep(store: ConsentStore, record: Record, unlock: Unlock | None, *, as_json: bool) -> None:
    """Save a record and print it."""
    store.save(record, unlock)
    show(store, record, as_json=as_json)


def show(store: ConsentStore, record: Record, *, as_json: bool) -> None:
    """Print a record that was made just now: its id, or with `--json` all of it."""
    if as_json:
        print_json(describe(record, store, now()))
    else:
        print_line(record.authorization_id)


def file_hash(path: Path) -> str:
    """Give the sha256 of a file, hex. Raise `InputError` if it cannot be read."""
    try:
        return file_sha256(path)
    except OSError as fault:
        raise InputError(
            f"The file {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault


def read_public(path: Path) -> PublicKey:
    """Read a public key. Raise `InputError` if it is not one."""
    try:
        return PublicKey.from_pem(path.read_bytes(), str(path))
    except OSError as fault:
        raise InputError(
            f"The key {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
