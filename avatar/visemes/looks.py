"""The look of a phone: that of its sound, unless somebody has given it another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.visemes.ipa import sounds_of
from avatar.visemes.targets import viseme_of

if TYPE_CHECKING:
    from avatar.data import Phone
    from avatar.visemes.features import Sound

VISEMES: dict[str, str] = {
    "silence": "",
    "bilabial": "b",
    "bilabial fricative": "ɸ",
    "labiodental": "f",
    "dental": "θ",
    "alveolar": "t",
    "sibilant": "s",
    "postalveolar": "ʃ",
    "alveolo-palatal": "ɕ",
    "retroflex": "ʂ",
    "retroflex stop": "ʈ",
    "rhotic": "ɹ",
    "palatal": "ç",
    "velar": "k",
    "uvular": "χ",
    "pharyngeal": "ħ",
    "glottal": "h",
    "open vowel": "a",
    "mid vowel": "ə",
    "close vowel": "ɨ",
    "close front vowel": "i",
    "close round vowel": "u",
    "mid round vowel": "o",
    "front round vowel": "y",
    "apical vowel": "ɿ",
}
"""Every viseme, with a sound that looks like it."""


def look_of(phone: Phone) -> str:
    """Name the viseme of a phone, or that which its first articulation begins with."""
    return phone.viseme or viseme_of(phone.ipa)


def seen_sounds(phone: Phone) -> tuple[Sound, ...]:
    """Give the articulations that are seen of a phone, never none."""
    is_own = not phone.viseme or phone.viseme == viseme_of(phone.ipa)
    return sounds_of(phone.ipa if is_own else VISEMES[phone.viseme])
