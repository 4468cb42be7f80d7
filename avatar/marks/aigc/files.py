"""Write and read the label in every kind of file that has a place for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import AvatarError, InputError
from avatar.marks.aigc.kinds import BOXED, FILMS, STREAMS, kind_of

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.marks.aigc.tag import Tag

KEY = "AIGC"
"""what the value is called in a film"""
_CONTAINERS = frozenset({*FILMS, *BOXED})
_PICTURES = ("png", "jpg", "gif")


def read(path: Path) -> str | None:
    """Read the label of a file as it is written there; None if it has none.

    Raise `InputError` if the file cannot be read.
    """
    kind = kind_of(path)
    if kind in _CONTAINERS or kind in STREAMS:
        from avatar.marks.aigc.films import read_film

        return read_film(path, kind, KEY)
    if kind in _PICTURES:
        from avatar.marks.aigc.pictures import read_packet
        from avatar.marks.aigc.xmp import tag_in

        packet = read_packet(path.read_bytes(), kind)
        return tag_in(packet) if packet else None
    if kind not in ("wav", "mp3"):
        return None
    from avatar.marks.aigc.sound import read_mp3, read_wav

    return read_wav(path) if kind == "wav" else read_mp3(path)


def read_key(path: Path, name: str) -> str | None:
    """Read any other key of a film's metadata; None if it has none, or is no film."""
    from avatar.marks.aigc.films import read_film

    kind = kind_of(path)
    return read_film(path, kind, name) if kind in _CONTAINERS else None


def write(path: Path, tag: Tag) -> None:
    """Put the label into a file, in place of an earlier one, and read it back.

    Raise `InputError` for a file that has no place for it, `AvatarError` if it does not come back as it went in.
    """
    kind, text = kind_of(path), tag.as_text()
    if kind in _CONTAINERS:
        from avatar.marks.aigc.films import write_film

        write_film(path, kind, KEY, text)
    elif kind in _PICTURES:
        from avatar.marks.aigc.pictures import read_packet, with_packet
        from avatar.marks.aigc.xmp import with_tag

        content = path.read_bytes()
        path.write_bytes(with_packet(content, kind, with_tag(read_packet(content, kind), text)))
    elif kind in ("wav", "mp3"):
        from avatar.marks.aigc.sound import write_mp3, write_wav

        (write_wav if kind == "wav" else write_mp3)(path, text)
    else:
        raise InputError(f"The file {str(path)!r} has no place for an AIGC label; make an MP4, PNG, JPEG, WAV or MP3.")
    if read(path) != text:
        raise AvatarError(f"The AIGC label of {str(path)!r} does not read back as it was written; make the file anew.")
