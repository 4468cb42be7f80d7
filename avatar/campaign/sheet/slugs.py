"""The name of a clip's file: short, unique, and possible on every file system."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 40
"""characters of a slug"""
_HAN = re.compile("[\u3400-\u9fff]")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{each}{n}" for each in ("com", "lpt") for n in range(1, 10))})
"""names that Windows keeps for itself"""
_SPELLED = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ı": "i"}
"""letters that no accent turns into one of a-z"""


def slug_of(text: str) -> str:
    """Write a title as a-z, 0-9 and hyphens, Chinese in pinyin; "" if nothing of it can be written so."""
    text = _spelled(text.strip())
    if _HAN.search(text):
        from pypinyin import lazy_pinyin

        text = " ".join(lazy_pinyin(text))
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    slug = slug if len(slug) <= _LONGEST else slug[:_LONGEST].rsplit("-", 1)[0].strip("-") or slug[:_LONGEST]
    return f"{slug}-clip" if slug in _RESERVED else slug


def _spelled(text: str) -> str:
    return "".join(_SPELLED.get(sign, sign) for sign in text.lower())


class Slugs:
    """Gives each row a slug of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, *titles: str) -> str:
        """Give the slug of the first title that has one, else "clip", with a number if it is taken."""
        slug = next((found for title in titles if (found := slug_of(title))), "clip")
        number, unique = 1, slug
        while unique in self._taken:
            number += 1
            unique = f"{slug}-{number}"
        self._taken.add(unique)
        return unique
