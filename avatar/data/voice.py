"""Who speaks: a voice card, and what is known of an engine before it is started."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from avatar.errors import VoiceError

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

GENDERS = ("female", "male", "neutral")
"""that a voice can have, in the order in which voices are listed"""


class EngineOptions(Protocol):
    """What only one engine knows of a voice: a frozen dataclass of the engine's own, which checks itself."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@runtime_checkable
class FileOptions(EngineOptions, Protocol):
    """Those of an engine whose voices are files: a card names them, what is in them names a clip."""

    PLACES: ClassVar[tuple[str, ...]]
    """names of the fields that say where files lie"""

    def located(self, folder: Path) -> Self:
        """Give the same where a path that is not absolute counts from the folder of the card."""
        ...

    def identified(self) -> Self:
        """Give the same with the hashes of what lies there. Raise `VoiceError` if it is missing, or not as said."""
        ...


@runtime_checkable
class CloneOptions(FileOptions, Protocol):
    """Those of an engine that speaks in the voice of a recording: the person has to agree, or nothing is said."""

    @property
    def recording(self) -> str:
        """Path of the recording; "": it speaks in nobody's voice."""
        ...

    @property
    def recording_sha256(self) -> str:
        """Of that file, hex, once it is identified."""
        ...


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """Who speaks, and with what."""

    name: str
    """what `--voice` takes; the name of the card's folder"""
    language: str
    """BCP-47"""
    gender: str
    """one of `GENDERS`"""
    licence: str
    """of the voice and its sound"""
    engine: str
    """name of the backend that speaks, "espeak" """
    options: EngineOptions
    """what that engine is told; of the class that it gives as its `options`"""
    description: str = ""
    """a line for the list of voices"""
    source: str = ""
    """where it comes from"""
    aligner: str = ""
    """name of the backend that finds the phones in the sound; "": the engine's own phones count, and the usual aligner
    finds them where it gives none"""

    @property
    def content(self) -> dict[str, Any]:
        """Write down what shapes its sound: all of it but where files lie."""
        written = asdict(self)
        for place in self.options.PLACES if isinstance(self.options, FileOptions) else ():
            del written["options"][place]
        return written

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "options" and type(value) is not str:
                raise VoiceError(
                    f"The voice card {self.name!r} has {field.name} = {value!r}; it must be text in quotes."
                )
        if self.gender not in GENDERS:
            raise VoiceError(
                f"The voice card {self.name!r} has gender = {self.gender!r}; it must be one of {', '.join(GENDERS)}."
            )


@dataclass(frozen=True, slots=True)
class VoiceCapabilities:
    """What a voice engine can do, and what it asks for."""

    languages: frozenset[str]
    """BCP-47 in small letters, that its own voices may speak, found out quickly; a card of yours may say another"""
    gives_phones: bool
    """its speech carries the times of its phones, of most voices; where a speech has none an aligner finds them"""
    licence: str
    """of the engine"""
    startup: float
    """s that it takes to open on an ordinary processor"""
    streams: bool = False
    """its sound begins to come before a sentence is spoken to its end"""
    clones: bool = False
    """it speaks in the voice of whoever is heard in a recording, who has to agree: its options are `CloneOptions`"""
    needs_network: bool = False
    """what is to be said leaves this machine"""


@dataclass(frozen=True, slots=True)
class AlignCapabilities:
    """What an aligner can do."""

    languages: frozenset[str]
    """BCP-47 in small letters, that what is said may be in"""
