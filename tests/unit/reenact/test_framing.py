"""Framing: every film shows the whole head."""

from __future__ import annotations

import pytest

from avatar.reenact.framing import frame_portrait


@pytest.mark.parametrize("size", [(128, 128), (720, 720), (1080, 1920), (1920, 1080), (640, 200), (200, 640)])
@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
def test_the_face_lies_inside(who, size, request):
    portrait = request.getfixturevalue(who)
    placed = frame_portrait(portrait, size).place(portrait.landmarks[:468])
    assert placed[:, 0].min() > 0
    assert placed[:, 1].min() > 0
    assert placed[:, 0].max() < size[0]
    assert placed[:, 1].max() < size[1]


def test_a_square_film_of_a_square_portrait_is_all_of_the_picture_but_what_a_sway_brings_in(xiaochen):
    framing = frame_portrait(xiaochen, (720, 720))
    height, width = xiaochen.image.shape[:2]
    assert 0 < framing.left < 0.02 * width
    assert 0 < width - 720 / framing.scale - framing.left < 0.02 * width
    assert 0 <= framing.top < 0.03 * height


def test_a_small_face_is_framed_closer(smiling):
    framing = frame_portrait(smiling, (400, 400))
    placed = framing.place(smiling.landmarks[:468])
    assert placed[:, 1].max() - placed[:, 1].min() > 0.3 * 400
