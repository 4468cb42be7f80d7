"""The matte follows the person, and the layers add up to the picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from avatar.portrait.face.locate import locate
from avatar.portrait.pixels.fill import push_pull
from avatar.portrait.pixels.layers import split_layers
from avatar.portrait.pixels.matte import refine_matte
from avatar.portrait.pixels.segment import segment_person


@pytest.fixture(scope="module")
def taken_apart(marco):
    """The picture's landmarks, matte, foreground and plate."""
    landmarks = locate(marco, Path("marco.png"), None).landmarks
    rough = segment_person(marco, landmarks)
    return landmarks, *split_layers(marco, refine_matte(marco, rough, landmarks), landmarks)


@pytest.mark.slow
def test_layers_add_up_to_the_picture(marco, taken_apart):
    """matte * foreground + (1 - matte) * plate differs from the photo by at most two grey levels."""
    _, matte, foreground, plate = taken_apart
    cover = matte[..., None] / 255
    assert np.abs(cover * foreground + (1 - cover) * plate - marco).max() <= 2
    assert np.array_equal(foreground[matte == 255], marco[matte == 255])
    assert np.array_equal(plate[matte == 0], marco[matte == 0])


def test_matte_holds_the_face_and_not_the_backdrop(taken_apart):
    """The face inside its outline is wholly person, the upper corners wholly background, and the edge is thin."""
    landmarks, matte, *_ = taken_apart
    middle = landmarks[:, :2].mean(0)
    x, y = np.rint(middle + 0.9 * (landmarks[:, :2] - middle)).astype(int).T
    assert np.all(matte[y, x] == 255)
    assert not matte[:60, :200].any()
    assert not matte[:60, -200:].any()
    assert np.mean((matte > 0) & (matte < 255)) < 0.06


def test_plate_has_no_trace_of_the_person(marco, taken_apart):
    """Where the head was, the plate is about as bright as the backdrop around it, and has its grain."""
    landmarks, _, _, plate = taken_apart
    x, y = landmarks[[10, 1, 152], :2].mean(0).astype(int)
    hole = plate[y - 40 : y + 40, x - 40 : x + 40].astype(float)
    backdrop = marco[y - 200 : y + 200, 20:120].astype(float)
    assert np.abs(hole.mean((0, 1)) - backdrop.mean((0, 1))).max() < 25

    def grain(area):
        return float((area - cv2.GaussianBlur(area, (0, 0), 2)).std())

    assert 0.5 * grain(backdrop) < grain(hole) < 2 * grain(backdrop)


@pytest.mark.slow
def test_a_known_cut_out_is_found_again(marco, taken_apart):
    """Put before another plain backdrop, the person is cut out alike: mean error in the soft band under 8 %."""
    landmarks, matte, foreground, _ = taken_apart
    cover = matte[..., None] / 255
    elsewhere = np.rint(cover * foreground + (1 - cover) * (60, 140, 90)).astype(np.uint8)
    again = refine_matte(elsewhere, segment_person(elsewhere, landmarks), landmarks)
    band = cv2.dilate(((matte > 0) & (matte < 255)).astype(np.uint8), np.ones((7, 7))) > 0
    assert np.abs(again.astype(float) - matte)[band].mean() / 255 < 0.08


@pytest.mark.slow
def test_only_the_chosen_person_is_cut_out(marco):
    """Beside another person, the matte stops between the two."""
    both = np.ascontiguousarray(np.hstack([marco[:, 150:-150], marco[:, 150:-150]]))
    located = locate(both, Path("both.png"), 1)
    rough = segment_person(both, located.landmarks, located.others)
    middle = both.shape[1] // 2
    assert rough[:, :middle].mean() > 0.3
    assert not rough[:, middle + 60 :].any()


def test_push_pull_keeps_what_is_known_and_fills_smoothly():
    """Known pixels stay, a constant is continued exactly, and nothing known gives grey."""
    picture = np.full((97, 61, 3), 77.0, np.float32)
    known = np.zeros((97, 61), np.float32)
    known[:20] = 1
    assert push_pull(picture, known) == pytest.approx(picture, abs=1e-2)
    picture[:20, :30] = 10
    assert np.array_equal(push_pull(picture, known)[:20], picture[:20])
    assert np.all(push_pull(picture, np.zeros_like(known)) == 128)


@pytest.mark.slow
def test_a_patterned_backdrop_goes_on_under_the_outline(marco, taken_apart):
    """A head that turns bares no smear: just under its outline the plate is as patterned as the backdrop."""
    landmarks, matte, foreground, _ = taken_apart
    checks = np.kron(np.indices((96, 96)).sum(0) % 2, np.ones((16, 16)))[: matte.shape[0], : matte.shape[1]]
    backdrop = np.repeat((60 + 120 * checks)[..., None], 3, axis=2)
    cover = matte[..., None] / 255
    picture = np.rint(cover * foreground + (1 - cover) * backdrop).astype(np.uint8)
    *_, plate = split_layers(picture, matte, landmarks)
    depth = cv2.distanceTransform((matte > 0).astype(np.uint8), cv2.DIST_L2, 5)
    top = int(landmarks[10, 1])
    band = (depth[:top] > 0.02 * np.ptp(landmarks[:, 1])) & (depth[:top] < 0.12 * np.ptp(landmarks[:, 1]))
    assert plate[:top][band].std() > 0.7 * backdrop.std()


@pytest.mark.slow
def test_what_the_matte_has_missed_is_no_ghost(marco, taken_apart):
    """An ear's rim that the matte left to the backdrop is not in the plate, and goes along with the person."""
    landmarks, matte, *_ = taken_apart
    y = round(float(landmarks[454, 1]))
    edge = int(np.flatnonzero(matte[y] > 127)[-1])
    bite = np.s_[y - 25 : y + 25, edge - 14 : edge + 40]
    missed = matte.copy()
    missed[bite] = 0
    seen, _, plate = split_layers(marco, missed, landmarks)
    wall = plate[y - 25 : y + 25, edge + 60 : edge + 90].mean((0, 1))
    rim = np.s_[y - 15 : y + 15, edge - 10 : edge - 2]
    assert np.abs(marco[rim].mean((0, 1)) - wall).max() > 40
    assert np.abs(plate[rim].mean((0, 1)) - wall).max() < 12
    assert seen[rim].min() > 0
