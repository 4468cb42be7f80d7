"""A text that remembers, through every change, where in the original each of its characters came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Mapped:
    """A changed text and the way back."""

    text: str
    """as changed"""
    origins: list[int]
    """for each character, the index in the original that it came from"""

    def sub(self, pattern: re.Pattern[str], into: str | Callable[[re.Match[str]], str]) -> Mapped:
        """Replace every match; what is put in comes from where the match began."""
        text: list[str] = []
        origins: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            new = into if isinstance(into, str) else into(match)
            text += (self.text[done:start], new)
            origins += self.origins[done:start]
            if len(new) == end - start:
                origins += self.origins[start:end]
            elif end > start:
                origins += [self.origins[start]] * (len(new) - 1) + [self.origins[end - 1]] * bool(new)
            done = end
        if not done:
            return self
        return Mapped("".join(text) + self.text[done:], origins + self.origins[done:])

    def blanked(self, places: list[tuple[int, int]]) -> Mapped:
        """Put spaces in these places, in order."""
        text: list[str] = []
        done = 0
        for start, end in places:
            text += (self.text[done:start], " " * (end - start))
            done = end
        return Mapped("".join(text) + self.text[done:], self.origins)

    def part(self, start: int, end: int) -> Mapped:
        """Give the characters from `start` to `end` alone."""
        return Mapped(self.text[start:end], self.origins[start:end])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in the original that `start` to `end` came from."""
        return self.origins[start], self.origins[end - 1] + 1
