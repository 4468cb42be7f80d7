"""Who is shown: a photo that has been taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.data.checks import require_array

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class DetectCapabilities:
    """What a detector can do."""

    points: int
    """that it marks in a face"""


@dataclass(frozen=True, slots=True)
class Pose:
    """How the head stands in the photo."""

    pitch: float
    """rad, chin down +"""
    yaw: float
    """rad, to the image's right +"""
    roll: float
    """rad, clockwise in the image +"""


@dataclass(frozen=True, slots=True)
class Expression:
    """What the face in the photo already shows."""

    lip_gap: float
    """IOD, inner lips 13 to 14"""
    mouth_width: float
    """IOD, corner 61 to corner 291"""
    smile: float
    """0-1"""
    eye_opening: tuple[float, float]
    """IOD, (image left eye, image right eye), lid to lid"""


@dataclass(frozen=True, slots=True)
class Rig:
    """The portrait as a mesh that can be moved: a texture map, shapes and the seams at lips and lids.

    Columns of `vertices` are px of the portrait; displacements are px in the same frame, in the photo's own pose.
    """

    vertices: NDArray[np.float32]
    """(V, 3), where each vertex lies in the photo: its place in the texture, and its depth"""
    triangles: NDArray[np.int32]
    """(F, 3), in painter's order: body, hair, the closed mouth and eyes, face"""
    surround: int
    """how many of `triangles`, the first ones, lie around the face: smooth, slow parts"""
    neutral: NDArray[np.float32]
    """(V, 3), displacement that takes the photo's expression to sealed, resting lips"""
    shapes: NDArray[np.float32]
    """(52, V, 3), displacement at weight 1, `ARKIT_NAMES` order"""
    shades: NDArray[np.float32]
    """(52, V), change of brightness at weight 1, -1 to 1: folds and shadows that come with a shape"""
    seam_shade: NDArray[np.float32]
    """(V,), constant change of brightness: the line between lips that the photo shows apart"""
    head_weight: NDArray[np.float32]
    """(V,), 1 moves with the head, 0 stays with the body"""
    breath: NDArray[np.float32]
    """(V, 2), displacement in the picture plane at breath 1"""
    axes: NDArray[np.float32]
    """(3, 3), columns: the head's right, down and back in the photo's frame, unit length"""
    unit: float
    """inter-ocular distance in space, px (longer than `Portrait.iod` when the head is turned)"""
    pivot: NDArray[np.float32]
    """(3,), where the head turns on the neck, px"""
    upper_lip: NDArray[np.int32]
    """(n,), inner ring of the upper lip, from the image's left to its right"""
    lower_lip: NDArray[np.int32]
    """(n,), inner ring of the lower lip, vertex by vertex opposite to `upper_lip`"""
    lip_vertices: NDArray[np.int32]
    """(L,), vertices near the lips"""
    lip_pull: NDArray[np.float32]
    """(2, L, n), share of each lip pair's contact correction that those vertices take: upper lip's, lower lip's"""
    upper_lids: NDArray[np.int32]
    """(2, m), lid margins of the eye at the image's left, then right"""
    lower_lids: NDArray[np.int32]
    """(2, m)"""
    irises: NDArray[np.float32]
    """(2, 3), centre x, y and radius, px"""
    mouth_layers: NDArray[np.uint8]
    """(4, h, w, 4), colour times alpha: cavity, tongue, lower teeth, upper teeth"""
    mouth_centre: NDArray[np.float32]
    """(3,), px: where in the head the layers' origin lies, behind the middle of the closed lips"""
    mouth_origin: tuple[float, float]
    """layer px of the middle of the closed lip line"""
    mouth_scale: float
    """layer px per inter-ocular distance"""
    is_open: bool
    """the photo shows the mouth open"""
    eyes_hidden: bool = False
    """dark lenses hide the eyes: no blink, no gaze is to be seen"""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photo that has been taken apart, ready to be moved. All arrays share one pixel grid."""

    name: str
    """What the user calls it."""
    image: NDArray[np.uint8]
    """(H, W, 3) RGB; the photo upright, with ESRGAN detail where it was added (then larger than the file's own)"""
    scale: float
    """Pixels here per pixel of the file: 1, or more where detail was added."""
    landmarks: NDArray[np.float32]
    """(478, 3), px, z in the scale of x"""
    pose: Pose
    expression: Expression
    matte: NDArray[np.uint8]
    """(H, W), 255 where the person is"""
    plate: NDArray[np.uint8]
    """(H, W, 3) RGB, the background with the person taken out"""
    foreground: NDArray[np.uint8]
    """(H, W, 3) RGB, the person's own colour, also under half-covered edges, so that
    matte * foreground + (1 - matte) * plate is the image (but for slivers of an open mouth, painted off the lips)"""
    rig: Rig
    """the same, as a mesh that can be moved"""
    content_hash: str
    """sha256 of the file's upright pixels, hex"""
    authorization_id: str | None = None
    """Identifier of the record that allows its use."""
    screen: str = ""
    """"green" or "blue" where the person stood before such a screen and was keyed; else "" """
    doubts: tuple[str, ...] = ()
    """why films of it will look poor, a sentence each; none for a photo that suits"""

    def __post_init__(self) -> None:
        height, width = self.image.shape[:2]
        require_array(self.image, np.uint8, (height, width, 3), "image")
        require_array(self.landmarks, np.float32, (478, 3), "landmarks")
        require_array(self.matte, np.uint8, (height, width), "matte")
        require_array(self.plate, np.uint8, (height, width, 3), "plate")
        require_array(self.foreground, np.uint8, (height, width, 3), "foreground")

    @property
    def iod(self) -> float:
        """Inter-ocular distance, px."""
        return inter_ocular_distance(self.landmarks)


def inter_ocular_distance(landmarks: NDArray[np.float32]) -> float:
    """Measure eye centre to eye centre in the picture plane of (478, 3) or (468, 3) landmarks, in their unit."""
    one = (landmarks[33, :2] + landmarks[133, :2]) / 2
    other = (landmarks[362, :2] + landmarks[263, :2]) / 2
    return float(np.linalg.norm(one - other))


def head_rotation(pitch: float, yaw: float, roll: float) -> NDArray[np.float64]:
    """Give the (3, 3) rotation of a head by angles as in `Pose`, rad: pitch first, then yaw, then roll."""
    sp, cp = np.sin(pitch), np.cos(pitch)
    sy, cy = np.sin(-yaw), np.cos(-yaw)
    sr, cr = np.sin(roll), np.cos(roll)
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_y @ about_x)
