"""An edited portrait from what is asked for to what is kept: leave, face, clothes, how it came out, the record."""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from avatar.edit.chin import across_chin, require_agreeing
from avatar.edit.garment.dress import Dressed, dress, require_held
from avatar.edit.garment.flatlay import FlatLay, read_flatlay
from avatar.edit.garment.worn import Worn, find_worn
from avatar.edit.leave import BODY, CLOTHES, LIKENESS, granted, recorded
from avatar.edit.likeness import Likeness, likeness, require_crossed
from avatar.edit.redrawn import redrawn, require_arcface
from avatar.edit.settings import FaceSettings
from avatar.edit.sharpness import sharpness_ratio
from avatar.edit.suiting import require_suiting, require_two
from avatar.edit.swap import swap
from avatar.errors import AvatarError, InputError, PortraitError
from avatar.identity import choose
from avatar.neural.models import located
from avatar.neural.swapping import SwapNetwork
from avatar.permission.consent import perceptual_hash
from avatar.permission.consent.record import Parent, Picture
from avatar.portrait.cards import Source, checked_name, write_card
from avatar.portrait.read import read_photo
from avatar.portrait.store import PortraitStore
from avatar.runtime.watch import Watch, unwatched
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.data.network import NetworkFacts
    from avatar.edit.faces import Face
    from avatar.edit.garment.dress import Colour
    from avatar.identity.embedders import Embedder
    from avatar.neural.models import Located
    from avatar.runtime.folders import Home


@dataclass(frozen=True, slots=True)
class Edited:
    """A portrait that was made of others."""

    portrait: Portrait
    """taken apart, and kept under its name"""
    authorization_id: str
    """of the record that names all photos"""
    parents: tuple[Parent, ...]
    """the photos that it is made of"""
    chin: tuple[float, float]
    """how far face and neck are apart in colour, CIEDE2000: in the photo, and in what was made"""
    likeness: Likeness | None = None
    """with both, where it was given a face"""
    colour: Colour | None = None
    """how well a garment's colour was held"""
    sharpness: float | None = None
    """of the new face beside the photo's own, where it was given one: 1 is as sharp"""
    network: NetworkFacts | None = None
    """that drew the face, where one was named"""
    painted: float = 0.0
    """skin that a garment shows and the photo did not, IOD squared"""


class Editor:
    """What is to be done to one portrait; it is measured once, for as many looks as are made."""

    def __init__(  # noqa: PLR0913 - who, with whose face, how much of it, by which network, and where
        self,
        reference: str,
        home: Home,
        face: str | None = None,
        settings: FaceSettings = FaceSettings(),  # noqa: B008 - it is frozen
        parser: Path | None = None,
        swapper: str | None = None,
        watch: Watch = unwatched,
    ) -> None:
        """Read the photos; `reference` and `face` are paths, or names of portraits. Nothing is measured yet."""
        self._home, self._settings, self._parser, self._watch = home, settings, parser, watch
        with about("swapper"):
            self._swapper = None if swapper is None else located(swapper, "swap", home)
        self._store = PortraitStore(home=home.data)
        self._body = self._store.read(reference), reference
        self._face = None if face is None else (self._store.read(face), face)
        if swapper is not None:
            with about("swapper"):
                require_arcface(self._embedder())
        self._worn: Worn | None = None
        self._swapped: tuple[Portrait, Portrait] | None = None

    def make(self, name: str, garment: Path | None = None) -> Edited:
        """Make one look, and keep it under a name: a portrait like any other.

        Raise `RefusedError` where somebody has not agreed to it, `PortraitError` where pictures do not suit, with the
        reason.
        """
        if self._face is None and garment is None:
            raise InputError("Say what the portrait is to get: a face, a garment, or both.")
        name = _free(checked_name(name), [each for each in (self._face, self._body) if each])
        edits = {LIKENESS: self._face, BODY: self._body} if self._face else {}
        asked = {edit: each for edit, each in edits.items() if each} | ({CLOTHES: self._body} if garment else {})
        parents = granted(asked, self._home.data)
        with about("garment"):
            flat = None if garment is None else read_flatlay(read_photo(garment), garment.name)
        target = taken_apart(self._store, *self._body, self._watch)
        source, base = self._with_face(target)
        dressed = None if flat is None or garment is None else self._dressed(target, base, flat, garment.name)
        picture = base.image if dressed is None else dressed.picture
        chin = (
            across_chin(target.image, target.landmarks, target.iod),
            across_chin(picture, target.landmarks, target.iod),
        )
        require_agreeing(*chin, self._settings.skin)
        made = _file(picture, name)
        portrait = self._store.load_or_enroll(made, PortraitSettings(), on_step=self._watch)
        alike = None if source is None else self._alike(portrait, source, target)
        facts = _facts(self._settings, alike, dressed, garment) | _network(self._swapper)
        record = recorded(
            Picture(portrait.content_hash, perceptual_hash(portrait.image)), parents, self._home.data, facts
        )
        portrait = self._store.add(made, name, PortraitSettings())
        body = self._body[0].card
        told = _told(target, source, garment)
        card = replace(self._store.show(name), description=told, gender=body.gender if body else "")
        write_card(replace(card, networks=self._networks()))
        return Edited(
            portrait,
            record.authorization_id,
            tuple(parents),
            chin,
            alike,
            dressed.colour if dressed else None,
            None if source is None else sharpness_ratio(base.image, target),
            self._swapper.facts if self._swapper else None,
            dressed.painted if dressed else 0.0,
        )

    def _networks(self) -> tuple[NetworkFacts, ...]:
        """Give those that drew what is shown, of which the portraits that it is made of may be drawn themselves."""
        cards = [source.card for source, _ in (self._body, self._face or self._body)]
        earlier = [network for card in cards if card is not None for network in card.networks]
        return tuple(dict.fromkeys((*earlier, *([self._swapper.facts] if self._swapper else []))))

    def _embedder(self) -> Embedder:
        return choose(self._home)

    def _with_face(self, target: Portrait) -> tuple[Portrait | None, Portrait]:
        """Give whose face it gets, and the target with that face; drawn once."""
        if self._face is None:
            return None, target
        if self._swapped is None:
            source = taken_apart(self._store, *self._face, self._watch)
            require_suiting(source, target)
            require_two(source, target, self._embedder())
            face = source if self._swapper is None else self._drawn(self._swapper, source, target)
            swapped = swap(face, target, self._settings)
            changed = (swapped.picture != target.image).any(axis=2)
            own = np.where(changed[..., None], swapped.picture, target.foreground)
            self._swapped = source, replace(target, image=swapped.picture, foreground=np.asarray(own, np.uint8))
        return self._swapped

    def _drawn(self, network: Located, source: Portrait, target: Portrait) -> Face:
        """Give the face as a network draws it."""
        return redrawn(source, target, SwapNetwork(network.path), require_arcface(self._embedder()))

    def _dressed(self, target: Portrait, base: Portrait, flat: FlatLay, product: str) -> Dressed:
        with about("garment"):
            if self._worn is None:
                self._worn = find_worn(target, _parsed(self._parser, target))
            dressed = dress(base, self._worn, flat)
            require_held(dressed, target, product)
        return dressed

    def _alike(self, portrait: Portrait, source: Portrait, target: Portrait) -> Likeness:
        alike = likeness(portrait, source, target, self._embedder())
        require_crossed(alike, source, target)
        return alike


@contextmanager
def about(what: Literal["face", "garment", "parser", "swapper"]) -> Iterator[None]:
    """Let faults of this block say which of the things that an edit takes they are about."""
    try:
        yield
    except AvatarError as fault:
        fault.about = fault.about or what
        raise


def _parsed(parser: Path | None, target: Portrait) -> NDArray[np.float32] | None:
    """Give where a network sees clothes, (H, W), 0-1, if one is named."""
    if parser is None:
        return None
    from avatar.neural.parsing import ParsingNetwork

    with about("parser"):
        return ParsingNetwork(parser).clothes(target.image)


def _facts(
    settings: FaceSettings, alike: Likeness | None, dressed: Dressed | None, garment: Path | None
) -> dict[str, str]:
    """Give what the log says of it."""
    facts: dict[str, str] = {}
    if alike is not None:
        facts |= {name: f"{value:g}" for name, value in asdict(settings).items()}
        facts |= {"likeness": f"{alike.source:.2f}", "way": alike.way}
    if dressed is not None and garment is not None:
        product = hashlib.sha256(garment.read_bytes()).hexdigest()
        facts |= {"garment": product, "colour_off": f"{dressed.colour.off:.2f}"}
    return facts


def _network(swapper: Located | None) -> dict[str, str]:
    """Give what the log says of a network that drew the face."""
    if swapper is None:
        return {}
    facts = swapper.facts
    return {"swapper": facts.name, "swapper_sha256": facts.sha256, "licence": facts.licence or "unknown"}


def _told(target: Portrait, source: Portrait | None, garment: Path | None) -> str:
    parts = [f"the face of {source.name}"] if source else []
    parts += [f"clothes of {garment.name}"] if garment else []
    return f"{target.name} with {' and '.join(parts)}"


def _free(name: str, sources: list[tuple[Source, str]]) -> str:
    """Raise `InputError` for the name of a portrait that it is made of."""
    taken = [each.card.name for each, _ in sources if each.card is not None]
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
