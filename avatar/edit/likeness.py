"""Whether an edited portrait shows the one whose face it was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import PortraitError
from avatar.identity.embedders import cosine

if TYPE_CHECKING:
    from avatar.edit.faces import Face
    from avatar.identity.embedders import Embedder

LEAST = 0.6
"""cosine with the source below which the face is not the source's"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like its parents an edited portrait is."""

    source: float
    """cosine with the one whose face it has, -1 to 1"""
    target: float
    """cosine with the one whose body it has, -1 to 1"""
    way: str
    """name of what made the numbers"""

    @property
    def is_crossed(self) -> bool:
        """The face is the source's."""
        return self.source >= LEAST and self.source > self.target


def likeness(made: Face, source: Face, target: Face, embedder: Embedder) -> Likeness:
    """Compare a portrait with the two that it is made of."""
    own, *parents = (embedder.embed(each.image, each.landmarks) for each in (made, source, target))
    return Likeness(cosine(own, parents[0]), cosine(own, parents[1]), embedder.name)


def require_crossed(found: Likeness, source: Face, target: Face) -> None:
    """Raise `PortraitError` where the face did not cross over."""
    if not found.is_crossed:
        raise PortraitError(
            f"The face of {source.name!r} would not be known on {target.name!r}: its likeness would be "
            f"{found.source:.2f}, and {found.target:.2f} to {target.name!r} ({found.way}); at least {LEAST:g}, and "
            "more than the other, is needed. Use photos that are seen alike, or --keep 1."
        )
