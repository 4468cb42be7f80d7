"""The gender of the word that a number stands before, as far as its ending or the table tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.scripts import WORD

if TYPE_CHECKING:
    from avatar.text.world.tongue import Tongue

_NEXT = re.compile(rf"[ \u00a0]({WORD})")
_WORD = re.compile(WORD)


def gender_after(tongue: Tongue, text: str, end: int) -> str:
    """Give the gender of the word right after a number, "" if none is counted there."""
    found = _NEXT.match(text, end)
    if found is None:
        return ""
    word = found[1]
    if tongue.language == "de" and not word[0].isupper():
        found = _NEXT.match(text, found.end())
        if found is None or not found[1][0].isupper():
            return ""
        word = found[1]
    return gender_of(tongue, word)


def gender_of(tongue: Tongue, word: str) -> str:
    """Give the gender of a noun, "" for a word that nobody counts."""
    lower = word.lower()
    context = tongue.context
    if lower in context.get("uncounted", ()):
        return ""
    for gender in ("f", "m", "n", "a"):
        if lower in context.get(f"nouns_{gender}", ()):
            return gender
    for gender in ("f", "a", "n"):
        if any(lower.endswith(ending) for ending in context.get(f"endings_{gender}", ())):
            return gender
    return "m"


def words_before(text: str, start: int) -> list[str]:
    """Give the two words before a place, lower case, the nearest first."""
    near = _WORD.findall(text[max(0, start - 40) : start].lower())
    return (
        near[::-1][:2] if text[max(0, start - 1) : start] in ("", " ", "\u00a0", "(", '"', "„", "«", "'", "’") else []
    )


def word_after(text: str, end: int) -> str:
    """Give the word right after a place, "" if there is none."""
    found = _WORD.match(text, end + 1 if text[end : end + 1] in (" ", "\u00a0") else end)
    return found[0] if found else ""
