"""Clothes of a product picture, worn: found in both pictures, laid over the torso, and lit as what was worn before."""

# Shapes no clip.
