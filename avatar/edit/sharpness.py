"""How sharp a face is beside the photo that it was laid on, without a model of what photos look like."""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.skin import hull
from avatar.portrait.mesh import topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.edit.faces import Face

_UNIT = 120
"""px between the eyes at which all faces are looked at: finer than that nobody sees in a clip"""
_INSIDE = 0.12
"""IOD inside the face's oval, where no edge of another picture counts"""


def sharpness_ratio(picture: NDArray[np.uint8], target: Face) -> float:
    """Compare the face in an edited picture (H, W, 3) with the target's own at the same place; 1 is as sharp.

    Each is the variance of the Laplacian of its lightness (Pech-Pacheco et al. 2000), here as a standard deviation.
    """
    face = hull(target.image.shape[:2], target.landmarks, topology.FACE_OVAL)
    return _spread(picture, face, target.iod) / max(_spread(target.image, face, target.iod), 1e-6)


def _spread(picture: NDArray[np.uint8], face: NDArray[np.uint8], iod: float) -> float:
    import cv2

    by = min(1.0, _UNIT / iod)
    grey, inside = (
        cv2.resize(each, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)
        for each in (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), face)
    )
    depth = cv2.distanceTransform((inside > 0).astype(np.uint8), cv2.DIST_L2, 5)
    edges = cv2.Laplacian(grey.astype(np.float32), cv2.CV_32F)
    return float(edges[depth > _INSIDE * iod * by].std())
