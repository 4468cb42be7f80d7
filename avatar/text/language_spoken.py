"""Which languages are spoken in what was read: those it was read in, and those that whole sentences are plainly in.

Whoever says which language a text is in says how it is to be read, and not what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data.language import primary_subtag
from avatar.text.language import languages_of
from avatar.text.language_profiles import COMMON_WORDS, ONLY_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Utterance

_KIN = (
    frozenset({"zh", "cmn", "yue", "wuu", "nan", "hak"}),
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"hr", "sr", "bs"}),
    frozenset({"id", "ms"}),
)
"""languages that are not told apart here by a sentence"""
_KNOWN = frozenset(ONLY_LANGUAGE.values()).union(*COMMON_WORDS.values(), *_KIN)


def languages_spoken(utterances: Sequence[Utterance]) -> frozenset[str]:
    """Name all languages that are spoken (BCP-47)."""
    read_in = dict[str, list[str]]()
    for utterance in utterances:
        read_in.setdefault(utterance.language, []).append(utterance.text)
    plainly = {found for language, texts in read_in.items() for found in _others(language, texts)}
    return frozenset(read_in) | plainly


def _others(language: str, texts: list[str]) -> set[str]:
    named = primary_subtag(language)
    if named not in _KNOWN:  # nothing is known of it by which it could be told from others
        return set()
    same = next((kin for kin in _KIN if named in kin), frozenset({named}))
    found = languages_of([each for each in texts if any(map(str.isalpha, each))], _usual(named), binds=True)
    return set(found) - same


def _usual(language: str) -> str:
    """Give the name by which sentences are told of."""
    return {"cmn": "zh", "yue": "zh", "wuu": "zh", "nan": "zh", "hak": "zh", "no": "nb", "nn": "nb"}.get(
        language, language
    )
