"""From two portraits to a picture of the one with the face of the other: the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit import skin as bare
from avatar.edit.blend import blend
from avatar.edit.light import relit, tinted, whitened
from avatar.edit.shape import Meshes, lay, outline, ringed
from avatar.edit.warp import way_back
from avatar.portrait.mesh import topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.edit.faces import Face
    from avatar.edit.settings import FaceSettings

_MARGIN = 0.9
"""IOD around the mesh that is looked at"""
_EDGE = 0.10
"""IOD over which the mask fades inside the mesh"""


@dataclass(frozen=True, slots=True)
class Swapped:
    """A picture with another face."""

    picture: NDArray[np.uint8]
    """(H, W, 3) RGB, on the target's grid"""
    mask: NDArray[np.float32]
    """(H, W), 0-1, where it is the source's; elsewhere the target's pixels are untouched"""


@dataclass(frozen=True, slots=True)
class Laid:
    """The source's face as it lies on the target's, in a window of the target's picture."""

    place: tuple[slice, slice]
    """rows and columns of the window"""
    meshes: Meshes
    """the target's half in px of the window"""
    below: NDArray[np.float32]
    """(h, w, 3), what the target shows there"""
    lit: NDArray[np.float32]
    """(h, w, 3), the source's face in the target's light; nothing that counts where the mask is 0"""
    mask: NDArray[np.float32]
    """(h, w), 0-1, where it is to be seen"""


def swap(source: Face, target: Face, settings: FaceSettings) -> Swapped:
    """Draw the target with the source's face."""
    return mixed(target, laid(source, target, settings))


def laid(source: Face, target: Face, settings: FaceSettings) -> Laid:
    """Lay the source's face on the target's, with a share of its own shape, in the target's light."""
    meshes = lay(source, target, settings.keep)
    iod = target.iod
    place = _window(meshes, target, iod)
    rows, columns = place
    meshes = _shifted(meshes, (columns.start, rows.start))
    below = np.asarray(target.image[rows, columns], np.float32)
    field, covered = way_back(meshes, below.shape[:2], iod)
    above = _remapped(source, field, target)
    own = target.landmarks[:, :2] - (columns.start, rows.start)
    likely = bare.likelihood(_lab(below), own, iod), bare.likelihood(_lab(above), meshes.target, iod)
    look = _Look(meshes, own, below, above, covered, iod, likely)
    lit = look.lit(settings.skin)
    if settings.strength < 1:
        own_face = _in_shape(target, meshes, below.shape[:2], (columns.start, rows.start))
        lit = own_face + settings.strength * (lit - own_face)
    return Laid(place, meshes, below, lit, look.mask())


def mixed(target: Face, face: Laid) -> Swapped:
    """Blend a face that was laid on the target's into its picture."""
    drawn = np.clip(np.rint(blend(face.lit, face.below, face.mask)), 0, 255).astype(np.uint8)
    reach = _reach(face.mask)
    picture, whole = target.image.copy(), np.zeros(target.image.shape[:2], np.float32)
    picture[face.place] = np.where(reach[..., None], drawn, target.image[face.place])
    whole[face.place] = face.mask
    return Swapped(picture, whole)


@dataclass(frozen=True, slots=True)
class _Look:
    """Both faces on one grid."""

    meshes: Meshes
    own: NDArray[np.float32]
    """(478, 2), the target's landmarks"""
    below: NDArray[np.float32]
    above: NDArray[np.float32]
    covered: NDArray[np.bool_]
    iod: float
    likely: tuple[NDArray[np.float32], NDArray[np.float32]]
    """(H, W) each, 0-1, where the target is bare skin, and the source as it is laid"""

    def common_skin(self) -> NDArray[np.float32]:
        size = self.covered.shape
        featured = bare.features(size, self.own, self.iod) | bare.features(size, self.meshes.target, self.iod)
        one, other = self.likely
        inside = _depth(self.covered) > 0.03 * self.iod
        return np.asarray(one * other * (~featured & inside), np.float32)

    def lit(self, matched: float) -> NDArray[np.float32]:
        """Give the source's face in the target's light, its skin's colour `matched` to the target's by a share, 0-1."""
        depth = np.clip((_depth(self.covered) / self.iod - _SEAM[0]) / (_SEAM[1] - _SEAM[0]), 0, 1)
        skin = self.common_skin()
        lit = relit(self.above, self.below, skin, self.iod, np.asarray(depth, np.float32))
        if matched < 1:
            lit = tinted(lit, self.above, skin, 1 - matched)
        size = self.covered.shape
        eyes = [bare.eyes(size, points) for points in (self.meshes.target, self.own)]
        white = bare.openings(size, self.meshes.target, self.iod)[..., None]
        whites = whitened(self.above, self.below, (eyes[0], eyes[1]))
        return np.asarray(lit + white * (whites - lit), np.float32)

    def mask(self) -> NDArray[np.float32]:
        """Say where the source's face is to be seen."""
        import cv2

        one, other = self.likely
        inner = bare.hull(self.covered.shape, self.meshes.target, _INNER)
        for points in (self.own, self.meshes.target):
            inner |= bare.brow_hulls(self.covered.shape, points, _ABOVE_BROWS * self.iod)
        inner_soft = cv2.GaussianBlur(inner.astype(np.float32), (0, 0), 0.03 * self.iod)
        forehead = self.covered & (inner == 0)
        if not forehead.any() or float(other[forehead].mean()) < _BARE:
            other = np.zeros_like(other)  # hair hangs over the source's forehead: the target's own is shown
        free = _opened(np.minimum(one, other), self.iod)
        free = np.maximum(free, inner_soft)
        depth = _depth(self.covered) / self.iod
        found = _faded(depth, _EDGE) * free
        held = np.minimum(found, _faded(depth, _TEMPLE_EDGE) * _opened(self.likely[1], self.iod))
        return np.asarray(found + self.temples() * (held - found), np.float32)

    def temples(self) -> NDArray[np.float32]:
        """Mark both temples, (H, W), 0-1: there the source's sideburns and shade end softly in the target's own."""
        import cv2

        size, points = self.covered.shape, self.meshes.target
        found = np.maximum(*(bare.hull(size, points, part) for part in _TEMPLES)).astype(np.float32)
        for brows in (self.own, points):
            found *= bare.brow_hulls(size, brows, _ABOVE_BROWS * self.iod) == 0
        return np.asarray(cv2.GaussianBlur(found, (0, 0), 0.02 * self.iod), np.float32)


_INNER = (21, 70, 63, 105, 66, 107, 9, 336, 296, 334, 293, 300, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378,
          400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162)  # fmt: skip
"""the face from the brows down, which is always the source's"""
_TEMPLES = ((21, 162, 127, 234, 227, 34, 143, 156, 71), (251, 389, 356, 454, 447, 264, 372, 383, 301))
"""polygons between the outline and what is beside eyes and brows"""
_TEMPLE_EDGE = 0.28
"""IOD over which the mask fades there"""
_BARE = 0.8
"""share of the source's forehead that must be skin, or it is left away"""
_ABOVE_BROWS = 0.07
"""IOD around both faces' brows that is always the source's: no brow is seen twice"""
_SEAM = (0.12, 0.35)
"""IOD inside the mesh from which on the face's own shade counts, and wholly"""


def _faded(depth: NDArray[np.float32], over: float) -> NDArray[np.float32]:
    edge = np.clip(depth / over, 0, 1)
    return np.asarray(edge * edge * (3 - 2 * edge), np.float32)


def _opened(free: NDArray[np.float32], iod: float) -> NDArray[np.float32]:
    import cv2

    side = max(3, round(0.05 * iod) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    sure = cv2.morphologyEx((free > 0.5).astype(np.uint8), cv2.MORPH_OPEN, kernel)
    sure = cv2.erode(sure, kernel)
    return np.asarray(cv2.GaussianBlur(sure.astype(np.float32), (0, 0), 0.02 * iod), np.float32)


def _reach(mask: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Mark where a blend has changed anything: the pyramid's widest step around the mask."""
    import cv2

    from avatar.edit.blend import LEVELS

    side = 2 ** (LEVELS + 2) + 1
    return np.asarray(cv2.dilate((mask > 0).astype(np.uint8), np.ones((side, side), np.uint8)) > 0)


def _in_shape(target: Face, meshes: Meshes, size: tuple[int, int], origin: tuple[int, int]) -> NDArray[np.float32]:
    """Give the window with the target's own face in the shape that the source's is laid in, (h, w, 3)."""
    own = ringed(np.asarray(target.landmarks[: topology.POINTS], np.float64), target.iod)
    back = Meshes(np.asarray(own[:, :2], np.float32), meshes.target, meshes.depth, meshes.triangles)
    field, covered = way_back(back, size, target.iod)
    rows, columns = slice(origin[1], origin[1] + size[0]), slice(origin[0], origin[0] + size[1])
    below = np.asarray(target.image[rows, columns], np.float32)
    return np.where(covered[..., None], _remapped(target, field, target), below)


def _remapped(source: Face, field: NDArray[np.float32], target: Face) -> NDArray[np.float32]:
    """Read the source where the field says, averaged down first where it is much larger."""
    import cv2

    picture, scale = source.image, min(1.0, 1.25 * target.iod / source.iod)
    if scale < 1:
        size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        field = (field + 0.5) * np.float32(size[0] / source.image.shape[1]) - np.float32(0.5)
    found = cv2.remap(picture, field[..., 0], field[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)


def _window(meshes: Meshes, target: Face, iod: float) -> tuple[slice, slice]:
    ring = outline(meshes.target)
    low, high = ring.min(axis=0) - _MARGIN * iod, ring.max(axis=0) + _MARGIN * iod
    height, width = target.image.shape[:2]
    left, top = max(0, int(low[0])), max(0, int(low[1]))
    return slice(top, min(height, int(high[1]) + 1)), slice(left, min(width, int(high[0]) + 1))


def _shifted(meshes: Meshes, origin: tuple[int, int]) -> Meshes:
    moved = np.asarray(meshes.target - np.array(origin, np.float32), np.float32)
    return Meshes(meshes.source, moved, meshes.depth, meshes.triangles)


def _depth(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _lab(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.cvtColor(np.clip(picture / 255, 0, 1), cv2.COLOR_RGB2Lab), np.float32)
