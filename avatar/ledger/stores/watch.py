"""Comparing the stores of a home with what was signed about them, and signing it anew after every line of the log.

What is signed never becomes less: a store that was put back stays told until a person accepts it by `accept`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.ledger.audit.checkpoint import HEAD
from avatar.ledger.audit.entry import Event
from avatar.ledger.audit.log import AuditLog, audit_folder, log_files, read_file
from avatar.ledger.keys.files import make_private_folder
from avatar.ledger.keys.ring import KeyRing
from avatar.ledger.stores.shown import KEYED, WORDS, Shown, joined, lacking, look
from avatar.ledger.stores.statement import copies, keep, newest, sign
from avatar.ledger.stores.tracing import ACCEPTED, WATCHED, lately_lost, lost
from avatar.runtime.access import is_file, listed, told
from avatar.runtime.system import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from avatar.ledger.audit.checkpoint import LogSigner
    from avatar.ledger.keys.signing import Signer
    from avatar.ledger.keys.unlocking import Unlock
    from avatar.ledger.stores.statement import Statement

CURE = "look with: avatar audit verify; put the data folder back from a backup, or if you know why: avatar audit accept"
"""what to do about a store that was emptied, lost or put back"""
_UNSIGNED = 8
"""lines of the log that processes which were killed may have left without a statement after them"""
_OLD = "the signed statements about the stores"
_SHORT = 20_000
"""lines of a log that are looked up in less than a second"""


def open_log(home: Path, unlock: Unlock | None = None) -> AuditLog:
    """Open the log of a home's data with its key; each line is followed by a statement about all the stores."""
    signer = KeyRing(home / "keys").load_signer("log", unlock)
    if not copies(home):
        take_note(home, signer)  # before the first line that says that there is one
    return AuditLog(audit_folder(home), signer, then=partial(take_note, home, signer))


def is_used(home: Path) -> bool:
    """Tell whether anything was signed or logged in a home's data, about which there should be a statement."""
    return is_file(audit_folder(home) / HEAD) or bool(listed(home / "consent" / "records", "*.json"))


def troubles(home: Path) -> list[str]:
    """Say in clauses which stores were emptied, lost or put back; nothing where all are as they were signed."""
    if not copies(home):
        return _unwatched(home, look(home))
    wrong = _lagging(home)
    if any(KEYED in each or each.startswith(_OLD) for each in wrong):
        # A new key lies there a moment before it is signed for, and a line of the log; a home that can only be read
        # has nobody who makes one.
        with suppress(OutputError), _alone(home):
            wrong = _lagging(home)
    return wrong


def _lagging(home: Path) -> list[str]:
    stated = _stated(home)
    if stated is None:
        return [f"no {KEYED}that counts here has signed {str(next(iter(copies(home)), ''))!r}"]
    now = look(home)  # afterwards: what others add meanwhile is no trouble
    return [*lacking(stated.shown, now), *_unstated(home, stated.shown, now)]


def _unstated(home: Path, stated: Shown, now: Shown) -> list[str]:
    """Say in clauses what is wrong where the log has more lines than were signed for.

    Each line is signed for before the next one. A process that is killed leaves one or a few that are not; of an old
    statement that was put back there are many, or the stores lack what these lines say.
    """
    ahead = now.counts["audit.lines"] - stated.counts.get("audit.lines", 0)
    if ahead > _UNSIGNED:
        return [f"{_OLD} are older than the audit log, which has {ahead} lines more"]
    return lately_lost(home, max(ahead, 0))


def whole_troubles(home: Path) -> list[str]:
    """Say in clauses what `troubles` says, and what the log has and the stores lack: every line is looked up."""
    return [*troubles(home), *lost(home)]


def quick_troubles(home: Path) -> list[str]:
    """Say in clauses what `whole_troubles` says where the log is soon read, and else what `troubles` says."""
    is_short = look(home).counts["audit.lines"] <= _SHORT
    return whole_troubles(home) if is_short else troubles(home)


def take_note(home: Path, signer: LogSigner, *, is_accepted: bool = False, new_keys: str = "") -> None:
    """Sign how far the stores have come.

    Where one lags behind, what was signed of it before stays, unless somebody has accepted how they are. The keys for
    the purpose `new_keys` are signed for as they are.
    """
    with _alone(home):
        _note(home, signer, _stated(home), is_accepted=is_accepted, new_keys=new_keys)


def _stated(home: Path) -> Statement | None:
    return newest(home, KeyRing(home / "keys").trusted_keys("log"))


def _note(
    home: Path, signer: LogSigner, before: Statement | None, *, is_accepted: bool = False, new_keys: str = ""
) -> None:
    now = look(home)
    if before is None and not is_accepted and (copies(home) or _unwatched(home, now)):
        return
    shown = now if before is None or is_accepted else joined(before.shown, now)
    if new_keys:
        shown = Shown(shown.counts, shown.ends, {**shown.keys, new_keys: now.keys[new_keys]})
    keep(home, sign(signer, before.number + 1 if before else 1, shown))


def accept(home: Path, reason: str, unlock: Unlock | None = None) -> list[str]:
    """Take the stores as they are now, and log that with the reason; give what was wrong with them, clauses."""
    wrong = troubles(home)
    signer = KeyRing(home / "keys").load_signer("log", unlock)
    take_note(home, signer, is_accepted=True)
    details = {"reason": reason} | {f"trouble-{number}": each for number, each in enumerate(wrong, 1)}
    open_log(home, unlock).append(Event(ACCEPTED, decision="allow", details=details))
    return wrong


def rotate(
    home: Path,
    purpose: str,
    passphrase: bytes | None = None,
    *,
    withdraw: bool = False,
    unlock: Unlock | None = None,
) -> Signer:
    """Replace a key of a home's data by `KeyRing.rotate`; log that, and sign for the keys as they are then.

    A locked key of the log is opened with `unlock`, or if that is the one that is made, with its passphrase.
    """
    ring = KeyRing(home / "keys")
    ring.trusted_keys(purpose)  # what is none is told before anything is made
    signer = None if purpose == "log" else ring.load_signer("log", unlock)  # or nothing is replaced
    with _alone(home):  # who looks meanwhile waits until the new key is signed for
        before = _stated(home)  # by a key that may not count any longer then
        made = ring.rotate(purpose, passphrase, withdraw=withdraw)
        signer = signer or made
        _note(home, signer, before, new_keys=purpose)
    log = AuditLog(audit_folder(home), signer, then=partial(take_note, home, signer))
    details = {"purpose": purpose, "key": made.key_id, "withdrawn": "yes" if withdraw else "no"}
    log.append(Event("keys.rotate", decision="allow", details=details))
    return made


def _unwatched(home: Path, now: Shown) -> list[str]:
    """Say what keeps a home without statements from being a new one, or one of an earlier version that is whole."""
    clauses = list(now.faults)
    has_records = bool(listed(home / "consent" / "records", "*.json"))
    is_logged = bool(now.counts["audit.lines"])
    if has_records and not any(now.counts[name] for name in WORDS if name.startswith("consent.")):
        clauses.append("there are authorizations, and the ledger of consent is gone")
    if not is_logged and (now.counts["consent.outputs"] or now.counts["registry.rows"]):
        clauses.append("clips were made here, and the audit log is gone")
    if any(WATCHED in read_file(path) for path in log_files(audit_folder(home))):
        clauses.append(f"{_OLD} are gone")
    return clauses


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one process at a time state something."""
    folder = audit_folder(home)
    make_private_folder(folder)
    with told(folder):
        handle = os.open(folder / ".stores.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        with locked(handle):
            yield
    finally:
        os.close(handle)
