"""Where the face shapes take hold: named points of MediaPipe's 468-point face mesh.

A handle that lies beside the middle has two landmarks: the one at the image's left (the subject's right) and its
mirror image. Handles that carry no displacement in a shape hold the skin in place there.
"""

from __future__ import annotations

Table = dict[str, tuple[float, float, float]]
"""Displacement (x, y, z) by handle."""

Weights = dict[str, tuple[float]]
"""Share of a motion by handle."""

MIDDLE: dict[str, int] = {
    "forehead_middle": 10,
    "bridge": 168,
    "nose_base": 2,
    "upper_rim": 0,
    "upper_line": 13,
    "lower_line": 14,
    "lower_rim": 17,
    "chin_fold": 18,
    "chin": 200,
    "chin_tip": 152,
}
"""Handles on the middle of the face, from the top down."""

PAIRED: dict[str, tuple[int, int]] = {
    "corner": (78, 308),
    # Around the mouth.
    "philtrum": (75, 305),
    "smile_line": (92, 322),
    "beside_corner": (57, 287),
    "below_corner": (43, 273),
    "under_lip": (83, 313),
    # Chin and jaw, from the middle to the ear.
    "chin_side": (204, 424),
    "chin_ball": (32, 262),
    "chin_edge": (171, 396),
    "jaw_front": (150, 379),
    "jaw_side": (135, 364),
    "jowl": (214, 434),
    "jaw_edge": (172, 397),
    "jaw_back": (215, 435),
    # Cheeks, from the nose to the ear.
    "cheek_nose": (36, 266),
    "cheek_low": (207, 427),
    "cheek": (187, 411),
    "cheekbone": (118, 347),
    "cheek_side": (123, 352),
    "cheek_eye": (111, 340),
    # Nose.
    "nose_tip": (238, 458),
    "nostril": (48, 278),
    "nose_wing": (129, 358),
    "nose_side": (114, 343),
    # Eyes and brows.
    "under_eye": (231, 451),
    "lower_lid": (145, 374),
    "upper_lid": (159, 386),
    "lid_fold": (27, 257),
    "eye_inner": (133, 362),
    "eye_outer": (33, 263),
    "brow_inner": (55, 285),
    "brow_top": (65, 295),
    "brow_middle": (52, 282),
    "brow_outer": (46, 276),
    "forehead": (108, 337),
    # Never move: the frame of the face.
    "temple": (54, 284),
    "ear_top": (127, 356),
    "ear": (93, 323),
}
"""Handles beside the middle: (image left, image right)."""

LIP_CURVES: dict[str, tuple[tuple[int, int], ...]] = {
    "upper_line": ((82, 312), (81, 311), (80, 310), (191, 415)),
    "lower_line": ((87, 317), (178, 402), (88, 318), (95, 324)),
    "upper_rim": ((37, 267), (39, 269), (40, 270), (185, 409)),
    "lower_rim": ((84, 314), (181, 405), (91, 321), (146, 375)),
}
"""Handles along the inner line and the rim of the red lips, from the middle to the corner: (image left, image right).

People's lips differ in where these lie, so the tables give values at fixed stations from the middle to the corner.
"""

STATIONS: dict[str, tuple[float, ...]] = {
    "upper_line": (0, 0.44, 0.69, 0.82, 1.0),
    "lower_line": (0, 0.44, 0.69, 0.82, 1.0),
    "upper_rim": (0, 0.31, 0.74, 0.94, 1.1),
    "lower_rim": (0, 0.31, 0.74, 0.94, 1.1),
}
"""Distance from the middle, in half widths of the mouth, of a lip's own handle, its _1, _2, _3 and the corner."""


def _side(index: int) -> list[int]:
    paired = [pair[index] for pair in PAIRED.values()]
    return paired + [pair[index] for pairs in LIP_CURVES.values() for pair in pairs]


HANDLES: tuple[int, ...] = (*MIDDLE.values(), *_side(0), *_side(1))
"""Landmark of every handle: the middle, then the image's left side, then its right side."""

UPPER_LINE: tuple[int, ...] = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
"""Inner edge of the upper lip, from the image's left to right."""

LOWER_LINE: tuple[int, ...] = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
"""Inner edge of the lower lip, from the image's left to right; pairs with `UPPER_LINE`."""

LOWER_SIDE: frozenset[int] = frozenset(
    [MIDDLE[name] for name in ("lower_line", "lower_rim", "chin_fold", "chin", "chin_tip")]
    + [landmark for name in ("lower_line", "lower_rim") for pair in LIP_CURVES[name] for landmark in pair]
    + [landmark for name in ("under_lip", "below_corner", "chin_side", "chin_ball") for landmark in PAIRED[name]]
    + [landmark for name in ("chin_edge", "jaw_front", "jaw_side", "jowl") for landmark in PAIRED[name]]
)
"""Handles that belong to the lower side of the mouth."""

OUTLINE: tuple[int, ...] = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
"""Outline of the face, clockwise in the image from the top."""
