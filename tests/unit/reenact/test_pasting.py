"""What networks see of a portrait, and how their squares come back into a film."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from avatar.data import inter_ocular_distance
from avatar.neural import FaceMesh
from avatar.reenact.framing import Framing, frame_portrait
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.pasting import Paster, Transfer
from avatar.reenact.standard import StandardDriver, square_around
from tests.motions import OPEN, SEALED, motion

SIZE = (360, 360)
PHOTO = (1000, 1000)


@pytest.fixture(scope="module")
def square(xiaochen):
    return square_around(xiaochen, 256, factor=1.9, lift=0.05)


@pytest.fixture(scope="module")
def driver(xiaochen, square):
    return StandardDriver(xiaochen, square)


def test_the_square_holds_the_face_as_large_as_asked_for(xiaochen, square):
    places = square.place(xiaochen.landmarks[:468])
    assert (places[:, :2] > 0).all()
    assert (places[:, :2] < 256).all()
    assert max(np.ptp(places[:, 0]), np.ptp(places[:, 1])) == pytest.approx(256 / 1.9, abs=1)
    middle = (places[:, :2].min(axis=0) + places[:, :2].max(axis=0)) / 2
    assert middle == pytest.approx((128, 128 + 0.05 * 256), abs=2)


def test_at_rest_the_driver_is_the_photo(xiaochen, square, driver):
    side = round(256 / square.scale)
    photo = xiaochen.image[square.top : square.top + side, square.left : square.left + side]
    small = cv2.resize(photo, (256, 256), interpolation=cv2.INTER_AREA)
    assert np.abs(driver.rest().picture.astype(int) - small).mean() < 1.5


@pytest.mark.slow
@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
def test_networks_see_lips_that_seal_and_open(request, who):
    portrait = request.getfixturevalue(who)
    seen, track = StandardDriver(portrait, square_around(portrait, 256, factor=1.9)), motion(SEALED, OPEN)
    gaps = []
    for index in range(2):
        points = FaceMesh().see(seen.draw(track, index).picture)
        gaps.append(np.linalg.norm(points[13, :2] - points[14, :2]) / inter_ocular_distance(points.astype(np.float32)))
    assert gaps[0] < 0.03
    assert gaps[1] > 0.18


def test_what_the_film_shows_anyway_changes_nothing_when_it_is_pasted(xiaochen, square, driver):
    """Both are drawn from one photo: a square that lies half a pixel aside would show at every edge."""
    track = motion({"head": (0.05, 0.1, 0.05, 0.02, 0, 0)})
    frame = next(iter(MeshRenderer().render(xiaochen, track, SIZE))).image
    pasted = frame.copy()
    shown = driver.draw(track, 0)
    paster = Paster(square, frame_portrait(xiaochen, SIZE), Transfer.none(), xiaochen.image.shape[:2])
    paster.paste(pasted, shown.picture, shown.cover)
    soft = [cv2.GaussianBlur(each, (0, 0), 2.0).astype(float) for each in (pasted, frame)]
    off = [np.abs(np.roll(soft[0], by, axis=1) - soft[1])[60:-60, 60:-60].mean() for by in (-1, 0, 1)]
    assert off[1] < 0.35 * min(off[0], off[2])
    assert np.abs(soft[0] - soft[1]).mean() < 0.6


@pytest.mark.parametrize("pixels", [64, 256, 512])
@pytest.mark.parametrize("scale", [0.31, 0.5, 1.3])
def test_a_place_of_the_square_comes_to_the_same_place_of_the_film(pixels, scale):
    """A spot of light that lies at a place of the portrait is found there again, to a tenth of a pixel."""
    square = Framing(203, 187, 256 / 400, 256, 256)
    film = Framing(111, 95, scale, round(620 * scale), round(620 * scale))
    place = np.array([431.3, 377.8])
    grid = (np.arange(pixels) + 0.5) * 400 / pixels
    away = (grid[None] + 203 - place[0]) ** 2 + (grid[:, None] + 187 - place[1]) ** 2
    light = np.repeat((255 * np.exp(-away / (2 * 14**2)))[..., None], 3, axis=2).astype(np.uint8)
    frame = np.zeros((film.height, film.width, 3), np.uint8)
    Paster(square, film, Transfer.none(), PHOTO).paste(frame, light, np.full((256, 256), 255, np.uint8))
    weight = frame[..., 0].astype(float)
    rows, columns = np.indices(weight.shape)
    found = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum() + 0.5
    assert found == pytest.approx((place - (film.left, film.top)) * scale, abs=0.1)


def test_nothing_outside_of_the_person_or_the_square_changes():
    square, film = Framing(100, 100, 0.5, 64, 64), Framing(0, 0, 1.0, 300, 300)
    cover = np.zeros((64, 64), np.uint8)
    cover[:, :32] = 255
    frame = np.full((300, 300, 4), 100, np.uint8)
    Paster(square, film, Transfer.none(), PHOTO).paste(frame, np.full((64, 64, 3), 250, np.uint8), cover)
    changed = (frame[..., :3] != 100).any(axis=2)
    assert changed[164, 140]
    assert frame[164, 140, 0] == 250
    assert not changed[:, 166:].any()
    assert not changed[:100].any()
    assert not changed[:, :100].any()
    assert (frame[..., 3] == 100).all()


def test_an_edge_of_the_photo_that_the_film_shows_stays():
    square = Framing(0, 0, 1.0, 200, 200)
    film = Framing(-50, -50, 1.0, 300, 300)
    shown = []
    for inset in (True, False):
        frame = np.zeros((300, 300, 3), np.uint8)
        paster = Paster(square, replace(film, is_inset=inset), Transfer.none(), (150, 200))
        paster.paste(frame, np.full((200, 200, 3), 250, np.uint8), np.full((200, 200), 255, np.uint8))
        shown.append(frame)
    assert not shown[0][200:].any()
    assert shown[1][210, 150].all()


def test_a_square_beside_the_film_is_not_seen():
    frame = np.zeros((100, 100, 3), np.uint8)
    paster = Paster(Framing(500, 500, 1.0, 64, 64), Framing(0, 0, 1.0, 100, 100), Transfer.none(), PHOTO)
    paster.paste(frame, np.full((64, 64, 3), 255, np.uint8), np.full((64, 64), 255, np.uint8))
    assert not frame.any()


def test_colours_are_matched_by_one_line_per_channel():
    rng = np.random.default_rng(1)
    meant = rng.integers(40, 200, (64, 64, 3)).astype(np.uint8)
    cover = np.zeros((64, 64), np.uint8)
    cover[8:-8, 8:-8] = 255
    drawn = np.clip((meant.astype(float) - (4, -6, 10)) / (0.9, 1.1, 1.2), 0, 255).astype(np.uint8)
    drawn[cover == 0] = 255  # whatever is there does not count
    transfer = Transfer.between(drawn, meant, cover)
    inside = cover == 255
    assert np.abs(transfer.apply(drawn)[inside] - meant[inside]).mean() < 1


def test_what_is_no_picture_of_the_face_does_not_run_away():
    flat = np.full((64, 64, 3), 7, np.uint8)
    meant = np.random.default_rng(1).integers(0, 255, (64, 64, 3)).astype(np.uint8)
    everywhere = np.full((64, 64), 255, np.uint8)
    assert (Transfer.between(flat, meant, everywhere).gain <= 1.4).all()
    assert (Transfer.between(flat, meant, np.zeros_like(everywhere)).gain == 1).all()
