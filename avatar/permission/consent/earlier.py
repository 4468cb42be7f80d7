"""Records of the first schema: still read and checked as they were signed, though some of their fields are gone.

None of these fields was ever enforced. What granted something grants nothing; a record in which one of them sets a
limit does not count, because a signed limit that nobody keeps is worse than none.
"""

from __future__ import annotations

import json

from avatar.errors import InputError
from avatar.ledger.canonical import canonical

FIRST = "avatar.consent/1"
_RETIRED: dict[str, dict[str, type]] = {
    "": {"operator": str, "voice": list},
    "subject": {"id_hash": str, "id_salt": str},
    "scope": {"sublicense": bool, "training_use": bool},
    "legal": {"voice_consent": bool, "cross_border": bool},
}
"""part of a record, its fields that are gone, and their kind; a truth that was left out was signed as false"""
_LIMITS = ("operator", "voice")


def split(record: dict[str, object], where: str) -> tuple[dict[str, object], str]:
    """Take the retired fields out of a record of the first schema; give the rest, and them as a JSON object.

    Raise `InputError` for one of another kind than it had.
    """
    rest, retired = dict(record), dict[str, object]()
    for part, kinds in _RETIRED.items():
        holder = rest.get(part, {}) if part else rest
        if not isinstance(holder, dict):
            continue  # whoever reads the rest says so
        signed = dict.fromkeys((name for name, kind in kinds.items() if kind is bool), False) | holder
        found = {name: _checked(signed[name], kinds[name], f"{where}.{name}") for name in kinds if name in signed}
        kept = {name: content for name, content in holder.items() if name not in kinds}
        if part:
            rest[part] = kept
        else:
            rest = kept
        retired.update({part: found} if part and found else found)
    return rest, canonical(retired).decode()


def joined(record: dict[str, object], retired: str) -> dict[str, object]:
    """Put the retired fields back to where they were when the record was signed."""
    whole = dict(record)
    for name, content in json.loads(retired).items():
        part = whole.get(name, {})
        whole[name] = {**part, **content} if isinstance(content, dict) and isinstance(part, dict) else content
    return whole


def limits(retired: str) -> list[str]:
    """Name the limits that were signed and are not enforced."""
    return [name for name in _LIMITS if retired and name in json.loads(retired)]


def grants(retired: str) -> list[str]:
    """Name what was granted or noted and no longer means anything."""
    found = json.loads(retired or "{}")
    parts = (content for content in found.values() if isinstance(content, dict))
    return [name for part in parts for name, content in part.items() if content]


def _checked(content: object, kind: type, where: str) -> object:
    if type(content) is not kind or content == []:
        raise InputError(f"{where} must be of the kind {kind.__name__}, and not empty; ask for the file again.")
    return content
