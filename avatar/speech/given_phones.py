"""The phones that somebody has written for a word, in IPA, one by one."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_TOGETHER = frozenset(
    ["tʃ", "dʒ", "ts", "dz", "tɕ", "dʑ", "ʈʂ", "ɖʐ", "pf", "aɪ", "aʊ", "eɪ", "oʊ", "əʊ", "ɔɪ", "ɪə", "eə", "ʊə"]
)
"""signs that are one phone where they stand together"""
_MODIFIERS = "ʰʲʷˠˤːˑ"
_TIES = "\u0361\u035c"
_STRESSES = {"ˈ": 2, "ˌ": 1}
_VOWELS = frozenset("aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻ")


class GivenPhone(NamedTuple):
    """One phone."""

    ipa: str
    """with what modifies it"""
    stress: int
    """0 none, 1 secondary, 2 primary; on vowels"""


def given_phones(ipa: str) -> list[GivenPhone]:
    """Take a transcription apart; the stress of a syllable is that of its vowel, and the first has one if none has."""
    found: list[GivenPhone] = []
    stress, place = 0, 0
    text = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç")
    while place < len(text):
        sign = text[place]
        if sign in _STRESSES:
            stress = _STRESSES[sign]
        if not sign.isalpha() or sign in _STRESSES or sign in _MODIFIERS:
            place += 1
            continue
        end = _end(text, place)
        phone = "".join(each for each in text[place:end] if each not in _TIES)
        is_vowel = phone[0] in _VOWELS
        found.append(GivenPhone(unicodedata.normalize("NFC", phone), stress if is_vowel else 0))
        stress = 0 if is_vowel else stress
        place = end
    if not any(phone.stress for phone in found):
        first = next((index for index, phone in enumerate(found) if phone.ipa[0] in _VOWELS), None)
        if first is not None:
            found[first] = found[first]._replace(stress=2)
    return found


def _end(text: str, place: int) -> int:
    """Find where the phone ends that begins at a place."""
    end = place + 1
    if text[place : place + 2] in _TOGETHER:
        end = place + 2
    while end < len(text) and (text[end] in _MODIFIERS or unicodedata.combining(text[end])):
        # A tie joins the sign after it.
        end += 2 if text[end] in _TIES and end + 1 < len(text) else 1
    return end
