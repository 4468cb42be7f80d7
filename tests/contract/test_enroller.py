"""What every enroller promises, on a frontal, a smiling and a cut-out photo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from avatar.errors import PortraitError
from avatar.portrait import PhotoEnroller
from avatar.settings import NO_DETAIL, PortraitSettings

if TYPE_CHECKING:
    from avatar.data import Portrait

pytestmark = pytest.mark.slow

ENROLLERS = [PhotoEnroller]


@pytest.fixture(scope="module")
def cut_out(tmp_path_factory, xiaochen) -> Portrait:
    """A small PNG whose background has been made transparent."""
    path = tmp_path_factory.mktemp("photo") / "cut.png"
    cover = Image.fromarray(xiaochen.matte).resize((640, 640))
    photo = Image.fromarray(xiaochen.foreground).resize((640, 640)).convert("RGBA")
    photo.putalpha(cover)
    photo.save(path)
    return PhotoEnroller(PortraitSettings(upscale=NO_DETAIL)).enroll(path, "cut")


@pytest.fixture(params=["xiaochen", "smiling", "cut_out"])
def portrait(request) -> Portrait:
    """Each of the portraits."""
    return request.getfixturevalue(request.param)


def test_layers_share_the_grid_and_add_up(portrait):
    """matte * foreground + (1 - matte) * plate is the picture within two grey levels.

    Only around an open mouth does the foreground differ: slivers of the interior are painted off the lips.
    """
    cover = portrait.matte[..., None] / np.float32(255)
    together = cover * portrait.foreground + (1 - cover) * portrait.plate
    differs = np.argwhere(np.abs(together - portrait.image).max(axis=2) > 2)[:, ::-1]
    lips = portrait.rig.vertices[np.concatenate([portrait.rig.upper_lip, portrait.rig.lower_lip]), :2]
    away = np.linalg.norm(differs[:, None] - lips[None], axis=2).min(axis=1) if len(differs) else np.zeros(0)
    assert len(differs) == 0 or portrait.rig.is_open
    assert (away < 0.12 * portrait.rig.unit).all()


def test_landmarks_lie_on_the_person(portrait):
    """The middle of the face is in the picture and wholly person; the eyes are an eye distance apart."""
    x, y = np.rint(portrait.landmarks[[1, 33, 263, 13, 14], :2]).astype(int).T
    assert np.all(portrait.matte[y, x] == 255)
    assert 25 < portrait.iod < portrait.image.shape[1] / 2


def test_background_is_background(portrait):
    """The upper corners do not belong to the person."""
    assert portrait.matte[0, 0] == 0
    assert portrait.matte[0, -1] == 0


def test_plain_numbers(portrait):
    """Pose and expression are finite and within what is accepted."""
    assert max(abs(portrait.pose.pitch), abs(portrait.pose.yaw)) <= np.radians(35)
    assert 0 <= portrait.expression.smile <= 1
    assert len(portrait.content_hash) == 64


def test_cut_out_keeps_its_own_edge(cut_out, xiaochen):
    """A file's own transparency is the matte."""
    given = np.asarray(Image.fromarray(xiaochen.matte).resize((640, 640)))
    assert np.abs(cut_out.matte.astype(int) - given).mean() < 0.5


@pytest.mark.parametrize("enroller", ENROLLERS)
def test_steps_are_told_in_order(enroller, tmp_path, xiaochen):
    """Progress begins at 0, never goes back, and ends complete."""
    path = tmp_path / "photo.png"
    Image.fromarray(xiaochen.image).resize((600, 600)).save(path)
    told: list[tuple[str, int, int]] = []
    enroller(PortraitSettings(upscale=NO_DETAIL), lambda *step: told.append(step)).enroll(path, "x")
    done = [count for _, count, _ in told]
    assert done == sorted(done)
    assert done[0] == 0
    assert told[-1][1] == told[-1][2]


@pytest.mark.parametrize("enroller", ENROLLERS)
def test_refusals_name_the_file(enroller, tmp_path):
    """No face, no picture, no file: a `PortraitError` with the file's name and exit code 2."""
    Image.new("RGB", (300, 300), (90, 120, 150)).save(tmp_path / "empty.png")
    (tmp_path / "text.png").write_text("text")
    for name in ("empty.png", "text.png", "none.png"):
        with pytest.raises(PortraitError, match=name) as refusal:
            enroller(PortraitSettings()).enroll(Path(tmp_path, name), "x")
        assert refusal.value.exit_code == 2
