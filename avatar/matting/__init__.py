"""Another room behind whoever is seen in a ready film."""

# Shapes no clip.
