"""The right face is found and measured, or a sentence says why there is none."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage.data import astronaut, chelsea, coffee

from avatar.data import inter_ocular_distance
from avatar.errors import PortraitError
from avatar.portrait.face import detect
from avatar.portrait.face.locate import NobodyError, locate, refuse_unsuitable, remeasure
from avatar.portrait.face.people import MeshFinding
from avatar.portrait.face.pose import canonical_face, measure_expression, measure_pose

PATH = Path("photo.png")


def turned(pixels: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """Turn a picture counter-clockwise about its middle; also give the (2, 3) map of its points."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(pixels, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), matrix


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [-40, 15, 55])
def test_landmarks_follow_a_turned_picture(marco, degrees):
    """The same face is measured at the same places however the head is tilted."""
    picture, matrix = turned(marco, degrees)
    upright = locate(marco, PATH, None).landmarks
    expected = upright[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    found = locate(picture, PATH, None).landmarks[:, :2]
    away = np.linalg.norm(found - expected, axis=1) / inter_ocular_distance(upright)
    assert away.mean() < 0.015
    roll = measure_pose(locate(picture, PATH, None).landmarks).roll - measure_pose(upright).roll
    assert np.degrees(roll) == pytest.approx(-degrees, abs=2)


def test_a_face_that_is_not_found_again_is_refused_and_not_guessed(marco):
    """Landmarks are measured in the pixels that are taken apart, or there is no portrait."""
    located = locate(marco, PATH, None)
    half = cv2.resize(marco, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    again = remeasure(half, located, 0.5, "marco")
    away = np.linalg.norm(again[:, :2] - located.landmarks[:, :2] / 2, axis=1) / inter_ocular_distance(again)
    assert away.mean() < 0.015
    with pytest.raises(PortraitError, match="The face of 'marco' is found in the photo, but not"):
        remeasure(np.full_like(half, 127), located, 0.5, "marco")


def test_mirror_turns_yaw_and_roll_round(marco):
    """A mirrored photo has the opposite yaw and roll and the same pitch."""
    picture, _ = turned(marco, 10)
    pose = measure_pose(locate(picture, PATH, None).landmarks)
    mirrored = measure_pose(locate(np.ascontiguousarray(picture[:, ::-1]), PATH, None).landmarks)
    for one, other in ((pose.yaw, -mirrored.yaw), (pose.roll, -mirrored.roll), (pose.pitch, mirrored.pitch)):
        assert np.degrees(one) == pytest.approx(np.degrees(other), abs=2)


@pytest.mark.parametrize(("pitch", "yaw", "roll"), [(10, 20, 5), (-15, -25, 40), (0, 30, -10)])
def test_pose_of_a_turned_model_is_read_back(pitch, yaw, roll):
    """Pitch lowers the chin, yaw turns to the image's right, roll is clockwise, in degrees as applied."""
    p, y, r = np.radians([pitch, -yaw, roll])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    pose = measure_pose(100 * canonical_face() @ (about_z @ about_y @ about_x).T + 500)
    assert np.degrees([pose.pitch, pose.yaw, pose.roll]) == pytest.approx([pitch, yaw, roll], abs=0.1)


def test_nose_moves_to_the_right_with_positive_yaw():
    """The sign of yaw is the one that motion uses: the nose tip goes to the image's right."""
    face = canonical_face()
    angle = np.radians(20)
    turn = np.array([[np.cos(angle), 0, -np.sin(angle)], [0, 1, 0], [np.sin(angle), 0, np.cos(angle)]])
    moved = face @ turn.T
    assert moved[1, 0] > face[1, 0]
    assert measure_pose(moved).yaw == pytest.approx(angle, abs=0.01)


def test_expression_tells_a_smile_from_rest(marco):
    """The astronaut smiles with parted lips, marco does neither."""
    smiling = measure_expression(locate(astronaut(), PATH, None).landmarks)
    resting = measure_expression(locate(marco, PATH, None).landmarks)
    assert smiling.smile > 0.7
    assert resting.smile < 0.3
    assert smiling.lip_gap > 0.1
    assert resting.lip_gap < 0.02
    assert smiling.mouth_width > resting.mouth_width


@pytest.mark.slow
def test_several_faces_need_a_choice():
    """Two people: the error counts them, and `face` chooses from the left."""
    photo = astronaut()
    both = np.ascontiguousarray(np.hstack([photo, photo[:, ::-1]]))
    with pytest.raises(PortraitError, match=r"shows 2 faces.*--face N"):
        locate(both, PATH, None)
    left, right = (locate(both, PATH, face) for face in (1, 2))
    assert left.landmarks[:, 0].max() < 512 < right.landmarks[:, 0].min()
    assert len(left.others) == len(right.others) == 1
    for face in (0, 3):
        with pytest.raises(PortraitError, match=f"Face {face} was asked for"):
            locate(both, PATH, face)


def test_a_bystander_in_the_background_does_not_count():
    """A face far behind needs no choice."""
    photo = astronaut()
    scene = cv2.resize(photo, (1400, 1400))
    scene[1000:1300, 1000:1300] = cv2.resize(photo[40:240, 130:330], (300, 300))[:, :, :]
    small = cv2.resize(photo[40:240, 130:330], (110, 110), interpolation=cv2.INTER_AREA)
    scene[1000:1300, 1000:1300] = 200
    scene[1050:1160, 1050:1160] = small
    assert locate(scene, PATH, None).landmarks[:, 0].mean() < 800


def test_close_ups_are_found(marco):
    """A face that fills the whole picture is found too."""
    assert locate(np.ascontiguousarray(marco[280:740, 330:700]), PATH, None).height > 400


@pytest.mark.slow
@pytest.mark.parametrize(
    "pixels", [chelsea(), coffee(), np.full((300, 300, 3), 128, np.uint8)], ids=["cat", "cup", "grey"]
)
def test_animals_and_things_are_refused(pixels):
    """A cat, a cup and an empty picture are nobody's face."""
    with pytest.raises(PortraitError, match=r"No person's face was found in 'photo\.png'"):
        locate(pixels, PATH, None)


@pytest.mark.parametrize(
    ("turns", "way"), [(1, "a quarter to the right"), (2, "upside down"), (3, "a quarter to the left")]
)
def test_pictures_that_lie_on_their_side_are_refused_with_the_cure(marco, turns, way):
    """Sideways and upside-down pictures: the sentence says which way to turn them, or how far they are tilted."""
    photo = np.ascontiguousarray(np.rot90(marco, turns))
    with pytest.raises(PortraitError, match=f"{way}|is tilted by [89][0-9] degrees"):
        refuse_unsuitable(locate(photo, PATH, None), photo.shape, PATH)


def test_small_faces_are_refused_with_their_size(marco):
    """Under 64 px the sentence says how tall the face is."""
    small = cv2.resize(marco, (120, 120), interpolation=cv2.INTER_AREA)
    with pytest.raises(PortraitError, match=r"only \d\d px tall and at least 64 px"):
        refuse_unsuitable(locate(small, PATH, None), small.shape, PATH)


def test_cut_off_faces_are_refused(marco):
    """Without a mouth there is nothing to move."""
    top = np.ascontiguousarray(marco[200:600])
    with pytest.raises(PortraitError, match="cut off by the edge"):
        refuse_unsuitable(locate(top, PATH, None), top.shape, PATH)


@pytest.mark.parametrize(("axis", "word"), [(0, "down|up"), (1, "sideways")])
def test_heads_turned_beyond_35_degrees_are_refused(marco, axis, word):
    """The limit holds for pitch and yaw, and just inside it a face is accepted."""
    from dataclasses import replace

    located = locate(marco, PATH, None)
    for degrees in (30, 45):
        angle = np.radians(degrees)
        cos, sin = np.cos(angle), np.sin(angle)
        turn = np.array(
            [[1, 0, 0], [0, cos, -sin], [0, sin, cos]] if axis == 0 else [[cos, 0, -sin], [0, 1, 0], [sin, 0, cos]]
        )
        moved = (150 * canonical_face() @ turn.T + 500).astype(np.float32)
        away = replace(located, landmarks=moved)
        if degrees < 35:
            refuse_unsuitable(away, marco.shape, PATH)
            continue
        with pytest.raises(PortraitError, match=f"turned ({word}) by {degrees} degrees"):
            refuse_unsuitable(away, marco.shape, PATH)


def test_nothing_is_printed(marco, capfd):
    """The networks write nothing to the process's streams, and leave its descriptors alone."""
    locate(marco, PATH, None)
    assert capfd.readouterr() == ("", "")


def test_a_picture_without_a_face_is_searched_with_bounded_work(monkeypatch):
    """Looks are counted, upright and turned, of as large a picture as is searched: most are for small faces."""
    looks = []
    monkeypatch.setattr(detect, "_detect", lambda *_: looks.append(1) or [])
    empty = np.zeros((3_000, 3_000, 3), np.uint8)
    with pytest.raises(NobodyError, match="No person's face was found"):
        locate(empty, PATH, None)
    assert len(looks) < 900


def test_small_faces_in_a_large_picture_are_found():
    """Wherever they lie between the tiles, of which many overlap less."""
    scene = np.full((1_400, 1_400, 3), 90, np.uint8)
    face, places = (
        cv2.resize(astronaut()[20:230, 120:330], (42, 42), interpolation=cv2.INTER_AREA),
        {(130, 990), (717, 488)},
    )
    for top, left in places:
        scene[top : top + 42, left : left + 42] = face
    middles = [seen.box.centre for seen in MeshFinding().people(scene)]
    assert len(middles) == 2
    for top, left in places:
        assert min(np.hypot(x - left - 21, y - top - 21) for x, y in middles) < 12
