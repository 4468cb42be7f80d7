"""The implicit label of GB 45438-2025: one value under the key AIGC, in the place that each kind of file has for it."""

from avatar.marks.aigc.files import KEY, read, read_key, write
from avatar.marks.aigc.kinds import FILMS, MEDIA, MIME, SOUNDS, STREAMS, kind_of
from avatar.marks.aigc.tag import Signed, Tag, check_signature, signed_tag

__all__ = [
    "FILMS",
    "KEY",
    "MEDIA",
    "MIME",
    "SOUNDS",
    "STREAMS",
    "Signed",
    "Tag",
    "check_signature",
    "kind_of",
    "read",
    "read_key",
    "signed_tag",
    "write",
]
