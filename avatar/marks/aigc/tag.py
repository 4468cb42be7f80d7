"""The value itself: seven keys in their order, all texts, as compact JSON, signed in the fourth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.ledger.keys import PublicKey, Signer

KEYS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)
"""in the order of GB 45438-2025, appendix E"""
GENERATED = "1"
"""the label of what is generated or synthetic for certain"""
Signed = Literal["valid", "invalid", "foreign", "absent"]
"""What a signature is worth: "foreign" if it was made with a key that is not known here."""
_FORM = "ed25519"
_LONGEST = 65_536


@dataclass(frozen=True, slots=True)
class Tag:
    """One implicit label."""

    producer: str
    """27-character code, or the name form of `profiles.Provider.producer`"""
    produce_id: str
    """content id"""
    signature: str = ""
    """"ed25519:KEY ID:BASE64" over the label, the producer and the content id; goes into ReservedCode1"""
    label: str = GENERATED
    """"1" is, "2" may be, "3" suspected"""
    propagator: str = ""
    """who spreads it; left to them, as are the next two"""
    propagate_id: str = ""
    reserved: str = ""

    def as_text(self) -> str:
        """Write the value that goes into a file."""
        own = [self.label, self.producer, self.produce_id, self.signature]
        values = [*own, self.propagator, self.propagate_id, self.reserved]
        return json.dumps(dict(zip(KEYS, values, strict=True)), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Tag:
        """Read a value, also one that is nested under "AIGC". Raise `InputError` if it is not one."""
        found = _parsed(text)
        if list(found) == ["AIGC"] and isinstance(found["AIGC"], dict | str):
            inner = found["AIGC"]
            found = _parsed(inner) if isinstance(inner, str) else inner
        values = [value for key in KEYS if isinstance(value := found.get(key, ""), str)]
        if "Label" not in found or len(values) != len(KEYS):
            raise InputError(f"The AIGC label {text[:60]!r} lacks a text under 'Label', or holds other than texts.")
        label, producer, produce_id, signature, propagator, propagate_id, reserved = values
        return cls(producer, produce_id, signature, label, propagator, propagate_id, reserved)

    def message(self) -> bytes:
        """Give what is signed: the producer's part, so that whoever spreads the file may fill in theirs."""
        return json.dumps(["AIGC", self.label, self.producer, self.produce_id], ensure_ascii=False).encode()


def signed_tag(producer: str, content_id: str, signer: Signer) -> Tag:
    """Make the label of something that is generated, signed with the media key."""
    plain = Tag(producer, content_id)
    return Tag(producer, content_id, f"{_FORM}:{signer.key_id}:{signer.sign(plain.message())}")


def check_signature(tag: Tag, keys: Mapping[str, PublicKey]) -> Signed:
    """Tell what the signature in a label is worth against the public keys that count, by key id."""
    form, _, rest = tag.signature.partition(":")
    key_id, _, signature = rest.partition(":")
    if not tag.signature:
        return "absent"
    if form != _FORM or key_id not in keys:
        return "foreign"
    return "valid" if keys[key_id].has_signed(tag.message(), signature) else "invalid"


def _parsed(text: str) -> dict[str, object]:
    try:
        found = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(f"The AIGC label {text[:60]!r} is not a JSON object.")
    return found
