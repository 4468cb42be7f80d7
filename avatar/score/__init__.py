"""A timeline that somebody writes by hand: what is said, seen and done when, as files for people and programs."""

# Shapes no clip.
