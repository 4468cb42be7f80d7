"""What a manifest says, after the C2PA specification 2.4 and CAWG's training and data mining assertion 1.1."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.marks.registry import Facts, Span
    from avatar.marks.registry.facts import Origin

ASSERTION = "avatar.provenance"
"""label of our own assertion: who made it, by whose leave, with which versions"""
WATERMARK = "avatar.watermark.1"
"""name of the soft binding"""
_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_TRAINING = ("cawg.ai_generative_training", "cawg.ai_training", "cawg.ai_inference", "cawg.data_mining")
_PORTRAIT, _FILM = "portrait", "film"


def compose(facts: Facts, disclosure: Mapping[str, str]) -> dict[str, object]:
    """Write the manifest of a clip; `disclosure` says who answers for it, and which version of avatar has made it."""
    version = disclosure["system_version"]
    agent = {"name": "avatar", "version": version}
    created: dict[str, object] = {
        "action": "c2pa.created",
        "when": facts.created,
        "softwareAgent": agent,
        "digitalSourceType": _SOURCES + _source(facts),
    }
    if facts.portrait_sha256:
        created["parameters"] = {"ingredientIds": [each["label"] for each in _photos(facts)]}
    assertions = [
        {"label": "c2pa.actions.v2", "data": {"actions": [created, *_edited(facts, agent), *_bound(facts)]}},
        {"label": "c2pa.ai-disclosure", "data": _disclosure(facts, version)},
        {"label": "cawg.training-mining", "data": {"entries": {each: {"use": "notAllowed"} for each in _TRAINING}}},
        {"label": ASSERTION, "data": _own(facts, disclosure)},
    ]
    if facts.spans:
        blocks = [_block(span) for span in facts.spans]
        assertions.append({"label": "c2pa.soft-binding", "data": {"alg": WATERMARK, "blocks": blocks}})
    return {
        "claim_generator_info": [agent],
        "title": facts.content_id,
        "assertions": assertions,
        "ingredients": [*_photos(facts), *_parents(facts), *_films(facts)],
    }


def _source(facts: Facts) -> str:
    """Name the digital source type (IPTC): a warp of a photo with synthetic speech, or synthetic speech alone."""
    if facts.is_generated_by_network or (facts.is_spoken_by_network and not facts.portrait_sha256):
        return "trainedAlgorithmicMedia"
    if facts.is_spoken_by_network:
        return "compositeWithTrainedAlgorithmicMedia"
    return "compositeSynthetic" if facts.portrait_sha256 else "algorithmicMedia"


def _photos(facts: Facts) -> list[dict[str, str]]:
    if not facts.portrait_sha256:
        return []
    photos = dict.fromkeys(part.portrait_sha256 for part in facts.shown)
    return [
        {
            "label": _PORTRAIT if number == 1 else f"{_PORTRAIT}_{number}",
            "title": _PORTRAIT,
            "format": "application/octet-stream",
            "relationship": "inputTo",
            "instance_id": f"sha256:{photo}",
        }
        for number, photo in enumerate(photos, 1)
    ]


def _parents(facts: Facts) -> list[dict[str, str]]:
    """Name the photos that an edited portrait was made of."""
    return [
        {
            "label": f"{each.edit}_{number}",
            "title": each.edit,
            "format": "application/octet-stream",
            "relationship": "inputTo",
            "instance_id": f"sha256:{each.portrait_sha256}",
        }
        for number, each in enumerate(facts.parents, 1)
    ]


def _films(facts: Facts) -> list[dict[str, str]]:
    """Name the film that it was made of."""
    if facts.origin is None:
        return []
    return [
        {
            "label": _FILM,
            "title": _FILM,
            "format": "application/octet-stream",
            "relationship": "inputTo",
            "instance_id": f"sha256:{facts.origin.sha256}",
        }
    ]


def _edited(facts: Facts, agent: Mapping[str, str]) -> list[dict[str, object]]:
    """Tell that who is shown has another's face or other clothes, and what of a ready film is another."""
    edits = [(_changed(facts), _parents(facts))] if facts.parents else []
    edits += [(facts.origin.edit, _films(facts))] if facts.origin else []
    return [
        {
            "action": "c2pa.edited",
            "when": facts.created,
            "softwareAgent": agent,
            "parameters": {"ingredientIds": [each["label"] for each in made_of], "description": edit},
        }
        for edit, made_of in edits
    ]


def _changed(facts: Facts) -> str:
    """Say what of whoever is shown is another's."""
    edits = {each.edit for each in facts.parents}
    parts = [part for part, edit in (("face", "likeness"), ("clothes", "clothes")) if edit in edits]
    return " and ".join(parts or ["face"])


def _bound(facts: Facts) -> list[dict[str, object]]:
    if not facts.spans:
        return []
    return [{"action": "c2pa.watermarked.bound", "when": facts.created, "parameters": {"description": WATERMARK}}]


def _disclosure(facts: Facts, version: str) -> dict[str, object]:
    speech = "neural speech" if facts.is_spoken_by_network else "synthetic speech"
    shown = f"warp of one photo, {speech}" if facts.portrait_sha256 else speech
    if facts.origin is not None and not facts.origin.content_id:
        shown = f"another {facts.origin.edit} in a film"
    kind = "network" if facts.is_generated_by_network else shown
    return {
        "modelType": "c2pa.types.model",
        "modelName": f"avatar ({kind})",
        "modelIdentifier": f"avatar:{version}",
        "contentProfile": {"humanOversightLevel": "prompt_guided"},
    }


def _own(facts: Facts, disclosure: Mapping[str, str]) -> dict[str, object]:
    leave = {"authorization": {"record_sha256": facts.record_sha256}} if facts.record_sha256 else {}
    return {
        **disclosure,
        "timestamp": "absent",
        **leave,
        **({"parts": _parts(facts)} if facts.parts else {}),
        **({"networks": _networks(facts)} if facts.networks else {}),
        **({"parents": _made_of(facts)} if facts.parents else {}),
        **({"origin": _origin(facts.origin)} if facts.origin else {}),
        "label": facts.label,
        "jurisdiction": facts.jurisdiction,
        "versions": dict(facts.versions),
    }


def _parts(facts: Facts) -> list[dict[str, str]]:
    """Name the clips that it is put together of, and the record that allows each."""
    return [{"content_id": part.content_id, "record_sha256": part.record_sha256} for part in facts.parts]


def _made_of(facts: Facts) -> list[dict[str, str]]:
    """Name the photos that an edited portrait was made of, and the record that allows each."""
    return [
        {"edit": each.edit, "portrait_sha256": each.portrait_sha256, "record_sha256": each.record_sha256}
        for each in facts.parents
    ]


def _origin(origin: Origin) -> dict[str, str]:
    """Name the film that it was made of, and what was done to it."""
    named = {"sha256": origin.sha256, "edit": origin.edit, "content_id": origin.content_id}
    return {name: value for name, value in named.items() if value}


def _networks(facts: Facts) -> list[dict[str, object]]:
    """Name the networks that took part, and what each licence asks for."""
    return [
        {"name": each.name, "task": each.task, "sha256": each.sha256, "licence": each.licence, "terms": each.terms}
        for each in facts.networks
    ]


def _block(span: Span) -> dict[str, object]:
    value = base64.b64encode(span.asset_id.to_bytes(5, "big")).decode()
    milliseconds = {"start": round(1000 * span.start), "end": round(1000 * span.end)}
    return {"scope": {"timespan": milliseconds}, "value": value}
