"""Watch over who is shown: whether the face of a clip is that of its portrait."""

# Shapes no clip.

from avatar.identity.choosing import choose
from avatar.identity.guard import TOGETHER, Guard, Look, Verdict, Watcher, apart
from avatar.identity.kept import numbers_of

__all__ = ["TOGETHER", "Guard", "Look", "Verdict", "Watcher", "apart", "choose", "numbers_of"]
