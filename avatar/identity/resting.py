"""A photo that laughs, as its film will show it: the same pixels with the lips at rest, and a little apart.

A film takes the smile off its portrait, and a face without its smile has other numbers: those of a woman with a wide
smile were 0.87 of themselves in her own film, where closed lips score 0.96 and more.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from avatar.data import Portrait

_SMILES = 0.3
"""of a smile, 0 to 1, from which a photo is unlike its film"""
_SIDE = 720
"""px of what is drawn: more than any embedding sees of a face"""
_APART = 0.25
"""weight of the open jaw where the lips are a little apart, as on average while talking"""


def is_unlike(portrait: Portrait) -> bool:
    """Tell whether the photo shows what a film takes off: a smile, or lips that are apart."""
    return portrait.expression.smile >= _SMILES or portrait.rig.is_open


def at_rest(portrait: Portrait) -> Iterator[NDArray[np.uint8]]:
    """Draw the portrait at rest, and with its lips a little apart: (H, W, 3) each."""
    from avatar.data import MotionTrack
    from avatar.data.names import MOTION_NAMES
    from avatar.reenact.mesh import MeshRenderer

    rows = np.zeros((2, len(MOTION_NAMES)), np.float32)
    rows[1, MOTION_NAMES.index("jawOpen")] = _APART
    for frame in MeshRenderer().render(portrait, MotionTrack.from_rows(Fraction(25), rows), (_SIDE, _SIDE)):
        yield np.ascontiguousarray(frame.image[..., :3])
