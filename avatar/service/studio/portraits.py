"""Who can be shown, as the page shows them: a picture, and what the permission allows."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from avatar.outside.cleaning import on_one_line
from avatar.permission.consent.record import NO_REAL_SUBJECT

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.clip.meanwhile import Look
    from avatar.permission.consent import Record
    from avatar.portrait.cards import PortraitCard
    from avatar.portrait.store import PortraitStore

SIDE = 900
"""of a picture's longer side at most, px"""
_QUALITY = 88


def listed(home: Path) -> list[dict[str, Any]]:
    """Describe every portrait of a home's data, enrolled ones first."""
    from avatar.portrait.store import PortraitStore

    store = PortraitStore(home=home)
    return [described(store, card, home) for card in store.list()]


def described(store: PortraitStore, card: PortraitCard, home: Path) -> dict[str, Any]:
    """Describe one."""
    name, version = quote(card.name, safe=""), card.sha256[:12]
    return {
        "name": card.name,
        "shipped": card.is_shipped,
        "description": on_one_line(card.description),
        "gender": on_one_line(card.gender),
        "picture": f"/v1/studio/portraits/{name}/picture?v={version}",
        "thumbnail": f"/v1/portraits/{name}/thumbnail?v={version}",
        "permission": permission(card, home),
    }


def permission(card: PortraitCard, home: Path) -> dict[str, Any]:
    """Say what is agreed about a portrait: all that its valid records allow together."""
    from avatar.errors import AvatarError
    from avatar.permission.consent.checks import standing
    from avatar.permission.consent.moments import now
    from avatar.permission.consent.store import ConsentStore

    store, moment = ConsentStore(home), now()
    why, valid = "", list["Record"]()
    try:
        for record in store.covering(_pixels(card)):
            found = standing(record, store, moment)
            if found.is_valid:
                valid.append(record)
            why = why or found.why
    except AvatarError as fault:
        why = str(fault)
    if not valid:
        return {
            "valid": False,
            "why": _sentence(why) if why else "Nobody has agreed yet that this picture is used.",
            "synthetic": False,
            "purposes": [],
            "channels": [],
            "edits": [],
            "expires": "",
        }
    return {
        "valid": True,
        "why": "",
        "synthetic": all(record.type == NO_REAL_SUBJECT for record in valid),
        "purposes": _together([record.scope.purposes for record in valid]),
        "channels": _together([record.scope.channels for record in valid]),
        "edits": list(dict.fromkeys(word for record in valid for word in record.edits)),
        "expires": max(record.expires_at for record in valid),
    }


def _pixels(card: PortraitCard) -> str:
    """Name a portrait's pixels as they are known, without decoding them; what is made asks the photo itself."""
    from avatar.permission.consent.store import read_record

    if card.is_shipped:
        return read_record(card.path.with_name("consent.json")).portrait[0].sha256
    return card.pixels or look(card).content_hash


def look(card: PortraitCard) -> Look:
    """Give what the gate asks of a portrait's photo; each photo is decoded once."""
    return _look(card.path, card.sha256)


@lru_cache(maxsize=200)
def _look(path: Path, _sha256: str) -> Look:
    from avatar.clip.meanwhile import look_at
    from avatar.portrait.cards import read_source

    return look_at(read_source(path))


def picture(card: PortraitCard) -> bytes:
    """Give a portrait's photo as a small JPEG."""
    return _picture(card.path, card.sha256)


@lru_cache(maxsize=100)
def _picture(path: Path, _sha256: str) -> bytes:
    from PIL import Image

    from avatar.portrait.read import read_photo

    image = Image.fromarray(read_photo(path).pixels)
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    stored = io.BytesIO()
    image.save(stored, "JPEG", quality=_QUALITY)
    return stored.getvalue()


def _together(lists: list[tuple[str, ...]]) -> list[str]:
    """Put together what records allow: an empty list allows any."""
    if not all(lists):
        return []
    return list(dict.fromkeys(word for each in lists for word in each))


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:].rstrip('.')}."
