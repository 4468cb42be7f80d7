"""Ending authorizations: by the licensee, by the person shown, or by somebody whose list counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError, OutputError, RefusedError
from avatar.ledger.audit.entry import Event
from avatar.ledger.canonical import read_json
from avatar.ledger.keys import PublicKey
from avatar.ledger.keys.files import read_private
from avatar.permission.consent.form import from_json
from avatar.permission.consent.lists import DAYS, Revocation, RevocationList, as_file, sign_list
from avatar.permission.consent.moments import now, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from avatar.ledger.audit import AuditLog
    from avatar.ledger.keys import Unlock
    from avatar.permission.consent.store import ConsentStore

_MONTHS = 366
REVOKED = "consent.revoke"
"""what a line of the log says of an authorization that was ended"""


def revoke(
    store: ConsentStore, authorization_id: str, reason: str = "", days: int = DAYS, unlock: Unlock | None = None
) -> RevocationList:
    """End one of the authorizations here, and sign the list anew."""
    record = store.find(authorization_id)
    store.keys.load_signer("revocation", unlock)  # a key that does not open leaves nothing half done
    log = store.open_log(unlock)
    log.require_writable()
    store.ledger.revoke(record.authorization_id, written(now()), reason)
    found = store.lists.issue(now(), days, unlock)
    _note(log, [record.authorization_id])
    return found


def state(authorization_id: str, reason: str, key: Path, unlock: Unlock | None = None) -> RevocationList:
    """Write down as the person shown that an authorization has ended: a list of one, to be sent to the licensee."""
    if len(authorization_id) != 32:
        raise InputError(f"{authorization_id!r} is not a whole authorization id; give all of its 32 hex digits.")
    moment = now()
    entry = Revocation(authorization_id, written(moment), reason)
    return sign_list(read_private(key, unlock), int(moment.timestamp()), moment, _MONTHS, (entry,))


def honour(store: ConsentStore, path: Path, unlock: Unlock | None = None) -> RevocationList:
    """Take in what somebody else has signed: the person shown ends their own records, an issuer sends their list.

    Raise `RefusedError` if no record here gives the signer that right.
    """
    found = from_json(RevocationList, read_json(path), f"The list {str(path)!r}")
    records = store.records()
    issuers = {record.revocation.public_key for record in records if record.revocation}
    for key in map(PublicKey.from_text, sorted(issuers)):
        if key.key_id == found.kid:
            log = store.open_log(unlock)
            log.require_writable()
            taken = store.lists.import_list(path, key)
            details = {"issuer": key.key_id, "number": str(taken.number)}
            log.append(Event("consent.list", decision="allow", details=details))
            return taken
    own = {record.authorization_id: record.subject.public_key for record in records if record.subject.public_key}
    ended = [each for each in found.revoked if _is_own(found, own.get(each.authorization_id))]
    if not ended:
        raise RefusedError(
            f"No authorization here names the signer {found.kid[:32]} of {str(path)!r}; the person shown, or an issuer "
            "of --list-key, has to sign it."
        )
    log = store.open_log(unlock)
    log.require_writable()
    for each in ended:
        store.ledger.revoke(each.authorization_id, each.at, each.reason)
    issued = store.lists.issue(now(), unlock=unlock)
    _note(log, [each.authorization_id for each in ended])
    return issued


def _note(log: AuditLog, ended: Sequence[str]) -> None:
    for each in ended:
        log.append(Event(REVOKED, authorization=each, decision="refuse"))


def write(found: RevocationList, path: Path) -> None:
    """Write a list to a file of the user's choice."""
    try:
        path.write_bytes(as_file(found))
    except OSError as fault:
        raise OutputError(f"{str(path)!r} cannot be written ({fault.strerror}); choose another -o.") from fault


def _is_own(found: RevocationList, public_key: str | None) -> bool:
    if public_key is None:
        return False
    key = PublicKey.from_text(public_key)
    return found.is_signed_by({key.key_id: key})
