"""What an engine passes over in a written text, and the sentences that say so."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNS = "%‰°€$£¥₹₽₺₩₴₪₫+=×÷±√∞<>≤≥≠≈§©®™²³½¼¾&"
"""Signs that stand for words; what only decorates is not among them."""


_SIGN_KINDS = frozenset(("Sm", "Sc", "So", "No"))
_DECORATION = frozenset("~|<>¬©®™℠°¦〒〓")


class _Table(NamedTuple):
    signs: dict[str, str]
    """primary subtag -> signs without a sound"""
    digits: frozenset[str]
    """primary subtags in which digits have none"""


def read_signs(language: str) -> str:
    """Give the signs that the engine reads in a language, by its primary subtag, of `SIGNS`."""
    silent = _table().signs.get(language, SIGNS)
    return "".join(sign for sign in SIGNS if sign not in silent)


def left_out(text: str, language: str) -> tuple[str, ...]:
    """Say what of a text nobody speaks: signs that the engine has no word for, or digits. Nothing: ()."""
    warnings = list(not_said(text, language, _table().signs.get(language, SIGNS)))
    if language in _table().digits and any(map(str.isdecimal, text)):
        warnings.append(f"Digits are not spoken: the voices for {language!r} have no words for them; write the words.")
    return tuple(warnings)


def not_said(text: str, language: str, silent: str) -> tuple[str, ...]:
    """Say, one sentence for each sign, which of `silent` a text holds."""
    found = dict.fromkeys(sign for sign in text if sign in silent)
    return tuple(
        f"The sign {sign!r} is not spoken: the voices for {language!r} have no word for it; write the word."
        for sign in found
    )


def passed_over(text: str, language: str, words: Iterable[str]) -> tuple[str, ...]:
    """Say which signs of a text stand in none of its words, in their order; what only decorates is passed over."""
    silent: list[str] = []
    end = 0
    for word in words:
        start = text.find(word, end)
        if word and start >= 0:
            silent += text[end:start]
            end = start + len(word)
    silent += text[end:]
    signs = "".join(sign for sign in silent if unicodedata.category(sign) in _SIGN_KINDS and sign not in _DECORATION)
    return not_said(text, language, signs)


@lru_cache
def _table() -> _Table:
    table = read_toml((Path(__file__).parent / "silent_signs.toml").read_text(encoding="utf-8"))
    return _Table(table["signs"], frozenset(table["digits"]["silent"].split()))
