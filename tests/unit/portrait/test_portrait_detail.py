"""Small faces get pixels, large ones lose what no film shows."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage.data import astronaut

from avatar.portrait.face.landmark import face_height
from avatar.portrait.face.locate import locate
from avatar.portrait.pixels.detail import add_detail, choose_scale


@pytest.mark.parametrize(
    ("shape", "iod", "detail", "scale"),
    [
        ((512, 512, 3), 43, True, 4),
        ((512, 512, 3), 43, False, 1),
        ((900, 900, 3), 43, True, 3),
        ((800, 800, 3), 90, True, 2),
        ((1536, 1536, 3), 220, True, 1),
        ((3000, 3000, 3), 900, True, 0.5),
        ((6000, 6000, 3), 300, True, 0.5),
        ((4000, 2000, 3), 50, True, 1),
    ],
)
def test_scale_is_what_a_film_needs(shape, iod, detail, scale):
    """Small faces are enlarged, huge pictures reduced, all others left alone."""
    assert choose_scale(shape, iod, detail) == pytest.approx(scale)


@pytest.mark.slow
def test_detail_is_added_without_changing_the_picture():
    """The head becomes sharper than plain enlargement, while colours stay and the rest is plain."""
    photo = cv2.resize(astronaut()[20:260, 110:340], None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    landmarks = locate(photo, Path("photo.png"), None).landmarks
    tiles: list[tuple[int, int]] = []
    large = add_detail(photo, landmarks, 4, lambda number, count: tiles.append((number, count)))
    assert large.shape == (4 * photo.shape[0], 4 * photo.shape[1], 3)
    assert tiles == [(number, len(tiles)) for number in range(1, len(tiles) + 1)]
    back = cv2.resize(large, (photo.shape[1], photo.shape[0]), interpolation=cv2.INTER_AREA)
    assert np.abs(back.astype(float) - photo).mean() < 6
    plain = cv2.resize(photo, None, fx=4, fy=4, interpolation=cv2.INTER_LANCZOS4)
    half, (x, y) = int(2 * face_height(landmarks)), (4 * landmarks[:, :2].mean(0)).astype(int)
    face = np.s_[max(0, y - half) : y + half, max(0, x - half) : x + half]
    made, given = (cv2.Laplacian(cv2.GaussianBlur(p[face], (0, 0), 1), cv2.CV_32F).std() for p in (large, plain))
    assert made > 1.2 * given


@pytest.mark.slow
def test_each_part_of_the_work_is_told():
    """Whoever waits hears at once how much there is, and then of each part, also where the face is large."""
    photo = astronaut()[20:260, 110:340]
    landmarks = locate(photo, Path("photo.png"), None).landmarks
    told: list[tuple[int, int]] = []
    with pytest.raises(KeyboardInterrupt):
        add_detail(photo, landmarks, 2, lambda number, count: (told.append((number, count)), _stop_at(3, number)))
    assert [number for number, _ in told] == [1, 2, 3]
    assert len({count for _, count in told}) == 1
    assert told[0][1] > 10


def _stop_at(last, number):
    if number == last:
        raise KeyboardInterrupt
