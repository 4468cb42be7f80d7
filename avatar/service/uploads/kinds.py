"""What is taken from outside: told by the first bytes of a file, never by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PHOTO, SOUND, FILM = "photo", "sound", "film"
"""families of kinds"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    family: str
    """PHOTO | SOUND | FILM"""
    ending: str
    """of our own name for it"""
    media_type: str
    reader: str
    """the library's name of the one reader that may look at it"""


JPEG = Kind(PHOTO, ".jpg", "image/jpeg", "JPEG")
PNG = Kind(PHOTO, ".png", "image/png", "PNG")
WEBP = Kind(PHOTO, ".webp", "image/webp", "WEBP")
WAV = Kind(SOUND, ".wav", "audio/wav", "wav")
FLAC = Kind(SOUND, ".flac", "audio/flac", "flac")
MP3 = Kind(SOUND, ".mp3", "audio/mpeg", "mp3")
OGG = Kind(SOUND, ".ogg", "audio/ogg", "ogg")
M4A = Kind(SOUND, ".m4a", "audio/mp4", "mov")
MP4 = Kind(FILM, ".mp4", "video/mp4", "mov")
WEBM = Kind(FILM, ".webm", "video/webm", "matroska")
KINDS = (JPEG, PNG, WEBP, WAV, FLAC, MP3, OGG, M4A, MP4, WEBM)
HEAD = 64
"""bytes that tell"""
_WORDS = {
    PHOTO: "a JPEG, PNG or WebP",
    SOUND: "a WAV, FLAC, MP3, Ogg or M4A",
    FILM: "an MP4 or WebM",
}


def kind_of(path: Path) -> Kind | None:
    """Tell what a file is by its first bytes; None for what is not taken."""
    with path.open("rb") as file:
        return kind_of_head(file.read(HEAD))


def kind_of_head(head: bytes) -> Kind | None:
    """Tell it by those bytes themselves."""
    if head.startswith(b"RIFF"):
        return {b"WAVE": WAV, b"WEBP": WEBP}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return M4A if head[8:11] in (b"M4A", b"M4B") else MP4
    starts = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"fLaC": FLAC, b"OggS": OGG, b"\x1aE\xdf\xa3": WEBM}
    starts[b"ID3"] = MP3
    for start, kind in starts.items():
        if head.startswith(start):
            return kind
    is_mp3 = len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08
    return MP3 if is_mp3 else None


def words(families: tuple[str, ...]) -> str:
    """Say what is taken, "a JPEG, PNG or WebP"."""
    return ", or ".join(_WORDS[family] for family in families)
