"""The parts of a multipart request, streamed to the disk: neither memory nor disk can be filled by a stranger."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from avatar.service.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from starlette.requests import Request

logging.getLogger("python_multipart").setLevel(logging.ERROR)  # it would quote what strangers send
MOST_PARTS, LONGEST_FIELD = 40, 300_000
"""parts of a request, and bytes of one that is no file"""


@dataclass(slots=True)
class Received:
    """What a request carries."""

    fields: dict[str, str] = field(default_factory=dict)
    """texts, by their names"""
    files: dict[str, Path] = field(default_factory=dict)
    """where files lie, by the names of their fields: under names of ours"""

    def text(self, name: str) -> str:
        """Give a text, or the content of a small file that was sent in its place; "" where there is none."""
        if name in self.files:
            content = self.files[name].read_bytes()
            if len(content) > LONGEST_FIELD:
                raise Problem(413, "too-large", f"The part {name!r} is longer than {LONGEST_FIELD} bytes.")
            with suppress(UnicodeDecodeError):
                return content.decode()
            raise Problem(422, "input", f"The part {name!r} is no text in UTF-8.")
        return self.fields.get(name, "")

    def remove(self) -> None:
        """Delete its files."""
        for path in self.files.values():
            path.unlink(missing_ok=True)


async def receive(request: Request, folder: Path, limit: int) -> Received:
    """Read a multipart request whose files are put into a folder.

    Raise `Problem` 415 for another type, 413 when it is longer than `limit` bytes, 400 if it is malformed; nothing is
    left in the folder then.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise Problem(415, "media-type", "Send this as multipart/form-data, such as: curl -F file=@me.jpg")
    parts = _Parts(folder)
    parser, got = MultipartParser(boundary, parts.callbacks()), 0
    try:
        async for chunk in request.stream():
            got += len(chunk)
            if got > limit:
                raise Problem(413, "too-large", f"This request is larger than {limit / 1e6:g} MB; send less.")
            parser.write(chunk)
        parser.finalize()
        parts.require_whole()
    except BaseException as fault:
        parts.drop()
        if isinstance(fault, (FormParserError, UnicodeDecodeError, ValueError)):
            raise Problem(400, "malformed", "This is no multipart/form-data that can be read; send it anew.") from fault
        raise
    return parts.received


class _Parts:
    """Takes what the parser finds."""

    def __init__(self, folder: Path) -> None:
        self.received = Received()
        self._folder, self._count, self._is_over = folder, 0, False
        self._header, self._value = bytearray(), bytearray()
        self._disposition, self._name = b"", ""
        self._file: BinaryIO | None = None
        self._text = bytearray()

    def callbacks(self) -> Any:  # noqa: ANN401 - a dictionary of the library's own type
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._grow(self._header, data[start:end]),
            "on_header_value": lambda data, start, end: self._grow(self._value, data[start:end]),
            "on_header_end": self._header_over,
            "on_headers_finished": self._open,
            "on_part_data": self._take,
            "on_part_end": self._close,
            "on_end": self._over,
        }

    def require_whole(self) -> None:
        if not self._is_over:
            raise ValueError

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
        self.received.remove()

    def _begin(self) -> None:
        self._count += 1
        if self._count > MOST_PARTS:
            raise Problem(413, "too-large", f"This request has more than {MOST_PARTS} parts; send fewer.")
        self._disposition = b""
        self._text.clear()

    def _grow(self, place: bytearray, data: bytes) -> None:
        place += data
        if len(place) > 4096:
            raise ValueError

    def _header_over(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _open(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode()
        if not self._name or len(self._name) > 40:
            raise ValueError
        if b"filename" in options:
            path = self._folder / f".{secrets.token_hex(12)}.part"
            if earlier := self.received.files.pop(self._name, None):
                earlier.unlink(missing_ok=True)
            self.received.files[self._name] = path
            self._file = path.open("xb")

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])
            return
        self._text += data[start:end]
        if len(self._text) > LONGEST_FIELD:
            raise Problem(413, "too-large", f"The part {self._name!r} is longer than {LONGEST_FIELD} bytes.")

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        else:
            self.received.fields[self._name] = self._text.decode()

    def _over(self) -> None:
        self._is_over = True
