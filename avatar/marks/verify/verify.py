"""One file, all its layers, one verdict. Offline, and nothing personal in the answer."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import partial
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.ledger.keys import trusted_keys
from avatar.marks.aigc import kind_of
from avatar.marks.credentials.signers import anchors
from avatar.marks.profiles import load_provider
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.verify.given import WATERMARKS, read_given
from avatar.marks.verify.marks import read_marks
from avatar.marks.verify.pictures import read_pictures
from avatar.marks.verify.records import find_origin, read_authorization, sealed_id
from avatar.marks.verify.report import LAYERS, Layer, Report
from avatar.marks.verify.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.marks.registry import Entry
    from avatar.marks.verify.label import Plates
    from avatar.marks.verify.marks import Marks
    from avatar.marks.verify.records import Origin


def verify(path: Path, plates: Plates, *, home: Path | None = None, now: datetime | None = None) -> Report:
    """Read every mark of a file and judge them together.

    `plates` gives the visible labels that a picture of some size could have. Raise `InputError` for a file that cannot
    be read, or of a kind that has no place for any mark.
    """
    kind = kind_of(path)
    if not kind:
        raise InputError(
            f"The file {str(path)!r} is no film, picture or sound that can be looked at; give an MP4, MOV, MKV, WebM, "
            "TS, FLV, GIF, PNG, JPEG, WAV or MP3."
        )
    folder = None if home is None else home / "keys"
    provider = load_provider(home)
    pattern, known = pattern_key(home), trusted_keys("media", folder)
    pictures = read_pictures(path, kind, plates, pattern)
    marks = read_marks(path, pictures, known, anchors(provider, home), pattern)
    origin = find_origin(path, marks, home, partial(_bears, path, kind, plates, pattern))
    found = {
        "label": marks.pictures.label,
        "aigc": _bound(marks, origin),
        "c2pa": marks.c2pa,
        "watermark": marks.pictures.watermark,
        "audio_watermark": marks.audio_watermark,
        "registry": origin.layer,
        "authorization": read_authorization(origin.entry, home, now or datetime.now(timezone.utc)),
    }
    found |= _known(found, path, kind, origin, plates, pattern)
    layers = {name: found[name] for name in LAYERS}
    verdict, why = judge(layers, marks, origin)
    contested = origin.layer.state == "invalid"
    content_id = origin.entry.facts.content_id if origin.entry else "" if contested else sealed_id(marks)
    return Report(verdict, content_id, layers, why)


def _known(  # noqa: PLR0913 - what was found so far, and where the rest may be
    found: Mapping[str, Layer], path: Path, kind: str, origin: Origin, plates: Plates, pattern: bytes
) -> dict[str, Layer]:
    """Look once more for watermarks that were not found anywhere, in the very file that was made: where they were put.

    Small pictures bear too little of a mark to be found by who does not know it.
    """
    if origin.entry is None or not origin.is_same_file:
        return {}
    unseen = [name for name in WATERMARKS if name in origin.entry.layers and found[name].state == "absent"]
    borne = read_given(path, kind, origin.entry.facts, plates, pattern).layers if unseen else ()
    return {name: Layer("present", {"found_by": "its place"}) for name in unseen if name in borne}


def _bears(path: Path, kind: str, plates: Plates, pattern: bytes, entry: Entry) -> bool:
    """Tell whether a file bears the watermark of a clip that its marks name, where that clip has it."""
    if not entry.facts.spans:
        return False
    try:
        return not read_given(path, kind, entry.facts, plates, pattern).layers.isdisjoint(WATERMARKS)
    except InputError:
        return False


def _bound(marks: Marks, origin: Origin) -> Layer:
    """Say what the AIGC label is worth: it is signed, but nothing binds it to the file that it is found in."""
    if marks.aigc.state != "present" or not marks.aigc_id:
        return marks.aigc
    if origin.is_merely_claimed:
        why = "it was signed for a clip that was made here, and nothing else says that this is it: it can be copied"
        return Layer("invalid", {**marks.aigc.details, "why": why})
    if origin.entry is None:
        return marks.aigc
    return Layer("present", {**marks.aigc.details, "content_id": marks.aigc_id})
