"""What a card tells a model of Coqui TTS."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from avatar.errors import VoiceError
from avatar.runtime.access import listed, told
from avatar.runtime.hashing import known_sha256, value_sha256
from avatar.runtime.packages import version_of

if TYPE_CHECKING:
    from typing_extensions import Self

    from avatar.data import VoiceCard

ENGINE = "coqui"
"""what cards and the table of backends call it"""
CONFIG = "config.json"
"""name of the file that says what a model is"""
WEIGHTS = (".pth", ".pth.tar")
"""endings of its weights"""
SLOWEST, FASTEST = 0.3, 3.0
"""rate that a card may ask for"""
_PACKAGES = ("coqui-tts", "torch", "transformers")
_SHAPING = (*WEIGHTS, ".json", ".npy")


@dataclass(frozen=True, slots=True)
class CoquiOptions:
    """The table [engine] of a card that a model of Coqui TTS speaks for."""

    model: str
    """a folder with config.json and the weights, or the weights beside it; unless it is absolute it counts from the
    card's folder"""
    speaker: str = ""
    """name of who speaks, of a model with several; "": the first"""
    recording: str = ""
    """a sound file in whose voice a model that clones speaks; the person has to agree: `avatar consent sign FILE`"""
    vocoder: str = ""
    """the same as `model`, of what makes sound of spectrograms; "": Griffin and Lim's algorithm where one is needed"""
    rate: float = 1.0
    """1 is the model's own, 0.3-3"""
    sha256: str = ""
    """of the weights, hex: others are refused; "": any"""
    recording_sha256: str = ""
    """the same of the recording"""
    made_of: str = ""
    """filled in: what the files and the packages are that shape the sound"""

    PLACES: ClassVar[tuple[str, ...]] = ("model", "recording", "vocoder")

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "rate" and type(value) is not str:
                raise VoiceError(f"It has {field.name} = {value!r}; it must be text in quotes.")
        if not self.model:
            raise VoiceError("It has no model; write the folder of one, in which config.json and the weights lie.")
        if type(self.rate) not in (int, float) or not SLOWEST <= self.rate <= FASTEST:
            raise VoiceError(f"It has rate = {self.rate!r}; it must be a number from {SLOWEST:g} to {FASTEST:g}.")
        if self.speaker and self.recording:
            raise VoiceError("It has a speaker and a recording; write one of them: who speaks, or in whose voice.")

    def located(self, folder: Path) -> Self:
        """Give the same where what is not absolute lies in `folder`."""
        model, recording, vocoder = (
            str(folder / place) if place else "" for place in (self.model, self.recording, self.vocoder)
        )
        return replace(self, model=model, recording=recording, vocoder=vocoder)

    def identified(self) -> Self:
        """Give the same with hashes of all files, and the versions of all packages, that shape the sound.

        Raise `VoiceError` if something is not there, or not that whose hash the card says.
        """
        weights = _checked(weights_of(self.model), self.sha256)
        recording = _checked(Path(self.recording), self.recording_sha256) if self.recording else ""
        files = [hash_of(file) for place in (self.model, self.vocoder) if place for file in _files(place)]
        versions = {name: version_of(name) for name in _PACKAGES}
        made_of = value_sha256([files, versions])
        return replace(self, sha256=weights, recording_sha256=recording, made_of=made_of)


def weights_of(place: str) -> Path:
    """Find the weights in a folder, or take the file itself. Raise `VoiceError` if there are none, or several."""
    path = Path(place)
    if path.is_file():
        return path
    found = [file for file in _files(place) if file.name.endswith(WEIGHTS)]
    named = [file for file in found if file.name.startswith(("model", "best_model", "checkpoint"))]
    chosen = found if len(found) == 1 else named
    if len(chosen) != 1:
        what = f"has {', '.join(file.name for file in found)}" if found else "has none"
        raise VoiceError(
            f"A Coqui model is a folder with {CONFIG} and one file of weights ({WEIGHTS[0]}); {place!r} {what}. "
            "Put them there, or write the file of weights itself as the model."
        )
    return chosen[0]


def config_of(place: str) -> Path:
    """Find the configuration beside the weights. Raise `VoiceError` if it is not there."""
    path = weights_of(place).parent / CONFIG
    if not path.is_file():
        raise VoiceError(f"The file {str(path)!r} is not there; put the model's {CONFIG} beside its weights.")
    return path


def hash_of(path: Path) -> str:
    """Hash a file; raise `VoiceError` if it is not there."""
    if not path.is_file():
        raise VoiceError(f"The file {str(path)!r}, which a voice card names, is not there; put it there.")
    with told(path):
        return known_sha256(path)


def _checked(path: Path, said: str) -> str:
    found = hash_of(path)
    if said and found != said.lower():
        raise VoiceError(
            f"{str(path)!r} is not the file that its card names: its sha256 is {found}, not {said}; get it again."
        )
    return found


def _files(place: str) -> list[Path]:
    path = Path(place)
    folder = path if path.is_dir() else path.parent
    return sorted(file for file in listed(folder, "*") if file.is_file() and file.name.endswith(_SHAPING))


def options_of(card: VoiceCard) -> CoquiOptions:
    """Give what a card tells a model of Coqui TTS; raise `VoiceError` for a card of another engine."""
    if not isinstance(card.options, CoquiOptions):
        raise VoiceError(
            f"The voice {card.name!r} is spoken by the engine {card.engine!r}, not by coqui; "
            "choose one that `avatar voice list` shows with coqui."
        )
    return card.options
