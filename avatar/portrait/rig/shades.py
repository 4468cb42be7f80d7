"""Shading that moves: the folds and shadows that come and go with a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Shape -> spots in the head's frame: place as a mix of two landmarks, radii along and across (IOD), direction
# (degrees from the head's right, counter-clockwise), strength.
Spot = tuple[int, int, float, float, float, float, float]
SPOTS: dict[str, tuple[Spot, ...]] = {
    # nasolabial fold: from the wing of the nose to the mouth's corner
    "mouthSmileLeft": ((358, 291, 0.45, 0.26, 0.045, -62.0, -0.16), (425, 425, 0.0, 0.22, 0.16, 0.0, 0.05)),
    "mouthSmileRight": ((129, 61, 0.45, 0.26, 0.045, 62.0, -0.16), (205, 205, 0.0, 0.22, 0.16, 0.0, 0.05)),
    "mouthStretchLeft": ((358, 291, 0.6, 0.22, 0.05, -62.0, -0.05),),
    "mouthStretchRight": ((129, 61, 0.6, 0.22, 0.05, 62.0, -0.05),),
    # under the lower lip
    "mouthShrugLower": ((17, 200, 0.3, 0.24, 0.06, 0.0, -0.14),),
    "mouthPucker": ((17, 200, 0.3, 0.20, 0.06, 0.0, -0.10),),
    "mouthRollLower": ((17, 200, 0.2, 0.24, 0.06, 0.0, -0.08),),
    # the chin's own shadow and the stretched cheek
    "jawOpen": (
        (17, 200, 0.35, 0.26, 0.07, 0.0, -0.12),
        (129, 61, 0.7, 0.24, 0.06, 66.0, -0.06),
        (358, 291, 0.7, 0.24, 0.06, -66.0, -0.06),
    ),
    # the crease over a closed lid
    "eyeBlinkLeft": ((386, 257, 0.55, 0.20, 0.025, 0.0, -0.06), (386, 257, 0.0, 0.19, 0.03, 0.0, 0.05)),
    "eyeBlinkRight": ((159, 27, 0.55, 0.20, 0.025, 0.0, -0.06), (159, 27, 0.0, 0.19, 0.03, 0.0, 0.05)),
    "browInnerUp": ((151, 9, 0.3, 0.35, 0.03, 0.0, -0.05), (151, 10, 0.3, 0.40, 0.03, 0.0, -0.04)),
}


def shades(points: NDArray[np.float64], face: int) -> NDArray[np.float32]:
    """Give the (52, V) change of brightness at weight 1 for vertices in the head's frame.

    Only the first `face` vertices take shade.
    """
    table = np.zeros((len(ARKIT_NAMES), len(points)), np.float32)
    for name, spots in SPOTS.items():
        for one, other, part, along, across, angle, strength in spots:
            place = points[one] + part * (points[other] - points[one])
            offset = points[:face, :2] - place[:2]
            turn = np.deg2rad(angle)
            u = offset @ np.array([np.cos(turn), np.sin(turn)]) / along
            v = offset @ np.array([-np.sin(turn), np.cos(turn)]) / across
            table[ARKIT_INDEX[name], :face] += strength * np.exp(-2 * (u**2 + v**2))
    return table
