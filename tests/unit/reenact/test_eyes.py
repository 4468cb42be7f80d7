"""Lashes belong to the lid that carries them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from avatar.reenact.framing import frame_portrait
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.pose import Puppet
from tests.motions import motion

SIZE = (900, 900)
UNDER = 0.035
"""IOD below the upper lid's seam that are looked at: lashes and their shadow"""


def _under_lid(portrait, row):
    """Give the brightness just under the right eye's upper lid, (k, 40), in its middle third."""
    track = motion(row)
    picture = next(iter(MeshRenderer().render(portrait, track, SIZE))).image.astype(np.float32).mean(axis=2)
    framing = frame_portrait(portrait, SIZE)
    lid = framing.place(Puppet(portrait.rig).pose(track, 0).vertices[portrait.rig.upper_lids[0], :2])
    across = np.linspace(*np.percentile(lid[:, 0], (33, 67)), 40)
    down = np.arange(UNDER * portrait.rig.unit * framing.scale)[:, None]
    columns, rows = np.broadcast_arrays(across - 0.5, np.interp(across, lid[:, 0], lid[:, 1]) + down - 0.5)
    return cv2.remap(picture, columns.astype(np.float32), rows.astype(np.float32), cv2.INTER_LINEAR)


@pytest.mark.slow
@pytest.mark.parametrize("row", [{"eyeWide": 0.4}, {"eyeWide": 0.8}, {"eyeWide": 0.3, "gaze": (0.1, 0.0)}])
def test_lashes_go_along_with_a_raised_lid(xiaochen, row):
    """What lies under the lid's edge is the same wherever the lid is: no second row of lashes stays behind."""
    rest, raised = _under_lid(xiaochen, {}), _under_lid(xiaochen, row)
    assert rest.min() < 0.5 * rest.max()  # lashes show in the strip
    assert np.corrcoef(rest.mean(axis=1), raised.mean(axis=1))[0, 1] > 0.9
    assert np.abs(rest - raised).mean() < 8
