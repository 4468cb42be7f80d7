"""What every voice is to say: sentences of our own, in the languages that it is judged in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from avatar.data.language import primary_subtag
from avatar.errors import InputError
from avatar.runtime.toml import read_toml

LABIAL = 3
"""sentences at the beginning of each list that are dense in p b m f v: what the lips are judged by"""


def languages() -> tuple[str, ...]:
    """List the languages that there are sentences in, primary subtags."""
    return tuple(_lists())


def sentences_of(language: str, most: int | None = None) -> tuple[str, ...]:
    """Give the sentences of a language, all or the first `most`. Raise `InputError` if there are none."""
    lists = _lists()
    if primary_subtag(language) not in lists:
        raise InputError(f"The bench has no sentences in the language {language!r}; choose from {', '.join(lists)}.")
    return lists[primary_subtag(language)][:most]


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    content = read_toml(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
    return {language: tuple(said) for language, said in content.items()}
