"""What can be had from elsewhere, voices and networks: what there is, fetched, checked, put in place, taken away."""

# Shapes no clip.
