"""Where the face is, and how it looks."""
