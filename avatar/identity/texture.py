"""A face as a texture that no pose changes: the photo under our own mesh, pulled onto the mean face's front view.

It needs no package, and tells less than an embedding does: what is compared are brows, nose, wrinkles, beard and the
shadows round the eyes, pixel by pixel. Lids and lips are left out, because they move, and so is the light: what is
smooth is taken away, and the rest is made equally strong everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.portrait.face.pose import canonical_face
from avatar.portrait.mesh.topology import face_surface

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 96
"""px of the texture"""
_WIDTH = 2.1
"""IOD that it covers"""
_FINE, _LIGHT = 1.0, 7.0
"""px of the texture: what is finer is noise, what is smoother is light"""
_MOUTH, _EYES = (
    (61, 291, 0, 17, 37, 267, 84, 314, 146, 375),
    ((33, 133, 159, 145, 160, 158, 144, 153), (362, 263, 386, 374, 385, 387, 380, 373)),
)
_ROOM = 5
"""px round lids and lips that are left out with them"""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where each px of the texture lies on the mesh."""

    vertices: NDArray[np.intp]
    """(SIDE, SIDE, 3), the corners of its triangle"""
    shares: NDArray[np.float32]
    """(SIDE, SIDE, 3), how near it is to each"""
    seen: NDArray[np.bool_]
    """(SIDE, SIDE), the face, without lids and lips"""


@dataclass(frozen=True, slots=True)
class TextureEmbedder:
    """The texture itself as numbers: the cosine of two is their correlation."""

    name: str = "texture-1"
    floor: float = 0.88

    def embed(self, picture: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Give one number per px that is compared."""
        return levelled(pulled(picture, landmarks))[layout().seen]


def pulled(picture: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Pull a face with (478, 2 or 3) landmarks, px, of an (H, W, 3) RGB picture onto the front view, as luma."""
    import cv2

    points = np.asarray(landmarks[:, :2], np.float32)
    scale = SIDE / _WIDTH / max(1.0, float(np.linalg.norm(points[[33, 133]].mean(0) - points[[362, 263]].mean(0))))
    low = np.maximum(np.floor(points.min(axis=0)).astype(int) - 4, 0)
    high = np.ceil(points.max(axis=0)).astype(int) + 5
    part = picture[low[1] : max(high[1], 1), low[0] : max(high[0], 1)]
    if 0 in part.shape:
        return np.zeros((SIDE, SIDE), np.float32)
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    points = points - low
    if scale < 1:
        size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
        shrink = np.array([size[0] / grey.shape[1], size[1] / grey.shape[0]], np.float32)
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        points = (points + 0.5) * shrink - 0.5
    where = np.einsum("yxk,yxkd->yxd", layout().shares, points[layout().vertices]).astype(np.float32)
    return np.asarray(cv2.remap(grey, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def levelled(texture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Take the light away: what is smooth, and how strong contrasts are here and there. The mean of the rest is 0."""
    import cv2

    seen = layout().seen.astype(np.float32)

    def smooth(values: NDArray[np.float32], width: float) -> NDArray[np.float32]:
        blurred = cv2.GaussianBlur(values * seen, (0, 0), width) / np.maximum(
            cv2.GaussianBlur(seen, (0, 0), width), 1e-3
        )
        return np.asarray(blurred, np.float32)

    detail = smooth(texture, _FINE) - smooth(texture, _LIGHT)
    even = detail / (np.sqrt(smooth(detail**2, 2 * _LIGHT)) + 1.0)
    return np.asarray(even - even[layout().seen].mean(), np.float32)


@cache
def layout() -> _Layout:
    """Lay the mean face out, seen from the front."""
    import cv2

    triangles = face_surface().triangles.astype(np.intp)
    face = canonical_face()[:468, :2]
    place = ((face - (face.min(axis=0) + face.max(axis=0)) / 2) / _WIDTH + 0.5) * (SIDE - 1)
    owner = np.full((SIDE, SIDE), -1, np.int32)
    depth = canonical_face()[:468, 2][triangles].mean(axis=1)
    for number in np.argsort(-depth):  # what lies in front is drawn last
        cv2.fillConvexPoly(owner, np.rint(place[triangles[number]] * 16).astype(np.int32), int(number), shift=4)
    down, across = np.mgrid[:SIDE, :SIDE]
    corners = triangles[np.maximum(owner, 0)]
    one, two, three = (place[corners[..., k]] for k in range(3))
    here = np.stack([across, down], axis=-1)
    area = _area(one, two, three)
    safe = np.where(np.abs(area) < 1e-6, 1.0, area)
    shares = (
        np.stack([_area(here, two, three), _area(one, here, three), _area(one, two, here)], axis=-1) / safe[..., None]
    )
    hidden = np.zeros((SIDE, SIDE), np.uint8)
    for part in (_MOUTH, *_EYES):
        cv2.fillConvexPoly(hidden, cv2.convexHull(np.rint(place[list(part)]).astype(np.int32)), 1)
    hidden = cv2.dilate(hidden, np.ones((2 * _ROOM + 1, 2 * _ROOM + 1), np.uint8))
    inside = cv2.erode((owner >= 0).astype(np.uint8), np.ones((5, 5), np.uint8), borderValue=0)
    return _Layout(corners, np.clip(shares, 0, 1).astype(np.float32), (inside > 0) & (hidden == 0))


def _area(one: NDArray[np.float64], two: NDArray[np.float64], three: NDArray[np.float64]) -> NDArray[np.float64]:
    across, along = two - one, three - one
    return np.asarray(across[..., 0] * along[..., 1] - across[..., 1] * along[..., 0], np.float64)
