"""Claims about phones, for tests of what the lips must do."""

from __future__ import annotations

from avatar.visemes import viseme_of
from avatar.visemes.ipa import sounds_of


def is_bilabial(ipa: str) -> bool:
    """Tell whether the lips must seal somewhere in this phone."""
    return any(sound.seals_lips for sound in sounds_of(ipa))


def is_labiodental(ipa: str) -> bool:
    """Tell whether the lower lip must meet the upper teeth somewhere in this phone."""
    return any(sound.bites_lip for sound in sounds_of(ipa))


def is_open_vowel(ipa: str) -> bool:
    """Tell whether this phone begins with an open vowel, whose lips must never seal."""
    return viseme_of(ipa) == "open vowel"
