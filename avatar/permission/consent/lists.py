"""Revocation lists: signed, numbered, and good only until their `next_update`."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.errors import InputError, RefusedError
from avatar.ledger.canonical import canonical, parse, read_json
from avatar.ledger.keys import PublicKey
from avatar.ledger.keys.files import alone, write_private_bytes
from avatar.ledger.stores import CURE, troubles
from avatar.permission.consent.faults import ConsentError
from avatar.permission.consent.form import from_json, to_json
from avatar.permission.consent.moments import after, read_moment, written
from avatar.runtime.access import is_file, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from avatar.ledger.keys import KeyRing, Signer, Unlock
    from avatar.permission.consent.ledger import Ledger

SCHEMA = "avatar.revocations/1"
DAYS = 7
"""until the next update, unless another term is asked for"""
_MARK = "revocations:"
"""with which the names of the highest numbers seen begin; then comes "own", or the key id of an issuer"""
_OWN = f"{_MARK}own"
REFRESH = "avatar consent revoke --refresh"


@dataclass(frozen=True, slots=True)
class Revocation:
    """One authorization that no longer counts."""

    authorization_id: str
    at: str
    """moment"""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RevocationList:
    """All that an issuer has revoked, as of one number."""

    schema: str
    """`SCHEMA`"""
    number: int
    """rises with every issue"""
    issued_at: str
    """moment"""
    next_update: str
    """moment after which the list is stale"""
    kid: str
    """key id of the issuer"""
    sig: str = ""
    """base64, over all the rest"""
    revoked: tuple[Revocation, ...] = ()

    def __post_init__(self) -> None:
        for moment in (self.issued_at, self.next_update, *(each.at for each in self.revoked)):
            read_moment(moment)

    def message(self) -> bytes:
        """Give what is signed."""
        content = to_json(self)
        content.pop("sig", None)
        return canonical(content)

    def is_signed_by(self, keys: Mapping[str, PublicKey]) -> bool:
        """Tell whether one of the keys has signed the list as it is."""
        key = keys.get(self.kid)
        return self.schema == SCHEMA and key is not None and key.has_signed(self.message(), self.sig)


class RevocationLists:
    """The list of this installation, and those of other issuers that were imported."""

    def __init__(self, folder: Path, ledger: Ledger, keys: KeyRing) -> None:
        self._own, self._foreign = folder / "revocations.json", folder / "lists"
        self._ledger, self._keys = ledger, keys

    def issue(self, now: datetime, days: int = DAYS, unlock: Unlock | None = None) -> RevocationList:
        """Sign this installation's list anew with all that was ever revoked in it."""
        signer = self._keys.load_signer("revocation", unlock)
        with alone(self._own.parent):
            return self._issue(now, days, signer)

    def _issue(self, now: datetime, days: int, signer: Signer) -> RevocationList:
        earlier = self._earlier()
        for each in earlier.revoked if earlier else ():
            self._ledger.revoke(each.authorization_id, each.at, each.reason)  # for a ledger that was lost
        entries = tuple(Revocation(name, at, why) for name, (at, why) in sorted(self._ledger.revoked().items()))
        number = max(self._ledger.mark(_OWN), earlier.number if earlier else 0) + 1
        fresh = sign_list(signer, number, now, days, entries)
        write_private_bytes(self._own, as_file(fresh))
        self._ledger.raise_mark(_OWN, number)
        return fresh

    def own(self, now: datetime, unlock: Unlock | None = None) -> RevocationList:
        """Give this installation's list, issued again when it is stale and its key is at hand.

        Raise `ConsentError` if it was changed, is older than one that was seen, or is stale and cannot be issued.
        """
        seen = self._ledger.mark(_OWN)  # before the file, which whoever issues one writes before the mark
        if not is_file(self._own):
            if seen:
                raise ConsentError("list", f"the revocation list is gone (issue it again with: {REFRESH})")
            if wrong := troubles(self._own.parent.parent):  # the first one is not made of a ledger that was lost
                raise ConsentError("stores", f"{'; '.join(wrong)} ({CURE} --reason WHY)")
            return self._reissue(now, unlock)
        found = _read(self._own)
        if found is None or not found.is_signed_by(self._keys.trusted_keys("revocation")):
            raise ConsentError("list", f"the revocation list was changed (issue it again with: {REFRESH})")
        if found.number < seen:
            raise ConsentError("list", f"the revocation list is older than one seen (issue it with: {REFRESH})")
        if now > read_moment(found.next_update):
            return self._reissue(now, unlock)
        return found

    def foreign(self, issuer: str, now: datetime, contact: str | None = None) -> RevocationList:
        """Give another issuer's list, by the issuer's public key (base64); it is asked for at the `contact`.

        Raise `ConsentError` unless it is here, as it was signed, not older than one seen, and not stale.
        """
        key = PublicKey.from_text(issuer)
        cure = "import the latest with: avatar consent revoke --import LIST.json"
        cure += f"; it comes from {contact}" if contact else ""
        seen, path = self._ledger.mark(f"{_MARK}{key.key_id}"), self._path(key)
        found = _read(path) if is_file(path) else None
        if found is None:
            raise ConsentError("list", f"the revocation list of its issuer {key.key_id} is missing ({cure})")
        if not found.is_signed_by({key.key_id: key}):
            raise ConsentError("list", f"the revocation list of its issuer {key.key_id} was changed ({cure})")
        if found.number < seen:
            raise ConsentError("list", f"the revocation list of its issuer is older than one seen ({cure})")
        if now > read_moment(found.next_update):
            raise ConsentError("list", f"the revocation list of its issuer is stale since {found.next_update} ({cure})")
        return found

    def import_list(self, path: Path, issuer: PublicKey) -> RevocationList:
        """Keep another issuer's list. Raise `RefusedError` if it is forged or older than one seen before."""
        found = from_json(RevocationList, read_json(path), f"The list {str(path)!r}")
        if not found.is_signed_by({issuer.key_id: issuer}):
            raise RefusedError(f"The list {str(path)!r} is not signed by {issuer.key_id}; ask the issuer for it again.")
        seen = self._ledger.mark(f"{_MARK}{issuer.key_id}")
        if found.number < seen:
            raise RefusedError(
                f"The list {str(path)!r} has number {found.number}, but number {seen} was seen; get the latest."
            )
        write_private_bytes(self._path(issuer), as_file(found))
        self._ledger.raise_mark(f"{_MARK}{issuer.key_id}", found.number)
        return found

    def lost(self) -> list[str]:
        """Say in clauses which lists are gone, were changed, or are older than was seen; nothing is issued here."""
        seen = self._ledger.marks(_MARK)
        why = self._lost_own(seen.pop(_OWN.removeprefix(_MARK), 0))
        clauses = [f"the revocation list {why}"] if why else []
        for key_id, number in sorted(seen.items()):
            found = _read(path) if is_file(path := self._foreign / f"{key_id}.json") else None
            if found is None or found.kid != key_id:
                clauses.append(f"the revocation list of the issuer {key_id} is gone or was changed")
            elif found.number < number:
                clauses.append(f"the revocation list of the issuer {key_id} is older than one seen")
        return clauses

    def _lost_own(self, seen: int) -> str:
        found = _read(self._own) if is_file(self._own) else None
        if found is None or not found.is_signed_by(self._keys.trusted_keys("revocation")):
            return "is gone or was changed" if seen or is_file(self._own) else ""
        return "is older than one seen" if found.number < seen else ""

    def _reissue(self, now: datetime, unlock: Unlock | None) -> RevocationList:
        try:
            return self.issue(now, unlock=unlock)
        except RefusedError as fault:
            raise ConsentError(
                "list", f"the revocation list is stale and its key is not at hand (issue it with: {REFRESH})"
            ) from fault

    def _earlier(self) -> RevocationList | None:
        found = _read(self._own) if is_file(self._own) else None
        return found if found and found.is_signed_by(self._keys.trusted_keys("revocation")) else None

    def _path(self, issuer: PublicKey) -> Path:
        return self._foreign / f"{issuer.key_id}.json"


def sign_list(
    signer: Signer, number: int, now: datetime, days: int, entries: tuple[Revocation, ...] = ()
) -> RevocationList:
    """Make and sign a list."""
    times = written(now), written(after(now, days))
    unsigned = RevocationList(SCHEMA, number, *times, signer.key_id, revoked=entries)
    return replace(unsigned, sig=signer.sign(unsigned.message()))


def as_file(found: RevocationList) -> bytes:
    """Write a list as the content of its file."""
    return json.dumps(to_json(found), indent=1).encode() + b"\n"


def _read(path: Path) -> RevocationList | None:
    with told(path):
        content = path.read_bytes()
    try:
        return from_json(RevocationList, parse(content, str(path)), "The list")
    except InputError:
        return None
