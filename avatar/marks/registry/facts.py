"""What is known of a clip when it is marked: ids, hashes and versions, no text, no name and no picture."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from avatar.data.network import NetworkFacts
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

STREAM = "stream"
"""kind of what went out without ever being a file"""
_ASSET_DIGITS = 10


def asset_id(key: str) -> int:
    """Derive what a watermark carries, 40 bits, from a passage's key (hex digits)."""
    return int(key[:_ASSET_DIGITS], 16)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the film with one watermark."""

    asset_id: int
    """40 bits"""
    start: float
    """s"""
    end: float
    """s"""


@dataclass(frozen=True, slots=True)
class Part:
    """A clip of which a film is put together: who is seen in it, by whose leave."""

    content_id: str
    """32 hex digits that name that clip"""
    portrait_sha256: str
    """of the photo's upright pixels, hex"""
    text_sha256: str
    """of what is said, hex"""
    authorization_id: str
    """of the record that allows it"""
    record_sha256: str
    """of that record, hex"""


@dataclass(frozen=True, slots=True)
class Parent:
    """A photo that an edited portrait, which is shown, was made of."""

    edit: str
    """what was taken of it: "likeness", its face, "body", the rest, or "clothes", all but those"""
    portrait_sha256: str
    """of that photo's upright pixels, hex"""
    authorization_id: str
    """of the record that allows it"""
    record_sha256: str
    """of that record, hex"""


@dataclass(frozen=True, slots=True)
class Origin:
    """A ready film that a clip was made of, and what was done to it."""

    sha256: str
    """of that film's bytes, hex"""
    edit: str
    """what is another: "background" """
    content_id: str = ""
    """32 hex digits that name it, where it was made here"""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the marks of a clip are made of."""

    content_id: str
    """32 hex digits that name the clip"""
    created: str
    """moment, 2026-11-21T14:00:00Z"""
    portrait_sha256: str
    """of the photo's upright pixels, hex; "" where nobody is shown"""
    text_sha256: str
    """of what is said, hex"""
    authorization_id: str
    """of the record that allows it; "" where nobody is shown"""
    record_sha256: str
    """of that record, hex"""
    voices: tuple[str, ...] = ()
    """names"""
    spans: tuple[Span, ...] = ()
    """where which watermark lies, in the pictures where there are some; empty: there is none"""
    jurisdiction: str = "all"
    """one of `profiles.profile_names()`"""
    label: str = ""
    """what the label in the picture says, or that in the sound where there are no pictures; "": there is none"""
    sound_spans: tuple[Span, ...] = ()
    """where the sound bears the watermark of an earlier clip, whose sound it is, in place of that of `spans`"""
    is_generated_by_network: bool = False
    """a trained network made the pictures, rather than a warp of the photo"""
    is_spoken_by_network: bool = False
    """a trained network made the sound, or a part of it"""
    is_sound_marked: bool = False
    """the sound bears the watermarks of `spans` too, or those of `sound_spans`"""
    versions: Mapping[str, str] = field(default_factory=dict)
    """of what took part, by name"""
    parts: tuple[Part, ...] = ()
    """the clips that a film is put together of, the first of which the fields above tell of too; empty: it is one"""
    networks: tuple[NetworkFacts, ...] = ()
    """that somebody added and that took part, with their licences"""
    parents: tuple[Parent, ...] = ()
    """the photos that the portrait was made of; empty: it is a photo itself"""
    origin: Origin | None = None
    """the film that it was made of; None: it was made of a portrait"""

    def as_json(self) -> dict[str, object]:
        """Write them as plain values."""
        told = asdict(self) | {"voices": list(self.voices), "spans": [asdict(span) for span in self.spans]}
        told |= {"parts": [asdict(part) for part in self.parts]}
        told |= {"networks": [asdict(each) for each in self.networks]}
        told |= {"parents": [asdict(each) for each in self.parents]}
        if not self.parents:
            del told["parents"]
        if self.origin is None:
            del told["origin"]
        return told | {"sound_spans": [asdict(span) for span in self.sound_spans]}

    @property
    def shown(self) -> tuple[Part, ...]:
        """Give whoever is seen in it, once each: an authorization for a photo."""
        own = Part(self.content_id, self.portrait_sha256, self.text_sha256, self.authorization_id, self.record_sha256)
        them = {(part.authorization_id, part.portrait_sha256): part for part in self.parts or (own,)}
        return tuple(them.values())

    @property
    def asset_ids(self) -> frozenset[int]:
        """Give the ids of all watermarks."""
        return frozenset(span.asset_id for span in (*self.spans, *self.sound_spans))

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Facts:
        """Read what `as_json` wrote. Raise `InputError` if it is something else."""
        try:
            spans = tuple(Span(**span) for span in values["spans"])
            heard = tuple(Span(**span) for span in values.get("sound_spans", ()))
            parts = tuple(Part(**part) for part in values.get("parts", ()))
            networks = tuple(NetworkFacts(**each) for each in values.get("networks", ()))
            told = {"spans": spans, "sound_spans": heard, "voices": tuple(values["voices"]), "parts": parts}
            parents = tuple(Parent(**each) for each in values.get("parents", ()))
            origin = Origin(**values["origin"]) if values.get("origin") else None
            return cls(**values | told | {"networks": networks, "parents": parents, "origin": origin})
        except (KeyError, TypeError) as fault:
            raise InputError(f"This record of a clip cannot be read ({fault}); update avatar.") from fault
