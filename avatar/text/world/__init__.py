"""Spoken forms of languages that espeak-ng's phonemes speak: one scanner, a table of words for each language."""

from __future__ import annotations

LANGUAGES = frozenset(("ar", "de", "es", "fr", "hi", "id", "it", "pl", "pt", "ru", "tr", "vi"))
"""Languages whose written forms become words here."""
