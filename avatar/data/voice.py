"""Who speaks: a voice card, and what is known of an engine before it is started."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from avatar.errors import VoiceError

if TYPE_CHECKING:
    from pathlib import Path

GENDERS = ("female", "male", "neutral")
"""that a voice can have, in the order in which voices are listed"""


class EngineOptions(Protocol):
    """What only one engine knows of a voice: a frozen dataclass of the engine's own, which checks itself.

    It may name in `files`, a `ClassVar`, which of its fields may be the name of a file beside the card.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]


@runtime_checkable
class CloneOptions(EngineOptions, Protocol):
    """Those of an engine that speaks in the voice of a recording: the person has to agree, or nothing is said."""

    @property
    def recording(self) -> str:
        """Name of the recording beside the card; "": it speaks in nobody's voice."""
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
    preferred: bool = False
    """the first choice among the voices of its language and gender"""
    files: tuple[tuple[str, str], ...] = ()
    """files beside the card that shape the voice: name and sha256"""
    folder: Path | None = field(default=None, compare=False)
    """where the card lies; None: the engine brings it"""
    aligner: str = ""
    """name of the backend that finds the phones in the sound; "": the engine's own phones count, and the usual aligner
    finds them where it gives none"""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if each.type == "str" and type(value) is not str:
                raise VoiceError(
                    f"The voice card {self.name!r} has {each.name} = {value!r}; it must be text in quotes."
                )
        if type(self.preferred) is not bool:
            raise VoiceError(
                f"The voice card {self.name!r} has preferred = {self.preferred!r}; it must be true or false."
            )
        if self.gender not in GENDERS:
            raise VoiceError(
                f"The voice card {self.name!r} has gender = {self.gender!r}; it must be one of {', '.join(GENDERS)}."
            )

    @property
    def identity(self) -> dict[str, Any]:
        """What of it shapes the sound, wherever the card lies: what is made with it is found again by this."""
        shaping = asdict(self)
        for name in ("folder", "preferred", *(() if self.files else ("files",))):
            del shaping[name]
        return shaping


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
    is_trained: bool = False
    """its sound comes from a network that was trained on recordings, which the marks of a clip then say"""
    is_polyglot: bool = False
    """its voices can say each other's languages"""
    warms: bool = False
    """what it loads can be loaded before it is asked to speak"""
    streams: bool = False
    """its sound begins to come before a sentence is spoken to its end"""
    clones: bool = False
    """it speaks in the voice of whoever is heard in a recording, who has to agree: its options are `CloneOptions`"""
    needs_network: bool = False
    """what is to be said leaves this machine"""
    heeds_prosody: bool = False
    """it says an utterance as fast, high and lively as its prosody asks for"""
    reads_ipa: bool = False
    """it says the phones that are given for a word"""


@dataclass(frozen=True, slots=True)
class AlignCapabilities:
    """What an aligner can do."""

    languages: frozenset[str]
    """BCP-47 in small letters, that what is said may be in"""
