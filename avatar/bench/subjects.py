"""Who is shown in the clips of the bench: portraits, and difficult variants that are derived from them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

PURPOSE = "research"
"""What an authorization has to cover for the bench to measure its picture."""
_TILT = 15.0  # degrees clockwise
_DARK, _BRIGHT = 0.3, 1.9  # times the photo's own levels: in deep shadow; with blown highlights
_SMALL, _LARGE = 256, 4000  # px of the longer side


@dataclass(frozen=True, slots=True)
class Subject:
    """One portrait of the bench."""

    name: str
    """in tables and file names: "xiaochen", "astronaut tilted" """
    reference: str
    """path of the picture, or name of a portrait"""


def find_subjects(references: Sequence[str], folder: Path) -> tuple[Subject, ...]:
    """Find each portrait, deriving "PORTRAIT:VARIANT" pictures into `folder`.

    Raise `PortraitError` for a portrait that is not there, `InputError` for an unknown variant.
    """
    return tuple(_find(reference, folder) for reference in references)


def derive(picture: Image, variant: str) -> Image:
    """Make a variant of an RGB picture. Raise `InputError` if there is none of this name."""
    if variant not in _VARIANTS:
        raise InputError(f"There is no variant {variant!r} of a portrait; choose one of {', '.join(_VARIANTS)}.")
    return _VARIANTS[variant](picture)


def _find(reference: str, folder: Path) -> Subject:
    from avatar.portrait.store import PortraitStore

    store = PortraitStore()
    origin, colon, variant = reference.rpartition(":")
    is_derived = bool(colon) and not Path(reference).exists()
    path = store.resolve(origin if is_derived else reference)
    card = store.card_of(path)
    name = card.name if card else path.stem
    return _derived(path, name, variant, folder) if is_derived else Subject(name, reference)


def _derived(origin: Path, name: str, variant: str, folder: Path) -> Subject:
    from PIL import Image

    from avatar.portrait.read import read_photo

    photo = read_photo(origin)
    picture = derive(Image.fromarray(photo.pixels), variant)
    place = folder / f"{name}-{photo.content_hash[:8]}-{variant}.png"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        picture.save(part, "PNG", compress_level=1)
        part.replace(place)
    _authorize_likewise(photo.content_hash, place)
    return Subject(f"{name} {variant}", str(place))


def _authorize_likewise(original: str, place: Path) -> None:
    """Let a picture that was derived from an authorized one be measured, for a month; a stranger's stays refused."""
    from datetime import timedelta

    from avatar.portrait.read import read_photo
    from avatar.provenance.consent import ConsentStore, perceptual_hash
    from avatar.provenance.consent.issue import Terms, declare_synthetic, sign_own
    from avatar.provenance.consent.moments import now
    from avatar.provenance.consent.record import NO_REAL_SUBJECT, Licensee, Picture, Scope

    store = ConsentStore()
    allowed, photo = store.covering(original), read_photo(place)
    if not allowed or store.covering(photo.content_hash):
        return
    picture = Picture(photo.content_hash, perceptual_hash(photo.pixels))
    terms = Terms(now(), Scope(purposes=(PURPOSE,)), expires=now() + timedelta(days=30))
    signer = store.keys.load_signer("consent")
    if allowed[0].type == NO_REAL_SUBJECT:
        licensee = Licensee(name="bench", key_id=signer.key_id)
        store.save(declare_synthetic(picture, licensee, terms, f"derived from {original}", signer))
    else:
        store.save(sign_own(picture, allowed[0].subject.name or "bench", terms, signer))


def _mirrored(picture: Image) -> Image:
    from PIL import ImageOps

    return ImageOps.mirror(picture)


def _tilted(picture: Image) -> Image:
    """Turn the whole picture in its own frame; what turns in from outside is the border, drawn out."""
    import numpy as np
    from PIL import Image

    width, height = picture.size
    reach = max(width, height) // 4
    wide = Image.fromarray(np.pad(np.asarray(picture), ((reach, reach), (reach, reach), (0, 0)), mode="edge"))
    turned = wide.rotate(-_TILT, Image.Resampling.BICUBIC)
    return turned.crop((reach, reach, reach + width, reach + height))


def _lit(factor: float) -> Callable[[Image], Image]:
    def light(picture: Image) -> Image:
        from PIL import ImageEnhance

        return ImageEnhance.Brightness(picture).enhance(factor)

    return light


def _sized(side: int) -> Callable[[Image], Image]:
    def size(picture: Image) -> Image:
        from PIL import Image

        scale = side / max(picture.size)
        width, height = (round(length * scale) for length in picture.size)
        return picture.resize((width, height), Image.Resampling.LANCZOS)

    return size


def _grey(picture: Image) -> Image:
    return picture.convert("L").convert("RGB")


_VARIANTS: dict[str, Callable[[Image], Image]] = {
    "mirrored": _mirrored,
    "tilted": _tilted,
    "dark": _lit(_DARK),
    "bright": _lit(_BRIGHT),
    "small": _sized(_SMALL),
    "large": _sized(_LARGE),
    "grey": _grey,
}
VARIANTS = tuple(_VARIANTS)
"""What can stand after the colon of "PORTRAIT:VARIANT"."""
