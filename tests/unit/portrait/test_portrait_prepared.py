"""Portraits that travel taken apart: small, the same in every film, and never of another photo or version."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import PortraitError
from avatar.portrait import prepared, store
from avatar.portrait.cards import read_card, write_card
from avatar.portrait.entries import prepared_key
from avatar.portrait.read import read_photo
from avatar.portrait.store import PortraitStore
from avatar.reenact.mesh import MeshRenderer
from avatar.runtime import archive
from avatar.runtime.folders import shipped
from avatar.settings import NO_DETAIL, PortraitSettings
from tests.motions import OPEN, SEALED, motion

pytestmark = pytest.mark.slow

SETTINGS = PortraitSettings()
SHIPPED = sorted(path.parent.name for path in shipped("portraits").glob("*/card.toml"))


@pytest.fixture(scope="module")
def photo():
    return read_photo(shipped("portraits") / "xiaochen" / "portrait.jpg")


@pytest.fixture(scope="module")
def packed(xiaochen, photo) -> bytes:
    return prepared.pack(xiaochen, photo, "key")


@pytest.fixture
def ours(tmp_path, monkeypatch, packed, photo, xiaochen):
    """A folder of shipped portraits in which xiaochen comes prepared, and an empty store."""
    folder = tmp_path / "shipped"
    shutil.copytree(shipped("portraits") / "xiaochen", folder / "xiaochen")
    monkeypatch.setattr(store, "shipped", lambda _kind: folder)
    portraits = PortraitStore(tmp_path / "home")
    card = portraits.show("xiaochen")
    content = prepared.pack(xiaochen, photo, prepared_key(portraits.entry_of(card.sha256, SETTINGS, None)))
    (folder / "xiaochen" / "ready.npz").write_bytes(content)
    write_card(replace(card, prepared="ready.npz", prepared_sha256=hashlib.sha256(content).hexdigest()))
    return portraits


def test_it_is_small(packed):
    """What is shipped with each portrait is less than 2.5 MB."""
    assert len(packed) < 2.5e6


def test_layers_come_back_bit_by_bit(xiaochen, photo, packed):
    """All but the background far behind the person."""
    read = prepared.unpack(packed, photo, "key")
    for name in ("image", "matte", "foreground", "landmarks"):
        assert np.array_equal(getattr(read, name), getattr(xiaochen, name))
    assert (read.pose, read.expression, read.scale) == (xiaochen.pose, xiaochen.expression, xiaochen.scale)
    for field in fields(xiaochen.rig):
        assert np.array_equal(getattr(read.rig, field.name), getattr(xiaochen.rig, field.name)), field.name
    seen = xiaochen.matte < 255
    assert np.array_equal(read.plate[seen], xiaochen.plate[seen])


def test_films_are_the_same(xiaochen, photo, packed):
    """A moved, talking face is the same to the bit, wherever it goes, over its background and without."""
    far = [[0.1, -0.14, 0.05, 0.2, -0.1, 0.0], [-0.1, 0.14, -0.05, -0.2, 0.1, 0.0]]
    moves = motion(
        {}, OPEN | {"head": far[0], "breath": 1}, SEALED | {"head": far[1], "eyeBlink": 1}, {"mouthSmile": 1}
    )
    read = prepared.unpack(packed, photo, "key")
    for draw in (MeshRenderer().render, MeshRenderer().cut_out):
        frames = zip(*(list(draw(each, moves, (720, 720))) for each in (xiaochen, read)), strict=True)
        assert all(np.array_equal(one.image, other.image) for one, other in frames)


def test_what_belongs_to_another_is_refused(photo, packed):
    """Neither another version nor another photo's pixels make a portrait of it, nor do cut files."""
    other = replace(photo, pixels=photo.pixels[::-1], content_hash="0" * 64)
    for content, picture, key in ((packed, photo, "other"), (packed, other, "key"), (packed[:-5000], photo, "key")):
        with pytest.raises(archive.ArchiveError, match="make it anew"):
            prepared.unpack(content, picture, key)


def test_enlarged_portraits_are_not_packed(xiaochen, photo):
    """Pixels that detail was added to are not in the photo."""
    with pytest.raises(PortraitError, match="take a larger photo"):
        prepared.pack(replace(xiaochen, image=255 - xiaochen.image), photo, "key")


def test_a_shipped_portrait_is_not_taken_apart_again(ours, xiaochen):
    """It is read, said to be, and kept; the second time it comes from the cache."""
    steps: list[str] = []
    portrait = ours.load_or_enroll("xiaochen", SETTINGS, on_step=lambda step, done, total: steps.append(step))
    assert steps == ["unpacking", "done"]
    assert portrait.content_hash == xiaochen.content_hash
    again = ours.load_or_enroll("xiaochen", SETTINGS, on_step=lambda step, done, total: steps.append(step))
    assert steps == ["unpacking", "done"]
    assert np.array_equal(again.rig.shapes, portrait.rig.shapes)


@pytest.mark.parametrize("change", ["cut", "gone", "settings"])
def test_what_does_not_fit_is_taken_apart_as_ever(ours, change):
    """A damaged or missing file, or other settings: the photo is taken apart."""
    path = ours.resolve("xiaochen").with_name("ready.npz")
    if change == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    if change == "gone":
        path.unlink()
    settings = PortraitSettings(upscale=NO_DETAIL) if change == "settings" else SETTINGS
    steps: list[str] = []
    ours.load_or_enroll("xiaochen", settings, on_step=lambda step, done, total: steps.append(step))
    assert "rig" in steps


def test_an_enrolled_portrait_brings_nothing_along(ours, tmp_path):
    """What lies in the user's folder could show another face than its photo: only what is shipped is believed."""
    home = tmp_path / "home" / "me"
    shutil.copytree(ours.resolve("xiaochen").parent, home)
    card = read_card(home)
    write_card(replace(card, name="me"))
    steps: list[str] = []
    ours.load_or_enroll("me", SETTINGS, on_step=lambda step, done, total: steps.append(step))
    assert "rig" in steps


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_is_of_this_version(tmp_path, name):
    """Whoever changes what shapes a portrait runs tests/measure/prepare_portraits.py, and commits what it writes."""
    card = read_card(shipped("portraits") / name, is_shipped=True)
    beside = sorted(path.name for path in card.path.parent.glob("*.npz"))
    assert beside == [name for name in [card.prepared] if name]
    if not card.prepared:
        return
    content = (card.path.parent / card.prepared).read_bytes()
    assert hashlib.sha256(content).hexdigest() == card.prepared_sha256
    key = prepared_key(PortraitStore(Path(tmp_path)).entry_of(card.sha256, SETTINGS, card.face))
    portrait = prepared.unpack(content, read_photo(card.path), key)
    assert portrait.name == name
    assert len(content) < 2.5e6
