"""What an engine passes over in a written text, and the sentences that say so."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from avatar.runtime.toml import read_toml

SIGNS = "%‰°€$£¥₹₽₺₩₴₪₫+=×÷±√∞<>≤≥≠≈§©®™²³½¼¾&"
"""Signs that stand for words; what only decorates is not among them."""


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


@lru_cache
def _table() -> _Table:
    table = read_toml((Path(__file__).parent / "silent_signs.toml").read_text(encoding="utf-8"))
    return _Table(table["signs"], frozenset(table["digits"]["silent"].split()))
