"""Hand-written face shapes of the mouth and cheeks at weight 1: what each handle does.

Displacements are (x to the image's right, y up, z toward the viewer) in hundredths of the inter-ocular distance,
written for a face whose mouth is `MOUTH_WIDTH` wide; the image's left side is given and the right side mirrors it. A
handle that is not named stays where it is. Sizes were set by comparison with ICT-FaceKit (Li et al. 2020), rounded, and
then bent to one rule: lips that touch keep touching. Only jawOpen, mouthUpperUp, mouthLowerDown and noseSneer part
them, so that the opening asked for is the opening seen. A lip that rolls or presses gets thinner from its rim inward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.portrait.shapes.handles import Table

MOUTH_WIDTH = 0.70
"""Corner to corner in the face that the tables were written for, IOD."""

UPPER_LIP, LOWER_LIP = 0.13, 0.15
"""Height of its red lips, IOD."""

MOUTH: dict[str, Table] = {
    "mouthFunnel": {
        "corner": (8, 0, 9), "upper_line": (0, 0, 11), "lower_line": (0, 0, 11), "upper_line_1": (4, 0, 12),
        "lower_line_1": (4, 0, 13), "upper_line_2": (6, 0, 13), "lower_line_2": (6, 0, 13),
        "upper_line_3": (7, 0, 12), "lower_line_3": (7, 0, 12), "upper_rim": (0, 3, 11), "upper_rim_1": (2, 3, 11),
        "upper_rim_2": (5, 2, 13), "upper_rim_3": (7, 2, 12), "lower_rim": (0, -3, 8), "lower_rim_1": (2, -3, 9),
        "lower_rim_2": (5, -2, 11), "lower_rim_3": (7, 0, 12), "philtrum": (1, 1, 2), "smile_line": (4, 1, 9),
        "beside_corner": (6, 2, 9), "below_corner": (6, 1, 9), "under_lip": (0, -2, 2), "chin_fold": (0, -3, 0),
        "chin": (0, -3, -2), "chin_tip": (0, -3, -2), "chin_side": (2, 1, 6), "chin_ball": (-1, -2, 1),
        "chin_edge": (-1, -3, -1), "jaw_front": (0, 1, 2), "jaw_side": (3, 2, 4), "jowl": (5, 3, 6),
        "jaw_edge": (2, 1, 3), "jaw_back": (2, 0, 2), "cheek_nose": (1, 2, 3), "cheek_low": (4, 2, 4),
        "cheek": (3, 1, 2), "nose_tip": (0, 0, -2), "nostril": (0, 1, -1), "nose_wing": (1, 2, 3),
        "nose_base": (0, 1.5, 0),
    },
    "mouthPucker": {
        "corner": (11.5, 1, 13), "upper_line": (0, 0, 12), "lower_line": (0, 0, 13), "upper_line_1": (5, 0, 14),
        "lower_line_1": (5, 0, 15), "upper_line_2": (8, 1, 15), "lower_line_2": (8, 1, 16),
        "upper_line_3": (9, 1, 15), "lower_line_3": (9, 1, 16), "upper_rim": (0, 3, 12), "upper_rim_1": (3, 3, 12),
        "upper_rim_2": (7, 2, 14), "upper_rim_3": (10, 3, 14), "lower_rim": (0, -1, 10), "lower_rim_1": (3, 0, 11),
        "lower_rim_2": (7, 1, 13), "lower_rim_3": (10, 2, 14), "philtrum": (1, 1.5, 3), "nose_base": (0, 1.5, 1),
        "smile_line": (6, 3, 11), "beside_corner": (9, 4, 11), "below_corner": (9, 4, 12), "under_lip": (2, 1, 5),
        "chin_fold": (0, 1, 3), "chin": (0, 2, 1), "chin_tip": (0, 1, 2), "chin_side": (5, 5, 8),
        "chin_ball": (2, 3, 4), "chin_edge": (0, 2, 2), "jaw_front": (1, 3, 3), "jaw_side": (5, 3, 5),
        "jowl": (6, 4, 7), "jaw_edge": (3, 1, 3), "jaw_back": (3, 1, 2), "cheek_nose": (2, 2, 4),
        "cheek_low": (4, 3, 5), "cheek": (3, 1, 3), "cheek_side": (1, 0, 1), "nose_tip": (0, 0, -2),
        "nose_wing": (1, 1, 3), "nostril": (1, 1, 1),
    },
    "mouthSmile": {
        "corner": (-11, 13, -12), "upper_line": (0, 6, -3), "lower_line": (0, 6, -2), "upper_line_1": (-7, 8, -7),
        "lower_line_1": (-7, 8, -6), "upper_line_2": (-9, 11, -10), "lower_line_2": (-9, 11, -9),
        "upper_line_3": (-10, 12, -11), "lower_line_3": (-10, 12, -10), "upper_rim": (0, 5, -5),
        "upper_rim_1": (-4, 6, -6), "upper_rim_2": (-8, 9, -9), "upper_rim_3": (-10, 12, -12),
        "lower_rim": (0, 6, -3), "lower_rim_1": (-5, 8, -6), "lower_rim_2": (-7, 10, -9),
        "lower_rim_3": (-9, 13, -11), "philtrum": (-4, 3, -3), "nose_base": (0, 1, -2),
        "smile_line": (-10, 12, -11), "beside_corner": (-10, 15, -12), "below_corner": (-9, 14, -11),
        "under_lip": (-4, 7, -3), "chin_fold": (0, 6, 0), "chin": (0, 6, 1), "chin_tip": (0, 4, 2),
        "chin_side": (-4, 11, -6), "chin_ball": (-2, 8, -2), "chin_edge": (-1, 6, 0), "jaw_front": (-1, 6, 1),
        "jaw_side": (-4, 9, -2), "jowl": (-7, 11, -5), "jaw_edge": (-4, 6, 0), "jaw_back": (-6, 6, 0),
        "cheek_nose": (-5, 7, 0), "cheek_low": (-10, 9, -3), "cheek": (-9, 8, 1), "cheekbone": (-3, 6, 2),
        "cheek_side": (-5, 6, 2), "cheek_eye": (-2, 3, 2), "nostril": (-3, 3, -1), "nose_wing": (-5, 5, -3),
        "nose_tip": (-1, 0, -1), "under_eye": (-1, 2, 1), "ear": (-1, 3, 0),
    },
    "mouthFrown": {
        "corner": (-3, -6, -2), "upper_line": (0, -1, -1), "lower_line": (0, -1, 0), "upper_line_1": (-1, -2, -1),
        "lower_line_1": (-1, -2, 0), "upper_line_2": (-2, -3, -1), "lower_line_2": (-2, -3, 0),
        "upper_line_3": (-2, -5, -2), "lower_line_3": (-2, -5, -1), "upper_rim": (0, -2, -1),
        "upper_rim_1": (0, -2, -1), "upper_rim_2": (-1, -3, -2), "upper_rim_3": (-2, -5, -3),
        "lower_rim_1": (-1, -1, 1), "lower_rim_2": (-2, -2, 0), "lower_rim_3": (-2, -4, 0), "philtrum": (0, -2, -1),
        "smile_line": (-2, -6, -4), "beside_corner": (-3, -8, -3), "below_corner": (-3, -6, -1),
        "under_lip": (0, 0, 2), "chin_fold": (0, 1, 1), "chin": (0, 2, 2), "chin_tip": (0, 2, 2),
        "chin_side": (-1, -4, 3), "chin_ball": (0, -1, 3), "chin_edge": (0, 1, 2), "jaw_front": (0, -1, 2),
        "jaw_side": (-1, -2, 1), "jowl": (-3, -4, 1), "jaw_edge": (0, -1, 1), "cheek_nose": (1, -3, -1),
        "cheek_low": (0, -3, 0), "cheek": (0, -2, 0), "nose_base": (0, -1, -1), "nose_wing": (0, -3, -1),
        "cheek_side": (1, -1, 0), "nostril": (0, -1, 0),
    },
    "mouthDimple": {
        "corner": (-4, 2, -7), "upper_line": (0, 0, 1), "lower_line": (0, 0, 1), "upper_line_1": (-2, 1, -1),
        "lower_line_1": (-2, 1, -1), "upper_line_2": (-3, 2, -4), "lower_line_2": (-3, 2, -5),
        "upper_line_3": (-3, 3, -7), "lower_line_3": (-3, 3, -8), "upper_rim_2": (-3, 0, -3),
        "upper_rim_3": (-3, 1, -6), "lower_rim": (0, 2, -3), "lower_rim_1": (-3, 3, -4), "lower_rim_2": (-4, 5, -7),
        "lower_rim_3": (-3, 6, -9), "philtrum": (-1, 0, 0), "smile_line": (-3, 0, -3), "beside_corner": (-2, 5, -9),
        "below_corner": (-2, 8, -9), "under_lip": (-3, 3, -3), "chin_fold": (0, 2, -3), "chin": (0, 2, -2),
        "chin_tip": (0, 2, 1), "chin_side": (-3, 8, -3), "chin_ball": (-3, 5, -1), "chin_edge": (-2, 4, 0),
        "jaw_front": (0, 3, 1), "jaw_side": (1, 3, 1), "jowl": (0, 3, 1), "cheek_nose": (-1, 2, 5),
        "cheek_low": (-2, 0, 6), "cheek": (-4, 1, 6), "jaw_back": (-2, 0, 1), "nose_wing": (-2, 1, 2),
        "cheek_side": (-1, 0, 1),
    },
    "mouthStretch": {
        "corner": (-10, -2, -6), "upper_line": (0, 0, -2), "lower_line": (0, 0, -1), "upper_line_1": (-5, -1, -4),
        "lower_line_1": (-5, -1, -3), "upper_line_2": (-7, -2, -5), "lower_line_2": (-7, -2, -5),
        "upper_line_3": (-9, -2, -6), "lower_line_3": (-9, -2, -6), "upper_rim": (0, -1, -3),
        "upper_rim_1": (-3, -2, -4), "upper_rim_2": (-5, -2, -5), "upper_rim_3": (-8, -3, -7),
        "lower_rim": (0, 1, -3), "lower_rim_1": (-4, 0, -4), "lower_rim_2": (-7, -2, -6),
        "lower_rim_3": (-9, -3, -9), "philtrum": (-1, -1, -1), "smile_line": (-7, -4, -7),
        "beside_corner": (-8, -3, -10), "below_corner": (-8, -2, -11), "under_lip": (-3, 2, -1),
        "chin_fold": (0, 3, 0), "chin": (0, 3, 1), "chin_tip": (0, 1, 0), "chin_side": (-6, 1, -6),
        "chin_ball": (-2, 2, -1), "chin_edge": (-1, 2, 0), "jaw_front": (-2, 1, 0), "jaw_side": (-6, 1, -1),
        "jowl": (-6, 0, -1), "jaw_edge": (-4, 1, 0), "jaw_back": (-2, 1, 0), "cheek_low": (-4, 0, 1),
        "cheek": (-3, 1, 1), "cheek_nose": (-1, 0, 0), "cheek_side": (-1, 1, 0), "nose_wing": (-2, -1, -1),
    },
    "mouthRollLower": {
        "lower_line": (0, 0, -17), "lower_line_1": (1, 0, -14), "lower_line_2": (0, 0, -10),
        "lower_line_3": (0, 0, -6), "upper_line": (0, 0, -4), "upper_line_1": (0, 0, -3),
        "upper_line_2": (0, 0, -2), "upper_line_3": (0, 0, -1), "lower_rim": (0, 12, -7),
        "lower_rim_1": (2, 10, -6), "lower_rim_2": (0, 6, -4), "lower_rim_3": (-1, 3, -2), "corner": (0, 0, -1),
        "under_lip": (1, 11, 4), "chin_fold": (0, 12, 5), "chin": (0, 7, 6), "below_corner": (-2, 2, 2),
        "chin_side": (-1, 3, 4), "chin_ball": (0, 2, 3), "chin_edge": (0, 1, 1),
    },
    "mouthRollUpper": {
        "upper_line": (0, 0, -16), "upper_line_1": (-1, 0, -15), "upper_line_2": (-1, 0, -13),
        "upper_line_3": (-1, 0, -11), "lower_line": (0, 0, 0), "lower_line_1": (-1, 0, 0),
        "lower_line_2": (-1, 0, 0), "lower_line_3": (-1, 0, -2), "corner": (-2, 0, -8), "upper_rim": (0, -8, -10),
        "upper_rim_1": (0, -8, -9), "upper_rim_2": (0, -6, -9), "upper_rim_3": (-1, -2, -8),
        "philtrum": (-1, -5, 0), "nose_base": (0, -3, -1), "smile_line": (-1, -4, -4), "cheek_low": (-2, -1, -1),
        "lower_rim_3": (-1, 0, 1), "below_corner": (0, 0, 1), "cheek_nose": (-1, 1, 0), "nose_wing": (-1, -1, 0),
    },
    "mouthShrugLower": {
        "lower_line": (0, 9, 8), "lower_line_1": (-1, 8, 8), "lower_line_2": (-2, 6, 7), "lower_line_3": (-1, 4, 5),
        "upper_line": (0, 8.5, 6), "upper_line_1": (0, 7.5, 6), "upper_line_2": (0, 5.5, 5),
        "upper_line_3": (0, 3.5, 3), "upper_rim": (0, 5, 3), "upper_rim_1": (0, 4, 3), "upper_rim_2": (0, 3, 2),
        "upper_rim_3": (0, 2, 1), "corner": (0, 2, 1), "lower_rim": (0, 11, 8), "lower_rim_1": (-1, 10, 7),
        "lower_rim_2": (-1, 7, 7), "lower_rim_3": (-1, 4.5, 6), "philtrum": (0, 1, 0), "beside_corner": (-1, 2, 2),
        "below_corner": (-1, 5, 5), "under_lip": (0, 14, 5), "chin_fold": (0, 15, 5), "chin": (0, 17, 3),
        "chin_tip": (0, 12, 6), "chin_side": (1, 7, 4), "chin_ball": (2, 11, 3), "chin_edge": (1, 13, 4),
        "jaw_front": (1, 4, 4), "jaw_side": (1, 2, 2), "jowl": (0, 1, 1),
    },
    "mouthShrugUpper": {
        "upper_line": (0, 7, 2), "upper_line_1": (0, 6, 1), "upper_line_2": (0, 4, 1), "upper_line_3": (0, 3, 1),
        "lower_line": (0, 6.5, 2), "lower_line_1": (0, 5.5, 1), "lower_line_2": (0, 4, 1),
        "lower_line_3": (0, 3, 1), "corner": (0, 2, 0), "upper_rim": (0, 9, 1), "upper_rim_1": (0, 8, 1),
        "upper_rim_2": (0, 5, 0), "upper_rim_3": (0, 2, 0), "lower_rim": (0, 3, 1), "lower_rim_1": (0, 3, 1),
        "lower_rim_2": (0, 2, 0), "lower_rim_3": (0, 2, 0), "philtrum": (0, 3, 0), "nose_base": (0, 4, 0),
        "smile_line": (0, 1, 0), "under_lip": (0, 1, 0), "nose_tip": (0, 1, 0),
    },
    "mouthPress": {
        "upper_line": (0, 1, -1), "lower_line": (0, 1.5, 1), "upper_line_1": (1, 1, -1),
        "lower_line_1": (0, 2.5, 1), "upper_line_2": (1, 2, 0), "lower_line_2": (0, 3, 1.5),
        "upper_line_3": (1, 2, 0), "lower_line_3": (0.5, 3, 1.5), "corner": (1, 2, 0), "upper_rim": (0, -3, -1),
        "upper_rim_1": (1, -3, -1), "upper_rim_2": (1, -1, 0), "upper_rim_3": (1, 1, 0), "lower_rim": (0, 5, 2),
        "lower_rim_1": (0, 5, 2), "lower_rim_2": (0, 4, 2), "lower_rim_3": (0, 3.5, 1.5),
        "smile_line": (0, 0, 1), "jaw_edge": (1, 1, 0.5), "philtrum": (0, -1, 1),
        "nose_base": (0, -1, 1), "beside_corner": (0, 2, 0), "below_corner": (0, 4, 2), "under_lip": (0, 5, 4),
        "chin_fold": (0, 6, 4), "chin": (0, 7, 3), "chin_tip": (0, 6, 4), "chin_side": (0, 5, 3),
        "chin_ball": (0, 6, 3), "chin_edge": (0, 6, 2), "jaw_front": (1, 3, 3), "jaw_side": (1, 2, 1),
        "jowl": (-1, 2, 1), "cheek_nose": (-1, 1, 2), "cheek_low": (-1, 1, 2), "cheek": (-1, 1, 1),
        "cheekbone": (-0.5, 1, 0),
        "nose_wing": (-1, 0, 2), "nose_tip": (0, 0, -1),
    },
    "mouthLowerDown": {
        "lower_line": (0, -10, -2), "lower_line_1": (-1, -9, -1), "lower_line_2": (-1, -7, -1),
        "lower_line_3": (-1, -5, -1), "corner": (0, -1, 0), "lower_rim": (0, -10, -3), "lower_rim_1": (-1, -9, -3),
        "lower_rim_2": (-2, -7, -1), "lower_rim_3": (-1, -5, -1), "below_corner": (-1, -2, 0),
        "beside_corner": (0, -1, 0), "under_lip": (-2, -7, -3), "chin_fold": (0, -8, -3), "chin": (0, -7, -4),
        "chin_tip": (0, -5, -4), "chin_side": (-2, -3, -1), "chin_ball": (-2, -4, -3), "chin_edge": (-2, -5, -3),
        "jaw_front": (-1, -1, -1), "jaw_side": (-1, -1, -1),
    },
    "mouthUpperUp": {
        "upper_line": (0, 11, -1), "upper_line_1": (-2, 11, 0), "upper_line_2": (-2, 10, 0),
        "upper_line_3": (-2, 8, 0), "corner": (-1, 6, 0), "lower_line_3": (-1, 3, 0), "lower_line_2": (0, 2, 0),
        "lower_line_1": (0, 1, 0), "upper_rim": (0, 12, -2), "upper_rim_1": (-2, 13, -2),
        "upper_rim_2": (-3, 13, -1), "upper_rim_3": (-3, 9, 0), "lower_rim_3": (0, 3, 1), "lower_rim_2": (0, 1, 0),
        "philtrum": (-3, 9, -3), "nose_base": (0, 4, -2), "smile_line": (-2, 11, -2), "beside_corner": (0, 6, 1),
        "below_corner": (0, 3, 1), "chin_side": (0, 2, 1), "jowl": (1, 3, 2), "jaw_side": (1, 2, 2),
        "cheek_nose": (-3, 8, 3), "cheek_low": (0, 6, 3), "cheek": (0, 4, 3), "cheekbone": (-1, 3, 1),
        "cheek_side": (0, 2, 1), "nostril": (-3, 8, -1), "nose_wing": (-4, 11, -4), "nose_tip": (-1, 2, -1),
        "nose_side": (0, 2, 1), "under_eye": (0, 2, 1), "jaw_back": (1, 1, 1),
    },
    "cheekPuff": {
        "upper_line": (0, 0, 11), "lower_line": (0, 0, 13), "upper_line_1": (3, 1, 14), "lower_line_1": (3, 1, 16),
        "upper_line_2": (4, 2, 17), "lower_line_2": (4, 2, 18), "upper_line_3": (4, 2, 19),
        "lower_line_3": (4, 2, 20), "corner": (4, 3, 19), "upper_rim": (0, 1, 12), "upper_rim_1": (2, 1, 12),
        "upper_rim_2": (5, 2, 16), "upper_rim_3": (5, 3, 19), "lower_rim": (0, -1, 13), "lower_rim_1": (3, 0, 15),
        "lower_rim_2": (4, 0, 18), "lower_rim_3": (4, 1, 20), "philtrum": (1, 3, 10), "nose_base": (0, 3, 8),
        "smile_line": (2, 4, 18), "beside_corner": (1, 3, 20), "below_corner": (2, 1, 21), "under_lip": (1, -1, 12),
        "chin_fold": (0, 0, 9), "chin": (0, 3, 4), "chin_tip": (0, 3, 3), "chin_side": (0, 0, 16),
        "chin_ball": (0, 2, 5), "chin_edge": (0, 3, 2), "jaw_front": (0, 4, 5), "jaw_side": (-3, 4, 13),
        "jowl": (-6, 3, 18), "jaw_edge": (-2, 3, 9), "jaw_back": (-5, 3, 9), "cheek_nose": (-1, 6, 9),
        "cheek_low": (-6, 6, 16), "cheek": (-7, 5, 12), "cheekbone": (1, 4, 1), "cheek_side": (-2, 3, 4),
        "cheek_eye": (0, 2, 1), "nostril": (-1, 3, 5), "nose_wing": (0, 4, 11), "nose_tip": (0, 3, 2),
    },
}  # fmt: skip
"""Shapes given wholly by their table; those named in `TWO_SIDED` are split into Left and Right."""

TWO_SIDED: frozenset[str] = frozenset(
    {
        "mouthSmile", "mouthFrown", "mouthDimple", "mouthStretch", "mouthPress", "mouthLowerDown", "mouthUpperUp",
        "cheekSquint", "noseSneer", "eyeSquint", "eyeWide", "browDown", "browOuterUp",
    }
)  # fmt: skip
"""Shapes that ARKit has for each side of the face."""
