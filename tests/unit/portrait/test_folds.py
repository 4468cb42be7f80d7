"""No skin turns over, whatever the face does: in every shape alone, and in sounds under every mood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX, ARKIT_NAMES
from avatar.motion.blending import lay_over
from avatar.motion.moods import MOODS
from avatar.portrait.shapes.mend import areas, mend
from avatar.reenact.pose import Puppet
from tests.motions import motion
from tests.unit.portrait.test_shapes import VISEMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import MotionTrack, Rig

VISIBLE = 1e-4
"""Square IOD: a triangle of 2 by 2 px in a film of 1080 lines. A broad smile, once closed, is folded by up to 3 by 3 px
where its corners were: those it keeps."""


def _skin(rig: Rig) -> NDArray[np.int32]:
    """Leave out the strips under the seams, which are closed mouths and eyes."""
    strips = 2 * (len(rig.upper_lip) - 1) + 4 * (rig.upper_lids.shape[1] - 1)
    return np.concatenate([rig.triangles[: rig.surround], rig.triangles[rig.surround + strips :]])


def _folded(rig: Rig, track: MotionTrack, index: int) -> float:
    """Give the largest triangle that has turned over, square IOD."""
    skin = _skin(rig)
    turned = areas(Puppet(rig).pose(track, index).vertices, skin) * np.sign(areas(rig.vertices, skin))
    return float(max(0.0, -turned.min()) / rig.unit**2)


def _talking() -> tuple[list[str], MotionTrack]:
    """Hold each sound, with the smile of its own and with a full one, under each mood; and in a blink."""
    kinds = [(sound, mood, extra) for sound in VISEMES for mood in MOODS for extra in ("", "mouthSmile")]
    kinds += [(sound, "cheerful", "eyeBlink") for sound in VISEMES]
    track = motion(*({**VISEMES[sound], **({extra: 1.0} if extra else {})} for sound, _, extra in kinds))
    for index, (_, mood, _) in enumerate(kinds):
        held = np.repeat(track.weights[index : index + 1].astype(np.float64), 5, axis=0)
        lay_over(held, {name: np.full(5, weight) for name, weight in MOODS[mood].resting.items()}, 25.0)
        track.weights[index] = held[2]
    return [" ".join(kind) for kind in kinds], track


@pytest.mark.slow
@pytest.mark.parametrize(("who", "most"), [("xiaochen", VISIBLE), ("smiling", 2.5 * VISIBLE)])
def test_no_visible_triangle_turns_over_in_speech(who, most, request):
    rig = request.getfixturevalue(who).rig
    names, track = _talking()
    folded = {name: _folded(rig, track, index) for index, name in enumerate(names)}
    assert {name: area for name, area in folded.items() if area > most} == {}


@pytest.mark.slow
@pytest.mark.parametrize(("who", "most"), [("xiaochen", VISIBLE), ("smiling", 3 * VISIBLE)])
def test_no_shape_folds_the_skin_at_full_weight(who, most, request):
    rig = request.getfixturevalue(who).rig
    track = motion(*({name: 1.0} for name in ARKIT_NAMES))
    folded = {name: _folded(rig, track, ARKIT_INDEX[name]) for name in ARKIT_NAMES}
    assert {name: area for name, area in folded.items() if area > most} == {}


def test_mending_unfolds_and_leaves_seams_and_far_skin_alone():
    x, y = np.meshgrid(np.arange(12.0), np.arange(12.0))
    points = np.stack([x.ravel(), y.ravel(), np.zeros(144)], axis=1)
    corner = (np.arange(11)[:, None] * 12 + np.arange(11)).ravel()
    triangles = np.concatenate(
        [np.stack([corner, corner + 1, corner + 12], 1), np.stack([corner + 1, corner + 13, corner + 12], 1)]
    )
    given = np.zeros((144, 3))
    seam, stray = 5 * 12 + 5, 7 * 12 + 7
    given[seam, 0], given[stray, 0] = 0.5, 2.5
    assert (areas(points + given, triangles) <= 0).any()
    mended = mend(points, triangles.astype(np.int32), np.array([seam], np.int32), 10.0, given)
    assert (areas(points + mended, triangles) > 0).all()
    assert mended[seam, 0] == 0.5
    assert not mended[:24].any()
    assert not mended[-24:].any()
