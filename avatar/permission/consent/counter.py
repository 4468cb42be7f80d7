"""Outputs against their limit: counted in the ledger, with a signed mark beside it.

To lower the count unseen one would have to put back the ledger and the mark from the same earlier moment, or hold the
key of the log. Both lie in one folder: a copy of the whole folder, put back, is not told from the original.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.ledger.canonical import canonical, parse
from avatar.ledger.keys.files import write_private_bytes
from avatar.permission.consent.faults import ConsentError
from avatar.runtime.access import is_file, told

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.ledger.keys import KeyRing, Unlock
    from avatar.permission.consent.ledger import Ledger
    from avatar.permission.consent.record import Record

_SCHEMA = "avatar.outputs/1"


class OutputCounter:
    """Hold places for outputs and count them."""

    def __init__(self, folder: Path, ledger: Ledger, keys: KeyRing) -> None:
        self._folder, self._ledger, self._keys = folder, ledger, keys

    def open(self, record: Record, unlock: Unlock | None = None) -> None:
        """Begin to count a limited authorization, at what was counted before."""
        if not is_file(self._path(record.authorization_id)):
            self.sign(record, unlock)

    def sign(self, record: Record, unlock: Unlock | None = None) -> None:
        """Sign for what the ledger has of a limited authorization."""
        if record.scope.max_outputs is not None:
            self._write(record.authorization_id, self._ledger.made(record.authorization_id), unlock)

    def made(self, record: Record) -> int:
        """Count the finished outputs. Raise `ConsentError` if the count was lowered or its mark is gone."""
        made, marked = self._ledger.made(record.authorization_id), self._marked(record.authorization_id)
        if made < marked:
            raise ConsentError("outputs", f"its count of outputs was lowered from {marked} to {made}")
        return made

    def reserve(self, record: Record, token: str, at: float, unlock: Unlock | None = None) -> None:
        """Hold a place for one output. Raise `ConsentError` if none is left."""
        limit = record.scope.max_outputs
        if limit is None:
            return
        self._keys.load_signer("log", unlock)  # a locked key is told before the work, not after it
        made = self.made(record)
        if not self._ledger.reserve(token, record.authorization_id, limit, at):
            waiting = "" if made >= limit else f" ({made} finished, the others being made)"
            raise ConsentError("outputs", f"all {limit} outputs of its authorization are used{waiting}")

    def count(self, record: Record, token: str, output: str, at: str, unlock: Unlock | None = None) -> int:
        """Count one finished output; give how many there are now."""
        made = self._ledger.count(token, record.authorization_id, output, at)
        if record.scope.max_outputs is not None:
            self._write(record.authorization_id, made, unlock)
        return made

    def release(self, token: str) -> None:
        """Give a held place back."""
        self._ledger.release(token)

    def _marked(self, authorization_id: str) -> int:
        path, why = self._path(authorization_id), "its count of outputs was changed or is gone"
        if not is_file(path):
            raise ConsentError("outputs", why)
        with told(path):
            written = path.read_bytes()
        try:
            content = parse(written, str(path))
        except InputError as fault:
            raise ConsentError("outputs", why) from fault
        signature, count = content.pop("sig", ""), content.get("count")
        keys = self._keys.trusted_keys("log").values()
        is_ours = content.get("schema") == _SCHEMA and content.get("authorization_id") == authorization_id
        message = canonical(content)
        if not is_ours or not isinstance(count, int) or not any(k.has_signed(message, str(signature)) for k in keys):
            raise ConsentError("outputs", why)
        return count

    def _write(self, authorization_id: str, count: int, unlock: Unlock | None) -> None:
        signer = self._keys.load_signer("log", unlock)
        content: dict[str, object] = {"schema": _SCHEMA, "authorization_id": authorization_id, "count": count}
        content["sig"] = signer.sign(canonical(content))
        write_private_bytes(self._path(authorization_id), json.dumps(content).encode())

    def _path(self, authorization_id: str) -> Path:
        return self._folder / f"{authorization_id}.json"
