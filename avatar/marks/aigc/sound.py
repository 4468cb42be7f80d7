"""The label in sound files: a subchunk of RIFF in WAV, a TXXX frame of ID3v2 in MP3."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.marks.aigc.id3 import read_id3, write_id3

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_CHUNK = b"AIGC"
_HEAD = 12
_LARGEST = 1_000_000


def read_wav(path: Path) -> str | None:
    """Read the subchunk "AIGC" of a WAV."""
    with path.open("rb") as file:
        file.seek(_HEAD)
        while len(head := file.read(8)) == 8:
            size = int.from_bytes(head[4:], "little")
            if head[:4] == _CHUNK:
                return file.read(min(size, _LARGEST)).rstrip(b"\0").decode(errors="replace")
            file.seek(size + size % 2, 1)
    return None


def write_wav(path: Path, text: str) -> None:
    """Put the subchunk "AIGC" at the end of a WAV, in place of an earlier one."""
    value = text.encode()
    with path.open("r+b") as file:
        chunks = _chunks(file)
        length = chunks[-1][2] if chunks else _HEAD
        file.truncate(length)  # without what is no chunk, or with the last one's padding
        for _, start, end in reversed([chunk for chunk in chunks if chunk[0] == _CHUNK]):
            file.seek(end)
            rest = file.read()
            file.seek(start)
            file.write(rest)
            length -= end - start
            file.truncate(length)
        file.seek(length)
        file.write(_CHUNK + struct.pack("<I", len(value)) + value + b"\0" * (len(value) % 2))
        length = file.tell()
        file.seek(4)
        file.write(struct.pack("<I", length - 8))


def _chunks(file: BinaryIO) -> list[tuple[bytes, int, int]]:
    """List the chunks: name, first byte, and the byte after the last, padding included."""
    found, place, total = [], _HEAD, file.seek(0, os.SEEK_END)
    while place + 8 <= total:
        file.seek(place)
        name, size = file.read(4), int.from_bytes(file.read(4), "little")
        end = place + 8 + size + size % 2
        if end > total + 1:
            raise InputError("The WAV ends in the middle of a chunk; export it again.")
        found.append((name, place, end))
        place = end
    return found


def read_mp3(path: Path) -> str | None:
    """Read the frame TXXX:AIGC of an MP3."""
    with path.open("rb") as file:
        tag = read_id3(file)
    return tag.text(_CHUNK.decode()) if tag else None


def write_mp3(path: Path, text: str) -> None:
    """Put the frame TXXX:AIGC into an MP3, in place of an earlier one."""
    with path.open("r+b") as file:
        tag = read_id3(file)
        if tag is None:
            raise InputError(f"The ID3 tag of {str(path)!r} is damaged; export the sound again, or take the tag out.")
        write_id3(file, tag.size, tag.with_text(_CHUNK.decode(), text))
