"""What kind of file it is, by its content: a file in the making has no telling name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

MIME = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "mkv": "video/x-matroska",
    "webm": "video/webm",
    "ts": "video/mp2t",
    "flv": "video/x-flv",
    "gif": "image/gif",
    "png": "image/png",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
}
"""by kind"""
FILMS = ("mp4", "mov", "mkv", "webm")
"""kinds that hold pictures and sound"""
STREAMS = ("ts", "flv")
"""kinds in which streams are sent, and kept by whoever receives them"""
BOXED = ("mp4", "mov", "m4a")
"""kinds that are made of boxes (ISO/IEC 14496-12)"""
SOUNDS = ("m4a", "wav", "mp3")
"""kinds without pictures"""
MEDIA = (
    *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ts", ".flv"),
    *(".gif", ".png", ".jpg", ".jpeg", ".m4a", ".wav", ".mp3"),
)
"""endings of the names of such files"""
_HEAD = 4096
_PACKET, _SYNC = 188, 0x47
"""bytes of a packet of MPEG-TS, and the first of each (ISO/IEC 13818-1, 2.4.3.2)"""


def kind_of(path: Path) -> str:
    """Name the kind of a file, a key of `MIME`; "" for any other. Raise `InputError` if it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as fault:
        raise InputError(
            f"The file {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
    if head[4:8] == b"ftyp":
        return {b"qt  ": "mov", b"M4A ": "m4a"}.get(head[8:12], "mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "mkv"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] and head[1] & 0xE6 == 0xE2):
        return "mp3"
    if len(head) > 2 * _PACKET and all(head[at] == _SYNC for at in (0, _PACKET, 2 * _PACKET)):
        return "ts"
    known = {b"FLV\x01": "flv", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif"}
    return next((kind for start, kind in known.items() if head.startswith(start)), "")
