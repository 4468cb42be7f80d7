"""Where the text comes from: the argument, a file, or standard input."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from avatar.errors import TextError

_LARGEST = 1_000_000


def find_text(text: str | None, file: Path | None, *, is_wanted: bool = True, encoding: str = "") -> str:
    """Give the text to speak, from exactly one source; a file is in `encoding`, "" where it says so itself.

    Raise `TextError` for several sources, for none where one `is_wanted`, and for a file that cannot be read.
    """
    if text is not None and file is not None:
        raise TextError("Give the text either as an argument or with --file, not both.")
    if str(file) == "-" or text == "-":
        return decode(_read_input(), "standard input", encoding)
    if file is not None:
        return decode(_read_file(file), str(file), encoding)
    if text is not None:
        return _checked(text)
    if not is_wanted:
        return ""
    if _is_piped():
        return decode(_read_input(), "standard input", encoding)
    raise TextError('There is no text to say; give it as an argument ("Hello!"), with --file F, or with --file - .')


def decode(content: bytes, origin: str, encoding: str = "") -> str:
    """Decode a text in `encoding`, else as its bytes say. Raise `TextError` for one too long or in doubt."""
    from avatar.text.encodings import decode as decode_text

    if len(content) > _LARGEST:
        raise TextError(f"{origin!r} holds more than {_LARGEST:,} bytes; split the text into several clips.")
    return decode_text(content, origin, encoding)


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
