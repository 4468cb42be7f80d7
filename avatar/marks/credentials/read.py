"""Read and check the manifest of a file."""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from avatar.marks.aigc import MIME
from avatar.marks.credentials.manifest import ASSERTION
from avatar.marks.credentials.sign import FRUGAL, OFFLINE, SIGNABLE
from avatar.outside.documents import parsed
from avatar.runtime.stops import stops

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BEGINNING = b"jumdc2pa"
"""box type and first letters of the kind, ISO/IEC 19566-5"""
State = Literal["absent", "trusted", "untrusted", "invalid"]


@dataclass(frozen=True, slots=True)
class Credential:
    """What a manifest is worth, and what it says."""

    state: State
    """"trusted": whole, and by a signer that counts here; "untrusted": whole, but anyone could have made it"""
    codes: tuple[str, ...] = ()
    """of the specification, of what is wrong"""
    claims: dict[str, Any] = field(default_factory=dict)
    """our own assertion, as it is written; of no worth unless the state is "trusted\""""
    source_type: str = ""
    """the last word of its digital source type, such as "compositeSynthetic\""""
    is_generated: bool = False
    """it says that the content is synthetic"""


def read(path: Path, kind: str, anchors: str) -> Credential:
    """Check the manifest of a file against the authorities (PEM) that count."""
    from avatar.marks.credentials.native import C2paError, Context, Reader

    if kind not in SIGNABLE:
        return Credential("absent")
    settings: dict[str, object] = {"verify": OFFLINE, "core": FRUGAL}
    if anchors:
        settings["trust"] = {"user_anchors": anchors}
    try:
        with (
            stops.hold(),
            Context.from_dict(settings) as context,
            path.open("rb") as file,
            Reader(MIME[kind], file, context=context) as reader,
        ):
            return _credential(str(reader.get_validation_state()), parsed(reader.json()))
    except C2paError.ManifestNotFound:
        return Credential("absent")
    except C2paError as fault:
        if not _has_manifest(path):  # it is the file that cannot be read, as when its end is missing
            return Credential("absent")
        return Credential("invalid", (f"unreadable: {str(fault)[:80]}",))


def _has_manifest(path: Path) -> bool:
    """Tell whether anything in a file begins as every manifest store does: a JUMBF description of the kind "c2pa"."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(_BEGINNING) >= 0


def _credential(verdict: str, store: dict[str, Any]) -> Credential:
    states: dict[str, State] = {"Trusted": "trusted", "Valid": "untrusted"}
    manifest = store.get("manifests", {}).get(store.get("active_manifest", ""), {})
    codes = tuple(str(each.get("code", "")) for each in store.get("validation_status") or ())
    own: object = next((each["data"] for each in manifest.get("assertions", ()) if each.get("label") == ASSERTION), {})
    source = next(_sources(manifest), "")
    is_generated = any(word in source.lower() for word in ("synthetic", "algorithmic"))
    claims = own if isinstance(own, dict) else {}
    return Credential(states.get(verdict, "invalid"), codes, claims, source, is_generated)


def _sources(manifest: dict[str, Any]) -> Iterator[str]:
    for assertion in manifest.get("assertions", ()):
        data = assertion.get("data")
        if str(assertion.get("label", "")).startswith("c2pa.actions") and isinstance(data, dict):
            for action in data.get("actions", ()):
                if action.get("digitalSourceType"):
                    yield str(action["digitalSourceType"]).rsplit("/", 1)[-1]
