"""A lid that comes down takes the light of the skin around it: no hole where the eye was."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.portrait.face.pose import canonical_face
from avatar.portrait.mesh.topology import LEFT_LID_LOWER, LEFT_LID_UPPER, RIGHT_LID_LOWER, RIGHT_LID_UPPER
from avatar.portrait.rig.lid_light import MOST, lid_light
from avatar.portrait.rig.lids import BROWS

UNIT = 120.0
FACE = canonical_face()[:468] * UNIT + (200.0, 150.0, 0.0)
UPPERS, LOWERS = (
    np.array(pair, np.int32) for pair in ((LEFT_LID_UPPER, RIGHT_LID_UPPER), (LEFT_LID_LOWER, RIGHT_LID_LOWER))
)


def _photo(skin, hollow):
    """Draw skin, and the hollow of the eyes above their margins in another brightness."""
    image = np.full((330, 420, 3), skin, np.uint8)
    for upper, brow in zip(UPPERS, BROWS, strict=True):
        (x0, y1), (x1, _) = FACE[upper, :2].min(axis=0), FACE[upper, :2].max(axis=0)
        y0 = FACE[list(brow), 1].max()
        image[int(y0) : int(y1 + 0.2 * UNIT), int(x0) - 20 : int(x1) + 20] = hollow
    return image


def _lights(skin, hollow):
    return lid_light(_photo(skin, hollow), FACE, UPPERS, LOWERS, UNIT)


@pytest.mark.parametrize("skin", [220, 140, 60])
def test_a_shaded_lid_becomes_lighter_and_no_lighter_than_the_skin_under_the_eye(skin):
    for light in _lights(skin, skin * 2 // 3):
        assert light.max() > 0.1
        assert light.max() <= MOST
        assert (2 / 3 * (1 + light)).max() < 1


@pytest.mark.parametrize(("skin", "hollow"), [(150, 150), (140, 200)])
def test_a_lid_that_has_its_light_keeps_it(skin, hollow):
    assert max(light.max() for light in _lights(skin, hollow)) < 0.02


def test_nothing_else_of_the_face_takes_any():
    for light, brow, lower in zip(_lights(180, 110), BROWS, LOWERS, strict=True):
        assert light[list(brow)].max() < 0.02
        assert light[lower[1:-1]].max() == 0
        assert light[[4, 13, 152, 10]].max() == 0  # nose, lips, chin, forehead


def test_both_eyes_are_lit_alike():
    left, right = _lights(180, 110)
    assert right.max() == pytest.approx(left.max(), rel=0.15)
    assert left[UPPERS[1]].max() == right[UPPERS[0]].max() == 0


def test_black_tells_nothing():
    for light in _lights(0, 0):
        assert light.max() == 0
