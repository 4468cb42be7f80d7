"""Lips and sound to the motion of the whole head."""

from avatar.motion.mover import NaturalMover

__all__ = ["NaturalMover"]
