"""A phone in one word, as phoneticians write it: its stress before it, its tone after it, as in ˈaɪ and au³."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.data import Phone

_STRESSES = {"": 0, "ˌ": 1, "ˈ": 2}
_TONES = "¹²³⁴⁵"


def spelled(phone: Phone) -> str:
    """Write a phone."""
    stress = next(mark for mark, degree in _STRESSES.items() if degree == phone.stress)
    return f"{stress}{phone.ipa}{_TONES[phone.tone - 1] if phone.tone else ''}"


def read_spelled(text: str) -> tuple[str, int, int | None]:
    """Read what `spelled` wrote: sound, stress, tone."""
    text = unicodedata.normalize("NFC", text.strip())
    stress = _STRESSES.get(text[:1], 0) if text[:1] else 0
    text = text[1:] if stress else text
    tone = _TONES.index(text[-1]) + 1 if text and text[-1] in _TONES else None
    return (text if tone is None else text[:-1]), stress, tone
