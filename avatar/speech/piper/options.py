"""What a card tells a Piper voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from avatar.errors import VoiceError

if TYPE_CHECKING:
    from avatar.data import VoiceCard

ENGINE = "piper"
"""what cards and the table of backends call it"""
MODEL = ".onnx"
"""ending of a voice"""
SLOWEST, FASTEST = 0.3, 3.0
"""rate that a card may ask for"""
_NOISES = ("noise", "width_noise")


@dataclass(frozen=True, slots=True)
class PiperOptions:
    """The table [engine] of a card that a Piper voice speaks for."""

    model: str
    """a file NAME.onnx in the card's folder, beside which NAME.onnx.json lies"""
    speaker: str = ""
    """of a voice with several: a name of its `speaker_id_map`, or a number; "": the first"""
    rate: float = 1.0
    """1 is the voice's own, 0.3-3"""
    noise: float = -1.0
    """how much one take differs from another in its sound, 0-2; below 0: as much as the voice's own file says"""
    width_noise: float = -1.0
    """the same of how long each phone lasts"""

    files: ClassVar[tuple[str, ...]] = ("model", "config")

    def __post_init__(self) -> None:
        for name in ("model", "speaker"):
            if type(getattr(self, name)) is not str:
                raise VoiceError(f"It has {name} = {getattr(self, name)!r}; it must be text in quotes.")
        if not self.model.endswith(MODEL):
            raise VoiceError(f"It has model = {self.model!r}; it must be a Piper voice, a file that ends in {MODEL}.")
        for name, least, most in (("rate", SLOWEST, FASTEST), *((name, -1, 2) for name in _NOISES)):
            value = getattr(self, name)
            if type(value) not in (int, float) or not least <= value <= most:
                raise VoiceError(f"It has {name} = {value!r}; it must be a number from {least:g} to {most:g}.")

    @property
    def config(self) -> str:
        """Name of the file that says what the model is, beside it."""
        return f"{self.model}.json"


def options_of(card: VoiceCard) -> PiperOptions:
    """Give what a card tells a Piper voice; raise `VoiceError` for a card of another engine."""
    if not isinstance(card.options, PiperOptions):
        raise VoiceError(
            f"The voice {card.name!r} is spoken by the engine {card.engine!r}, not by piper; "
            "choose one that `avatar voice list` shows with piper."
        )
    return card.options
