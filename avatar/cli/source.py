"""Where the text comes from: the argument, a file, or standard input."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from avatar.errors import TextError

_LARGEST = 1_000_000
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def find_text(text: str | None, file: Path | None, *, is_wanted: bool = True) -> str:
    """Give the text to speak, from exactly one source. Raise `TextError` for several, or none where one `is_wanted`."""
    if text is not None and file is not None:
        raise TextError("Give the text either as an argument or with --file, not both.")
    if str(file) == "-" or text == "-":
        return decode(_read_input(), "standard input")
    if file is not None:
        return decode(_read_file(file), str(file))
    if text is not None:
        return _checked(text)
    if not is_wanted:
        return ""
    if _is_piped():
        return decode(_read_input(), "standard input")
    raise TextError('There is no text to say; give it as an argument ("Hello!"), with --file F, or with --file - .')


def decode(content: bytes, origin: str) -> str:
    """Decode by byte order mark, else as UTF-8, else as GB18030 (which many Chinese editors still write)."""
    if len(content) > _LARGEST:
        raise TextError(f"{origin!r} holds more than {_LARGEST:,} bytes; split the text into several clips.")
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked[:1] or ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TextError(f"{origin!r} is not text in UTF-8, UTF-16 or GB18030; save it as UTF-8 and try again.")


def _checked(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        with suppress(UnicodeError):  # a locale of few letters hides UTF-8 in an argument
            return os.fsencode(text).decode()
        raise TextError("The text is not valid UTF-8; give it with --file, or use a UTF-8 locale.") from None
    return text


def _read_file(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_LARGEST + 1)
    except OSError as fault:
        raise TextError(
            f"The text file {str(file)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault


def _read_input() -> bytes:
    return sys.stdin.buffer.read(_LARGEST + 1)


def _is_piped() -> bool:
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)
