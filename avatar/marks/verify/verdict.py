"""What the layers are worth together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.marks.aigc import SOUNDS
from avatar.marks.verify.records import is_nobody_shown, sealed_id

if TYPE_CHECKING:
    from avatar.marks.verify.marks import Marks
    from avatar.marks.verify.records import Origin
    from avatar.marks.verify.report import Layer, Verdict

_IN_THE_FILE = ("label", "aigc", "c2pa", "watermark", "audio_watermark")
_NAMES = {
    "label": "the visible label",
    "aigc": "the AIGC label",
    "c2pa": "the credential (C2PA)",
    "watermark": "the watermark of the pictures",
    "audio_watermark": "the watermark of the sound",
    "registry": "the registry",
    "authorization": "the authorization",
}


def judge(layers: dict[str, Layer], marks: Marks, origin: Origin) -> tuple[Verdict, tuple[str, ...]]:
    """Give the verdict, and what stands against "trusted"."""
    contradictions = [_sentence(name, layers[name]) for name in layers if _contradicts(name, layers)]
    contradictions += _quarrels(marks, origin)
    lacking = _lacking(layers, origin)
    is_marked = any(layers[name].state != "absent" for name in _IN_THE_FILE if name != "c2pa")
    is_marked |= marks.credential.state in ("trusted", "untrusted") and marks.credential.is_generated
    is_marked |= origin.entry is not None
    if contradictions and (is_marked or layers["c2pa"].state == "invalid"):
        return "tampered", tuple(dict.fromkeys(contradictions + lacking))
    if not is_marked:
        return "unmarked", tuple(contradictions)
    return ("marked", tuple(lacking)) if lacking else ("trusted", ())


def _contradicts(name: str, layers: dict[str, Layer]) -> bool:
    """Tell whether a layer speaks against the file; an authorization that does not count is not about the file."""
    return name != "authorization" and layers[name].state == "invalid"


def _quarrels(marks: Marks, origin: Origin) -> list[str]:
    """Find marks that belong to something else."""
    found = []
    named = {marks.aigc_id if marks.aigc.state == "present" else "", sealed_id(marks)} - {""}
    if origin.entry is not None and marks.credential.state == "untrusted":
        found.append("It was made here, but its credential was signed by somebody else.")
    if len(named) > 1 or (origin.entry is not None and named - {origin.entry.facts.content_id}):
        found.append("Its marks name different clips.")
    if origin.entry is not None and set(marks.asset_ids) - origin.asset_ids:
        found.append("It bears the watermark of another clip.")
    return found


def _lacking(layers: dict[str, Layer], origin: Origin) -> list[str]:
    """Say what keeps it from being trusted: all that it was given must be there, and be worth something."""
    wanted = {"aigc", "registry", "authorization", *(origin.entry.layers if origin.entry else ("label", "c2pa"))}
    if origin.entry is not None and is_nobody_shown(origin.entry):
        wanted -= {"authorization"}
    if origin.entry is not None and (origin.entry.kind in SOUNDS or is_nobody_shown(origin.entry)):
        wanted -= {"label"}  # it is spoken or sounded there, which nothing here listens to
    states = {name: layers[name].state for name in layers}
    found = [_sentence(name, layers[name]) for name in layers if name in wanted and states[name] != "present"]
    if origin.layer.state == "invalid" and origin.entry is not None and not origin.is_same_file:
        found.append("The file is not the one that was made.")
    return found


def _sentence(name: str, layer: Layer) -> str:
    states = {
        "absent": "is missing",
        "invalid": "does not hold",
        "untrusted": "proves nothing here",
        "present": "is there",
    }
    why = layer.details.get("why")
    if name == "registry" and layer.state == "absent":
        return "The registry here does not know it."
    text = f"{_NAMES[name]} {states[layer.state]}{f': {why}' if why else ''}."
    return text[0].upper() + text[1:]
