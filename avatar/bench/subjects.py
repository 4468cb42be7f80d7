"""Who is shown in the clips of the bench: portraits, and difficult variants that are derived from them.

Nothing is signed here. A variant is made anew for each clip, in memory and a folder of its own, and the gate is asked
for the original: what that allows, and as long as it does, is measured, and what was derived cannot speak elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.clip.shown import MEASURING
from avatar.portrait.store import PortraitStore
from avatar.portrait.variants import VARIANTS, require_variant

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PURPOSE", "VARIANTS", "Subject", "find_subjects"]

PURPOSE = MEASURING
"""What an authorization has to cover for the bench to measure its picture."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One portrait of the bench."""

    name: str
    """in tables and file names: "xiaochen", "astronaut tilted" """
    reference: str
    """path of the picture, or name of a portrait; of the original, where a variant is shown"""
    variant: str = ""
    """one of `VARIANTS`; "": the portrait as it is"""


def find_subjects(references: Sequence[str]) -> tuple[Subject, ...]:
    """Find each portrait; "PORTRAIT:VARIANT" is a variant of it.

    Raise `PortraitError` for a portrait that is not there, `InputError` for an unknown variant.
    """
    return tuple(_find(reference) for reference in references)


def _find(reference: str) -> Subject:
    store = PortraitStore()
    origin, colon, variant = reference.rpartition(":")
    is_derived = bool(colon) and not Path(reference).exists()
    original = origin if is_derived else reference
    path = store.resolve(original)
    card = store.card_of(path)
    name = card.name if card else path.stem
    if not is_derived:
        return Subject(name, reference)
    require_variant(variant)
    return Subject(f"{name} {variant}", original, variant)
