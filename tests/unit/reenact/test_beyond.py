"""A person whom the photo's edge cuts goes on beyond it, and what it does not cut has nothing there."""

import numpy as np
import pytest

from avatar.reenact.mesh.beyond import continued

SIDE, ROOM = 200, 40
HAIR, SKIN = (60, 40, 20), (210, 160, 130)


def _person(top: int, wide: float = 60.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw a round head whose crown lies at row `top`, with a face of which 8 rows of hair are above."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    away = np.hypot(x - 100, y - top - wide)
    matte = (255 * np.clip(wide - away + 0.5, 0, 1)).astype(np.uint8)
    colour = np.where((y < max(top, 0) + 8)[..., None], HAIR, SKIN).astype(np.uint8)
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[:468, 0] = np.linspace(60, 140, 468)
    landmarks[:468, 1] = np.linspace(max(top, 0) + 8, top + 2 * wide - 5, 468)
    landmarks[[10, 151, 54, 284], :2] = (100, max(top, 0) + 8), (100, max(top, 0) + 30), (60, 20), (140, 20)
    return colour, matte, landmarks


def _around(colour: np.ndarray, matte: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    return continued(colour, matte, (-ROOM, -ROOM, SIDE + ROOM, SIDE + ROOM), landmarks, 60.0)


@pytest.mark.parametrize("top", [-2, -10, -25])
def test_a_cut_crown_closes_where_a_round_head_would(top):
    """It ends about as far above the edge as the circle does, and is as wide."""
    found = _around(*_person(top))
    rows = np.flatnonzero((found[:ROOM, :, 3] > 128).any(axis=1))
    assert len(rows)
    assert abs((ROOM - rows[0]) + top) <= max(2, -0.3 * top)
    wide = (found[ROOM - 1, :, 3] > 128).sum()
    assert wide == pytest.approx(2 * np.sqrt(60**2 - (60 + top) ** 2), abs=14)


@pytest.mark.parametrize("top", [1, 3, 12])
def test_nothing_comes_in_over_a_crown_that_the_photo_holds(top):
    """A mirrored crown would stand above the strip of background when the head sinks."""
    assert not _around(*_person(top))[:ROOM, :, 3].any()


def test_no_skin_is_mirrored_above_hair():
    """Of eight rows of hair those go on, not the forehead below them."""
    found = _around(*_person(-25))
    shown = found[:ROOM][found[:ROOM, :, 3] == 255][:, :3]
    assert len(shown)
    assert np.abs(shown.astype(int) - HAIR).max() < 30


def test_what_lies_in_the_photo_stays_as_it_is():
    """Colour times alpha, pixel for pixel."""
    colour, matte, landmarks = _person(-10)
    found = _around(colour, matte, landmarks)[ROOM:-ROOM, ROOM:-ROOM]
    assert np.array_equal(found[..., 3], matte)
    solid = matte == 255
    assert np.array_equal(found[..., :3][solid], colour[solid])


def test_shoulders_go_on_at_the_sides():
    """What a corner cuts keeps on along its own slope."""
    colour, matte, landmarks = _person(10)
    y, x = np.mgrid[:SIDE, :SIDE]
    matte = np.maximum(matte, np.where(y > 140 + 0.2 * np.abs(x - 100), 255, 0)).astype(np.uint8)
    landmarks[:468, 1] = np.linspace(18, 120, 468)
    found = _around(colour, matte, landmarks)[..., 3]
    first = [int((found[ROOM:, column] > 128).argmax()) for column in (ROOM, ROOM // 2, 5)]
    assert first[0] - 1 <= first[1] <= first[2]
    assert found[-1].min() == 255
