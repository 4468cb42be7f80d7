"""Texts of one's own (TXXX) in the ID3v2 tag that an MP3 begins with: versions 2.2, 2.3 and 2.4 (id3.org).

What else a tag holds stays as it is, byte by byte, and so does the tag's version.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_HEAD = 10
"""bytes before a tag's frames, and of a frame before its content"""
_UNSYNCHRONISED, _EXTENDED, _FOOTER = 0x80, 0x40, 0x10
"""flags of a tag"""
_LARGEST = 64_000_000
"""bytes of a tag that is read: pictures of covers are in it, too"""
_BLOCK = 1 << 20
"""bytes that are moved at a time"""
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
"""by the number that a text begins with"""


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry of a tag."""

    name: bytes
    """three letters in version 2.2, else four"""
    flags: bytes
    """two, none in version 2.2"""
    content: bytes
    """as it lies there"""


@dataclass(frozen=True, slots=True)
class Id3:
    """All that stands before the sound."""

    version: int = 4
    """2, 3 or 4"""
    frames: tuple[Frame, ...] = ()
    """in order"""
    size: int = 0
    """bytes that it takes of the file, with padding and footer; 0: there is none"""
    is_unsynchronised: bool = False
    """in version 4: each frame has a zero byte after every 255"""

    def text(self, description: str) -> str | None:
        """Give the text of this description; None if there is none."""
        return next((text for frame in self.frames for name, text in self._texts(frame) if name == description), None)

    def with_text(self, description: str, text: str) -> bytes:
        """Put in a text, in place of those of its description; give the new tag, as long as this one if it fits."""
        kept = [frame for frame in self.frames if description not in dict(self._texts(frame))]
        body = b"".join(self._packed(frame) for frame in [*kept, self._frame(description, text)])
        body = body.ljust(self.size - _HEAD, b"\0")
        flags = _UNSYNCHRONISED if self.is_unsynchronised else 0
        return b"ID3" + bytes([self.version, 0, flags]) + _as_synchsafe(len(body)) + body

    def _texts(self, frame: Frame) -> list[tuple[str, str]]:
        """Read description and text of a frame; none of any other frame, or one that is encrypted or compressed."""
        content = self._opened(frame) if frame.name in (b"TXXX", b"TXX") else b""
        if not content or content[0] >= len(_ENCODINGS):
            return []
        parts = content[1:].decode(_ENCODINGS[content[0]], "replace").split("\0")
        return [(parts[0], parts[1].lstrip("\ufeff"))] if len(parts) > 1 else []

    def _opened(self, frame: Frame) -> bytes:
        """Give what a frame holds, without what is put before it."""
        content, how = frame.content, frame.flags[1] if frame.flags else 0
        if self.version == 3:  # compressed, encrypted, grouped
            return b"" if how & 0xC0 else content[1 if how & 0x20 else 0 :]
        if how & 0x0C:  # the same in version 4
            return b""
        if how & 0x02 or self.is_unsynchronised:
            content = _synchronised(content)
        return content[(1 if how & 0x40 else 0) + (4 if how & 0x01 else 0) :]

    def _frame(self, description: str, text: str) -> Frame:
        kind = 3 if self.version == 4 else 0 if (description + text).isascii() else 1
        content = bytes([kind]) + b"\0\0"[: 2 if kind == 1 else 1].join(
            part.encode(_ENCODINGS[kind]) for part in (description, text)
        )
        return Frame(b"TXX", b"", content) if self.version == 2 else Frame(b"TXXX", b"\0\0", content)

    def _packed(self, frame: Frame) -> bytes:
        size = len(frame.content)
        digits = _as_synchsafe(size) if self.version == 4 else size.to_bytes(len(frame.name), "big")
        return frame.name + digits + frame.flags + frame.content


def read_id3(file: BinaryIO) -> Id3 | None:
    """Read the tag that a file begins with: an empty one where there is none, None where it cannot be understood."""
    file.seek(0)
    head = file.read(_HEAD)
    if head[:3] != b"ID3":
        return Id3()
    if len(head) < _HEAD or head[3] not in _SIZES or max(head[6:]) > 127 or _synchsafe(head[6:]) > _LARGEST:
        return None
    version, flags, size = head[3], head[5], _synchsafe(head[6:])
    body = file.read(size)
    if len(body) < size:
        return None
    if version < 4 and flags & _UNSYNCHRONISED:
        body = _synchronised(body)
    if version > 2 and flags & _EXTENDED:
        body = body[_synchsafe(body[:4]) if version == 4 else 4 + _plain(body[:4]) :]
    walked = (_frames(body, version, size_of) for size_of in _SIZES[version])
    frames = next((found for found in walked if found is not None), None)
    if frames is None:
        return None
    size += _HEAD * (2 if version == 4 and flags & _FOOTER else 1)
    return Id3(version, tuple(frames), size, version == 4 and bool(flags & _UNSYNCHRONISED))


def write_id3(file: BinaryIO, size: int, tag: bytes) -> None:
    """Put a tag before the sound of a file, in place of its first `size` bytes."""
    _move(file, size, len(tag))
    file.seek(0)
    file.write(tag)


def _frames(body: bytes, version: int, size_of: Callable[[bytes], int]) -> list[Frame] | None:
    """Take a tag apart; None if what comes after a frame is neither another one nor padding."""
    width, head = (3, 6) if version == 2 else (4, _HEAD)
    found, place = [], 0
    while place + head <= len(body) and body[place]:
        name, start = body[place : place + width], place + head
        end = start + size_of(body[place + width : place + 2 * width])
        if end > len(body) or not (name.isalnum() and name.isupper()):
            return None
        found.append(Frame(name, body[place + 2 * width : start], body[start:end]))
        place = end
    return found


def _move(file: BinaryIO, start: int, target: int) -> None:
    """Move all that begins at a byte to another one, and cut the file after it."""
    length = file.seek(0, os.SEEK_END) - start
    places = range(0, length, _BLOCK)
    for place in (reversed(places) if target > start else places) if target != start else ():
        file.seek(start + place)
        block = file.read(min(_BLOCK, length - place))
        file.seek(target + place)
        file.write(block)
    file.truncate(target + length)


def _synchronised(content: bytes) -> bytes:
    """Take out the zero bytes that keep what is read from looking like the beginning of sound."""
    return content.replace(b"\xff\0", b"\xff")


def _plain(digits: bytes) -> int:
    return int.from_bytes(digits, "big")


def _synchsafe(digits: bytes) -> int:
    """Read a number that has seven bits in each byte."""
    value = 0
    for digit in digits:
        value = value << 7 | digit & 127
    return value


def _as_synchsafe(value: int) -> bytes:
    return bytes(value >> shift & 127 for shift in (21, 14, 7, 0))


_SIZES: dict[int, tuple[Callable[[bytes], int], ...]] = {2: (_plain,), 3: (_plain,), 4: (_synchsafe, _plain)}
"""how frames say their size, by version: some programs write version 4 as if it were 3"""
