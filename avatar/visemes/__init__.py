"""Phones to lips, for the sounds of any language."""

from avatar.visemes.ipa import is_sound
from avatar.visemes.looks import VISEMES, look_of
from avatar.visemes.opening import is_sealed, opening
from avatar.visemes.shaper import ArticulatoryShaper
from avatar.visemes.targets import viseme_of

__all__ = ["VISEMES", "ArticulatoryShaper", "is_sealed", "is_sound", "look_of", "opening", "viseme_of"]
