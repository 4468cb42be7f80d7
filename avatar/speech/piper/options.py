"""What a card tells a Piper voice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from avatar.errors import VoiceError
from avatar.runtime.access import told
from avatar.runtime.hashing import known_sha256

if TYPE_CHECKING:
    from typing_extensions import Self

    from avatar.data import VoiceCard

ENGINE = "piper"
"""what cards and the table of backends call it"""
MODEL, CONFIG = ".onnx", ".onnx.json"
"""endings of the two files of a voice"""
SLOWEST, FASTEST = 0.3, 3.0
"""rate that a card may ask for"""
_NOISES = ("noise", "width_noise")


@dataclass(frozen=True, slots=True)
class PiperOptions:
    """The table [engine] of a card that a Piper voice speaks for."""

    model: str
    """the file NAME.onnx, beside which NAME.onnx.json lies; unless it is absolute it counts from the card's folder"""
    speaker: str = ""
    """of a voice with several: a name of its `speaker_id_map`, or a number; "": the first"""
    rate: float = 1.0
    """1 is the voice's own, 0.3-3"""
    noise: float = -1.0
    """how much one take differs from another in its sound, 0-2; below 0: as much as the voice's own file says"""
    width_noise: float = -1.0
    """the same of how long each phone lasts"""
    sha256: str = ""
    """of the model, hex: another file is refused; "": any"""
    config_sha256: str = ""
    """the same of its configuration"""

    PLACES: ClassVar[tuple[str, ...]] = ("model",)

    def __post_init__(self) -> None:
        for name in ("model", "speaker", "sha256", "config_sha256"):
            if type(getattr(self, name)) is not str:
                raise VoiceError(f"It has {name} = {getattr(self, name)!r}; it must be text in quotes.")
        if not self.model.endswith(MODEL):
            raise VoiceError(f"It has model = {self.model!r}; it must be a Piper voice, a file that ends in {MODEL}.")
        for name, least, most in (("rate", SLOWEST, FASTEST), *((name, -1, 2) for name in _NOISES)):
            value = getattr(self, name)
            if type(value) not in (int, float) or not least <= value <= most:
                raise VoiceError(f"It has {name} = {value!r}; it must be a number from {least:g} to {most:g}.")

    @property
    def files(self) -> tuple[Path, Path]:
        """Say where the model and its configuration lie."""
        return Path(self.model), Path(f"{self.model}.json")

    def located(self, folder: Path) -> Self:
        """Give the same where a model that is not absolute lies in `folder`."""
        return replace(self, model=str(folder / self.model))

    def identified(self) -> Self:
        """Give the same with the hashes of both files.

        Raise `VoiceError` if one is not there, or not the one whose hash the card says.
        """
        found = [_hash(path, said) for path, said in zip(self.files, (self.sha256, self.config_sha256), strict=True)]
        return replace(self, sha256=found[0], config_sha256=found[1])


def _hash(path: Path, said: str) -> str:
    if not path.is_file():
        raise VoiceError(
            f"The Piper voice's file {str(path)!r} is not there; a voice is two files, NAME{MODEL} and NAME{CONFIG}: "
            "put both there, or write in [engine] where they are."
        )
    with told(path):
        found = known_sha256(path)
    if said and found != said.lower():
        raise VoiceError(
            f"{str(path)!r} is not the file that its card names: its sha256 is {found}, not {said}; "
            "get it again from where the voice is published."
        )
    return found


def options_of(card: VoiceCard) -> PiperOptions:
    """Give what a card tells a Piper voice; raise `VoiceError` for a card of another engine."""
    if not isinstance(card.options, PiperOptions):
        raise VoiceError(
            f"The voice {card.name!r} is spoken by the engine {card.engine!r}, not by piper; "
            "choose one that `avatar voice list` shows with piper."
        )
    return card.options
