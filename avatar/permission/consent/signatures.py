"""Signing records, and deciding which signatures make one count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.ledger.keys import ALGORITHM, PublicKey
from avatar.permission.consent.faults import ConsentError
from avatar.permission.consent.record import ATTESTED, EDITED, NO_REAL_SUBJECT, SELF, SUBJECT_SIGNED, Signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.ledger.keys import Signer
    from avatar.permission.consent.record import Record

_PROJECT_KEY = Path(__file__).with_name("project_key.pem")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures count."""

    own: Mapping[str, PublicKey]
    """this installation's consent keys, by key id"""
    project: Mapping[str, PublicKey]
    """the key that the shipped portraits' records are signed with"""


@cache
def project_keys() -> Mapping[str, PublicKey]:
    """Read the project's public key, by key id."""
    key = PublicKey.from_pem(_PROJECT_KEY.read_bytes(), str(_PROJECT_KEY))
    return {key.key_id: key}


def signed(record: Record, role: str, signer: Signer) -> Record:
    """Give the record with one more signature."""
    signature = Signature(role, ALGORITHM, signer.key_id, signer.sign(record.message(role)))
    return replace(record, signatures=(*record.signatures, signature))


def require_signatures(record: Record, trust: Trust) -> None:
    """Raise `ConsentError` unless exactly those have signed who make this type of record count."""
    wanted = _wanted(record, trust)
    roles = [signature.role for signature in record.signatures]
    for role, keys in wanted.items():
        signature = next((each for each in record.signatures if each.role == role), None)
        if signature is None:
            raise ConsentError("forged", f"its authorization lacks the signature of the {role}")
        _require_one(record, signature, keys)
    if sorted(roles) != sorted(wanted):
        raise ConsentError("forged", "its authorization carries a signature that does not belong there")


def _wanted(record: Record, trust: Trust) -> dict[str, Mapping[str, PublicKey]]:
    if record.type == SELF:
        return {"subject": trust.own}
    if record.type == SUBJECT_SIGNED:
        return {"subject": _subject_key(record), "licensee": trust.own}
    if record.type == NO_REAL_SUBJECT and any(each.role == "project" for each in record.signatures):
        return {"project": trust.project}
    if record.type in {ATTESTED, NO_REAL_SUBJECT, EDITED}:
        return {"licensee": trust.own}
    raise ConsentError("forged", f"its authorization is of the unknown type {record.type!r}")


def _subject_key(record: Record) -> Mapping[str, PublicKey]:
    if record.subject.public_key is None:
        raise ConsentError("forged", "its authorization does not name the key of the person shown")
    try:
        key = PublicKey.from_text(record.subject.public_key)
    except InputError as fault:
        raise ConsentError("forged", f"its authorization names a key that is none ({fault})") from fault
    return {key.key_id: key}


def _require_one(record: Record, signature: Signature, keys: Mapping[str, PublicKey]) -> None:
    key = keys.get(signature.kid)
    if key is None:
        raise ConsentError(
            "untrusted", f"its authorization was signed by the key {signature.kid[:32]}, which does not count here"
        )
    if signature.alg != ALGORITHM or not key.has_signed(record.message(signature.role), signature.sig):
        raise ConsentError("forged", "its authorization was changed after it had been signed")
