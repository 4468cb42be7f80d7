"""Whom to believe about a polyphone: the dictionary, which knows its word, or the network, which heard the sentence.

The figures were measured on the development part of CPP by tests/measure/polyphone_trust.py; see
docs/reading-mandarin.md.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRM = 99.0
"""weight of a reading that nothing heard in the sentence can change"""

_LEAST = -12.0
"""log of the odds under which a reading cannot be more unlikely"""


class Trust(NamedTuple):
    """How much each source counts, as the log of odds."""

    network: float
    """factor of the logs that the network gives"""
    lone: float
    """the usual reading of a character that is a word of its own"""
    pair: float
    """a dictionary's word of two characters"""
    longer: float
    """a longer one"""
    ours: float
    """a word of our own lists"""
    taught: frozenset[str]
    """characters of which the network learned more than one reading"""
    once: frozenset[str]
    """characters of which it learned one only: in words, the dictionary reads them"""


@lru_cache(maxsize=1)
def trust() -> Trust:
    """Give what was measured, read once."""
    kept = json.loads(Path(__file__).with_name("trust.json").read_text("utf-8"))
    return Trust(**{**kept, "taught": frozenset(kept["taught"]), "once": frozenset(kept["once"])})


def weigh(character: str, reading: str, weight: float, odds: Mapping[str, float]) -> str:
    """Choose between a dictionary's reading ("hang2") of a character, worth `weight`, and what the network heard."""
    believed = trust()
    is_heard = character in believed.taught or (character in believed.once and weight <= believed.lone)
    if weight >= FIRM or not odds or not is_heard:
        return reading
    if weight > believed.lone and reading not in odds:
        return reading  # a neutral tone, or a reading that the network has never heard of
    return max(odds, key=lambda each: believed.network * max(odds[each], _LEAST) + weight * (each == reading))
