"""Most of the flow is coarse, only the person's places are drawn, and no picture shows either."""

import cv2
import numpy as np
import pytest

from avatar.reenact.mesh.flow import BAND
from avatar.reenact.mesh.scene import Scene
from tests.motions import OPEN, motion


@pytest.mark.slow
@pytest.mark.parametrize("size", [(512, 512), (1080, 1080)])
def test_the_coarse_flow_gives_the_picture_of_an_exact_one(xiaochen, size):
    scene = Scene(xiaochen, size)
    moved = motion(
        {},
        OPEN | {"mouthStretch": 0.5, "eyeBlink": 0.5, "head": [0.1, -0.12, 0.05, 0.1, 0.02, 0.0]},
        {"mouthSmile": 0.8, "mouthPucker": 0.4, "eyeBlink": 1.0, "head": [-0.08, 0.13, -0.1, -0.15, 0.0, 0.0]},
    )
    sparing = [scene.draw(moved, index) for index in range(3)]
    assert len(scene._net.exact) < 0.7 * len(scene._net.face)
    scene._net.exact = np.concatenate([scene._net.around, scene._net.face])
    for index, picture in enumerate(sparing):
        apart = cv2.absdiff(scene.draw(moved, index), picture).max(axis=2)
        assert (apart > 12).mean() < 5e-5
        assert apart.mean() < 0.05


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
    # With bands as wide as the window, the same pictures come out: nothing of the person lies outside the bands.
    x0, y0, x1, y1 = scene.window
    wide = [(x0, y, x1, min(y + BAND, y1)) for y in range(y0, y1, BAND)]
    scene.bands = lambda _places: wide
    # A level's difference is that of sums which are rounded in another order.
    for index, picture in enumerate(sparing):
        assert cv2.absdiff(scene.draw(moved, index), picture).max() <= 1


def _drawn(scene, moved, index):
    places = scene.canvas.framing.place(scene._puppet.pose(moved, index).vertices[:, :2])
    return sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in scene.bands(places)) / 512**2
