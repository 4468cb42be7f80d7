"""A person before a green or blue screen is keyed: by the screen's colour, whatever light and shadow lie on it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from avatar.portrait.pixels.key import find_screen, key_person
from avatar.portrait.pixels.layers import split_layers
from avatar.reenact.mesh.cutout import cut_out

SIDE = 640
SCREENS = {"green": (45, 165, 70), "blue": (35, 70, 180)}


def lit(colour, shape):
    """A wall of a colour, brighter at one place."""
    y, x = np.mgrid[: shape[0], : shape[1]] / max(shape)
    return np.asarray(colour) * (0.7 + 0.45 * np.exp(-((x - 0.3) ** 2 + (y - 0.2) ** 2) / 0.2))[..., None]


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((45, 165, 70), "green"),
        ((35, 70, 180), "blue"),
        ((200, 30, 20), None),
        ((150, 160, 150), None),
        ((120, 165, 230), None),
        ((0, 177, 64), "green"),
    ],
)
def test_a_screen_is_told_from_walls_and_skies_however_it_is_lit(colour, name):
    noise = np.random.default_rng(0).normal(0, 3, (200, 200, 3))
    pixels = np.clip(lit(colour, (200, 200)) + noise, 0, 255).astype(np.uint8)
    rough = np.zeros((200, 200), np.float32)
    rough[60:, 60:140] = 1
    pixels[60:, 60:140] = (180, 140, 120)
    found = find_screen(pixels, rough)
    assert (found.name if found else None) == name
    assert find_screen(pixels, np.ones_like(rough)) is None


def test_a_lawn_is_no_screen():
    rng = np.random.default_rng(1)
    blades = cv2.resize(rng.random((60, 60)), (240, 240))[..., None]
    lawn = (np.array((70, 120, 40)) * blades + np.array((110, 120, 60)) * (1 - blades)).astype(np.uint8)
    assert find_screen(lawn, np.zeros((240, 240), np.float32)) is None


@pytest.fixture(scope="module")
def person(xiaochen):
    """Colour, cover 0-1 and landmarks of somebody whose outline is known."""
    colour, cover = cut_out(xiaochen)
    scale = SIDE / max(cover.shape)
    share = cv2.resize(cover, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    seen = cv2.resize(colour * (cover[..., None] / np.float32(255)), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return seen / np.maximum(share, 1e-3)[..., None], share, (xiaochen.landmarks * scale).astype(np.float32)


def photo_of(person, screen):
    """Put them before a screen, with its light on their edge, their shadow on it, and noise."""
    colour, cover, _ = person
    shadow = cv2.GaussianBlur(np.roll(cover, (25, 45), (0, 1)), (0, 0), 18)
    wall = lit(SCREENS[screen], cover.shape) * (1 - 0.35 * shadow[..., None])
    deep = cv2.distanceTransform((cover > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    spill = 0.12 * np.exp(-deep / 12)[..., None] * np.array(SCREENS[screen])
    mixed = (colour + spill) * cover[..., None] + wall * (1 - cover[..., None])
    return np.clip(mixed + np.random.default_rng(2).normal(0, 1.5, mixed.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("screen", SCREENS)
def test_the_key_finds_the_hair_and_leaves_the_shadow(person, screen):
    _, cover, landmarks = person
    pixels = photo_of(person, screen)
    rough = np.clip(cv2.GaussianBlur(cover, (0, 0), 5), 0, 1)
    found = find_screen(pixels, rough)
    matte = key_person(pixels, rough, landmarks, found) / 255
    edge = cv2.dilate(((cover > 0.01) & (cover < 0.99)).astype(np.uint8), np.ones((9, 9))) > 0
    assert ((matte - cover)[edge] ** 2).mean() < 0.012
    clear = cv2.dilate((cover > 0).astype(np.uint8), np.ones((9, 9))) == 0
    assert (matte[clear] > 0.1).mean() < 0.005
    assert matte[cv2.erode((cover > 0.99).astype(np.uint8), np.ones((15, 15))) > 0].mean() > 0.995


@pytest.mark.parametrize("screen", SCREENS)
def test_layers_of_a_keyed_person_make_the_photo_again(person, screen):
    """And no shadow of the screen becomes a part of the person."""
    _, cover, landmarks = person
    pixels = photo_of(person, screen)
    rough = np.clip(cv2.GaussianBlur(cover, (0, 0), 5), 0, 1)
    key = key_person(pixels, rough, landmarks, find_screen(pixels, rough))
    matte, front, back = split_layers(pixels, key, landmarks, is_keyed=True)
    share = matte[..., None] / 255
    assert np.abs(share * front + (1 - share) * back - pixels).mean() < 1
    clear = cv2.dilate((cover > 0).astype(np.uint8), np.ones((25, 25))) == 0
    assert (matte[clear] > 25).mean() < 0.005
