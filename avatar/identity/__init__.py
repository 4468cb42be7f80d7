"""Watch over who is shown: whether the face of a clip is that of its portrait."""

# Shapes no clip.

from avatar.identity.choosing import choose
from avatar.identity.guard import Guard, Look, Verdict
from avatar.identity.kept import numbers_of

__all__ = ["Guard", "Look", "Verdict", "choose", "numbers_of"]
