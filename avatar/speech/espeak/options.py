"""What a card tells espeak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.errors import VoiceError

if TYPE_CHECKING:
    from avatar.data import VoiceCard
    from avatar.speech.delivery import Delivery

ENGINE = "espeak"
"""what cards and the table of backends call it"""
SLOWEST, FASTEST = 80, 450
"""words per minute that espeak accepts"""
_BOUNDS = {"pitch": (0, 99), "range": (0, 99), "rate": (SLOWEST, FASTEST), "presence": (-12, 6)}


@dataclass(frozen=True, slots=True)
class EspeakOptions:
    """The table [engine] of a card that espeak speaks for."""

    voice: str
    """what espeak calls it, "folder/voice+variant" """
    pitch: int = 50
    """0-99; 50 is the voice's own"""
    range: int = 50
    """liveliness of the pitch, 0-99; 50 is the voice's own"""
    rate: int = 160
    """words per minute as espeak counts them, 80-450"""
    presence: int = -3
    """dB around 3.5 kHz, -12 to 6; espeak buzzes there"""

    def __post_init__(self) -> None:
        if type(self.voice) is not str:
            raise VoiceError(f"It has voice = {self.voice!r}; it must be text in quotes.")
        for name, (least, most) in _BOUNDS.items():
            value = getattr(self, name)
            if type(value) is not int:
                raise VoiceError(f"It has {name} = {value!r}; it must be a whole number.")
            if not least <= value <= most:
                raise VoiceError(f"It has {name} = {value}; it must be from {least} to {most}.")

    def delivered(self, delivery: Delivery) -> EspeakOptions:
        """Give the same as an emotion has it: livelier or flatter, higher or lower; ten steps are about a tenth."""
        return replace(
            self,
            pitch=_within("pitch", self.pitch + 100 * (delivery.pitch - 1)),
            range=_within("range", self.range * delivery.range),
        )

    def with_base(self, base: str) -> EspeakOptions:
        """Give the same with another voice of espeak, "folder/voice", in the same variant."""
        plus, variant = self.voice.partition("+")[1:]
        return replace(self, voice=base + plus + variant)


def _within(name: str, value: float) -> int:
    least, most = _BOUNDS[name]
    return min(max(round(value), least), most)


def options_of(card: VoiceCard) -> EspeakOptions:
    """Give what a card tells espeak; raise `VoiceError` for a card of another engine."""
    if not isinstance(card.options, EspeakOptions):
        raise VoiceError(
            f"The voice {card.name!r} is spoken by the engine {card.engine!r}, not by espeak; "
            "choose one that `avatar voice list` shows with espeak."
        )
    return card.options
