"""Choose the one face that a portrait is made from, or say why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import PortraitError
from avatar.portrait.face.detect import MINOR_SHARE, FaceBox, FaceFinder
from avatar.portrait.face.fit import through
from avatar.portrait.face.landmark import FaceMesher, eye_roll
from avatar.portrait.face.people import BOX_TO_FACE, MeshFinding, Seen
from avatar.portrait.face.pose import measure_pose

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.portrait.face.people import Finding

SMALLEST_FACE = 64
"""Least height of a face, forehead to chin, px."""
LARGEST_TURN = np.radians(35)
"""Most yaw and pitch: beyond it one side of the face is hidden, rad."""
LARGEST_ROLL = np.radians(60)
_TURNED_SIDE = 640
"""longest side at which a picture without a face is turned and searched again, px: only a hint depends on it"""
_SEEN = (33, 133, 362, 263, 61, 291, 13, 14, 1)
"""Eye corners, lips and nose tip: what must lie inside the picture."""


class NobodyError(PortraitError):
    """Say that a picture shows no person."""


@dataclass(frozen=True, slots=True)
class Located:
    """The chosen face."""

    box: FaceBox
    landmarks: NDArray[np.float32]
    """(478, 3), px, z in the scale of x"""
    others: tuple[tuple[float, float], ...]
    """centres of the other people's faces, px"""
    points: NDArray[np.float64] | None = None
    """(68, 2), what another network has marked, px, which the landmarks pass through; None: they are our mesh's own"""

    @property
    def height(self) -> float:
        """Top to bottom of the landmarks, px."""
        return float(np.ptp(self.landmarks[:, 1]))


def locate(pixels: NDArray[np.uint8], path: Path, face: int | None, finding: Finding | None = None) -> Located:
    """Find the face of an (H, W, 3) RGB picture, or its `face`-th from the left, with our detectors or others.

    Raise `PortraitError` if there is none, if it is an animal's, or if there are several and none is chosen.
    """
    people = (finding or MeshFinding()).people(pixels)
    if not people:
        raise NobodyError(_no_face(pixels, path))
    largest = max(one.box.side for one in people)
    counted = [one for one in people if one.box.side >= MINOR_SHARE * largest]
    chosen = _choose(counted, path, face)
    landmarks = _measured(pixels, chosen)
    if landmarks is None:
        raise PortraitError(
            f"The face in {path.name!r} cannot be measured; use a photo in which eyes, nose and mouth are all seen."
        )
    others = tuple(one.box.centre for one in people if one is not chosen)
    return Located(chosen.box, landmarks, others, chosen.points)


def require_somebody(pixels: NDArray[np.uint8], path: Path, finding: Finding) -> None:
    """Raise `NobodyError` if nobody is found in an (H, W, 3) RGB picture, which may be a reduced one."""
    if not finding.people(pixels):
        raise NobodyError(_no_face(pixels, path))


def _measured(pixels: NDArray[np.uint8], seen: Seen) -> NDArray[np.float32] | None:
    """Measure a face with our mesh, bent through the points that it was marked with; None without either."""
    landmarks = FaceMesher().measure(pixels, seen.box)
    return landmarks if seen.points is None else through(seen.points, landmarks)


def remeasure(pixels: NDArray[np.uint8], located: Located, scale: float, name: str) -> NDArray[np.float32]:
    """Measure the landmarks again after the picture was enlarged or reduced by `scale`.

    Raise `PortraitError`, which gives the portrait's name, if the face is not found again.
    """
    moved = FaceBox(
        located.box.x * scale,
        located.box.y * scale,
        located.box.side * scale,
        located.box.score,
        ((0.0, 0.0), (float(np.cos(located.box.roll)), float(np.sin(located.box.roll)))),
    )
    points = None if located.points is None else located.points * scale + (scale - 1) / 2
    landmarks = _measured(pixels, Seen(moved, points))
    if landmarks is None:
        raise PortraitError(
            f"The face of {name!r} is found in the photo, but not when that is scaled by {scale:.2f} for its portrait; "
            "use a photo in which eyes, nose and mouth are seen more clearly."
        )
    return landmarks


def refuse_unsuitable(located: Located, shape: tuple[int, ...], path: Path) -> None:
    """Raise `PortraitError` for a face that is too small, cut off or turned away."""
    if located.height < SMALLEST_FACE:
        raise PortraitError(
            f"The face in {path.name!r} is only {located.height:.0f} px tall and at least {SMALLEST_FACE} px are "
            "needed; use a photo taken closer or of higher resolution."
        )
    points = located.landmarks[list(_SEEN), :2]
    if np.any(points < 0) or np.any(points >= (shape[1], shape[0])):
        raise PortraitError(
            f"The face in {path.name!r} is cut off by the edge of the picture; use one that shows the whole face."
        )
    _refuse_turned(located.landmarks, path)


def _refuse_turned(landmarks: NDArray[np.float32], path: Path) -> None:
    pose = measure_pose(landmarks)
    limit = np.degrees(LARGEST_TURN)
    if abs(eye_roll(landmarks)) > LARGEST_ROLL:
        raise PortraitError(
            f"The head in {path.name!r} is tilted by {abs(np.degrees(eye_roll(landmarks))):.0f} degrees; "
            "turn the picture until the head is upright."
        )
    for angle, way in ((pose.yaw, "sideways"), (pose.pitch, "down" if pose.pitch > 0 else "up")):
        if abs(angle) > LARGEST_TURN:
            raise PortraitError(
                f"The head in {path.name!r} is turned {way} by {abs(np.degrees(angle)):.0f} degrees and at most "
                f"{limit:.0f} will do; use a photo that looks at the camera."
            )


def _is_person(finder: FaceFinder, pixels: NDArray[np.uint8], box: FaceBox) -> bool:
    return finder.is_person(pixels, box.centre, BOX_TO_FACE * box.side)


def _choose(counted: list[Seen], path: Path, face: int | None) -> Seen:
    if face is None and len(counted) == 1:
        return counted[0]
    if face is None:
        raise PortraitError(
            f"The picture {path.name!r} shows {len(counted)} faces; choose one with --face N, counted from the left."
        )
    if not 1 <= face <= len(counted):
        shows = "1 face" if len(counted) == 1 else f"{len(counted)} faces"
        raise PortraitError(
            f"Face {face} was asked for, but {path.name!r} shows {shows}; give --face a number from 1 to "
            f"{len(counted)}, counted from the left."
        )
    return counted[face - 1]


def _no_face(pixels: NDArray[np.uint8], path: Path) -> str:
    """Say that there is no face, unless one shows up when the picture is turned."""
    import cv2

    finder, found = FaceFinder(), []
    shrink = min(1.0, _TURNED_SIDE / max(pixels.shape[:2]))
    small = pixels if shrink == 1 else cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    for turns, way in ((1, "a quarter to the left"), (2, "upside down"), (3, "a quarter to the right")):
        turned = np.ascontiguousarray(np.rot90(small, turns))
        found += [(abs(box.roll), way) for box in finder.find(turned) if _is_person(finder, turned, box)]
    if found:
        return f"The face in {path.name!r} is not upright; turn the picture {min(found)[1]}."
    return (
        f"No person's face was found in {path.name!r}; use a photo of a person, not of an animal or a thing, "
        f"whose face looks at the camera and is at least {SMALLEST_FACE} px tall."
    )
