"""What stands before a face for a while is told, with its time; light and what the face does are no such thing."""

from __future__ import annotations

from fractions import Fraction

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from avatar.errors import InputError
from avatar.runtime.folders import shipped
from avatar.swapping.before import runs
from avatar.swapping.track import follow

FPS = Fraction(5)


@pytest.fixture(scope="module")
def film():
    """Film a shipped photo, 320 px, that moves a little, with a camera's noise."""
    with Image.open(shipped("portraits") / "amara" / "portrait.jpg") as file:
        photo = np.asarray(ImageOps.fit(file.convert("RGB"), (320, 320), Image.Resampling.LANCZOS))
    dice = np.random.default_rng(5)
    moved = [np.roll(photo, 2 * number, axis=1) for number in range(9)]
    return [np.clip(each + dice.normal(0, 2, each.shape), 0, 255).astype(np.uint8) for each in moved]


def followed(pictures):
    return follow(pictures, FPS, "talk.mp4", lambda _: None)


def with_microphone(pictures, which):
    """Draw one before the chin and the corner of the mouth."""
    points = followed(pictures)
    made = []
    for number, (picture, face) in enumerate(zip(pictures, points, strict=True)):
        shown = picture.copy()
        if number in which:
            unit = float(np.linalg.norm(face[33, :2] - face[263, :2]))
            x, y = (int(each) for each in face[17, :2] + (0.2 * unit, 0.1 * unit))
            cv2.line(shown, (x, y), (x + 20, 320), (40, 40, 44), int(0.2 * unit))
            cv2.ellipse(shown, (x, y), (int(0.22 * unit), int(0.3 * unit)), 0, 0, 360, (70, 72, 76), -1)
        made.append(shown)
    return made


def test_a_microphone_before_the_chin_is_told_with_its_time(film):
    with pytest.raises(InputError, match=r"stands before the face in 'talk\.mp4' from 0\.6 s to 1\.0 s"):
        followed(with_microphone(film, {3, 4, 5}))


def test_one_look_alone_is_no_reason(film):
    assert len(followed(with_microphone(film, {4}))) == len(film)


def test_light_that_changes_is_nothing_before_a_face(film):
    lamps = np.linspace(0.6, 1.1, len(film))
    lit = [np.clip(each * lamp, 0, 255).astype(np.uint8) for each, lamp in zip(film, lamps, strict=True)]
    assert len(followed(lit)) == len(film)


def test_runs_are_of_two_looks_at_least():
    assert runs([False, True, False, True, True, False, True, True, True]) == [(3, 4), (6, 8)]
    assert runs([]) == []
