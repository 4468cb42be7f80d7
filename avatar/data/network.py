"""What is known of a network that somebody added, and that took part in a clip."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass

PAINTING = ("fomm", "liveportrait", "upscale", "restore", "swap")
"""tasks of networks that make what is seen"""


def terms(commercial: str, attribution: str = "", *, copyleft: bool = False) -> str:
    """Say what a licence asks for, in a few words."""
    said = {"yes": "", "no": "not for commercial use", "unknown": "nobody says whether commercial use is allowed"}
    named = f"to be named: {attribution}" if attribution else ""
    shared = "what is derived from it stays under the same licence" if copyleft else ""
    return "; ".join(part for part in (said[commercial], shared, named) if part) or "commercial use is allowed"


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """Which network it was, to the byte, and what its licence asks of those who show what it made."""

    name: str
    """as the catalogue calls it; of a file that no catalogue knows, the file's own name"""
    task: str
    """what it does, "liveportrait" """
    sha256: str
    """of its file, hex; of several, of their names and hashes together"""
    licence: str
    """as its publisher says; "" where nobody has said"""
    commercial: str
    """whether what it makes may earn money: "yes", "no" or "unknown" """
    copyleft: bool = False
    """what is derived from it has to be given away under the same licence"""
    attribution: str = ""
    """who has to be named; "" for nobody"""

    @property
    def paints(self) -> bool:
        """Whether what is seen is made by it, rather than measured or cut out."""
        return self.task in PAINTING

    @property
    def terms(self) -> str:
        """What its licence asks for, in a few words."""
        return terms(self.commercial, self.attribution, copyleft=self.copyleft)

    @property
    def binds(self) -> bool:
        """Whether its licence asks for more than a name: then the record of each clip names it."""
        return self.commercial != "yes" or self.copyleft
