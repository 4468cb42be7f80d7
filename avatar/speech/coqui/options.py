"""What a card tells a model of Coqui TTS."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar

from avatar.errors import VoiceError

if TYPE_CHECKING:
    from avatar.data import VoiceCard

ENGINE = "coqui"
"""what cards and the table of backends call it"""
SLOWEST, FASTEST = 0.3, 3.0
"""rate that a card may ask for"""
_NEEDED = ("model", "config")


@dataclass(frozen=True, slots=True)
class CoquiOptions:
    """The table [engine] of a card that a model of Coqui TTS speaks for. Files count from the card's folder."""

    model: str = "model.pth"
    """the weights, or a folder in which they lie, with config.json and all else that belongs to them"""
    config: str = "config.json"
    """what the model is, unless that is a folder"""
    speaker: str = ""
    """name of who speaks, of a model with several; "": the first"""
    recording: str = ""
    """a sound in whose voice a model that clones speaks; the person has to agree: `avatar consent sign FILE`"""
    vocoder: str = ""
    """weights of what makes sound of spectrograms; "": Griffin and Lim's algorithm where one is needed"""
    vocoder_config: str = ""
    """what that is"""
    rate: float = 1.0
    """1 is the model's own, 0.3-3"""

    files: ClassVar[tuple[str, ...]] = ("model", "config", "recording", "vocoder", "vocoder_config")

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "rate" and type(value) is not str:
                raise VoiceError(f"It has {field.name} = {value!r}; it must be text in quotes.")
            if field.name in _NEEDED and not value:
                raise VoiceError(f"It has no {field.name}; write the name of the file.")
        if type(self.rate) not in (int, float) or not SLOWEST <= self.rate <= FASTEST:
            raise VoiceError(f"It has rate = {self.rate!r}; it must be a number from {SLOWEST:g} to {FASTEST:g}.")
        if self.speaker and self.recording:
            raise VoiceError("It has a speaker and a recording; write one of them: who speaks, or in whose voice.")
        if bool(self.vocoder) != bool(self.vocoder_config):
            raise VoiceError("It has a vocoder or its vocoder_config alone; write both, or neither.")


def options_of(card: VoiceCard) -> CoquiOptions:
    """Give what a card tells a model of Coqui TTS; raise `VoiceError` for a card of another engine."""
    if not isinstance(card.options, CoquiOptions):
        raise VoiceError(
            f"The voice {card.name!r} is spoken by the engine {card.engine!r}, not by coqui; "
            "choose one that `avatar voice list` shows with coqui."
        )
    return card.options
