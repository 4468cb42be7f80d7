"""Tight photos in films of another shape: the face fills the film, or the photo is shown as a picture of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.reenact.framing import Framing, frame_portrait
from avatar.reenact.mesh.canvas import Canvas
from avatar.reenact.mesh.inset import Inset


def cut_close(portrait, room):
    """Crop a portrait to its face and `room` IOD around it."""
    low, high = portrait.landmarks[:468, :2].min(axis=0), portrait.landmarks[:468, :2].max(axis=0)
    (left, top), (right, bottom) = (
        np.rint(low - room * portrait.iod).astype(int),
        np.rint(high + room * portrait.iod).astype(int),
    )
    area = np.s_[max(0, top) : bottom, max(0, left) : right]
    moved = portrait.landmarks - np.array([max(0, left), max(0, top), 0], np.float32)
    pictures = {name: getattr(portrait, name)[area] for name in ("image", "matte", "plate", "foreground")}
    return replace(portrait, landmarks=moved, **pictures)


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_a_tight_photo_is_an_inset_in_a_film_of_another_shape_and_the_face_is_whole(xiaochen, size):
    tight = cut_close(xiaochen, 0.15)
    framing = frame_portrait(tight, size)
    assert framing.is_inset
    inset = Inset.cut(tight.image, framing)
    x0, y0, x1, y1 = inset.box
    face = framing.place(tight.landmarks[:468])
    assert (face[:, 0].min() > x0, face[:, 1].min() > y0, face[:, 0].max() < x1, face[:, 1].max() < y1) == (True,) * 4


def test_a_photo_with_air_around_the_head_is_never_an_inset(xiaochen):
    assert not any(frame_portrait(xiaochen, size).is_inset for size in ((512, 512), (1080, 1920), (1920, 1080)))
    assert Canvas.cut(xiaochen, (320, 180)).inset is None


def test_around_an_inset_lies_a_darker_softer_copy():
    photo = np.random.default_rng(3).integers(100, 200, (90, 60, 3)).astype(np.uint8)
    framing = Framing(-50, 0, 2.0, 320, 180, is_inset=True)
    picture = np.full((180, 320, 3), 255, np.uint8)
    Inset.cut(photo, framing).lay(picture)
    assert (picture[:, 105:215] == 255).all()
    beside = picture[:, :90].astype(float)
    assert beside.mean() < 0.7 * photo.mean()
    assert beside.std() < 0.5 * photo.std()


def test_the_edge_of_an_inset_is_soft():
    framing = Framing(-50, 0, 10.0, 1600, 900, is_inset=True)
    inset = Inset.cut(np.full((90, 60, 3), 200, np.uint8), framing)
    across = inset.share[450, :, 0].astype(int)
    assert across[800] == 255
    assert across[450] == 0
    assert np.abs(np.diff(across)).max() < 80
