"""Spoken forms of languages that espeak-ng's phonemes speak: one scanner, a table of words for each language."""

LANGUAGES = frozenset(("ar", "de", "es", "fr", "hi", "id", "it", "pl", "pt", "ru", "tr", "vi"))
"""Languages whose written forms become words here, primary subtags."""
