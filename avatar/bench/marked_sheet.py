"""A sheet of pictures of people bears what a film of them would: label, watermark, credential, and a row.

Whoever is on it is counted and logged before it is seen.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.clip import timeline
from avatar.clip.judged import log, require_log
from avatar.clip.marking import mark_film
from avatar.clip.permit import parents_of
from avatar.data import Frame
from avatar.finish.label import LabelFilter, label_text
from avatar.ledger.audit import Event
from avatar.marks.registry import Facts, Part, Span
from avatar.marks.registry.facts import asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.watermark import Marker, Payload
from avatar.permission.consent.moments import now, written
from avatar.runtime.access import whole_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL import Image

    from avatar.permission.consent import Authorization

_LANGUAGE = "en"
"""of its label"""
_ABOVE = 8
"""px between pictures and label"""
_NOTHING_SAID = ""
"""instead of the hash of a text"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody who is on a sheet."""

    authorization: Authorization
    """what allows it"""
    portrait_sha256: str
    """of the photo's upright pixels, hex"""


def save_marked(sheet: Image.Image, place: Path, shown: Sequence[Shown], home: Path) -> None:
    """Write a sheet as a PNG with all marks, counted for each of those who are on it; without any mark if nobody is.

    Raise `OutputError` if it cannot be written, `RefusedError` for a permission that has ended meanwhile.
    """
    with whole_page(place, "sheet") as part:
        if not shown:
            sheet.save(part, "PNG")
            return
        facts = _facts(shown)
        _drawn(_with_foot(sheet), facts, home).save(part, "PNG")
        marked = mark_film(part, facts, home)
        require_log(home)
        for each in shown:
            each.authorization.count(facts.content_id)
            log(home, _event(each, facts, marked.sha256))


def _drawn(sheet: Image.Image, facts: Facts, home: Path) -> Image.Image:
    """Give it a label and a watermark."""
    from PIL import Image

    size, key = sheet.size, pattern_key(home)
    (frame,) = LabelFilter(_LANGUAGE, size).apply([Frame(np.array(sheet.convert("RGB")), 0, 0.0)])
    Marker(key, Payload(facts.spans[0].asset_id), size).mark(frame.image, 0)
    return Image.fromarray(frame.image)


def _with_foot(sheet: Image.Image) -> Image.Image:
    """Leave white room below it for its label, which grows a little with it."""
    from PIL import Image

    foot = needed = 0
    while needed >= foot:
        foot = needed + 1
        size = sheet.width, sheet.height + foot
        needed = size[1] - LabelFilter(_LANGUAGE, size).place[1] + _ABOVE
    whole = Image.new("RGB", size, "white")
    whole.paste(sheet)
    return whole


def _facts(shown: Sequence[Shown]) -> Facts:
    content_id, first = secrets.token_hex(16), shown[0]
    parts = tuple(
        Part(content_id, each.portrait_sha256, _NOTHING_SAID, each.authorization.authorization_id, _record(each))
        for each in shown
    )
    return Facts(
        content_id,
        written(now()),
        first.portrait_sha256,
        _NOTHING_SAID,
        first.authorization.authorization_id,
        _record(first),
        spans=(Span(asset_id(content_id), 0.0, 1.0),),
        label=label_text(_LANGUAGE),
        versions=timeline.versions(),
        parts=parts,
        parents=tuple(dict.fromkeys(parent for each in shown for parent in parents_of(each.authorization))),
    )


def _record(each: Shown) -> str:
    return each.authorization.record_sha256


def _event(each: Shown, facts: Facts, sha256: str) -> Event:
    return Event(
        "render",
        portrait=each.portrait_sha256,
        authorization=each.authorization.authorization_id,
        models=facts.versions,
        output=sha256,
        decision="allow",
        details={"content_id": facts.content_id},
    )
