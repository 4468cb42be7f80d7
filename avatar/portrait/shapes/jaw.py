"""How the jaw turns on its hinge, how the lips seal over it, how the mouth shifts aside: figures, and shares by handle.

Shares say how much of a motion a handle takes part in; a handle that is not named takes none. Sizes were set by
comparison with ICT-FaceKit (Li et al. 2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.portrait.shapes.handles import Table, Weights

JAW_GAP = 0.55
"""Inner-lip gap at jawOpen 1, IOD: 35 mm at an IOD of 63 mm, about two thirds of the widest human opening."""

JAW_ANGLE = 0.318
"""Turn of the jaw at jawOpen 1, rad."""

JAW_PIVOT = (-0.13, 0.0)
"""Hinge of the jaw below and before the ear landmarks 234 and 454, IOD (y, z)."""

JAW_SLIDE = (-0.18, -0.04)
"""Glide of the hinge down its groove at jawOpen 1, IOD (y, z)."""

JAW_FORWARD = (0.0, 0.0, 0.155)
"""Displacement of the chin at jawForward 1, IOD."""

JAW_ASIDE = 0.125
"""Displacement of the chin at jawLeft 1, IOD."""

MOUTH_ASIDE = 0.20
"""Displacement of the lips at mouthLeft 1, IOD."""

JAW_FOLLOW: Weights = {
    "nose_base": (0.03,), "upper_rim": (0.05,), "upper_line": (0.05,), "lower_line": (1.05,), "lower_rim": (1.04,),
    "chin_fold": (1.04,), "chin": (1.02,), "chin_tip": (0.96,), "corner": (0.50,), "upper_line_1": (0.12,),
    "upper_line_2": (0.26,), "upper_line_3": (0.40,), "lower_line_1": (0.94,), "lower_line_2": (0.78,),
    "lower_line_3": (0.60,), "upper_rim_1": (0.11,), "upper_rim_2": (0.24,), "upper_rim_3": (0.38,),
    "lower_rim_1": (0.94,), "lower_rim_2": (0.74,), "lower_rim_3": (0.54,), "philtrum": (0.06,),
    "smile_line": (0.40,), "beside_corner": (0.48,), "below_corner": (0.50,), "under_lip": (1.0,),
    "chin_side": (0.68,), "chin_ball": (0.89,), "chin_edge": (0.95,), "jaw_front": (0.70,), "jaw_side": (0.48,),
    "jowl": (0.45,), "jaw_edge": (0.32,), "jaw_back": (0.19,), "cheek_nose": (0.14,), "cheek_low": (0.33,),
    "cheek": (0.19,), "cheekbone": (0.06,), "cheek_side": (0.10,), "cheek_eye": (0.04,), "nostril": (0.03,),
    "nose_wing": (0.08,), "ear": (0.05,),
}  # fmt: skip
"""Share of the jaw's motion: along the lips an oval, over the cheeks fading along the jaw muscle. The corners go half
the way, so that the skin beside them is not drawn out more than skin is."""

JAW_DRAW: Table = {
    # The cheeks are drawn in over the open jaw, and the corners with them: an O, not a slot.
    "corner": (3.5, 0, 0), "upper_line_3": (3, 0, 0), "upper_line_2": (2, 0, 0), "upper_line_1": (1, 0, 0),
    "lower_line_3": (2.5, 0, 0), "lower_line_2": (1.5, 0, 0), "lower_line_1": (0.5, 0, 0),
    "upper_rim_3": (2.5, 0, 0), "upper_rim_2": (1, 0, 0), "lower_rim_3": (2.5, 0, 0), "lower_rim_2": (0.5, 0, 0),
    "lower_rim_1": (-1, 0, 0), "smile_line": (3, 0, 0), "beside_corner": (5, 0, 0), "below_corner": (3.5, 0, 0),
    "chin_side": (2, 0, 0), "chin_edge": (-2, 0, 0), "jaw_front": (-2, 0, 0), "jowl": (4, 0, 0),
    "jaw_edge": (3, 0, 0), "jaw_side": (1, 0, 0), "cheek_low": (5, 0, 0), "cheek": (4, 0, 0),
    "cheek_nose": (1, 0, 0), "cheekbone": (2, 0, 0), "ear": (-3, 0, 0),
}  # fmt: skip
"""What the soft cheeks add to the jaw's own motion."""

SEAL: Weights = {
    "upper_line": (1.05,), "lower_line": (1.05,), "corner": (1.05,), "upper_line_1": (1.05,), "upper_line_2": (1.05,),
    "upper_line_3": (1.05,), "lower_line_1": (1.05,), "lower_line_2": (1.05,), "lower_line_3": (1.05,),
    "upper_rim": (0.8,), "upper_rim_1": (0.8,), "upper_rim_2": (0.85,), "upper_rim_3": (0.9,), "lower_rim": (0.95,),
    "lower_rim_1": (0.97,), "lower_rim_2": (1.05,), "lower_rim_3": (1.05,), "philtrum": (0.2,), "smile_line": (0.6,),
    "beside_corner": (0.9,), "below_corner": (0.9,), "under_lip": (0.75,), "chin_fold": (0.62,), "chin": (0.4,),
    "chin_tip": (0.14,), "chin_side": (0.72,), "chin_ball": (0.36,), "chin_edge": (0.22,), "jaw_front": (0.12,),
    "jaw_side": (0.26,), "jowl": (0.6,), "cheek_low": (0.5,), "cheek_nose": (0.1,), "nose_wing": (0.05,),
}  # fmt: skip
"""Share of the way back from the open jaw that mouthClose takes; more than 1, held to 1, wherever lip meets lip."""

SEAL_DROP = (0.0, -0.05, -0.045)
"""Where the sealed lips lie at jawOpen = mouthClose = 1, from their rest, IOD: a little down and in with the jaw."""

MOUTH_FOLLOW: Weights = {
    "nose_base": (0.5,), "upper_rim": (1.1,), "upper_line": (1.0,), "lower_line": (1.0,), "lower_rim": (1.1,),
    "chin_fold": (0.82,), "chin": (0.5,), "chin_tip": (0.17,), "corner": (0.8,), "upper_line_1": (0.96,),
    "upper_line_2": (0.9,), "upper_line_3": (0.84,), "lower_line_1": (0.96,), "lower_line_2": (0.9,),
    "lower_line_3": (0.84,), "upper_rim_1": (1.06,), "upper_rim_2": (0.94,), "upper_rim_3": (0.86,),
    "lower_rim_1": (1.06,), "lower_rim_2": (0.98,), "lower_rim_3": (0.88,), "philtrum": (0.64,),
    "smile_line": (0.66,), "beside_corner": (0.68,), "below_corner": (0.75,), "under_lip": (0.86,),
    "chin_side": (0.63,), "chin_ball": (0.5,), "chin_edge": (0.28,), "jaw_front": (0.2,), "jaw_side": (0.3,),
    "jowl": (0.45,), "jaw_edge": (0.17,), "jaw_back": (0.16,), "cheek_nose": (0.24,), "cheek_low": (0.38,),
    "cheek": (0.32,), "cheekbone": (0.17,), "cheek_side": (0.16,), "cheek_eye": (0.06,), "nose_tip": (0.25,),
    "nostril": (0.3,), "nose_wing": (0.36,), "ear": (0.05,),
}  # fmt: skip
"""Share of the sideways motion of mouthLeft and mouthRight."""

MOUTH_BUNCH = 0.25
"""How far mouthLeft and mouthRight lift the cheek that they go to: rise of y per IOD toward it."""

MOUTH_TURN = 0.35
"""How far mouthLeft and mouthRight turn the lips about the teeth: rise of z per IOD away from the side they go to."""
