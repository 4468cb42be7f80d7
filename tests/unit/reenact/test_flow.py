"""The coarse flow leaves out what the fine flow covers, and no pixel shows it."""

import numpy as np

from avatar.reenact.mesh.scene import Scene
from tests.motions import OPEN, motion


def test_triangles_that_are_left_out_change_no_picture(xiaochen):
    scene = Scene(xiaochen, (512, 512))
    moved = motion(
        {},
        OPEN | {"mouthStretch": 0.5, "eyeBlink": 0.5, "head": [0.1, -0.12, 0.05, 0.1, 0.02, 0.0]},
        {"mouthSmile": 0.8, "mouthPucker": 0.4, "eyeBlink": 1.0, "head": [-0.08, 0.13, -0.1, -0.15, 0.0, 0.0]},
    )
    sparing = [scene.draw(moved, index) for index in range(3)]
    (flow,) = scene._flows
    assert len(flow._gentle) < 0.7 * len(xiaochen.rig.triangles)
    flow._gentle = np.ascontiguousarray(xiaochen.rig.triangles)
    for index, picture in enumerate(sparing):
        assert np.array_equal(scene.draw(moved, index), picture)


def test_beside_the_person_lies_the_plate(xiaochen):
    scene = Scene(xiaochen, (512, 512))
    moved = motion(
        {},
        OPEN | {"head": [0.03, 0.03, -0.03, 0.02, 0.0, 0.0]},
        OPEN | {"head": [-0.08, 0.08, 0.06, 0.1, -0.05, 0.0], "breath": 1.0},
        OPEN | {"head": [0.13, -0.13, 0.13, 0.25, 0.15, 0.0], "breath": 1.0},
    )
    sparing = [scene.draw(moved, index) for index in range(4)]
    shares = [_drawn(scene, moved, index) for index in range(4)]
    assert 0.3 < min(shares) < max(shares) < 0.7
    # With the whole window for a band, the same pictures come out: nothing of the person lies outside the bands.
    scene.bands = lambda _places: [scene._window]
    for index, picture in enumerate(sparing):
        assert np.array_equal(scene.draw(moved, index), picture)


def _drawn(scene, moved, index):
    places = scene._canvas.framing.place(scene._puppet.pose(moved, index).vertices[:, :2])
    return sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in scene.bands(places)) / 512**2
