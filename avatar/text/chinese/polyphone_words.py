"""Words by their polyphones: which reading a character has in them, as the file beside this module lists them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=1)
def polyphone_words() -> Mapping[str, Mapping[str, str]]:
    """Give for each word the characters whose reading is listed, each with it ("jiang4"); read once."""
    words: dict[str, dict[str, str]] = {}
    for line in Path(__file__).with_name("polyphone_words.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        character, reading, *listed = line.split()
        for word in listed:
            words.setdefault(word, {})[character] = reading
    return words
