"""The gender of the word that a number stands before, as far as its ending or the table tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.scripts import WORD

if TYPE_CHECKING:
    from avatar.text.world.tongue import Tongue

_NEXT = re.compile(rf"[ \u00a0]({WORD})")
_WORD = re.compile(WORD)
_BEFORE = re.compile(rf"(?:({WORD})[ \u00a0])?(?<![^\W\d_])({WORD})[ \u00a0(\"„«'’]{{1,2}}$")


def gender_after(tongue: Tongue, text: str, end: int, number: int = 1) -> str:
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
    if tongue.language == "ru" and number % 10 in (2, 3, 4) and word.lower() not in tongue.context["nouns_m"]:
        # две минуты, but два часа
        return "f" if word.endswith(("ы", "и")) else "m"
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
    if any(lower.endswith(ending) for ending in context.get("endings_m", ())):
        return "m"
    for gender in ("f", "a", "n"):
        if any(lower.endswith(ending) for ending in context.get(f"endings_{gender}", ())):
            return gender
    return "m"


def words_before(text: str, start: int) -> list[str]:
    """Give the one or two words right before a place, lower case, the nearest first."""
    found = _BEFORE.search(text[max(0, start - 60) : start].lower())
    return [word for word in (found[2], found[1]) if word] if found else []


def is_genitive(tongue: Tongue, text: str, start: int) -> bool:
    """Tell whether a number there is governed by a preposition that asks for the genitive."""
    governing = tongue.context.get("genitive_before", ())
    return bool(governing) and [*words_before(text, start), ""][0] in governing


def word_after(text: str, end: int) -> str:
    """Give the word right after a place, "" if there is none."""
    found = _WORD.match(text, end + 1 if text[end : end + 1] in (" ", "\u00a0") else end)
    return found[0] if found else ""
