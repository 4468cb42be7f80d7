"""The needles of the shipped rules, found beforehand: finding those of thousands of patterns takes a tenth of a second.

`tests/measure/prepare_needles.py` makes the files, one per language. What does not fit the rules as they are is not
used: the needles are then found as those of any other rules are.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Needles = tuple[frozenset[str], ...]

RULES = Path(__file__).parent / "rules"
"""the rule files of this package"""
FOLDER = Path(__file__).parent / "needles"
"""where the files lie, LANGUAGE.json"""


@lru_cache
def found_before(language: str) -> Mapping[str, Needles]:
    """Give the needles of the shipped patterns of a language; none if they are of other rules than those here."""
    try:
        made_of, patterns = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if made_of != rules_digest():
        return {}
    return {part: tuple(map(frozenset, needles)) for part, needles in patterns.items()}


@lru_cache
def rules_digest() -> str:
    """Name the shipped rules, and how their needles are found, hex."""
    files = [*sorted(RULES.glob("*.toml")), Path(__file__).with_name("patterns.py")]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
