"""Faces: where they are, and 478 landmarks of each.

The detectors are BlazeFace (Bazarevsky et al. 2019), the mesh is the attention mesh (Grishchenko et al. 2020), which
looks again at lips, eyes and irises. Steps and constants before and after them are those of MediaPipe's graphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from avatar.neural.boxes import Box, anchors, decode, placed
from avatar.neural.runner import load
from avatar.neural.window import Window, checked, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS, IRISES = 478, 468
"""landmarks in all, and the number of the first of the ten on the irises"""
_NEAR_LAYERS = ((8, 2), (16, 6))
_FAR_LAYERS = ((4, 1),)
_NEAR_FLOOR, _FAR_FLOOR = 0.5, 0.6
"""scores from which something counts as a face; the far detector guesses more often"""
_ROOM = 1.5
"""side of what the mesh sees, in sides of the face's box"""
_PRESENT = 0.5
"""score of the mesh's own flag from which it sees a face"""
_EYES = (0, 1)
"""of the detectors' points: the subject's right eye and the left one"""
_LINE = (33, 263)
"""outer corners of the eyes, whose line turns the window that a face's own landmarks make"""

_LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
         78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
         76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408,
         62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407)  # fmt: skip
_RIGHT_EYE = (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173,
              130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190,
              226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189,
              35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128, 245,
              156, 70, 63, 105, 66, 107, 55, 193)  # fmt: skip
_LEFT_EYE = (263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398,
             359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414,
             446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413,
             265, 353, 276, 283, 282, 295, 372, 340, 346, 347, 348, 349, 350, 357, 465,
             383, 300, 293, 334, 296, 336, 285, 417)  # fmt: skip
"""Landmarks that the closer looks measure again, in their order; the first 16 of an eye are its contour."""
_CONTOUR = 16


class FaceDetector:
    """Find faces: `near` sees those that fill a good part of the picture, `far` smaller ones too."""

    def __init__(self, reach: Literal["near", "far"], floor: float | None = None) -> None:
        layers, usual = {"near": (_NEAR_LAYERS, _NEAR_FLOOR), "far": (_FAR_LAYERS, _FAR_FLOOR)}[reach]
        self._run = load(f"face_{reach}")
        self._floor = usual if floor is None else floor
        self._middles = anchors(self._run.network.side, layers)

    def find(self, picture: NDArray[np.uint8]) -> list[Box]:
        """Give the faces of an (H, W, 3) RGB picture that score at least the floor, the surest first.

        Each box has six points: right eye, left eye, nose, mouth, right ear, left ear. Raise `InputError` for what
        is no such picture.
        """
        window = whole(checked(picture))
        side = self._run.network.side
        numbers, logits = self._run(window.cut(picture, side))
        return [placed(box, window) for box in decode(numbers, logits, self._middles, side, self._floor)]


class FaceMesh:
    """Measure the 478 landmarks of a face."""

    def __init__(self, floor: float = 0.5) -> None:
        self._run = load("face_mesh")
        self._detector = FaceDetector("near", floor)

    def see(self, picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Measure the surest face of an (H, W, 3) RGB picture: (478, 3), px, z in the scale of x; None without one."""
        found = self._detector.find(picture)
        return self.measure(picture, around_box(found[0])) if found else None

    def measure(self, picture: NDArray[np.uint8], window: Window) -> NDArray[np.float64] | None:
        """Measure the face in a window of the picture; None if the network sees none there."""
        side = self._run.network.side
        mesh, lips, right_eye, left_eye, right_iris, left_iris, flag = self._run(
            window.cut(checked(picture), side, spread=True)
        )
        if 1 / (1 + np.exp(-float(flag.ravel()[0]))) < _PRESENT:
            return None
        points = np.empty((POINTS, 3))
        points[:IRISES] = mesh.reshape(-1, 3)
        for indices, closer in ((_LIPS, lips), (_RIGHT_EYE, right_eye), (_LEFT_EYE, left_eye)):
            points[list(indices), :2] = closer.reshape(-1, 2)
        for first, iris, eye in ((IRISES, right_iris, _RIGHT_EYE), (IRISES + 5, left_iris, _LEFT_EYE)):
            points[first : first + 5, :2] = iris.reshape(-1, 2)
            points[first : first + 5, 2] = points[list(eye[:_CONTOUR]), 2].mean()
        return window.back(points / side)


def around_box(box: Box) -> Window:
    """Give what the mesh has to see of a face that a detector found: turned by the line through its eyes."""
    across = box.points[_EYES[1]] - box.points[_EYES[0]]
    roll = float(np.arctan2(across[1], across[0]))
    return Window(box.x + box.width / 2, box.y + box.height / 2, _ROOM * max(box.width, box.height), roll)


def around_points(points: NDArray[np.floating[Any]]) -> Window:
    """Give what the mesh has to see of a face whose (478, 3) landmarks are known from the picture before."""
    across = points[_LINE[1], :2] - points[_LINE[0], :2]
    low, high = points[:IRISES, :2].min(axis=0), points[:IRISES, :2].max(axis=0)
    x, y = ((low + high) / 2).tolist()
    return Window(x, y, _ROOM * float((high - low).max()), float(np.arctan2(across[1], across[0])))
