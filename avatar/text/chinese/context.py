"""The sentence around a phrase: what the network hears in it, and whose names stand in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from avatar.text.chinese.network import network
from avatar.text.chinese.surnames import surnames
from avatar.text.chinese.traditional import simplified

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Mapping[str, float] = {}


class Context:
    """A sentence as it is written; nothing is looked up before it is asked for."""

    def __init__(self, sentence: str) -> None:
        """Take the whole sentence, with its marks and what is not Chinese."""
        self.written = sentence
        self.text = simplified(sentence)

    def odds(self, place: int) -> Mapping[str, float]:
        """Give the readings that the network knows for a character, with the logs of their odds; none for others."""
        return self._odds.get(place, _NOTHING)

    def named(self, place: int) -> str:
        """Give the reading of a character that is a surname here; "" for others."""
        return self._names.get(place, "")

    @cached_property
    def _odds(self) -> dict[int, dict[str, float]]:
        return network().odds(self.text)

    @cached_property
    def _names(self) -> dict[int, str]:
        return surnames(self.text)
