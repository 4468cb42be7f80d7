"""Putting back into a ledger that was lost what the log says of it: no revocation and no output is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.ledger.audit import audit_folder, read_entries
from avatar.ledger.stores.tracing import WATCHED, content_of, leaves_of
from avatar.permission.consent.moments import now
from avatar.permission.consent.revoking import REVOKED

if TYPE_CHECKING:
    from avatar.ledger.keys import Unlock
    from avatar.permission.consent.store import ConsentStore


def revoke_again(store: ConsentStore, unlock: Unlock | None = None) -> list[str]:
    """Revoke what the log says was revoked and the ledger does not know; give the authorization ids."""
    lines = [each for each in read_entries(audit_folder(store.root), WATCHED) if each.get("what") == REVOKED]
    known = store.ledger.revoked()
    lost = {str(each["authorization"]): _moment(each["time"]) for each in lines if each["authorization"] not in known}
    if lost:
        store.keys.load_signer("revocation", unlock)  # a key that does not open leaves nothing half done
        for name, at in lost.items():
            store.ledger.revoke(name, at, "revoked before the ledger was lost")
        store.lists.issue(now(), unlock=unlock)
    return sorted(lost)


def count_again(store: ConsentStore) -> int:
    """Count the outputs that stand in the log and not in the ledger; tell how many there were."""
    known = store.ledger.outputs()
    added = 0
    for line in read_entries(audit_folder(store.root), WATCHED):
        content_id = content_of(line)
        for name in leaves_of(line) if content_id else ():
            if (name, content_id) not in known:
                store.ledger.count("", name, content_id, _moment(line["time"]))
                known.add((name, content_id))
                added += 1
    return added


def sign_again(store: ConsentStore, purpose: str, unlock: Unlock | None = None) -> None:
    """Sign anew what a key that was withdrawn had signed here: the counts of outputs, or the list of revocations.

    Counts are taken from ledger and log, not from what that key has signed.
    """
    if purpose == "log":
        count_again(store)
        for record in store.records():
            store.counter.sign(record, unlock)
    elif purpose == "revocation":
        store.lists.issue(now(), unlock=unlock)


def _moment(time: object) -> str:
    """Write the time of a line as records write theirs, to the second."""
    return f"{str(time)[:19]}Z"
