"""Follow the head: where the skull is in each frame, from its own texture.

The face mesh gives a first guess; but its shape follows a prior, and on a face that nods by 8 degrees it reports 4 to
6. So points of texture on forehead, temples and nose are followed from a reference frame (Lucas and Kanade 1981), and a
rigid head with the mesh's depth is fitted to them under scaled orthographic projection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection import points

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNIT = 110.0
"""inter-ocular distance of the stabilised face, px"""
SIDE = 352
"""of the stabilised face, px"""
_EYES = (SIDE / 2, 130.0)
_LEAST_POINTS = 14
_TRUSTED = 1.2
"""px of the stabilised face by which a followed point may miss the rigid head before it counts less"""


@dataclass(frozen=True, slots=True)
class HeadFit:
    """Where the head is: x = scale * turn[:2] @ X + shift takes points of the stabilised reference to the picture."""

    turn: NDArray[np.float64]
    """(3, 3), rotation since the reference frame"""
    scale: float
    """px of the picture per px of the reference"""
    shift: NDArray[np.float64]
    """(2,), px"""
    is_followed: bool
    """from texture; False: from the mesh alone"""

    @property
    def angles(self) -> NDArray[np.float64]:
        """Pitch (chin down +), yaw (to the image's right +), roll (clockwise +), degrees."""
        turn = self.turn
        pitch, roll = np.arctan2(turn[2, 1], turn[2, 2]), np.arctan2(turn[1, 0], turn[0, 0])
        return np.degrees([pitch, np.arcsin(np.clip(turn[2, 0], -1, 1)), roll])

    def place(self, model: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take (..., 3) points of the stabilised reference to px of the picture, (..., 2)."""
        return np.asarray(self.scale * model @ self.turn[:2].T + self.shift)

    def plane(self, depth: float) -> NDArray[np.float64]:
        """Give the (2, 3) affine map from stabilised px at this depth to px of the picture."""
        linear = self.scale * self.turn[:2]
        return np.column_stack([linear[:, :2], linear[:, 2] * depth + self.shift])


class HeadFollower:
    """A reference frame, and the way from it to any other. Holds nothing that changes: threads may share it."""

    def __init__(self, picture: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> None:
        self.model = _stabilised(landmarks)
        """(478, 3), landmarks of the reference, stabilised px"""
        self.grey = warp(grey(picture), _similarity(self.model[:, :2], landmarks[:, :2].astype(np.float64)))
        """(SIDE, SIDE), the stabilised reference"""
        self._corners = _texture(self.grey, self.model)
        depths = _depths(self.model, self._corners)
        self._solid = np.column_stack([self._corners, depths])

    def follow(self, bright: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> tuple[HeadFit, NDArray[np.uint8]]:
        """Fit the head in a grey picture (H, W), and give with it the face, stabilised by the mesh alone."""
        import cv2

        there = landmarks[points.SKULL].astype(np.float64)
        model = self.model[points.SKULL]
        guess = _similarity(model[:, :2], there[:, :2])
        face = warp(bright, guess)
        if len(self._corners) >= _LEAST_POINTS:
            start = self._corners.astype(np.float32)[:, None]
            found, status, _ = cv2.calcOpticalFlowPyrLK(
                self.grey, face, start, start.copy(), winSize=(19, 19), maxLevel=2
            )
            seen = status[:, 0] == 1
            if seen.sum() >= _LEAST_POINTS:
                where = found[seen, 0].astype(np.float64) @ guess[:, :2].T + guess[:, 2]
                return _fit(self._solid[seen], where, is_followed=True), face
        return _fit(model, there[:, :2], is_followed=False), face


def grey(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give the brightness of a picture, (H, W)."""
    import cv2

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))


def warp(
    picture: NDArray[np.uint8], to_picture: NDArray[np.float64], size: tuple[int, int] = (SIDE, SIDE)
) -> NDArray[np.uint8]:
    """Fetch the pixels that a (2, 3) map from px of the result to px of the picture points at."""
    import cv2

    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(picture, to_picture, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def mean_shape(seen: NDArray[np.float32]) -> NDArray[np.float64]:
    """Average the depth of (T, 478, 3) landmarks over poses and noise: (478,), in inter-ocular distances."""
    shapes = [_stabilised(each)[:, 2] / UNIT for each in seen]
    return np.asarray(np.median(shapes, axis=0), np.float64)


def _stabilised(landmarks: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scale, turn and shift landmarks so that the eyes lie level and `UNIT` apart."""
    scale, turn = UNIT / float(points.inter_ocular(landmarks)), -float(points.eye_line(landmarks))
    eyes = landmarks[[*points.LEFT_EYE, *points.RIGHT_EYE]].mean(axis=0).astype(np.float64)
    centred = (landmarks - eyes) * scale
    cos, sin = np.cos(turn), np.sin(turn)
    flat = centred[:, :2] @ np.array([[cos, sin], [-sin, cos]]) + _EYES
    return np.column_stack([flat, centred[:, 2]])


def _similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit the (2, 3) map by turn, scale and shift from (n, 2) to (n, 2), least squares."""
    one, other = source - source.mean(axis=0), target - target.mean(axis=0)
    along = complex(
        one[:, 0] @ other[:, 0] + one[:, 1] @ other[:, 1], one[:, 0] @ other[:, 1] - one[:, 1] @ other[:, 0]
    )
    factor = along / float((one**2).sum())
    linear = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.column_stack([linear, target.mean(axis=0) - linear @ source.mean(axis=0)])


def _texture(face: NDArray[np.uint8], model: NDArray[np.float64]) -> NDArray[np.float64]:
    """Choose points (n, 2) of the stabilised reference that go with the skull and can be found again."""
    import cv2

    allowed = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(allowed, [np.rint(model[list(points.UPPER_FACE), :2]).astype(np.int32)], 255)
    for ring in (points.LEFT_EYE_RING, points.RIGHT_EYE_RING, points.LEFT_BROW, points.RIGHT_BROW):
        moving = cv2.convexHull(np.rint(model[list(ring), :2]).astype(np.int32))
        cv2.fillConvexPoly(allowed, moving, 0)
        cv2.polylines(allowed, [moving], isClosed=True, color=0, thickness=round(0.14 * UNIT))
    found = cv2.goodFeaturesToTrack(face, 160, 0.008, 0.05 * UNIT, mask=allowed)
    return np.zeros((0, 2)) if found is None else np.asarray(found[:, 0], np.float64)


def _depths(model: NDArray[np.float64], where: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read the mesh's depth at (n, 2) points: the mean of the nearest landmarks, weighted by nearness."""
    away = np.linalg.norm(where[:, None] - model[None, :468, :2], axis=2)
    near = np.argsort(away, axis=1)[:, :4]
    weight = 1 / (np.take_along_axis(away, near, axis=1) + 0.5)
    return np.asarray((model[near, 2] * weight).sum(axis=1) / weight.sum(axis=1))


def _fit(model: NDArray[np.float64], where: NDArray[np.float64], *, is_followed: bool) -> HeadFit:
    """Fit a rigid head (n, 3) to its picture (n, 2): Gauss and Newton, points that miss by much counting less."""
    weight = np.ones(len(model))
    turn, scale = np.eye(3), np.sqrt(((where - where.mean(0)) ** 2).sum() / ((model - model.mean(0))[:, :2] ** 2).sum())
    for _ in range(14):
        total = weight.sum()
        solid = model - weight @ model / total
        flat = where - weight @ where / total
        turned = solid @ turn.T
        miss = flat - scale * turned[:, :2]
        weight = 1 / np.maximum(np.linalg.norm(miss, axis=1) / (scale * _TRUSTED), 1.0)
        step = _step(turned, miss, scale, np.sqrt(weight))
        turn = _rotation(step[:3]) @ turn
        scale += step[3]
        if np.abs(step[:3]).max() < 1e-6:
            break
    shift = (weight @ where - scale * turn[:2] @ (weight @ model)) / weight.sum()
    return HeadFit(turn, float(scale), np.asarray(shift), is_followed)


def _step(
    turned: NDArray[np.float64], miss: NDArray[np.float64], scale: float, weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Solve for the small rotation (3,) and growth that take most of the miss away."""
    slope = np.zeros((len(turned), 2, 4))
    slope[:, 0, 1], slope[:, 0, 2], slope[:, 0, 3] = scale * turned[:, 2], -scale * turned[:, 1], turned[:, 0]
    slope[:, 1, 0], slope[:, 1, 2], slope[:, 1, 3] = -scale * turned[:, 2], scale * turned[:, 0], turned[:, 1]
    rows = (slope * weight[:, None, None]).reshape(-1, 4)
    return np.asarray(np.linalg.lstsq(rows, (miss * weight[:, None]).ravel(), rcond=None)[0])


def _rotation(axis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn about an axis by its length, rad (Rodrigues)."""
    angle = float(np.linalg.norm(axis))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = axis / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)
