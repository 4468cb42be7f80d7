"""What is asked for: a text, who says it, and how; and the names that follow from it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

from avatar.runtime.hashing import value_sha256
from avatar.settings import Settings

DEFAULT_PORTRAIT = "xiaochen"
DEFAULT_RENDERER = "mesh"
_SLUG_CHARACTERS, _STEM_CHARACTERS = 16, 40
_CLAUSE_END = re.compile(r"[\n.!?;:,。！？；：，、…]")
_UNSAFE = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a clip is for: an authorization covers some of it and not the rest."""

    purpose: str = "personal"
    """one of `permission.consent.vocabulary.PURPOSES`, or a word of one's own, x-..."""
    channel: str = "file"
    """how it reaches people, one of `permission.consent.vocabulary.CHANNELS`, or x-..."""
    territory: str | None = None
    """where, CN or US-CA"""
    product: str | None = None
    """what it is about"""
    licensee: str | None = None
    """who makes it"""


@dataclass(frozen=True, slots=True)
class Order:
    """One clip, as it is asked for."""

    text: str
    """what is said"""
    portrait: str = DEFAULT_PORTRAIT
    """a path, or the name of an enrolled or shipped portrait"""
    voice: str | None = None
    """name of a voice card; None: the default voice of each sentence's language"""
    face: int | None = None
    """which face of a group photo, 1 is the image's leftmost; None: there is only one"""
    renderer: str = DEFAULT_RENDERER
    """name of the backend that makes the pictures"""
    seed: int | None = None
    """of all that is random; None: derived from the portrait, so that a rerun is identical"""
    settings: Settings = field(default_factory=Settings)
    """everything else"""
    occasion: Occasion = field(default_factory=Occasion)
    """what it is for"""


def file_stem(portrait: str, text: str) -> str:
    """Name a clip after its portrait and the first words of its text, safe for any file system."""
    clause = next((part for part in _CLAUSE_END.split(text) if _slug(part)), text)
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", re.split(r"[\\/]", portrait)[-1])
    parts = (_slug(stem, _STEM_CHARACTERS), _slug(clause, _SLUG_CHARACTERS))
    return "-".join(part for part in parts if part) or "clip"


def derive_seed(portrait_hash: str) -> int:
    """Derive a seed, 32 bits, so that each person moves in their own way and a rerun is identical."""
    return int(derive_key({"portrait": portrait_hash})[:8], 16)


def shaping(settings: Settings) -> dict[str, Any]:
    """Write down the settings that shape a clip: not where a background lies, nor which marks it needs."""
    content = asdict(settings)
    del content["film"]["background"]["path"], content["marks"]
    return content


def derive_key(content: dict[str, object]) -> str:
    """Name a piece of work, 64 hex digits, by everything that shapes it."""
    return value_sha256(content, _plain)


def derive_content_id(
    order: Order, seed: int, portrait_hash: str, voices: list[dict[str, object]], versions: dict[str, str]
) -> str:
    """Name a clip, 32 hex digits, by everything that shapes it: the same order gives the same name."""
    return derive_key(
        {
            "text": order.text,
            "portrait": portrait_hash,
            "voices": voices,
            "face": order.face,
            "renderer": order.renderer,
            "seed": seed,
            "settings": shaping(order.settings),
            "versions": versions,
        }
    )[:32]


def _slug(text: str, characters: int | None = None) -> str:
    return _UNSAFE.sub("-", text).strip("-_")[:characters].strip("-_")


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"no canonical form for {type(value).__name__}")
