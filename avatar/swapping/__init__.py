"""Another face in a video that is there already: followed once, lit once, and laid on every frame."""

# Shapes no clip.
