"""The names that follow from what is asked for: of the file, of the clip, of its seed, of each piece of work."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from avatar.clip.scenes import named
from avatar.runtime.hashing import value_sha256
from avatar.settings import DETECTORS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avatar.clip.request import ClipRequest
    from avatar.data.network import NetworkFacts
    from avatar.settings import Settings

_SLUG_CHARACTERS, _STEM_CHARACTERS = 16, 40
_CLAUSE_END = re.compile(r"[\n.!?;:,。！？；：，、…]")
_UNSAFE = re.compile(r"[^\w]+")


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
    """Write down the settings that shape a clip: not where files lie, which marks it needs, or how it is judged.

    Subtitles shape it where they are in it.
    """
    content = asdict(replace(settings, portrait=settings.portrait.settled()))
    del content["film"]["background"]["path"], content["marks"], content["identity"]
    del content["portrait"]["device"]  # `shaped_by` says it, where one computes
    for network in (content["portrait"]["upscale"], content["portrait"]["restore"]):
        if network is not None:
            del network["path"]
    if content["portrait"]["detector"] == DETECTORS[0]:  # as before there were others
        del content["portrait"]["detector"]
    if settings.portrait.matting:  # which it is, whatever it is called
        content["portrait"]["matting"] = settings.portrait.matting.digest
    if settings.subtitles.kind not in ("soft", "burn"):
        del content["subtitles"]
    return content


def derive_key(content: Mapping[str, object]) -> str:
    """Name a piece of work, 64 hex digits, by everything that shapes it."""
    return value_sha256(content, _plain)


def derive_content_id(  # noqa: PLR0913 - all that shapes a clip
    request: ClipRequest,
    seed: int,
    portrait_hash: str,
    voices: Sequence[dict[str, object]],
    versions: Mapping[str, str],
    networks: Sequence[NetworkFacts] = (),
    device: str = "",
) -> str:
    """Name a clip, 32 hex digits, by everything that shapes it: the same request gives the same name."""
    return derive_key(
        {
            "text": request.text,
            "portrait": portrait_hash,
            "voices": voices,
            "face": request.face,
            "renderer": request.renderer,
            "seed": seed,
            "settings": shaping(request.settings),
            "versions": versions,
        }
        | ({"scene": named(request.scene)} if request.scene else {})
        | shaped_by(networks, device)
    )[:32]


def shaped_by(networks: Sequence[NetworkFacts], device: str) -> dict[str, object]:
    """Write down the networks that shape a clip, wherever they lie; nothing where none does.

    The `device` on which they compute shapes it too, where that is no processor: there numbers are half as long.
    """
    named: dict[str, object] = {"networks": [[each.task, each.sha256] for each in networks]} if networks else {}
    return named | ({"device": device} if device not in ("", "cpu") else {})


def _slug(text: str, characters: int | None = None) -> str:
    return _UNSAFE.sub("-", text).strip("-_")[:characters].strip("-_")


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"no canonical form for {type(value).__name__}")
