"""Protocol Buffers on the wire, as much of them as a graph is edited with: fields in and out, nothing understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """Yield number, content and the whole (key and all) of each field; content is empty but for one of `BYTES`.

    Raise `ValueError` where the message is none.
    """
    place = 0
    while place < len(message):
        begin = place
        key, place = _varint(message, place)
        kind, first = key & 7, place
        if kind == BYTES:
            size, first = _varint(message, place)
            place = first + size
        elif kind == VARINT:
            _, place = _varint(message, place)
        elif kind in (FIXED64, FIXED32):
            place += 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"field of the unknown kind {kind}")
        if place > len(message):
            raise ValueError("it ends inside a field")
        yield key >> 3, message[first:place] if kind == BYTES else message[:0], message[begin:place]


def field(number: int, content: bytes) -> bytes:
    """Write a field of bytes: text, or a message."""
    return _as_varint(number << 3 | BYTES) + _as_varint(len(content)) + content


def number_field(number: int, value: int) -> bytes:
    """Write a field that holds a whole number, 0 or more."""
    return _as_varint(number << 3 | VARINT) + _as_varint(value)


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(message) and shift < 70:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place
    raise ValueError("it ends inside a number")


def _as_varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
