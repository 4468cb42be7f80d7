"""The project's own face shapes: how each ARKit weight displaces the skin of one particular face.

Tables of displacements at named handles, in proportion to the person's mouth, lips and eyes, are spread smoothly over
the face; the jaw turns about a real hinge; `mouthClose` undoes exactly what the open jaw did to the lip line. The
shapes add up: a face is its neutral plus the sum of weight times displacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.shapes import brows, jaw, mouth
from avatar.portrait.shapes.field import FaceField, mouth_line, smoothstep

if TYPE_CHECKING:
    from numpy.typing import NDArray

HUNDREDTH = 0.01
"""Unit of the tables, IOD."""

SIDE_BAND = 0.6
"""Width about the middle of the face over which Left gives way to Right, IOD."""

MOUTH_CEILING = (-0.20, -0.03)
"""Heights between which the mouth's shapes end, below the lower lid, IOD from the eyes."""

BROW_FLOOR = (-0.35, -0.10)
"""Heights between which the brows' shapes end, above the mouth, IOD from the eyes."""

SEAM_BAND, CHEEK_BAND = 0.002, 0.8
"""Height over which above the mouth turns into below: at the lips, and per IOD beyond the corners; IOD."""

EYE_OPENING = 0.15
"""Lid to lid in the face that the tables were written for, IOD."""


def face_shapes(
    landmarks: NDArray[np.float32], points: NDArray[np.float32], below: NDArray[np.float32]
) -> dict[str, NDArray[np.float32]]:
    """Give the displacement (N, 3) at weight 1 of every ARKit shape except eyeBlink and eyeLook, IOD.

    `landmarks` are the person's (468, 3) MediaPipe points in the head's frame: frontal, origin between the eyes, x to
    the image's right, y up, z toward the viewer, in IOD; `points` (N, 3) are those to be moved, on the face or around
    it; `below` (N,) says on which side of the mouth each lies, 0 above to 1 below (see `lip_side`). Displacements fade
    to nothing 0.95 IOD outside the face. tongueOut moves no skin. Left and Right are the subject's own.
    """
    field = FaceField(landmarks, points, below)
    face = _Proportions.of(landmarks)
    lower_face = 1 - _rise(field.points, MOUTH_CEILING)
    shapes = _jaw(field) | _mouth(field, face)
    shapes = {name: shape * lower_face for name, shape in shapes.items()} | _upper_face(field, face)
    left = _left_share(field)
    faded = {
        one_sided: shape * share * field.fade[:, None]
        for name, shape in shapes.items()
        for one_sided, share in _sides(name, left)
    }
    return {name: np.asarray(shape, np.float32) for name, shape in faded.items()}


def lip_side(points: NDArray[np.float32], landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Say for each of the points (N, 3) how far it belongs below the mouth: 0 above, 1 below, (N,).

    Sharp where the lips meet; beyond the corners the step widens with the distance, so that no cheek tears when the
    jaw opens. Same frame as `face_shapes`.
    """
    face = landmarks.astype(np.float64)
    left, right = face[78, 0], face[308, 0]
    beyond = np.clip(np.maximum(left - points[:, 0], points[:, 0] - right), 0, None)
    depth = mouth_line(face, points[:, 0].astype(np.float64)) - points[:, 1]
    return smoothstep(0.5 + depth / (SEAM_BAND + CHEEK_BAND * beyond)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Proportions:
    """One person's measures as multiples of those that the tables were written for."""

    mouth: float
    upper_lip: float
    lower_lip: float
    eyes: float

    @classmethod
    def of(cls, landmarks: NDArray[np.float32]) -> _Proportions:
        def between(one: int, other: int) -> float:
            return float(np.linalg.norm(landmarks[one, :2] - landmarks[other, :2]))

        # The bounds keep a broad grin or an open mouth in the photo from being taken for anatomy.
        return cls(
            mouth=float(np.clip(between(78, 308) / mouth.MOUTH_WIDTH, 0.8, 1.2)),
            upper_lip=float(np.clip(between(0, 13) / mouth.UPPER_LIP, 0.5, 1.6)),
            lower_lip=float(np.clip(between(14, 17) / mouth.LOWER_LIP, 0.5, 1.6)),
            eyes=float(np.clip((between(159, 145) + between(386, 374)) / 2 / EYE_OPENING, 0.6, 1.4)),
        )


def _mouth(field: FaceField, face: _Proportions) -> dict[str, NDArray[np.float64]]:
    heights = {
        "mouthRollLower": face.lower_lip,
        "mouthRollUpper": face.upper_lip,
        "mouthPress": (face.upper_lip + face.lower_lip) / 2,
    }
    unit = HUNDREDTH * face.mouth
    return {
        name: field.spread(table, unit, HUNDREDTH * heights.get(name, face.mouth), unit)
        for name, table in mouth.MOUTH.items()
    }


def _upper_face(field: FaceField, face: _Proportions) -> dict[str, NDArray[np.float64]]:
    risen = _rise(field.points, BROW_FLOOR)
    shapes = {}
    for name, table in brows.BROWS.items():
        unit = HUNDREDTH * (face.eyes if name.startswith("eye") else 1.0)
        shape = field.spread(table, unit, unit, unit)
        shapes[name] = shape * risen if name in brows.ABOVE_THE_MOUTH else shape
    return shapes


def _jaw(field: FaceField) -> dict[str, NDArray[np.float64]]:
    follow = field.spread(jaw.JAW_FOLLOW, 1)
    draw = field.spread(jaw.JAW_DRAW, HUNDREDTH, HUNDREDTH, HUNDREDTH)
    opened = follow * _hinge(field.landmarks, field.points) + draw
    opened *= jaw.JAW_GAP / _gap_opened(field.landmarks)
    seal = np.minimum(field.spread(jaw.SEAL, 1), 1)
    lips = field.spread(jaw.MOUTH_FOLLOW, 1)
    aside = (0.85 * follow + 0.15 * lips) * (jaw.JAW_ASIDE, 0, 0)
    return {
        "jawOpen": opened,
        "jawForward": follow * jaw.JAW_FORWARD,
        "jawLeft": aside,
        "jawRight": -aside,
        "mouthClose": seal * (np.array(jaw.SEAL_DROP) - opened),
        "mouthLeft": _mouth_aside(field, 1),
        "mouthRight": _mouth_aside(field, -1),
        "tongueOut": np.zeros_like(opened),
    }


def _hinge(landmarks: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn points with the whole jaw at jawOpen 1 and let its hinge slide: displacement (N, 3)."""
    axis = landmarks[[234, 454], 1:].mean(axis=0) + jaw.JAW_PIVOT
    y, z = (points[:, 1:] - axis).T
    sine, cosine = np.sin(jaw.JAW_ANGLE), np.cos(jaw.JAW_ANGLE)
    down = (cosine - 1) * y - sine * z + jaw.JAW_SLIDE[0]
    back = sine * y + (cosine - 1) * z + jaw.JAW_SLIDE[1]
    return np.column_stack([np.zeros_like(y), down, back])


def _gap_opened(landmarks: NDArray[np.float64]) -> float:
    """Measure how far the hinge alone parts the middle of the lips of this face, IOD."""
    upper, lower = _hinge(landmarks, landmarks[[13, 14]])[:, 1]
    follow = jaw.JAW_FOLLOW
    return float(follow["upper_line"][0] * upper - follow["lower_line"][0] * lower)


def _mouth_aside(field: FaceField, direction: int) -> NDArray[np.float64]:
    """Shift the lips to one side, +1 to the image's right, around the bow of the teeth.

    The cheek that they leave is stretched, the one that they go to bunches up.
    """
    follow = field.spread(jaw.MOUTH_FOLLOW, 1)[:, 0]
    ahead = direction * (field.points[:, 0] - field.landmarks[[78, 308], 0].mean())
    shift = direction * jaw.MOUTH_ASIDE * (1 - np.clip(ahead, -0.8, 0.8))
    bunch = jaw.MOUTH_BUNCH * (ahead + np.sqrt(ahead**2 + 0.01)) / 2
    turn = -jaw.MOUTH_TURN * ahead
    return np.asarray(follow[:, None] * np.column_stack([shift, bunch, turn]))


def _rise(points: NDArray[np.float64], band: tuple[float, float]) -> NDArray[np.float64]:
    """Give (N, 1): 0 below the band of heights y, 1 above it."""
    return smoothstep((points[:, 1:2] - band[0]) / (band[1] - band[0]))


def _left_share(field: FaceField) -> NDArray[np.float64]:
    """Give (N, 1): 1 on the subject's left, the image's right; 0 on the other side; a half in the middle."""
    bridge, mouth = field.landmarks[168], field.landmarks[[78, 308]].mean(axis=0)
    middle = np.interp(field.points[:, 1], [mouth[1], bridge[1]], [mouth[0], bridge[0]])
    return smoothstep(0.5 + (field.points[:, 0] - middle) / SIDE_BAND)[:, None]


def _sides(name: str, left: NDArray[np.float64]) -> list[tuple[str, NDArray[np.float64]]]:
    if name in mouth.TWO_SIDED:
        return [(f"{name}Left", left), (f"{name}Right", 1 - left)]
    return [(name, np.ones_like(left))]
