"""How much of a face comes along, and how far it suits the body that it comes on."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass

from avatar.edit import KEEP
from avatar.errors import InputError

_WHAT = {
    "keep": "share of the face's own shape",
    "strength": "strength of the face",
    "skin": "share of the body's skin colour",
}
"""what each is, in a sentence"""


@dataclass(frozen=True, slots=True)
class FaceSettings:
    """How one face is laid on another's body. Raise `InputError` for a share that is none."""

    keep: float = KEEP
    """share of its own shape, 0-1; 0: its features lie where the body's own were"""
    strength: float = 1.0
    """how much of it is seen rather than the body's own face in the same shape, 0-1"""
    skin: float = 1.0
    """how far its skin takes on the colour of the body's, 0-1; its light it takes on always"""

    def __post_init__(self) -> None:
        for name, what in _WHAT.items():
            value = float(getattr(self, name))
            if not 0 <= value <= 1:
                raise InputError(f"The {what} {value:g} must be from 0 to 1.")
