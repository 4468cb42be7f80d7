"""Phones to lips, for the sounds of any language."""

from avatar.visemes.opening import is_sealed, opening
from avatar.visemes.shaper import ArticulatoryShaper
from avatar.visemes.targets import is_bilabial, is_labiodental, is_open_vowel, viseme_of

__all__ = [
    "ArticulatoryShaper",
    "is_bilabial",
    "is_labiodental",
    "is_open_vowel",
    "is_sealed",
    "opening",
    "viseme_of",
]
