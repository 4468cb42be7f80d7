"""Spoken forms of languages that espeak-ng's phonemes speak: one scanner, a table of words for each language."""
