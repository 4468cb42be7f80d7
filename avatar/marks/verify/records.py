"""What this installation knows of a file: its row in the registry, and the authorization behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, InputError
from avatar.marks.aigc import SOUNDS
from avatar.marks.registry import Entry, Registry
from avatar.marks.verify.marks import is_content_id
from avatar.marks.verify.report import Layer
from avatar.permission.consent import ConsentStore, standing
from avatar.permission.consent.moments import read_moment
from avatar.runtime.hashing import file_sha256

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from avatar.marks.registry.facts import Part
    from avatar.marks.verify.marks import Marks


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


def find_origin(path: Path, marks: Marks, home: Path | None) -> Origin:
    """Find the clip: by the file itself, else by the ids in its marks, else by its watermarks."""
    registry = Registry(home)
    try:
        end = registry.counted()
        found_by, entries = _candidates(registry, path, marks)
    except AvatarError:
        return Origin(Layer("untrusted", {"why": "it cannot be read"}))
    if not entries:
        return Origin(Layer("absent") if end.is_whole else Layer("untrusted", {"why": end.why}))
    entry = entries[0]
    is_same = found_by == "file"
    details: dict[str, object] = {
        "found_by": found_by,
        "file": "same" if is_same else "changed",
        "created": entry.facts.created,
        "jurisdiction": entry.facts.jurisdiction,
        "layers": list(entry.layers),
        "clips": [each.facts.content_id for each in entries[:20]],
    }
    if entry.facts.networks:
        details["networks"] = [f"{each.name}: {each.licence} ({each.terms})" for each in entry.facts.networks]
    if not entry.is_sound:
        layer = Layer("invalid", {**details, "why": "the clip's row was changed"})
    elif not is_same:
        layer = Layer("invalid", {**details, "why": "the clip was made here, but this is not the file that was made"})
    elif not end.is_whole:
        layer = Layer("untrusted", {**details, "why": end.why})
    else:
        layer = Layer("present", details)
    return Origin(layer, entry, is_same)


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
    return entry.kind in (*SOUNDS, "stream") and not entry.facts.portrait_sha256


def _candidates(registry: Registry, path: Path, marks: Marks) -> tuple[str, list[Entry]]:
    exact = registry.by_file(file_sha256(path))
    if exact:
        return "file", exact
    named = [marks.credential.claims.get("content_id"), marks.aigc.details.get("content_id")]
    for content_id in named:
        found = registry.by_content(str(content_id)) if is_content_id(content_id) else []
        if found:
            return "id", found
    shown = [entry for asset in marks.asset_ids for entry in registry.by_asset(asset)]
    return "watermark", list({(entry.facts.content_id, entry.sha256): entry for entry in shown}.values())
