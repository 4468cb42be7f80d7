"""How many bytes something has, in words for people."""

# Shapes no clip.

from __future__ import annotations


def in_words(size: int) -> str:
    """Write a size for people."""
    for unit, whole in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= whole:
            return f"{float(f'{size / whole:.3g}'):.10g} {unit}"
    return f"{size} B"
