"""The machine-readable marks of a file: the AIGC label, the credential, and the watermarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.marks import aigc
from avatar.marks.audiomark import detect_file
from avatar.marks.credentials import SIGNABLE, Credential
from avatar.marks.credentials import read as read_credential
from avatar.marks.verify.pictures import Pictures, span_row
from avatar.marks.verify.report import Layer
from avatar.runtime.shortage import shortage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.ledger.keys import PublicKey

_ID = frozenset("0123456789abcdef")
_WHY = {
    "invalid": "its signature does not fit what it says",
    "foreign": "it was signed with a key that is not known here",
    "absent": "it is not signed",
}


@dataclass(frozen=True, slots=True)
class Marks:
    """What was read out of a file."""

    aigc: Layer
    c2pa: Layer
    pictures: Pictures
    audio_watermark: Layer
    credential: Credential
    audio_ids: tuple[int, ...]
    """of the watermarks in the sound, in order of time"""
    aigc_id: str = ""
    """the content id that the AIGC label says, whatever it is worth"""

    @property
    def asset_ids(self) -> tuple[int, ...]:
        """Give the ids of all watermarks, those of the pictures first."""
        return tuple(dict.fromkeys(self.pictures.asset_ids + self.audio_ids))


def read_marks(path: Path, pictures: Pictures, keys: Mapping[str, PublicKey], anchors: str, pattern: bytes) -> Marks:
    """Read all of them; `pictures` have been looked at before."""
    kind = aigc.kind_of(path)
    credential = read_credential(path, kind, anchors)
    audio, audio_ids = _audio_watermark(path, kind, pattern)
    label, told = _aigc(path, keys)
    return Marks(label, _c2pa(credential, kind), pictures, audio, credential, audio_ids, told)


def is_content_id(value: object) -> bool:
    """Tell whether a text from a file could be one of our content ids: nothing else is shown."""
    return isinstance(value, str) and len(value) == 32 and set(value) <= _ID


def _aigc(path: Path, keys: Mapping[str, PublicKey]) -> tuple[Layer, str]:
    try:
        text = aigc.read(path)
        if text is None:
            return Layer("absent"), ""
        tag = aigc.Tag.from_text(text)
    except InputError as fault:
        return Layer("invalid", {"why": f"it cannot be read ({type(fault).__name__})"}), ""
    signature = aigc.check_signature(tag, keys)
    details: dict[str, object] = {"label": tag.label if tag.label in ("1", "2", "3") else "", "signature": signature}
    told = tag.produce_id if is_content_id(tag.produce_id) else ""
    if signature == "valid":
        return Layer("present", details), told
    return Layer("invalid" if signature == "invalid" else "untrusted", {**details, "why": _WHY[signature]}), told


def _c2pa(credential: Credential, kind: str) -> Layer:
    if credential.state == "absent":
        return Layer("absent", {} if kind in SIGNABLE else {"why": f"files of the kind {kind!r} have no place for it"})
    details: dict[str, object] = {
        "signer": "known" if credential.state == "trusted" else "not known here",
        "source_type": credential.source_type if credential.source_type.isalnum() else "",
        "says_generated": credential.is_generated,
        "timestamp": "absent",
        "codes": list(credential.codes),
    }
    if credential.state == "trusted":
        if is_content_id(credential.claims.get("content_id")):
            details["content_id"] = credential.claims["content_id"]
        return Layer("present", details)
    why = "it does not fit the file" if credential.state == "invalid" else "anyone could have signed it"
    return Layer(credential.state, {**details, "why": why})


def _audio_watermark(path: Path, kind: str, pattern: bytes) -> tuple[Layer, tuple[int, ...]]:
    """Look for a mark in the sound."""
    if kind in ("png", "jpg", "gif"):
        return Layer("absent", {"why": "there is no sound"}), ()
    try:
        found = detect_file(path, [pattern])
    except InputError as fault:
        if shortage(fault) is not None:
            raise
        return Layer("absent", {"why": "no sound can be read"}), ()
    if not found:
        return Layer("absent"), ()
    rows = [span_row(each.asset_id, each.start, each.end, each.confidence) for each in found]
    return Layer("present", {"found": rows}), tuple(dict.fromkeys(each.asset_id for each in found))
