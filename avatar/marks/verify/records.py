"""What this installation knows of a file: its row in the registry, and the authorization behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, InputError
from avatar.marks.aigc import SOUNDS
from avatar.marks.registry import Entry, Note, Registry
from avatar.marks.registry.facts import STREAM
from avatar.marks.registry.sent import compare
from avatar.marks.verify.marks import is_content_id
from avatar.marks.verify.report import Layer
from avatar.permission.consent import ConsentStore, standing
from avatar.permission.consent.moments import read_moment
from avatar.runtime.hashing import file_sha256

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from avatar.marks.registry.facts import Part
    from avatar.marks.verify.marks import Marks


_FILE = {"file": "same", "beginning": "cut off"}
"""what a file is to the clip, by how that was found"""
_WORSE = ("present", "untrusted", "absent", "invalid")
"""states of an authorization, each worse than the one before: of several the worst counts"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from, as far as the registry tells."""

    layer: Layer
    entry: Entry | None = None
    """the clip that it is, or is made from"""
    is_same_file: bool = False
    """byte for byte"""
    asset_ids: frozenset[int] = frozenset()
    """of the watermarks that the clip has; a stream has a row for each passage"""
    is_merely_claimed: bool = False
    """its marks name a clip that was made here, and nothing in the file bears that out"""


def find_origin(path: Path, marks: Marks, home: Path | None, bears: Callable[[Entry], bool]) -> Origin:
    """Find the clip: by the file itself, else by the ids in its marks, else by its watermarks.

    Anybody can copy an id into any file. It counts where the credential that covers the whole file has it, or where the
    file bears the watermark of that clip too: found already, or looked for at its place, which `bears` does.
    """
    registry = Registry(home)
    try:
        end = registry.counted()
        found_by, entries = _candidates(registry, path, marks, bears)
        is_claimed = not entries and bool(_named(registry, marks))
    except AvatarError:
        return Origin(Layer("untrusted", {"why": "it cannot be read"}))
    if not entries:
        layer = Layer("absent") if end.is_whole else Layer("untrusted", {"why": end.why})
        return Origin(layer, is_merely_claimed=is_claimed)
    entry = entries[0]
    if found_by == "watermark" and sealed_id(marks) not in ("", *(each.facts.content_id for each in entries)):
        return Origin(Layer("invalid", {"why": "credential and watermark name different clips"}))
    is_same = found_by == "file"
    details: dict[str, object] = {
        "found_by": found_by,
        "file": _FILE.get(found_by, "changed"),
        "created": entry.facts.created,
        "jurisdiction": entry.facts.jurisdiction,
        "layers": list(entry.layers),
        "clips": list(dict.fromkeys(each.facts.content_id for each in entries))[:20],
    }
    if entry.facts.networks:
        details["networks"] = [f"{each.name}: {each.licence} ({each.terms})" for each in entry.facts.networks]
    if entry.facts.parents:
        details["parents"] = [f"{each.edit}: the photo {each.portrait_sha256[:16]}" for each in entry.facts.parents]
    if entry.facts.origin is not None:
        details["film"] = f"another {entry.facts.origin.edit} in the film {entry.facts.origin.sha256[:16]}"
    if not entry.is_sound:
        layer = Layer("invalid", {**details, "why": "the clip's row was changed"})
    elif found_by == "beginning":
        layer = Layer("untrusted", {**details, "why": "it is a stream as it was sent, but it was cut off"})
    elif not is_same and entry.kind == STREAM and not entry.sha256:
        layer = Layer("untrusted", {**details, "why": "the clip was sent from here, and nobody noted its bytes"})
    elif not is_same:
        layer = Layer("invalid", {**details, "why": "the clip was made here, but this is not the file that was made"})
    elif not end.is_whole:
        layer = Layer("untrusted", {**details, "why": end.why})
    else:
        layer = Layer("present", details)
    same = (each.facts.asset_ids for each in entries if each.facts.content_id == entry.facts.content_id)
    return Origin(layer, entry, is_same, frozenset().union(*same))


def read_authorization(entry: Entry | None, home: Path | None, now: datetime) -> Layer:
    """Tell how the authorization of a clip stands: when the clip was made, and now."""
    if entry is None or not entry.is_sound:
        return Layer("absent", {"why": "it is not known which clip this is"})
    store = ConsentStore(home)
    found = [_leave(part, entry, store, now) for part in entry.facts.shown]
    layer = max(found, key=lambda each: _WORSE.index(each.state))
    if len(found) == 1:
        return layer
    ids = [each.details["authorization_id"] for each in found]
    return Layer(layer.state, {**layer.details, "authorization_ids": ids})


def _leave(part: Part, entry: Entry, store: ConsentStore, now: datetime) -> Layer:
    """Tell how the authorization of one who is seen in a clip stands."""
    details: dict[str, object] = {"authorization_id": part.authorization_id}
    try:
        record = store.find(part.authorization_id)
    except InputError:
        why = "nobody is shown, so none is needed" if is_nobody_shown(entry) else "its record is not here"
        return Layer("absent", {**details, "why": why})
    then = standing(record, store, now, at=read_moment(entry.facts.created))
    today = standing(record, store, now)
    is_same = record.sha256 == part.record_sha256
    covers = any(picture.sha256 == part.portrait_sha256 for picture in record.portrait)
    details |= {"statement": record.statement, "valid_at_creation": then.is_valid and is_same and covers}
    details |= {"valid_now": today.is_valid and is_same and covers}
    if not (is_same and covers):
        return Layer("invalid", {**details, "why": "its record is not the one that the clip was made under"})
    if not then.is_valid:
        return Layer("invalid", {**details, "reason": then.reason, "why": "it did not count when the clip was made"})
    if not today.is_valid:
        return Layer("untrusted", {**details, "reason": today.reason, "why": "it counts no longer"})
    return Layer("present", details)


def is_nobody_shown(entry: Entry) -> bool:
    """Tell whether it is a sound that was made without a portrait."""
    return entry.kind in (*SOUNDS, STREAM) and not entry.facts.portrait_sha256


def _candidates(
    registry: Registry, path: Path, marks: Marks, bears: Callable[[Entry], bool]
) -> tuple[str, list[Entry]]:
    exact = registry.by_file(file_sha256(path))
    if exact:
        return "file", exact
    named = _named(registry, marks)
    begun = [entry for entry in named if entry.sha256 and entry.kind == STREAM and _is_beginning(path, entry)]
    if begun:
        return "beginning", begun
    sealed, seen = sealed_id(marks), set(marks.asset_ids)
    agreeing = [
        entry
        for entry in named
        if (seen & entry.facts.asset_ids if seen else entry.facts.content_id == sealed or bears(entry))
    ]
    if agreeing:
        return "id", sorted(agreeing, key=lambda entry: not entry.sha256)
    return "watermark", _bearing(registry, marks.asset_ids)


def _bearing(registry: Registry, asset_ids: tuple[int, ...]) -> list[Entry]:
    """Find the clips that have these watermarks, those first that have most of them.

    What is said twice in the same way has the same watermark, in whichever clip.
    """
    rows = [entry for asset in asset_ids for entry in registry.by_asset(asset)]
    has: dict[str, set[int]] = {}
    for entry in rows:
        has.setdefault(entry.facts.content_id, set()).update(entry.facts.asset_ids & set(asset_ids))
    each = {(entry.facts.content_id, entry.sha256, entry.facts.asset_ids): entry for entry in rows}
    return sorted(each.values(), key=lambda entry: -len(has[entry.facts.content_id]))


def _named(registry: Registry, marks: Marks) -> list[Entry]:
    """Find the clips that its marks name, whatever those are worth."""
    claimed = dict.fromkeys((marks.credential.claims.get("content_id"), marks.aigc_id))
    return [entry for each in claimed if is_content_id(each) for entry in registry.by_content(str(each))]


def _is_beginning(path: Path, entry: Entry) -> bool:
    whole = Note(entry.size, entry.sha256)
    return compare(path, entry.notes, whole) != "other"


def sealed_id(marks: Marks) -> str:
    """Give the id that the credential says, where that holds and covers the file; "" where it does not."""
    told = marks.credential.claims.get("content_id")
    return str(told) if marks.credential.state == "trusted" and is_content_id(told) else ""
