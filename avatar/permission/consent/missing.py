"""Records, lists and counts that are gone or changed: each by itself closes the gate for those whom it is about.

So nobody is shown by that. Who audits a home wants to know it all the same, for the record is the proof.
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.ledger.audit import audit_folder, read_entries
from avatar.ledger.stores.tracing import ACCEPTED, WATCHED
from avatar.permission.consent.faults import ConsentError

if TYPE_CHECKING:
    from avatar.permission.consent.store import ConsentStore

SIGNED = "consent.sign"
"""what a line of the log says of an authorization that was kept"""


def missing(store: ConsentStore) -> list[str]:
    """Say in clauses which records that were logged, which lists and which counts of outputs are not as they were."""
    return [*_records(store), *_counts(store), *store.lists.lost()]


def _records(store: ConsentStore) -> list[str]:
    wanted: dict[str, str] = {}
    for line in read_entries(audit_folder(store.root), WATCHED):
        what, details = line.get("what"), line.get("details")
        if what == ACCEPTED:  # what was lost until then is known
            wanted = {}
        if what == SIGNED and isinstance(details, dict) and "record" in details:
            wanted[str(line["authorization"])] = str(details["record"])
    there = {each.authorization_id: each.sha256 for each in store.records()} if wanted else {}
    lost = sorted(name for name, sha256 in wanted.items() if there.get(name) != sha256)
    if not lost:
        return []
    return [f"{len(lost)} authorizations that were signed are gone or changed, such as {lost[0]}"]


def _counts(store: ConsentStore) -> list[str]:
    clauses = []
    for record in store.records():
        if record.scope.max_outputs is None:
            continue
        try:
            store.counter.made(record)
        except ConsentError as fault:
            clauses.append(f"of authorization {record.authorization_id} {fault}")
    return clauses
