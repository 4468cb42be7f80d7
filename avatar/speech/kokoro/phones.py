"""Phones that are given for a word, in the network's alphabet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import VoiceError
from avatar.speech.given_phones import given_phones
from avatar.speech.kokoro.others import spelled
from avatar.speech.kokoro.sounds import Sound
from avatar.speech.kokoro.symbols import PRIMARY, SECONDARY

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRESSES = {0: "", 1: SECONDARY, 2: PRIMARY}


def spell(ipa: str, word: str, index: int, language: str) -> Iterator[Sound]:
    """Spell the phones of the word with this index; raise `VoiceError` that names one which the voice lacks."""
    for phone in given_phones(ipa):
        symbols = spelled(phone.ipa, _STRESSES[phone.stress], language)
        if not symbols:
            raise VoiceError(
                f"This voice has no sound [{phone.ipa}], as in /{ipa}/ for {word!r}; "
                "write it with another, or choose another voice."
            )
        yield Sound(symbols, phone.ipa, index, phone.stress)
