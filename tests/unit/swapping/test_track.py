"""A face is followed without delay and without noise, and a video that shows more, or less, than one shot is told."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from avatar.errors import InputError
from avatar.inspection import points as named
from avatar.portrait.face.pose import canonical_face
from avatar.swapping import track
from avatar.swapping.key import choose_key
from avatar.swapping.track import follow, smoothed
from avatar.swapping.video import Video

FPS = Fraction(25)
UNIT = 90.0
"""px between the eyes"""


def turned(yaw):
    """Give the rotation of a head by a yaw, rad."""
    return np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])


def head(yaw=0.0, place=(320, 240, 0), gap=0.0, lids=1.0):
    """Give the landmarks of a face, px, with lips that are `gap` IOD apart, and lids that are open by a share."""
    shape = canonical_face().copy()
    lower_lip = [*named.INNER_LIPS[11:], 84, 17, 314, 181, 405]
    shape[lower_lip, 1] += gap - shape[named.LOWER_LIP, 1] + shape[named.UPPER_LIP, 1]
    for upper, lower in named.LID_PAIRS:
        shape[upper, 1] = shape[lower, 1] + lids * (shape[upper, 1] - shape[lower, 1])
    return (UNIT * shape @ turned(yaw).T + place).astype(np.float32)


def test_noise_goes_and_motion_comes_at_its_time():
    rng = np.random.default_rng(0)
    times = np.arange(75) / 25
    true = np.stack([head(0.15 * np.sin(3 * t), (320 + 12 * np.sin(4 * t), 240, 0)) for t in times])
    noisy = true + rng.normal(0, 0.35, true.shape).astype(np.float32)
    found = smoothed(noisy, FPS).points
    inside = slice(5, -5)
    apart = [np.linalg.norm((each - true)[inside, named.SKULL, :2], axis=2).mean() for each in (noisy, found)]
    assert apart[1] < 0.6 * apart[0]
    # Where it came late or early, it would fit its neighbours in time better than itself.
    errors = [np.abs(found[inside, 1, 0] - true[5 + late : 70 + late, 1, 0]).mean() for late in (-1, 0, 1)]
    assert errors[1] < min(errors[0], errors[2])


def test_a_blink_and_a_closure_stay_as_deep_as_they_are():
    lids = np.ones(40)
    lids[20:22] = 0.1
    gaps = np.full(40, 0.12)
    gaps[20:22] = 0.0
    found = smoothed(np.stack([head(gap=gap, lids=lid) for gap, lid in zip(gaps, lids, strict=True)]), FPS).points
    upper, lower = named.LID_PAIRS[0]
    opened = (found[:, lower, 1] - found[:, upper, 1]) / (found[5, lower, 1] - found[5, upper, 1])
    assert opened[20:22].max() < 0.35
    assert (found[20:22, named.LOWER_LIP, 1] - found[20:22, named.UPPER_LIP, 1]).max() < 0.03 * UNIT


def test_points_go_to_the_heads_own_axes_and_back():
    found = smoothed(np.stack([head(0.2)] * 6), FPS)
    assert np.isclose(np.degrees(found.yaw[3]), np.degrees(0.2), atol=0.5)
    there = found.straightened(found.points[3], 3)
    assert np.allclose(there, canonical_face(), atol=0.08)
    assert np.allclose(found.carried(there, 3), found.points[3], atol=1e-2)


def test_the_key_is_a_frame_at_rest_that_is_turned_as_the_photo():
    heads = [head(0.3), head(0.02, gap=0.2), head(0.02, lids=0.2), head(0.02), head(-0.2)]
    found = smoothed(np.stack([each for each in heads for _ in range(9)]), FPS)
    assert choose_key(found, 0.0) // 9 == 3
    assert choose_key(found, 0.35) // 9 == 0


class Eyes:
    """Stands in for what finds faces: gives what it is told to, in order."""

    rows: tuple = ()
    faces = 1

    def __init__(self, *_):
        self._rows = iter(Eyes.rows)

    def follow(self, _):
        return next(self._rows)

    def find(self, _):
        return [type("Box", (), {"width": 0.3, "height": 0.3})] * Eyes.faces


@pytest.fixture
def seen(monkeypatch):
    """Follow what is said to be seen in frames, with so many faces, and a hand before them or none."""

    def look(rows, faces=1, hand=0.0):
        Eyes.rows, Eyes.faces = tuple(rows), faces
        monkeypatch.setattr(track, "FaceTracker", Eyes)
        monkeypatch.setattr(track, "FaceDetector", Eyes)
        monkeypatch.setattr(track, "hands_over_face", lambda *_: hand)
        picture = np.zeros((8, 8, 3), np.uint8)
        return follow([picture] * len(rows), FPS, "walk.mov", lambda _: None)

    return look


def test_a_face_that_is_lost_for_a_moment_is_guessed_and_for_longer_told(seen):
    one, other = head(), head(place=(326, 240, 0))
    found = seen([one, None, None, other])
    assert np.allclose(found[1, 0], one[0] + (other[0] - one[0]) / 3, atol=0.01)
    with pytest.raises(InputError, match=r"from 0\.04 s to 0\.32 s"):
        seen([one, *[None] * 7, other])
    with pytest.raises(InputError, match="No face is seen"):
        seen([None] * 9)


def test_what_is_not_one_face_in_one_shot_is_told(seen):
    with pytest.raises(InputError, match=r"elsewhere at once at 0\.08 s"):
        seen([head(), head(), head(place=(420, 240, 0)), head(place=(420, 240, 0))])
    with pytest.raises(InputError, match="More than one face"):
        seen([head()] * 4, faces=2)
    with pytest.raises(InputError, match="A hand is held before the face"):
        seen([head()] * 4, hand=0.4)


class Film:
    """Stands in for a file, with pictures that are as bright as their number."""

    name = "walk.mov"

    def __init__(self, times, size=(64, 64)):
        self.times, self.size = times, size

    def pictures(self, _step, _side):
        for number, time in enumerate(self.times):
            yield time, np.full((*self.size, 3), number, np.uint8)


@pytest.mark.parametrize(
    ("times", "numbers"),
    [
        ([0, 0.04, 0.08, 0.12], [0, 1, 2, 3]),
        ([5, 5.04, 5.12, 5.16], [0, 1, 1, 2, 3]),  # one of them is missing, and its clock begins at 5
        ([0, 0.02, 0.04, 0.06, 0.08], [0, 2, 4]),  # twice as fast
    ],
)
def test_frames_come_at_an_even_pace(times, numbers):
    video = Video(Film(times), (64, 64), FPS)
    assert [int(each[0, 0, 0]) for each in video.frames()] == numbers
    with pytest.raises(InputError, match="change their size"):
        list(Video(Film(times), (96, 64), FPS).frames())
