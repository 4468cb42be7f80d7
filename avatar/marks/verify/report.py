"""What `verify` answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

State = Literal["present", "absent", "invalid", "untrusted"]
"""of a layer: "untrusted" is there and whole, but anyone could have made it; "invalid" contradicts the file"""
Verdict = Literal["trusted", "marked", "tampered", "unmarked"]
LAYERS = ("label", "aigc", "c2pa", "watermark", "audio_watermark", "registry", "authorization")
"""in the order of the output"""
SENTENCES: dict[Verdict, str] = {
    "trusted": "Generated here, and unchanged since: every mark that it was given is there, they agree, and the "
    "authorization stands, where one is needed.",
    "marked": "Marked as generated, but not everything could be confirmed here.",
    "tampered": "It was changed after it was made, or it bears marks that belong to something else.",
    "unmarked": "No mark was found. That does not say that it is genuine: marks get lost and can be removed, and many "
    "programs write none.",
}
"""What each verdict means, in words that promise no more than was seen."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What became of one kind of mark."""

    state: State
    details: dict[str, object] = field(default_factory=dict)
    """plain values, none of them personal"""

    def as_json(self) -> dict[str, object]:
        """Write it as plain values."""
        return {"state": self.state, **self.details}


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all of them."""

    verdict: Verdict
    content_id: str
    """32 hex digits; "" if nothing tells it"""
    layers: dict[str, Layer]
    """by the names of `LAYERS`"""
    why: tuple[str, ...] = ()
    """what stands against "trusted", sentences"""

    @property
    def sentence(self) -> str:
        """Say what the verdict means."""
        return SENTENCES[self.verdict]

    def as_json(self) -> dict[str, object]:
        """Write it as plain values."""
        return {
            "verdict": self.verdict,
            "content_id": self.content_id,
            "meaning": self.sentence,
            "why": list(self.why),
            "layers": {name: self.layers[name].as_json() for name in LAYERS},
        }
