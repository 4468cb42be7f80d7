"""XMP packets in PNG, JPEG and GIF: found and put in without touching the picture itself."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PNG_KEYWORD = b"XML:com.adobe.xmp"
_PNG_HEAD = 8
_JPEG_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_JPEG_LARGEST = 65_533
_GIF_NAME = b"XMP DataXMP"
_GIF_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
"""ends the packet for readers that take it for blocks (XMP specification, part 3)"""
_HEADERS = {"png": _PNG_HEAD + 25, "jpg": 4, "gif": 13}
"""bytes without which it is no picture"""


def read_packet(content: bytes, kind: str) -> bytes | None:
    """Find the packet; None if there is none."""
    return next((packet for _, _, packet in _PACKETS[kind](content)), None)


def with_packet(content: bytes, kind: str, packet: bytes) -> bytes:
    """Give the file with this packet in place of any other. Raise `InputError` if it ends within its header."""
    if len(content) < _HEADERS[kind]:
        raise InputError(f"The picture ends within its header, after {len(content)} bytes; export it again.")
    for start, end, _ in reversed(list(_PACKETS[kind](content))):
        content = content[:start] + content[end:]
    if kind == "gif":
        content = b"GIF89a" + content[6:]  # the first version knows no extensions
    place, block = _PLACED[kind](content, packet)
    return content[:place] + block + content[place:]


def _png_packets(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = _PNG_HEAD
    while place + 12 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, place)
        body = content[place + 8 : place + 8 + size]
        if kind == b"iTXt" and body.startswith(_PNG_KEYWORD + b"\0"):
            yield place, place + 12 + size, _png_text(body)
        place += 12 + size


def _png_text(body: bytes) -> bytes:
    """Take the text out of an iTXt chunk: keyword, two flags, language and translated keyword come before it."""
    is_packed, rest = body[len(_PNG_KEYWORD) + 1 : len(_PNG_KEYWORD) + 2] == b"\1", body[len(_PNG_KEYWORD) + 3 :]
    text = rest.split(b"\0", 2)[-1]
    try:
        return zlib.decompressobj().decompress(text, 1_000_000) if is_packed else text
    except zlib.error:
        return b""


def _png_placed(content: bytes, packet: bytes) -> tuple[int, bytes]:
    body = b"iTXt" + _PNG_KEYWORD + b"\0\0\0\0\0" + packet
    block = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return _PNG_HEAD + 12 + struct.unpack_from(">I", content, _PNG_HEAD)[0], block  # after IHDR


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of each segment before the picture's data."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF and content[place + 1] not in (0xDA, 0xD9):
        size = int.from_bytes(content[place + 2 : place + 4], "big")
        yield content[place + 1], place, place + 2 + size
        place += 2 + size


def _jpeg_packets(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    for marker, start, end in _jpeg_segments(content):
        if marker == 0xE1 and content.startswith(_JPEG_NAME, start + 4):
            yield start, end, content[start + 4 + len(_JPEG_NAME) : end]


def _jpeg_placed(content: bytes, packet: bytes) -> tuple[int, bytes]:
    if len(_JPEG_NAME) + len(packet) > _JPEG_LARGEST:
        raise InputError(f"An XMP packet of {len(packet)} bytes does not fit into a JPEG; remove other metadata first.")
    heads = [end for marker, start, end in _jpeg_segments(content) if marker == 0xE0 or _is_exif(content, start)]
    block = b"\xff\xe1" + struct.pack(">H", 2 + len(_JPEG_NAME) + len(packet)) + _JPEG_NAME + packet
    return max(heads, default=2), block


def _is_exif(content: bytes, start: int) -> bool:
    return content[start + 1] == 0xE1 and content.startswith(b"Exif\0", start + 4)


def _gif_packets(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    start = content.find(b"\x21\xff\x0b" + _GIF_NAME)
    if start >= 0:
        first = start + 14
        end = content.find(_GIF_TRAILER, first)
        if end >= 0:
            yield start, end + len(_GIF_TRAILER), content[first:end]


def _gif_placed(content: bytes, packet: bytes) -> tuple[int, bytes]:
    flags = content[10]
    table = 3 << ((flags & 7) + 1) if flags & 0x80 else 0
    return 13 + table, b"\x21\xff\x0b" + _GIF_NAME + packet + _GIF_TRAILER


_PACKETS: dict[str, Callable[[bytes], Iterator[tuple[int, int, bytes]]]] = {
    "png": _png_packets,
    "jpg": _jpeg_packets,
    "gif": _gif_packets,
}
_PLACED: dict[str, Callable[[bytes, bytes], tuple[int, bytes]]] = {
    "png": _png_placed,
    "jpg": _jpeg_placed,
    "gif": _gif_placed,
}
