"""Hand-written face shapes of the nose, eyes and brows at weight 1, as in `mouth`.

The lid margins themselves do not move here: they follow the eye's own contour, which no table knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.portrait.shapes.handles import Table

BROWS: dict[str, Table] = {
    "cheekSquint": {
        "under_eye": (1, 4, 1), "lower_lid": (0, 2, 1), "cheekbone": (2, 8, 3), "cheek_eye": (2, 6, 3),
        "cheek_side": (1, 8, 4), "cheek_nose": (-1, 4, 1), "cheek": (-1, 8, 3), "cheek_low": (-2, 6, 1),
        "jaw_back": (0, 5, 3), "jowl": (-2, 4, 0), "jaw_edge": (-1, 3, 2), "jaw_side": (-1, 2, 1),
        "nose_wing": (-1, 2, -1), "nostril": (-1, 1, -1), "nose_side": (0, 1, 0), "smile_line": (-2, 2, -2),
        "beside_corner": (-1, 2, -2), "corner": (-1, 1, -2), "upper_rim_3": (-1, 1, -2), "upper_rim_2": (-1, 1, -2),
        "upper_line_3": (-1, 1, -2), "lower_line_3": (-1, 1, -1), "below_corner": (-1, 1, -1), "ear": (0, 2, 2),
        "brow_outer": (0, -1, 0), "brow_middle": (0, -1, 0),
    },
    "noseSneer": {
        "nose_base": (0, 6, 1), "nose_tip": (0, 5, 1), "nostril": (-1, 12, 2), "nose_wing": (1, 15, 1),
        "nose_side": (2, 8, 3), "bridge": (0, -1, 1), "philtrum": (-1, 11, 0), "upper_rim": (0, 12, -1),
        "upper_rim_1": (-1, 13, -1), "upper_rim_2": (-1, 14, 0), "upper_rim_3": (0, 13, 0),
        "upper_line": (0, 11, 0), "upper_line_1": (-1, 11, 0), "upper_line_2": (0, 11, 0),
        "upper_line_3": (0, 10, 0), "corner": (1, 8, 0), "lower_line_3": (1, 5, 0), "lower_line_2": (0, 3, 1),
        "lower_line_1": (0, 2, 1), "lower_rim_3": (1, 5, 1), "lower_rim_2": (0, 3, 1), "lower_rim_1": (0, 1, 0),
        "smile_line": (1, 14, -1), "beside_corner": (2, 9, 2), "below_corner": (1, 6, 1), "chin_side": (1, 4, 1),
        "jowl": (3, 7, 3), "jaw_side": (1, 4, 3), "jaw_edge": (1, 3, 3), "jaw_back": (2, 4, 3),
        "cheek_nose": (2, 15, 4), "cheek_low": (4, 11, 4), "cheek": (3, 9, 4), "cheekbone": (1, 8, 2),
        "cheek_side": (2, 5, 3), "cheek_eye": (1, 3, 1), "under_eye": (1, 5, 1), "jaw_front": (0, 3, 2),
        "chin_ball": (0, 1, 1), "brow_inner": (1, -5, -1), "brow_top": (1, -5, -1), "brow_middle": (1, -4, 0),
        "brow_outer": (1, -1, 1), "forehead": (0, -4, 1), "forehead_middle": (0, -2, 1),
    },
    "eyeSquint": {
        "under_eye": (3, 3, 0), "cheekbone": (3, 3, 1), "cheek_eye": (1, 2, 1), "cheek_side": (0, 1, 1),
        "nose_side": (1, 1, 0), "cheek_nose": (1, 1, 0), "cheek": (0, 1, 0), "lid_fold": (0, -1, 0),
    },
    "eyeWide": {
        "lid_fold": (0, 4, -1), "brow_middle": (0, 1, 0), "brow_top": (0, 1, 0),
    },
    "browDown": {
        "brow_inner": (4, -4, 2), "brow_top": (6, -5, 3), "brow_middle": (6, -6, 4), "brow_outer": (4, -3, 4),
        "lid_fold": (1, -1, 1), "forehead": (2, -3, 1), "forehead_middle": (0, -2, 1), "temple": (1, -1, 2),
        "bridge": (0, -1, 1),
    },
    "browInnerUp": {
        "brow_inner": (-1, 9, 1), "brow_top": (-1, 8, 0), "brow_middle": (0, 5, 0), "brow_outer": (0, 2, 0),
        "lid_fold": (0, 1, 0), "bridge": (0, 4, -1), "forehead": (-1, 4, 1),
        "forehead_middle": (0, -1, 1.5), "nose_side": (0, 2, 0),
    },
    "browOuterUp": {
        "brow_inner": (-1, 3, 0), "brow_top": (-2, 9, -1), "brow_middle": (-3, 12, -3), "brow_outer": (-2, 10, -4),
        "lid_fold": (0, 2, -1), "forehead": (-1, 2, 0), "temple": (0, 2, -1),
    },
}  # fmt: skip
"""Shapes given wholly by their table."""

ABOVE_THE_MOUTH: frozenset[str] = frozenset({"eyeWide", "browDown", "browInnerUp", "browOuterUp"})
"""Shapes that end above the mouth."""
