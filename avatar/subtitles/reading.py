"""Read the files that people give for subtitles."""

from __future__ import annotations

from pathlib import Path

from avatar.errors import InputError

_LARGEST = 4_000_000


def read_file(path: str | Path, what: str) -> str:
    """Read a file of text, whose kind errors call `what`. Raise `InputError` where that cannot be."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(_LARGEST + 1)
        text = content.decode("utf-8-sig")
    except OSError as fault:
        raise InputError(f"The {what} {str(path)!r} cannot be read ({fault.strerror}); give another file.") from fault
    except UnicodeDecodeError as fault:
        raise InputError(f"The {what} {str(path)!r} is not text in UTF-8; save it as that.") from fault
    if len(content) > _LARGEST:
        raise InputError(f"The {what} {str(path)!r} holds more than {_LARGEST:,} bytes; give a smaller file.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
