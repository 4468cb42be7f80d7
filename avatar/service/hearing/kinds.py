"""What kind of sound a file is, told by its first bytes and not by its name."""

from __future__ import annotations

KINDS = {
    "webm": "audio/webm",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "flac": "audio/flac",
}
"""endings, with their types, of what can be passed on"""
HEAD = 16
"""bytes that tell"""


def kind_of(head: bytes) -> str:
    """Give the ending of a sound's kind; "" for anything else."""
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "m4a"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in (0xE2, 0xE4)):
        return "mp3"
    starts = ((b"\x1aE\xdf\xa3", "webm"), (b"OggS", "ogg"), (b"fLaC", "flac"))
    return next((kind for start, kind in starts if head.startswith(start)), "")
