"""Faces are found and measured as MediaPipe does it, and followed through a film."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage.data import astronaut, coffee

from avatar.errors import InputError
from avatar.neural import FaceDetector, FaceMesh, FaceTracker

GOLDEN = Path(__file__).with_name("astronaut_by_mediapipe.npy")
EYES = [33, 133], [362, 263]


def iod(points):
    return np.hypot(*(points[EYES[0], :2].mean(0) - points[EYES[1], :2].mean(0)))


def shifted(picture, right, down):
    return cv2.warpAffine(picture, np.array([[1.0, 0, right], [0, 1.0, down]]), picture.shape[1::-1])


def test_landmarks_are_those_of_mediapipe():
    """`astronaut_by_mediapipe.npy` is what MediaPipe 0.10.21 measures in the whole picture: (478, 3), px."""
    golden, found = np.load(GOLDEN), FaceMesh().see(astronaut())
    away = np.hypot(*(found - golden)[:, :2].T) / iod(golden)
    assert away.mean() < 0.003
    assert away.max() < 0.01
    assert np.abs(found - golden)[:, 2].mean() / iod(golden) < 0.003


def test_both_detectors_see_the_face_and_its_eyes():
    golden = np.load(GOLDEN)
    for reach in ("near", "far"):
        (box,) = FaceDetector(reach).find(astronaut())
        assert box.score > 0.8
        assert box.x < golden[:, 0].min() + 0.3 * box.width
        assert np.hypot(*(box.points[0] - golden[EYES[0], :2].mean(0))) < 0.2 * iod(golden)
        assert np.hypot(*(box.points[1] - golden[EYES[1], :2].mean(0))) < 0.2 * iod(golden)


def test_the_far_detector_finds_small_faces_in_a_group():
    head = astronaut()[0:240, 100:340]
    group = np.full((600, 1400, 3), 90, np.uint8)
    for left in (80, 400, 720, 1040):
        group[150:390, left : left + 240] = head
    boxes = FaceDetector("far").find(group)
    middles = sorted(box.x + box.width / 2 for box in boxes)
    assert len(boxes) == 4
    assert np.diff(middles) == pytest.approx([320] * 3, abs=12)


def test_no_face_is_seen_where_there_is_none():
    assert FaceMesh().see(coffee()) is None
    assert FaceDetector("far").find(np.full((300, 300, 3), 128, np.uint8)) == []


def test_views_and_odd_shapes_are_pictures_too():
    picture = astronaut()
    wide = np.concatenate([picture, picture[:, :37]], axis=1)[:, :, :]
    assert FaceMesh().see(wide[::-1][::-1]) is not None
    assert FaceMesh().see(np.zeros((1, 900, 3), np.uint8)) is None


def test_a_damaged_picture_is_an_error_and_not_the_end():
    with pytest.raises(InputError, match="uint8 RGB"):
        FaceMesh().see(np.full((64, 64, 3), np.nan))


def test_a_tracker_follows_a_face_that_moves_leaves_and_returns():
    picture, tracker = astronaut(), FaceTracker()
    still = tracker.follow(picture)
    for step in range(1, 8):
        moved = tracker.follow(shifted(picture, 6 * step, 4 * step))
        away = moved[:, :2] - still[:, :2] - np.array([6 * step, 4 * step])
        assert np.hypot(*away.T).mean() / iod(still) < 0.02
    assert tracker.follow(np.zeros_like(picture)) is None
    assert np.hypot(*(tracker.follow(picture) - still)[:, :2].T).mean() / iod(still) < 0.02


def test_a_tracker_is_steadier_than_single_looks():
    """A box that is found anew falls a little differently in each picture, and the window with it."""
    rng, picture, tracker, mesh = np.random.default_rng(0), astronaut(), FaceTracker(), FaceMesh()
    noisy = [np.clip(picture + rng.normal(0, 6, picture.shape), 0, 255).astype(np.uint8) for _ in range(12)]
    followed = np.array([tracker.follow(each) for each in noisy])[2:, :, :2]
    single = np.array([mesh.see(each) for each in noisy])[2:, :, :2]
    assert followed.std(axis=0).mean() < single.std(axis=0).mean()
