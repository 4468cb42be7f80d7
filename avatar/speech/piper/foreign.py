"""Words of other languages in the syllables of Mandarin, as somebody says them who knows no others."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.speech.espeak.segments import is_nucleus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.speech.espeak.segments import Segment

_INITIALS = {
    **{each: each for each in "pbtdkfszmnlhx"},
    **{"ɡ": "g", "v": "w", "θ": "s", "ð": "d", "ʃ": "sh", "ʒ": "r", "tʃ": "ch", "dʒ": "zh", "ts": "c", "dz": "z"},
    **{"ɹ": "r", "r": "r", "ɾ": "d", "j": "y", "w": "w", "ç": "x", "ɕ": "x", "χ": "h", "ʁ": "h", "ɲ": "n", "ʔ": ""},
}
_FINALS = {
    **{"i": "i", "ɪ": "i", "ᵻ": "i", "y": "v", "eɪ": "ei", "e": "ei", "ɛ": "ai", "æ": "ai", "a": "a", "ɑ": "a"},
    **{"ʌ": "a", "ɐ": "a", "ə": "e", "ɜ": "e", "ɚ": "er", "ɔ": "ao", "ɒ": "ao", "o": "ou", "oʊ": "ou", "əʊ": "ou"},
    **{"u": "u", "ʊ": "u", "aɪ": "ai", "aʊ": "ao", "ɔɪ": "ai", "ɪə": "ie", "eə": "ai", "əl": "ou", "ø": "e", "œ": "e"},
}
_NASAL = {
    "n": {"a": "an", "ai": "an", "ao": "ang", "e": "en", "ei": "en", "i": "in", "ou": "ong", "u": "un", "v": "vn"},
    "ŋ": {"a": "ang", "ai": "ang", "ao": "ang", "e": "eng", "ei": "eng", "i": "ing", "ou": "ong", "u": "ong"},
}
_ALONE = {
    "p": "u",
    "b": "u",
    "m": "u",
    "f": "u",
    "w": "u",
    "s": "i",
    "z": "i",
    "c": "i",
    "sh": "i",
    "ch": "i",
    "zh": "i",
}
"""the vowel after a consonant that Mandarin cannot leave without one; of all others e"""
_BEFORE_I = {
    **{"g": "j", "k": "q", "h": "x", "s": "x", "z": "j", "c": "q", "sh": "x", "ch": "q", "zh": "j", "r": "l"},
}
"""what stands for a consonant that Mandarin does not have before i"""
_LABIAL = frozenset("bpmfw")
_AFTER_LABIAL = {"ong": "eng", "ou": "o"}
_AFTER_F = {"i": "ei", "in": "en", "ing": "eng", "ie": "ei"}
HIGH, LIGHT = "1", "5"
"""tones of a stressed syllable and of any other"""


@dataclass(slots=True)
class Heard:
    """A syllable, and the phones that it stands for."""

    initial: str
    """"" for none"""
    final: str
    tone: str
    segments: list[Segment]
    """in order; the first is said with the initial, if there is one"""


def syllables(segments: Sequence[Segment]) -> list[Heard]:
    """Put phones into syllables of Mandarin, the nearest that there are; what is like none is left out."""
    found: list[Heard] = []
    is_open = False  # the last consonant waits for its vowel
    is_bare = False  # the last vowel may take a nasal
    for index, segment in enumerate(segments):
        is_before_vowel = index + 1 < len(segments) and segments[index + 1].is_nucleus
        ipa = unicodedata.normalize("NFC", segment.ipa.replace("ː", "").replace("\u0303", "").removesuffix("-"))
        if segment.is_nucleus or is_nucleus(ipa):
            final, tone = _FINALS.get(ipa, _FINALS.get(ipa[:1], "e")), HIGH if segment.stress else LIGHT
            if is_open:
                found[-1].final, found[-1].tone = final, tone
                found[-1].segments.append(segment)
            else:
                found.append(Heard({"i": "y", "u": "w", "v": "y"}.get(final[:1], ""), final, tone, [segment]))
            is_open, is_bare = False, True
        elif is_bare and not is_before_vowel and found[-1].final in _NASAL.get(ipa, {}):
            found[-1].final = _NASAL[ipa][found[-1].final]
            found[-1].segments.append(segment)
            is_bare = False
        elif initial := _INITIALS.get(ipa, _INITIALS.get(ipa[:1], "")):
            found.append(Heard(initial, _ALONE.get(initial, "e"), LIGHT, [segment]))
            is_open, is_bare = True, False
    for heard in found:
        if any(segment.is_nucleus for segment in heard.segments):
            _fit(heard)
    return found


def _fit(heard: Heard) -> None:
    """Make a syllable one that Mandarin has."""
    if heard.final[0] == "i":
        heard.initial = _BEFORE_I.get(heard.initial, heard.initial)
    if heard.initial in _LABIAL:
        heard.final = _AFTER_LABIAL.get(heard.final, heard.final)
    if heard.initial in ("f", "w"):
        heard.final = _AFTER_F.get(heard.final, heard.final)
