"""What is known of a network that somebody added, and that took part in a clip."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass


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
    def binds(self) -> bool:
        """Whether its licence asks for more than a name: then the record of each clip names it."""
        return self.commercial != "yes" or self.copyleft
