"""What a head does at the end of a phrase: it nods what was said to its end, and tilts over what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import bump

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.meaning import Meaning
    from avatar.motion.prosody import Prosody

_NODS = 0.75
"""share of the phrases that end in a nod"""
_NOD = (1.8, 3.4)
"""degrees, chin down"""
_LEAST = 0.7
"""s of a phrase that is nodded to its end"""
_TILT = (2.4, 4.0)
"""degrees to either side, over a question"""
_LIFT = 1.2
"""degrees that the chin rises with it"""


def endings(
    prosody: Prosody, meant: Meaning, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw pitch, chin down +, and roll (T,), degrees, at the ends of phrases."""
    nod, tilt = np.zeros(len(prosody.times)), np.zeros(len(prosody.times))
    asked = {end for _, end in meant.questions}
    for start, end in prosody.phrases:
        nods, size, side = float(rng.random()), float(rng.uniform(*_NOD)), float(rng.choice((-1.0, 1.0)))
        if end in asked:
            where, shape = bump(prosody.times, max(start, end - 0.65), 0.45, 0.5, 0.75)
            tilt[where] += side * float(rng.uniform(*_TILT)) * shape
            nod[where] -= _LIFT * shape
        elif nods < _NODS and end - start > _LEAST:
            where, shape = bump(prosody.times, end - float(rng.uniform(0.25, 0.4)), 0.27, 0.1, 0.5)
            nod[where] = np.maximum(nod[where], size * shape)
    return nod, tilt
