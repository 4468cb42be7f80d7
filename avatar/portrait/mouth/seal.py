"""Rig the mouth: seal what the photo shows, and say who follows when the lips press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.mesh.topology import POINTS
from avatar.portrait.mouth import lips
from avatar.portrait.shapes.build import face_shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Expression
    from avatar.portrait.mesh.frame import HeadFrame
    from avatar.portrait.mesh.seams import Seams

COMMISSURE = 0.5
"""Of the way from the inner ring's corner to the outer one's, at which the lips of a closed mouth begin to part."""
PRESS_REACH = 0.15
"""IOD around the lip seam that gives way when the lips press on each other."""
CLOSE_REACH = 0.42
"""IOD around the seam over which an open mouth is closed."""
RELAXED = 0.65
"""Of the smile that an open mouth shows, taken back while it rests; the rest is in the cheeks' own folds."""
LINE_SHADE = -0.25
"""Change of brightness along the seam of lips that the photo shows apart: closed lips have a dark line."""


def snap_lips(image: NDArray[np.uint8], face: NDArray[np.float64], seams: Seams, unit: float) -> None:
    """Lay both sides of the lip seam onto the photo's own lip line, in place."""
    upper, lower = face[seams.upper_lip], face[seams.lower_lip]
    line = lips.find_lip_line(image, upper[:, :2], lower[:, :2], unit)
    line = _to_commissures(line, face[[61, 291], :2])
    target = np.column_stack([line, (upper[:, 2] + lower[:, 2]) / 2])
    original = face.copy()
    for ring in (seams.upper_lip, seams.lower_lip):
        shares = lips.followers(original[:, :2], ring, 0.06 * unit, 0.02 * unit)
        opposite = seams.lower_lip if ring is seams.upper_lip else seams.upper_lip
        shares[opposite[1:-1]] = 0
        face += shares @ (target - original[ring])
    face[seams.upper_lip] = face[seams.lower_lip] = target


def _to_commissures(line: NDArray[np.float64], outer: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stretch the lip line (n, 2) toward the outer corners (2, 2), px: lips part further out than MediaPipe's ring."""
    place = np.linspace(-1, 1, len(line))[:, None]
    ends = line[[0, -1]]
    pull = COMMISSURE * (outer - ends)
    return np.asarray(line + np.where(place < 0, pull[0], pull[1]) * np.abs(place) ** 4)


def neutralise(
    vertices: NDArray[np.float64], below: NDArray[np.float32], seams: Seams, frame: HeadFrame, expression: Expression
) -> NDArray[np.float64]:
    """Close an open mouth: the jaw rises a little, the smile relaxes, then the lips meet."""
    points = frame.into(vertices).astype(np.float32)
    shapes = face_shapes(points[:POINTS], points, below)
    jaw = 0.35 * expression.lip_gap / 0.55
    smile = RELAXED * expression.smile
    relaxed = -jaw * shapes["jawOpen"] - smile * (shapes["mouthSmileLeft"] + shapes["mouthSmileRight"])
    neutral = frame.turn(relaxed)
    moved = vertices + neutral
    upper, lower = moved[seams.upper_lip], moved[seams.lower_lip]
    middle = lips.meeting_line(upper, lower)
    for ring, target, side in ((seams.upper_lip, middle, 1 - below), (seams.lower_lip, middle, below)):
        shares = lips.followers(moved[:, :2], ring, CLOSE_REACH * frame.unit, 0.05 * frame.unit)
        neutral += side[:, None] * (shares @ (target - moved[ring]))
    neutral[seams.upper_lip] = middle - vertices[seams.upper_lip]
    neutral[seams.lower_lip] = middle - vertices[seams.lower_lip]
    return neutral


def lip_pull(
    resting: NDArray[np.float64], below: NDArray[np.float32], seams: Seams, unit: float
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Say which vertices (L,) give way when the lips press, and how much: (2, L, n) for the upper and lower lip."""
    flat = resting[:, :2]
    pulls = []
    for ring, opposite, side in (
        (seams.upper_lip, seams.lower_lip, 1 - below),
        (seams.lower_lip, seams.upper_lip, below),
    ):
        shares = lips.followers(flat, ring, PRESS_REACH * unit, 0.025 * unit) * side[:, None]
        shares[opposite[1:-1]] = 0
        shares[ring] = np.eye(len(ring))
        pulls.append(shares)
    pull = np.stack(pulls)
    near = np.flatnonzero(pull.sum(axis=(0, 2)) > 0).astype(np.int32)
    return near, pull[:, near].astype(np.float32)


def seam_shade(count: int, seams: Seams, is_open: bool) -> NDArray[np.float32]:
    """Give lips that were apart in the photo the dark line that closed lips have."""
    shade = np.zeros(count, np.float32)
    if is_open:
        taper = np.sin(np.linspace(0, np.pi, len(seams.upper_lip))) ** 0.5
        shade[seams.upper_lip] = shade[seams.lower_lip] = LINE_SHADE * taper
    return shade
