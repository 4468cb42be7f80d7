"""An edited portrait from what is asked for to what is kept: leave, measures, the drawing, its likeness, its record."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.edit import KEEP
from avatar.edit.leave import BODY, LIKENESS, granted, recorded
from avatar.edit.likeness import Likeness, likeness, require_crossed
from avatar.edit.suiting import require_suiting, require_two
from avatar.edit.swap import swap
from avatar.errors import InputError, PortraitError
from avatar.identity import choose
from avatar.permission.consent import perceptual_hash
from avatar.permission.consent.record import Parent, Picture
from avatar.portrait.cards import Source, checked_name, write_card
from avatar.portrait.store import PortraitStore
from avatar.runtime.watch import Watch, unwatched
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.runtime.folders import Home


@dataclass(frozen=True, slots=True)
class Edited:
    """A portrait that was made of two others."""

    portrait: Portrait
    """taken apart, and kept under its name"""
    likeness: Likeness
    """with both"""
    authorization_id: str
    """of the record that names both"""
    parents: tuple[Parent, ...]
    """the photos that it is made of"""


def edit(  # noqa: PLR0913 - who, with whose face, how much of it, called what, and where
    reference: str, name: str, face: str, home: Home, keep: float = KEEP, watch: Watch = unwatched
) -> Edited:
    """Give a portrait the face of another photo, and keep it under a name: a portrait like any other.

    `reference` and `face` are paths, or names of portraits; `keep` is the share of the face's own shape, 0-1. Raise
    `RefusedError` where somebody has not agreed to it, `PortraitError` where the photos do not suit, with the reason.
    """
    if not 0 <= keep <= 1:
        raise InputError(f"The share of the face's own shape {keep:g} must be from 0 to 1.")
    store = PortraitStore(home=home.data)
    sources = {LIKENESS: (store.read(face), face), BODY: (store.read(reference), reference)}
    name = _free(checked_name(name), sources)
    parents = granted(sources, home.data)
    source, target = (taken_apart(store, *sources[each], watch) for each in (LIKENESS, BODY))
    require_suiting(source, target)
    embedder = choose(home)
    require_two(source, target, embedder)
    made = _file(swap(source, target, keep).picture, name)
    portrait = store.load_or_enroll(made, PortraitSettings(), on_step=watch)
    alike = likeness(portrait, source, target, embedder)
    require_crossed(alike, source, target)
    facts = {"keep": f"{keep:g}", "likeness": f"{alike.source:.2f}", "way": alike.way}
    picture = Picture(portrait.content_hash, perceptual_hash(portrait.image))
    record = recorded(picture, parents, home.data, facts)
    portrait = store.add(made, name, PortraitSettings())
    body = sources[BODY][0].card
    told = f"{target.name} with the face of {source.name}"
    write_card(replace(store.show(name), description=told, gender=body.gender if body else ""))
    return Edited(portrait, alike, record.authorization_id, tuple(parents))


def _free(name: str, sources: dict[str, tuple[Source, str]]) -> str:
    """Raise `InputError` for the name of a portrait that it is made of."""
    taken = [each.card.name for each, _ in sources.values() if each.card is not None]
    if name in taken:
        raise InputError(f"A portrait that is made of {name!r} cannot be called so too; give another --name.")
    return name


def taken_apart(store: PortraitStore, source: Source, reference: str, watch: Watch) -> Portrait:
    """Take a photo apart as `enroll` does. Of a group photo somebody has to be enrolled first."""
    try:
        return store.load_or_enroll(source, on_step=watch)
    except PortraitError as fault:
        if "--face N" not in str(fault):
            raise
        raise PortraitError(
            f"{reference!r} shows several faces; enroll the one that you mean, and name that portrait: "
            "avatar portrait enroll PHOTO --face N --name NAME"
        ) from fault


def _file(picture: NDArray[np.uint8], name: str) -> Source:
    """Write a picture as PNG, whose pixels stay as they are."""
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(picture).save(content, "PNG", compress_level=3)
    written = content.getvalue()
    return Source(Path(f"{name}.png"), written, hashlib.sha256(written).hexdigest())
