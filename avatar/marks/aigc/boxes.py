"""The label in MP4 and QuickTime: `moov.udta.meta`, a name in `keys` and the value of that number in `ilst`.

Boxes after ISO/IEC 14496-12; keys and values after Apple's QuickTime metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_LARGEST = 1_000_000
"""bytes of a box that is read whole"""
_PLACES = (("moov", "udta", "meta"), ("moov", "meta"))
"""where labels are found: the standard's place, then QuickTime's"""


class _Box(NamedTuple):
    kind: bytes
    start: int
    """of what is in it"""
    end: int


def read_key(file: BinaryIO, name: str) -> str | None:
    """Read the text under a name; None if there is none."""
    end = file.seek(0, 2)
    for place in _PLACES:
        boxes = [_Box(b"", 0, end)]
        for kind in place:
            boxes = [box for outer in boxes for box in _within(file, outer) if box.kind == kind.encode()]
        for meta in boxes:
            found = _value(file, meta, name.encode())
            if found is not None:
                return found
    return None


def _within(file: BinaryIO, outer: _Box) -> Iterator[_Box]:
    """Walk over the boxes in a box."""
    place = outer.start
    while place + 8 <= outer.end:
        file.seek(place)
        head = file.read(16)
        size, header = int.from_bytes(head[:4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(head[8:16], "big"), 16
        elif size == 0:
            size = outer.end - place
        if size < header or place + size > outer.end:
            return
        yield _Box(head[4:8], place + header, place + size)
        place += size


def _value(file: BinaryIO, meta: _Box, name: bytes) -> str | None:
    file.seek(meta.start)
    # In MP4 `meta` begins with version and flags, in QuickTime it does not.
    skip = 4 if file.read(4) == b"\0\0\0\0" else 0
    inner = {box.kind: box for box in _within(file, meta._replace(start=meta.start + skip))}
    if b"keys" not in inner or b"ilst" not in inner:
        return None
    names = list(_names(_content(file, inner[b"keys"])))
    for item in _within(file, inner[b"ilst"]):
        number = int.from_bytes(item.kind, "big")
        if 0 < number <= len(names) and names[number - 1] == name:
            data = next((box for box in _within(file, item) if box.kind == b"data"), None)
            if data is not None:
                return _content(file, data)[8:].decode(errors="replace")
    return None


def _names(content: bytes) -> Iterator[bytes]:
    count, place = int.from_bytes(content[4:8], "big"), 8
    for _ in range(count):
        size = int.from_bytes(content[place : place + 4], "big")
        if size < 8 or place + size > len(content):
            return
        yield content[place + 8 : place + size]
        place += size


def _content(file: BinaryIO, box: _Box) -> bytes:
    file.seek(box.start)
    return file.read(min(box.end - box.start, _LARGEST))
