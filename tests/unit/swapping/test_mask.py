"""The face that is laid on all frames is made once, as strongly and with as much of its own colour as is wanted."""

from fractions import Fraction

import numpy as np
import pytest

from avatar.edit.settings import FaceSettings
from avatar.swapping.key import key_face
from avatar.swapping.mask import make_mask
from avatar.swapping.track import smoothed


@pytest.fixture(scope="module")
def made(xiaochen, enrolled):
    """Give colours and weight of the mask of xiaochen's face on amara's, by settings."""
    amara = enrolled("amara")
    step = max(1, round(amara.iod / 100))
    picture = np.ascontiguousarray(amara.image[::step, ::step])
    track = smoothed(np.stack([(amara.landmarks / step).astype(np.float32)] * 3), Fraction(25))
    target = key_face(picture, track, 1, "talk.mp4")

    def mask(**shares):
        found = make_mask(xiaochen, target, track, 1, FaceSettings(**shares)).picture
        return found[..., :3].astype(np.float64), found[..., 3] > 200

    return mask


@pytest.mark.slow
def test_a_weaker_face_lies_between_both(made):
    (whole, seen), (half, _), (none, _) = (made(strength=share) for share in (1.0, 0.5, 0.0))
    assert np.abs(half - (whole + none) / 2)[seen].max() < 2
    assert np.abs(whole - none)[seen].mean() > 4


@pytest.mark.slow
def test_skin_of_its_own_colour_is_as_light_as_the_bodys(made):
    (matched, seen), (own, _) = made(), made(skin=0.0)
    change = (own - matched)[seen]
    assert np.abs(change.mean(axis=0)).max() > 1
    # Linear luminance is the light's, which it takes on always.
    luma = [((each[seen] / 255) ** 2.2 @ (0.2126, 0.7152, 0.0722)).mean() for each in (matched, own)]
    assert abs(luma[1] / luma[0] - 1) < 0.05
