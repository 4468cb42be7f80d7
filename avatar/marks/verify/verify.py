"""One file, all its layers, one verdict. Offline, and nothing personal in the answer."""

from __future__ import annotations

from datetime import datetime, timezone
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
from avatar.marks.verify.records import find_origin, read_authorization
from avatar.marks.verify.report import LAYERS, Layer, Report
from avatar.marks.verify.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.marks.verify.label import Plates
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
            "GIF, PNG, JPEG, WAV or MP3."
        )
    folder = None if home is None else home / "keys"
    provider = load_provider(home)
    pattern, known = pattern_key(home), trusted_keys("media", folder)
    pictures = read_pictures(path, kind, plates, pattern)
    marks = read_marks(path, pictures, known, anchors(provider, home), pattern)
    origin = find_origin(path, marks, home)
    found = {
        "label": marks.pictures.label,
        "aigc": marks.aigc,
        "c2pa": marks.c2pa,
        "watermark": marks.pictures.watermark,
        "audio_watermark": marks.audio_watermark,
        "registry": origin.layer,
        "authorization": read_authorization(origin.entry, home, now or datetime.now(timezone.utc)),
    }
    found |= _known(found, path, kind, origin, plates, pattern)
    layers = {name: found[name] for name in LAYERS}
    verdict, why = judge(layers, marks, origin)
    return Report(verdict, _content_id(layers, origin.entry.facts.content_id if origin.entry else ""), layers, why)


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


def _content_id(layers: dict[str, Layer], known: str) -> str:
    """Name the clip: as the registry does, else as a mark does that counts."""
    named = [layers[name].details.get("content_id") for name in ("c2pa", "aigc") if layers[name].state == "present"]
    return known or str(next((each for each in named if each), ""))
