"""Portraits as they are told of: who is shown, what is agreed to, and a small picture."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from avatar.errors import AvatarError
from avatar.portrait.store import PortraitStore
from avatar.runtime.archive import write
from avatar.service.problems import Problem
from avatar.service.uploads.told import ConsentTold, PortraitTold

if TYPE_CHECKING:
    from avatar.permission.consent import Record
    from avatar.portrait.cards import PortraitCard
    from avatar.runtime.folders import Home

THUMBNAIL = 256
"""px of its longer side"""
_QUALITY = 85


def find(home: Home, name: str) -> PortraitCard:
    """Find a portrait's card. Raise `Problem` 404 if there is none of this name for this tenant."""
    card = next((each for each in PortraitStore(home=home.data).list() if each.name == name), None)
    if card is None:
        raise Problem(404, "no-portrait", f"There is no portrait {name[:80]!r}; GET /v1/portraits lists all.")
    return card


def describe(card: PortraitCard, home: Home) -> PortraitTold:
    """Tell what is known of a portrait."""
    return PortraitTold(
        name=card.name,
        is_shipped=card.is_shipped,
        description=card.description,
        gender=card.gender,
        licence=card.licence,
        thumbnail_url=f"/v1/portraits/{_in_a_path(card.name)}/thumbnail",
        consents=[_consent(record, home) for record in _records(card, home)],
    )


def thumbnail(card: PortraitCard, home: Home) -> bytes:
    """Give a small JPEG of it, kept in the tenant's cache under the hash of the photo."""
    place = home.cache / "thumbnails" / f"{card.sha256}.jpg"
    with suppress(FileNotFoundError):
        return place.read_bytes()
    content = _small(PortraitStore(home=home.data), card)
    with suppress(OSError):  # then it is made again the next time
        place.parent.mkdir(parents=True, exist_ok=True)
        write(content, place)
    return content


def _small(store: PortraitStore, card: PortraitCard) -> bytes:
    from PIL import Image

    from avatar.portrait.read import read_photo

    image = Image.fromarray(read_photo(card.path, store.read_file(card.path).content).pixels)
    image.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _records(card: PortraitCard, home: Home) -> list[Record]:
    """List what is agreed to: of a shipped portrait what lies beside it, else what this home has."""
    from avatar.permission.consent.store import ConsentStore, read_record

    if card.is_shipped:
        with suppress(AvatarError, OSError):
            return [read_record(card.path.with_name("consent.json"))]
    return list(ConsentStore(home.data).covering(card.pixels)) if card.pixels else []


def _consent(record: Record, home: Home) -> ConsentTold:
    from avatar.permission.consent.checks import standing
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.store import ConsentStore

    found = standing(record, ConsentStore(home.data), now())
    return ConsentTold(
        authorization_id=record.authorization_id,
        statement=record.statement,
        is_valid=found.is_valid,
        why=found.why,
        expires_at=record.expires_at,
        purposes=list(record.scope.purposes),
        channels=list(record.scope.channels),
        edits=list(record.edits),
        max_outputs=record.scope.max_outputs,
    )


def _in_a_path(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")


def fault_of(told: dict[str, Any]) -> Problem:
    """Tell what the process that enrols has said."""
    status = {"refused": 403, "not-installed": 501, "shortage": 503, "output": 507, "input": 422}
    return Problem(status.get(told["kind"], 500), told["kind"], told["detail"])


def read_answer(output: bytes) -> dict[str, Any]:
    """Read what that process has written. Raise `Problem` 422 where it has died."""
    with suppress(ValueError):
        return dict(json.loads(output))
    raise Problem(
        422, "unreadable", "Taking this photo apart takes more memory or time than it may; send a smaller one."
    )
