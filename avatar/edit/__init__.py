"""Another face in a portrait: measured once, drawn once, and then a portrait like any other."""

# Shapes no clip.

KEEP = 0.8
"""share of the source's own shape, unless somebody says else"""
