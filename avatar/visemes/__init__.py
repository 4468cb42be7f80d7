"""Phones to lips, for the sounds of any language."""

from avatar.visemes.opening import is_sealed, opening
from avatar.visemes.shaper import ArticulatoryShaper
from avatar.visemes.targets import viseme_of

__all__ = ["ArticulatoryShaper", "is_sealed", "opening", "viseme_of"]
