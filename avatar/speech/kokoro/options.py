"""What a card tells Kokoro."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from avatar.errors import VoiceError

if TYPE_CHECKING:
    from avatar.data import VoiceCard

ENGINE = "kokoro"
"""what cards and the table of backends call it"""
STYLE_FILE = "style.bin"
"""name of a style vector's file beside its card"""
SLOWEST, FASTEST = 0.5, 1.6
_TERM = re.compile(r"([\w.-]+)(?:\*(\d*\.?\d+))?")


@dataclass(frozen=True, slots=True)
class KokoroOptions:
    """The table [engine] of a card that Kokoro speaks for."""

    style: str = STYLE_FILE
    """a file beside the card, or a blend of voices: "zf_xiaoxiao*0.6+af_heart*0.4" """
    rate: float = 0.9
    """speed, 0.5-1.6; 1 is the network's own, which is brisk"""

    files: ClassVar[tuple[str, ...]] = ("style",)

    def __post_init__(self) -> None:
        if type(self.style) is not str or not parse_style(self.style):
            raise VoiceError(
                f"It has style = {self.style!r}; it must be a file beside the card, or voices with "
                'their shares, such as "zf_xiaoxiao*0.6+af_heart*0.4".'
            )
        if type(self.rate) not in (int, float):
            raise VoiceError(f"It has rate = {self.rate!r}; it must be a number.")
        if not SLOWEST <= self.rate <= FASTEST:
            raise VoiceError(f"It has rate = {self.rate:g}; it must be from {SLOWEST:g} to {FASTEST:g}.")

    def blended(self, other: KokoroOptions, name: str) -> KokoroOptions:
        """Give half of this style and half of that of another voice, whose `name` stands for a file beside its card."""
        theirs = ((name if each == STYLE_FILE else each, share) for each, share in parse_style(other.style))
        terms = (*parse_style(self.style), *theirs)
        return KokoroOptions("+".join(f"{each}*{share / 2:.4g}" for each, share in terms), other.rate)


def parse_style(style: str) -> tuple[tuple[str, float], ...]:
    """Read names and their shares, which sum to 1; nothing where the line cannot be read."""
    terms = []
    for term in style.replace(" ", "").split("+"):
        found = _TERM.fullmatch(term)
        if not found:
            return ()
        terms.append((found[1], float(found[2]) if found[2] else 1.0))
    total = sum(share for _, share in terms)
    return tuple((name, share / total) for name, share in terms) if total > 0 else ()


def options_of(card: VoiceCard) -> KokoroOptions:
    """Give what a card tells Kokoro; raise `VoiceError` for a card of another engine."""
    if not isinstance(card.options, KokoroOptions):
        raise VoiceError(
            f"The voice {card.name!r} is spoken by the engine {card.engine!r}, not by kokoro; "
            "choose one that `avatar voice list` shows with kokoro."
        )
    return card.options
