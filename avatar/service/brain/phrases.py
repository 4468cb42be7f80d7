"""What an agent says of its own accord, in the language of whoever it talks with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from avatar.data.language import primary_subtag
from avatar.errors import TextError
from avatar.runtime.toml import read_toml

_SAMPLE = 400
"""characters of a text that its language is told by"""


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return read_toml((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """Name the languages that there are phrases in, BCP-47."""
    return tuple(_tables()["said"])


def phrase(kind: str, language: str, **places: str) -> str:
    """Give a phrase in a language, or in English where there is none in it."""
    said = _tables()["said"]
    text: str = said.get(primary_subtag(language), said["en"])[kind]
    return text.format(**places)


def asked() -> dict[str, list[str]]:
    """Give what visitors say beside questions, by what it means."""
    found: dict[str, list[str]] = _tables()["asked"]
    return found


def language_of(text: str, expected: str = "") -> str:
    """Tell which language a text is in (BCP-47); the `expected` one where nothing speaks for another."""
    from avatar.text.language import languages_of

    try:
        return languages_of([text[:_SAMPLE]], primary_subtag(expected) if expected else "")[0]
    except TextError:
        return expected or "en"
