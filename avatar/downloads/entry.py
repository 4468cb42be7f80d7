"""What a catalogue says of one thing that can be had: what it is, whose, and where its files come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from avatar.data.network import terms
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMERCIAL = ("yes", "no", "unknown")
"""whether what it makes may earn money"""
INDEXES = ("npm", "pypi")
"""registries of packages that something can be taken from"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a file before it is here: "" and 0 where nobody has published it."""

    size: int = 0
    """bytes"""
    sha256: str = ""
    """hex"""
    md5: str = ""
    """hex; only where its publisher gives no other"""

    @property
    def has_digest(self) -> bool:
        """Whether a file can be told from another of the same length."""
        return bool(self.sha256 or self.md5)


@dataclass(frozen=True, slots=True)
class Package:
    """A file of a registry of packages."""

    index: str
    """one of `INDEXES`"""
    name: str
    """of the package"""
    version: str
    """of the package"""
    filename: str
    """of the archive"""

    def __post_init__(self) -> None:
        if self.index not in INDEXES:
            raise InputError(f"There is no registry {self.index!r}; choose one of {', '.join(INDEXES)}.")

    def __str__(self) -> str:
        return f"{self.index} {self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Download:
    """One file that is fetched whole."""

    filename: str
    """what it is called where it comes from"""
    expected: Expected
    """what is known of it"""
    urls: tuple[str, ...] = ()
    """where it lies, the first that has it counts; empty for a package"""
    package: Package | None = None
    """the package that it is"""

    @property
    def origin(self) -> str:
        """Where it comes from, for people and for a pin."""
        return str(self.package) if self.package else self.urls[0]


@dataclass(frozen=True, slots=True)
class Piece:
    """One file, or one folder, of what is installed."""

    path: str
    """where it goes, within the folder of what is installed"""
    download: Download
    """what it comes from"""
    member: str = ""
    """which file within that archive; "": the download itself; "/": all of it, without the folder that holds all"""
    expected: Expected = field(default_factory=Expected)
    """what is known of that file, where it is within an archive"""
    joined: tuple[str, ...] = ()
    """files within that archive that go on where `member` ends, in their order: some publishers cut large ones"""

    @property
    def known(self) -> Expected:
        """What is known of the file that it becomes; of a whole archive, what is known of that."""
        return self.expected if self.member not in ("", "/") else self.download.expected

    @property
    def checked(self) -> str:
        """Say what tells it from another file: its own checksum, its archive's, or nothing until it came once."""
        if self.known.has_digest:
            return "by its checksum"
        return "by its archive's checksum" if self.download.expected.has_digest else "pinned at the first download"

    def __post_init__(self) -> None:
        place = PurePosixPath(self.path)
        if not self.path or place.is_absolute() or ".." in place.parts:
            raise InputError(f"The place {self.path!r} leads out of the folder that it belongs in; correct it.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be had."""

    name: str
    """what it is called here"""
    task: str
    """what it does, "voice" """
    engine: str
    """the backend that works with it"""
    licence: str
    """of it, as its publisher says"""
    commercial: str
    """one of `COMMERCIAL`"""
    pieces: tuple[Piece, ...]
    """what is put into its folder"""
    language: str = ""
    """BCP-47; "" for what has none"""
    copyleft: bool = False
    """what is derived from it has to be given away under the same licence"""
    attribution: str = ""
    """who has to be named; "" for nobody"""
    description: str = ""
    """a line for the list"""
    note: str = ""
    """what else somebody should know before they take it, sentences"""
    year: int = 0
    """in which it came out; 0: not known"""
    paper: str = ""
    """that describes it"""
    about: Mapping[str, Any] = field(default_factory=dict)
    """what only its task knows of it"""

    def __post_init__(self) -> None:
        if self.commercial not in COMMERCIAL:
            raise InputError(
                f"The entry {self.name!r} has commercial = {self.commercial!r}; it must be one of "
                f"{', '.join(COMMERCIAL)}."
            )
        if not self.pieces:
            raise InputError(f"The entry {self.name!r} has no files; give it some.")

    @property
    def downloads(self) -> tuple[Download, ...]:
        """What has to be fetched for it, each once."""
        return tuple(dict.fromkeys(piece.download for piece in self.pieces))

    @property
    def size(self) -> int:
        """Bytes that are fetched; 0 where one of them is not known."""
        sizes = [download.expected.size for download in self.downloads]
        return sum(sizes) if all(sizes) else 0

    @property
    def installed_size(self) -> int:
        """Bytes that it takes up, as far as that is known."""
        return sum(piece.known.size for piece in self.pieces)

    @property
    def terms(self) -> str:
        """What its licence asks for, in a few words."""
        return terms(self.commercial, self.attribution, copyleft=self.copyleft)

    @property
    def needs_agreement(self) -> bool:
        """Whether somebody must agree to its licence: it binds more than a name that is named."""
        return self.commercial != "yes" or self.copyleft
