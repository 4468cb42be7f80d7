"""From espeak's events to phones that end where the next begins."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from avatar.data.language import primary_subtag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from avatar.speech.espeak.process import Event

SECONDARY, PRIMARY = "ˌ", "ˈ"
_VOWELS = frozenset("aeiouyøœɐɑɒæɔəɘɚɛɜɝɞɨɪɤɯɵɶʉʊʌʏɿʅ")
_SYLLABIC = "\u0329"
_SOUNDED = {"pt": {"y": "ɪ"}}
"""what is heard where espeak names a phone otherwise: the e of Brazilian "leite" is no rounded vowel"""
_LATERALS = frozenset("lɫɭʎ")
_COLOURED, _LONGEST_COLOURED = 0.35, 0.09
"""share of a vowel, and s, that are the l which espeak says as one with it"""


@dataclass(frozen=True, slots=True)
class Segment:
    """One phone of one piece."""

    ipa: str
    """espeak's own string without stress marks"""
    start: float
    """s from the beginning of the piece"""
    end: float
    """s"""
    stress: int
    """0 none, 1 secondary, 2 primary"""
    token: int
    """index of the token of the piece"""
    tone: int | None = None
    """Mandarin tone, on nuclei"""

    @property
    def is_nucleus(self) -> bool:
        """Whether it can carry a syllable."""
        return is_nucleus(self.ipa)


def is_nucleus(ipa: str) -> bool:
    """Tell whether a phone can carry a syllable: a vowel, or a consonant marked syllabic, such as "n̩" or "ŋ-"."""
    return _SYLLABIC in ipa or ipa.endswith("-") or unicodedata.normalize("NFD", ipa)[:1] in _VOWELS


def sounded(ipa: str, language: str) -> str:
    """Give the phone that is heard, and that the lips make, where espeak says `ipa` in a language, BCP-47."""
    return _SOUNDED.get(primary_subtag(language), {}).get(ipa, ipa)


def is_switch(name: str) -> bool:
    """Tell whether a name is espeak's note that it changes its language, "(en)"."""
    return name.startswith("(")


def segments(
    events: Iterable[Event], sample_rate: int, token_at: Callable[[int], int], *, with_merged: bool = False
) -> list[Segment]:
    """Read the phones off the events; `token_at` gives the token of each character of the text.

    Each ends at the next event. Pauses, word ends and language switches end a phone but are none. What espeak says as
    one with the vowel before it has no time of its own: an l ("shelf", "hotel") gets the end of its vowel, for the
    tongue is up by then; anything else, such as the w of "froid", is given only `with_merged`.
    """
    phones = [event for event in events if event.is_phone]
    found: list[Segment] = []
    for event, after in pairwise(phones):
        name = event.name
        ipa = name.replace(PRIMARY, "").replace(SECONDARY, "")
        if not ipa or is_switch(name):
            continue
        start, end = event.sample / sample_rate, after.sample / sample_rate
        if end <= start and not with_merged:
            vowel = found[-1] if found else None
            if ipa[0] not in _LATERALS or vowel is None or not vowel.is_nucleus or vowel.end != start:
                continue
            start = end - min(_COLOURED * (vowel.end - vowel.start), _LONGEST_COLOURED)
            found[-1] = replace(vowel, end=start)
        stress = 2 if PRIMARY in name else 1 if SECONDARY in name else 0
        found.append(Segment(ipa, start, end, stress, token_at(event.position)))
    return found
