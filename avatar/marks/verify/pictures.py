"""What can be seen or measured in the pictures, in one pass over them: the label, and the watermark."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import av

from avatar.errors import InputError, TooLargeError
from avatar.marks.aigc import SOUNDS
from avatar.marks.verify.label import LabelReader
from avatar.marks.verify.report import Layer
from avatar.marks.watermark import detect
from avatar.marks.watermark.sampling import read_frames
from avatar.outside.media import broken, open_media
from avatar.outside.pictures import BROKEN, open_picture
from avatar.runtime.shortage import shortage

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.marks.verify.label import Plates

_STILL = ("png", "jpg", "gif")


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the pictures of a file bear."""

    label: Layer
    watermark: Layer
    asset_ids: tuple[int, ...] = ()
    """of the watermarks, in order of time"""


def read_pictures(path: Path, kind: str, plates: Plates, pattern: bytes) -> Pictures:
    """Look at the pictures of a file, about ten a second."""
    if kind in SOUNDS:
        return _nothing("there are no pictures")
    if kind in _STILL:
        _require_readable(path)
    reader = LabelReader(plates, _seconds(path))
    try:
        found = detect(reader.passing(read_frames(path)), [pattern])
    except TooLargeError:
        raise
    except InputError as fault:
        if shortage(fault) is not None:
            raise
        return _nothing("the pictures cannot be read to their end")
    if not found:
        return Pictures(reader.layer(), Layer("absent"))
    rows = [span_row(each.asset_id, each.start, each.end, each.confidence) for each in found]
    assets = tuple(dict.fromkeys(each.asset_id for each in found))
    return Pictures(reader.layer(), Layer("present", {"found": rows}), assets)


def _require_readable(path: Path) -> None:
    """Raise `TooLargeError` for a picture that is larger than is read, before anything decodes it."""
    with suppress(*BROKEN), open_picture(path):
        return


def span_row(asset: int, start: float, end: float, confidence: float) -> dict[str, object]:
    """Write down where a watermark was found: s, and how sure it is."""
    return {
        "asset_id": f"{asset:010x}",
        "start": round(start, 2),
        "end": round(end, 2),
        "confidence": round(confidence, 3),
    }


def _nothing(why: str) -> Pictures:
    return Pictures(Layer("absent", {"why": why}), Layer("absent", {"why": why}))


def _seconds(path: Path) -> float:
    try:
        with open_media(path) as film:
            return float(film.duration or 0) / av.time_base
    except broken():
        return 0.0
