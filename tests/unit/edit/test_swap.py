"""One face on another: only where it belongs, in the light of where it comes to, and never without leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import avatar
from avatar.edit.blend import blend
from avatar.edit.chin import require_agreeing
from avatar.edit.light import encoded, linear, relit, tinted
from avatar.edit.likeness import Likeness, require_crossed
from avatar.edit.settings import FaceSettings
from avatar.edit.shape import lay
from avatar.edit.sharpness import sharpness_ratio
from avatar.edit.suiting import require_suiting, require_two
from avatar.edit.swap import swap
from avatar.errors import InputError, PortraitError, RefusedError
from avatar.identity.texture import TextureEmbedder
from avatar.ledger.audit import audit_folder, read_entries
from avatar.portrait.store import PortraitStore


@pytest.fixture(scope="module")
def amara(enrolled):
    return enrolled("amara")


@pytest.fixture(scope="module")
def swapped(xiaochen, amara):
    return swap(xiaochen, amara, FaceSettings())


@pytest.mark.slow
def test_nothing_changes_but_around_the_face(swapped, amara):
    far = (
        np.hypot(*(np.indices(amara.matte.shape)[::-1] - amara.landmarks[:, :2].mean(0)[:, None, None]))
        > 2.6 * amara.iod
    )
    assert far.any()
    assert np.array_equal(swapped.picture[far], amara.image[far])
    assert swapped.mask[far].max() == 0
    assert np.abs(swapped.picture.astype(int) - amara.image)[swapped.mask > 0.9].mean() > 3


@pytest.mark.slow
def test_the_face_is_the_sources_and_its_skin_the_targets(swapped, xiaochen, amara):
    embedder = TextureEmbedder()
    own = embedder.embed(swapped.picture, amara.landmarks)
    with pytest.raises(PortraitError, match="the same person"):
        require_two(
            replace(xiaochen, image=swapped.picture, landmarks=amara.landmarks),
            replace(amara, image=swapped.picture),
            embedder,
        )
    assert own @ embedder.embed(xiaochen.image, xiaochen.landmarks) > own @ embedder.embed(amara.image, amara.landmarks)
    cheek = tuple(np.rint(amara.landmarks[[50, 280], 1::-1]).astype(int).T)
    skin = [
        np.asarray([picture[y - 9 : y + 9, x - 9 : x + 9].mean((0, 1)) for y, x in zip(*cheek, strict=True)]).mean(0)
        for picture in (swapped.picture, amara.image, xiaochen.image)
    ]
    assert np.abs(skin[0] - skin[1]).max() < 0.35 * np.abs(skin[2] - skin[1]).max()


@pytest.mark.slow
def test_without_any_of_its_shape_it_lies_on_the_targets_points(xiaochen, amara):
    assert np.allclose(lay(xiaochen, amara, 0).target[:468], amara.landmarks[:468, :2], atol=0.01)
    kept = lay(xiaochen, amara, 1).target[:468] - amara.landmarks[:468, :2]
    oval = [10, 152, 234, 454]
    assert np.abs(kept[oval]).max() < 0.01
    assert np.abs(kept[1]).max() > 0.01 * amara.iod


@pytest.mark.slow
def test_photos_that_do_not_suit_are_told_with_the_reason(xiaochen, amara):
    require_suiting(xiaochen, amara)
    with pytest.raises(PortraitError, match="by 25 degrees"):
        require_suiting(replace(xiaochen, pose=replace(xiaochen.pose, yaw=amara.pose.yaw + np.radians(25))), amara)
    with pytest.raises(PortraitError, match=r"only 9[0-9] px tall"):
        require_suiting(replace(xiaochen, scale=float(np.ptp(xiaochen.landmarks[:, 1])) / 95), amara)
    masked = xiaochen.image.copy()
    (left, _), (right, top), (_, bottom) = np.rint(xiaochen.landmarks[[234, 454, 152], :2]).astype(int)
    masked[(top + bottom) // 2 : bottom, left:right] = (150, 190, 215)
    for pair in ((replace(xiaochen, image=masked), amara), (amara, replace(xiaochen, image=masked))):
        with pytest.raises(PortraitError, match="covers the face in 'xiaochen'"):
            require_suiting(*pair)
    with pytest.raises(PortraitError, match="the same person"):
        require_two(amara, amara, TextureEmbedder())


@pytest.mark.slow
@pytest.mark.parametrize("found", [(0.55, 0.2), (0.7, 0.75)])
def test_a_face_that_would_not_be_known_is_refused(xiaochen, amara, found):
    require_crossed(Likeness(0.7, 0.6, "dlib"), xiaochen, amara)
    with pytest.raises(PortraitError, match=f"{found[0]:.2f}, and {found[1]:.2f}"):
        require_crossed(Likeness(*found, "dlib"), xiaochen, amara)


def test_a_face_gets_the_light_and_keeps_its_lines():
    rng = np.random.default_rng(1)
    lines = np.where(rng.random((160, 160, 1)) > 0.97, 0.5, 1.0).astype(np.float32)
    face, goal = 200 * lines, np.broadcast_to(np.float32([90, 60, 45]), (160, 160, 3)).copy()
    goal *= 1 + 0.02 * rng.standard_normal((160, 160, 1)).astype(np.float32)
    skin = np.ones((160, 160), np.float32)
    found = relit(np.repeat(face, 3, 2).astype(np.float32)[..., :3], goal, skin, 60)
    assert np.allclose(np.median(found, axis=(0, 1)), np.median(goal, axis=(0, 1)), atol=6)
    assert found[lines[..., 0] < 1].mean() < 0.8 * found[lines[..., 0] == 1].mean()


def test_a_face_that_keeps_its_own_colour_keeps_its_lightness():
    face, own = (np.full((40, 40, 3), colour, np.float32) for colour in ((180, 120, 90), (200, 180, 170)))
    skin = np.ones((40, 40), np.float32)
    luma = np.array([0.2126, 0.7152, 0.0722])
    half, whole = (tinted(face, own, skin, share) for share in (0.5, 1))
    assert np.allclose(linear(whole)[0, 0] @ luma, linear(face)[0, 0] @ luma, rtol=0.01)
    ratios = [each[0, 0, 2] / each[0, 0, 0] for each in (face, half, whole, own)]
    assert ratios[0] < ratios[1] < ratios[2] == pytest.approx(ratios[3], abs=0.03)
    assert np.array_equal(tinted(face, own, np.zeros_like(skin), 1), face)


def test_a_face_of_another_colour_than_its_neck_is_refused_where_somebody_wanted_that():
    require_agreeing(2.9, 4.9, 0.5)
    require_agreeing(2.9, 9.9, 1)
    with pytest.raises(PortraitError, match=r"they would be 7\.8 apart.*raise --skin"):
        require_agreeing(2.9, 7.8, 0)


@pytest.mark.slow
def test_a_weaker_face_is_like_both(xiaochen, amara, swapped):
    embedder = TextureEmbedder()
    numbers = embedder.embed(amara.image, amara.landmarks)
    weaker = swap(xiaochen, amara, FaceSettings(strength=0.5)).picture
    alike = [numbers @ embedder.embed(each, amara.landmarks) for each in (swapped.picture, weaker, amara.image)]
    assert alike[0] < alike[1] < alike[2]
    assert sharpness_ratio(amara.image, amara) == 1
    assert 0.5 < sharpness_ratio(swapped.picture, amara) < 2


def test_linear_light_and_back():
    values = np.linspace(0, 255, 256, dtype=np.float32)[None, :, None].repeat(3, axis=2)
    assert np.allclose(encoded(linear(values)), values, atol=0.01)


def test_a_blend_is_one_picture_where_the_mask_is_full_and_the_other_far_from_it():
    rng = np.random.default_rng(2)
    one, other = rng.uniform(0, 255, (2, 610, 900, 3)).astype(np.float32)
    mask = np.zeros((610, 900), np.float32)
    mask[100:510, 300:] = 1
    found = blend(one, other, mask)
    assert np.allclose(found[:, :40], other[:, :40], atol=1)
    assert np.allclose(found[300:310, 590:610], one[300:310, 590:610], atol=1)


def test_a_strangers_photo_leads_to_nothing(tmp_path, astronaut):
    home = tmp_path / "home"
    for portrait, face in (("amara", astronaut), (astronaut, "amara")):
        with pytest.raises(RefusedError, match=r"--edit (likeness|body)"):
            avatar.edit_portrait(portrait, "x", face=face, home=home)
    assert {card.is_shipped for card in PortraitStore(home=home).list()} == {True}
    assert not list((home / "portraits").rglob("*.npz"))
    assert not list((home / "consent").rglob("records/*.json"))
    refused = [entry for entry in read_entries(audit_folder(home)) if entry["what"] == "refuse"]
    assert [entry["details"]["edit"] for entry in refused] == ["likeness", "body"]


def test_names_and_shares_that_cannot_be_are_told(tmp_path):
    with pytest.raises(InputError, match="from 0 to 1"):
        avatar.edit_portrait("amara", "x", face="marco", keep=1.5, home=tmp_path)
    with pytest.raises(InputError, match="cannot be called so too"):
        avatar.edit_portrait("amara", "marco", face="marco", home=tmp_path)
    with pytest.raises(PortraitError, match="'nobody'"):
        avatar.edit_portrait("amara", "x", face="nobody", home=tmp_path)
