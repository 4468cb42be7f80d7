"""Skin beside the mouth is stretched no further than skin is, and the lips move as they did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX
from avatar.portrait.mesh.seams import Seams
from avatar.portrait.mouth import sides
from avatar.portrait.rig.stretch import POSES, ease_corners
from avatar.portrait.store import PortraitStore
from avatar.settings import PortraitSettings
from tests.measure.corners import look, stretch

JAW, CLOSE = (ARKIT_INDEX[name] for name in ("jawOpen", "mouthClose"))
MOST = 1.6


@pytest.mark.parametrize("name", ["xiaochen", "xiaochen_green", "marco", "amara"])
def test_no_sound_stretches_the_corners_of_a_shipped_portrait(name):
    rig = PortraitStore().load_or_enroll(name, PortraitSettings()).rig
    found = {sound: stretch(rig, look(sound)) for sound in ("a", "ɛ", "ɔ", "i", "u", "m")}
    assert {sound: size for sound, size in found.items() if size > MOST} == {}


def test_nor_those_of_a_smile_that_was_closed(smiling):
    assert stretch(smiling.rig, look("a")) <= MOST
    assert stretch(smiling.rig, look("u")) <= MOST


def drawn_out(rig, further):
    """Give the jaw a narrow pull beside one corner, (1, V) added to the drop."""
    shapes = rig.shapes.copy()
    away = np.linalg.norm((rig.vertices + rig.neutral)[:, :2] - rig.vertices[rig.upper_lip[0], :2], axis=1) / rig.unit
    narrow = further * rig.unit * np.exp(-((away / 0.05) ** 2))
    narrow[rig.upper_lip] = narrow[rig.lower_lip] = 0
    shapes[JAW, :, 1] += narrow.astype(np.float32)
    return replace(rig, shapes=shapes)


@pytest.mark.slow
def test_skin_that_is_drawn_out_gives_way_and_the_lips_do_not(xiaochen):
    given = drawn_out(xiaochen.rig, 0.2)
    eased = ease_corners(given)
    assert stretch(given, look("a")) > MOST
    assert stretch(eased, look("a")) < MOST
    lips = np.concatenate([given.upper_lip, given.lower_lip])
    np.testing.assert_array_equal(eased.shapes[:, lips], given.shapes[:, lips])
    changed = np.flatnonzero((eased.shapes != given.shapes).any(axis=(1, 2)))
    assert set(changed) == {JAW, CLOSE} | {ARKIT_INDEX[shape] for shape, _, _ in POSES}


@pytest.mark.slow
def test_sealed_lips_over_an_open_jaw_leave_the_skin_where_it_was(xiaochen):
    given = drawn_out(xiaochen.rig, 0.2)
    eased = ease_corners(given)
    before, after = (rig.shapes[JAW] + rig.shapes[CLOSE] for rig in (given, eased))
    np.testing.assert_allclose(after, before, atol=1e-3)


def lip_mesh():
    """Lay five rows of seven vertices, cut along the third: rows 0 to 2 and, from corner to corner, 3 to 5."""
    x, y = np.meshgrid(np.arange(7.0), [-2.0, -1.0, 0.0, 0.0, 1.0, 2.0])
    face = np.column_stack([x.ravel(), y.ravel(), np.zeros(42)])
    number = np.arange(42).reshape(6, 7)
    number[3, [0, -1]] = number[2, [0, -1]]
    quads = [
        (number[row, column], number[row, column + 1], number[row + 1, column], number[row + 1, column + 1])
        for row in (0, 1, 3, 4)
        for column in range(6)
    ]
    triangles = np.array([three for a, b, c, d in quads for three in ((a, b, c), (b, d, c))], np.int32)
    none = np.zeros((2, 0), np.int32)
    return face, triangles, Seams(number[2].astype(np.int32), number[3].astype(np.int32), none, none, none[0])


def test_skin_across_the_lip_line_is_told_by_the_mesh_and_pushed_back():
    face, triangles, seams = lip_mesh()
    face[4 * 7 + 3, 1] = -0.05  # of the lower lip, above the line
    rows = sides.LipRows.of(triangles, seams)
    assert rows.lower[rows.vertices == 4 * 7 + 3].all()
    before = face.copy()
    sides.keep_beside(face, rows, seams, 10.0)
    assert face[4 * 7 + 3, 1] == pytest.approx(sides.APART * 10.0)
    before[4 * 7 + 3, 1] = face[4 * 7 + 3, 1]
    np.testing.assert_array_equal(face, before)
