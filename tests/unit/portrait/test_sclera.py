"""The seam of the lids goes round all of the eye's white, and lets skin of any colour be."""

import cv2
import numpy as np
import pytest

from avatar.portrait.face.pose import canonical_face
from avatar.portrait.mesh.topology import LEFT_LID_LOWER, LEFT_LID_UPPER
from avatar.portrait.rig.sclera import take_in_white

UNIT = 120.0
FACE = canonical_face()[:468] * UNIT + (200.0, 150.0, 0.0)
UPPER, LOWER = (np.array(ring, np.int32) for ring in (LEFT_LID_UPPER, LEFT_LID_LOWER))


def _photo(skin: tuple[int, int, int], further: float) -> np.ndarray:
    """Draw an eye whose white reaches `further` px below the lower margin."""
    image = np.full((300, 400, 3), skin, np.uint8)
    lower = FACE[LOWER, :2] + np.sin(np.linspace(0, np.pi, len(LOWER)))[:, None] * (0, further)
    outline = np.concatenate([FACE[UPPER, :2], lower[::-1]])
    cv2.fillPoly(image, [np.rint(outline * 16).astype(np.int32)], (200, 196, 196), cv2.LINE_AA, shift=4)
    return image


@pytest.mark.parametrize("skin", [(220, 170, 140), (150, 100, 75), (95, 60, 45)])
def test_white_that_lies_outside_is_taken_in(skin):
    """The margin comes down over it, and no further than a lash's width beyond."""
    points = FACE.copy()
    take_in_white(_photo(skin, 4.0), points, UPPER, LOWER, UNIT)
    down = (points - FACE)[LOWER, 1]
    middle = slice(len(LOWER) // 3, -(len(LOWER) // 3))
    assert (down[middle] > 2.5).all()
    assert down.max() < 6
    np.testing.assert_array_equal(points[UPPER], FACE[UPPER])


@pytest.mark.parametrize("skin", [(220, 170, 140), (95, 60, 45), (205, 203, 203)])
def test_a_seam_that_fits_stays(skin):
    """Skin as grey as the white tells nothing, so that nothing is done there."""
    points = FACE.copy()
    take_in_white(_photo(skin, 0.0), points, UPPER, LOWER, UNIT)
    assert np.abs(points - FACE).max() < 0.02 * UNIT
