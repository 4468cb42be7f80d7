"""The label in sound files: a subchunk of RIFF in WAV, a TXXX frame of ID3v2 in MP3."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK = b"AIGC"
_LARGEST = 1_000_000


def read_wav(path: Path) -> str | None:
    """Read the subchunk "AIGC" of a WAV."""
    with path.open("rb") as file:
        file.seek(12)
        while len(head := file.read(8)) == 8:
            size = int.from_bytes(head[4:], "little")
            if head[:4] == _CHUNK:
                return file.read(min(size, _LARGEST)).rstrip(b"\0").decode(errors="replace")
            file.seek(size + size % 2, 1)
    return None


def write_wav(path: Path, text: str) -> None:
    """Put the subchunk "AIGC" at the end of a WAV, in place of an earlier one."""
    content = path.read_bytes()
    kept = [content[start:end] for name, start, end in _chunks(content) if name != _CHUNK]
    value = text.encode()
    body = b"WAVE" + b"".join(kept) + _CHUNK + struct.pack("<I", len(value)) + value + b"\0" * (len(value) % 2)
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def _chunks(content: bytes) -> list[tuple[bytes, int, int]]:
    found, place = [], 12
    while place + 8 <= len(content):
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        end = place + 8 + size + size % 2
        if end > len(content) + 1:
            raise InputError("The WAV ends in the middle of a chunk; export it again.")
        found.append((content[place : place + 4], place, end))
        place = end
    return found


def read_mp3(path: Path) -> str | None:
    """Read the frame TXXX:AIGC of an MP3."""
    from mutagen import MutagenError
    from mutagen.id3 import ID3

    try:
        frames = ID3(path).getall("TXXX:AIGC")
    except MutagenError:  # no tag, or one that cannot be read
        return None
    return str(frames[0].text[0]) if frames and frames[0].text else None


def write_mp3(path: Path, text: str) -> None:
    """Put the frame TXXX:AIGC into an MP3, in place of an earlier one."""
    from mutagen.id3 import ID3, TXXX, Encoding, ID3NoHeaderError

    try:
        tags = ID3(path)
    except ID3NoHeaderError:
        tags = ID3()
    tags.setall("TXXX:AIGC", [TXXX(encoding=Encoding.UTF8, desc="AIGC", text=[text])])
    tags.save(path)
