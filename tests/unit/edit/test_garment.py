"""Other clothes: only where clothes were, in the product's own colour, and never without leave."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import avatar
from avatar.cli.app import app
from avatar.edit.garment.colour import difference
from avatar.edit.garment.dress import Colour, dress, require_held
from avatar.edit.garment.flatlay import read_flatlay
from avatar.edit.garment.spline import way_back
from avatar.edit.garment.worn import find_worn
from avatar.errors import InputError, PortraitError, RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.neural.esrgan.onnx_bytes import model, node
from avatar.neural.parsing import ParsingNetwork
from avatar.portrait.read import Photo
from avatar.portrait.store import PortraitStore
from tests.garments import drawn
from tests.miniature_networks import write_onnx


def photo(pixels, alpha=None):
    return Photo(np.ascontiguousarray(pixels), alpha, "0" * 64)


@pytest.fixture(scope="module")
def tee():
    return drawn("logo tee", 480)


@pytest.fixture(scope="module")
def amara(enrolled):
    return enrolled("amara")


@pytest.fixture(scope="module")
def worn(amara):
    return find_worn(amara)


@pytest.fixture(scope="module")
def dressed(amara, worn, tee):
    return dress(amara, worn, read_flatlay(photo(tee), "tee"))


@pytest.mark.slow
def test_nothing_changes_outside_the_mask_bit_for_bit(dressed, amara):
    outside = dressed.mask == 0
    assert np.array_equal(dressed.picture[outside], amara.image[outside])
    assert outside[: int(amara.landmarks[152, 1] - 0.5 * amara.iod)].all()
    assert (dressed.picture[dressed.mask > 0.99] != amara.image[dressed.mask > 0.99]).any(axis=1).mean() > 0.95


@pytest.mark.slow
def test_the_products_colour_is_held_and_face_and_hair_stay_in_front(dressed, amara):
    assert dressed.colour.off < 3
    face = np.zeros(amara.matte.shape, bool)
    for x, y in np.rint(amara.landmarks[:468, :2]).astype(int):
        face[y, x] = True
    assert dressed.mask[face].max() < 0.5
    shoulder = dressed.picture[-40:, 60:100].reshape(-1, 3).mean(axis=0)
    assert shoulder[1] > 1.3 * shoulder[0]  # green, as the product is


@pytest.mark.slow
def test_a_colour_that_is_not_held_is_refused(dressed, amara):
    require_held(dressed, amara, "tee.jpg")
    with pytest.raises(PortraitError, match=r"'tee.jpg' would be off by 3\.2"):
        require_held(replace(dressed, colour=Colour(3.2, 9)), amara, "tee.jpg")


@pytest.mark.slow
def test_clothes_that_cannot_be_told_from_skin_are_refused(amara):
    image = amara.image.copy()
    below = int(amara.landmarks[152, 1])
    image[below:] = np.median(image[below : below + 40, 700:830].reshape(-1, 3), axis=0)
    with pytest.raises(PortraitError, match=r"clothes were found on [0-9]+% of the body"):
        find_worn(replace(amara, image=image))
    rows = below + 100
    cut = {each: getattr(amara, each)[:rows] for each in ("image", "matte", "plate", "foreground")}
    with pytest.raises(PortraitError, match="Too little is seen"):
        find_worn(replace(amara, **cut))


@pytest.mark.slow
def test_where_a_network_sees_clothes_those_are_dressed(amara, worn):
    seen = (worn.cloth > 0.5).astype(np.float32)
    again = find_worn(amara, seen)
    assert np.mean((again.cloth > 0.5) == (worn.cloth > 0.5)) > 0.995


def test_a_garment_is_found_upright_with_its_neck_and_shoulders(tee):
    found = read_flatlay(photo(tee), "tee")
    assert found.axis == pytest.approx(200, abs=3)
    assert found.tip[0] == pytest.approx(94, rel=0.12)
    assert found.neck[0] == pytest.approx(37, rel=0.2)
    assert found.depth == pytest.approx(37, rel=0.25)
    assert not found.is_open


WHY = {
    "empty": "it shows no garment",
    "dark ground": "its border is not an even, light ground",
    "half of it": "it has no neck|its halves are too unlike",
    "upside down": "it has no neck",
}


@pytest.mark.parametrize("what", WHY)
def test_a_picture_without_a_flat_garment_is_refused_with_the_reason(tee, what):
    rows, columns = np.indices((*tee.shape[:2], 1))[:2]
    pixels = {
        "empty": np.full_like(tee, 244),
        "dark ground": np.where(tee > 225, 40, tee),
        "half of it": np.where(rows > 1.2 * columns, tee, 244),
        "upside down": tee[::-1],
    }[what]
    with pytest.raises(PortraitError, match=f"No flat-lay garment was found in 'x.jpg': ({WHY[what]})"):
        read_flatlay(photo(pixels.astype(np.uint8)), "x.jpg")


def test_colours_are_as_far_apart_as_the_authors_of_the_formula_say():
    # Sharma, Wu and Dalal 2005, table 1: pairs 1, 7, 17, 28 and 34.
    one = [(50, 2.6772, -79.7751), (50, 0, 0), (50, 2.5, 0), (22.7233, 20.0904, -46.694), (2.0776, 0.0795, -1.135)]
    other = [(50, 0, -82.7485), (50, -1, 2), (73, 25, -18), (23.0331, 14.973, -42.5619), (0.9033, -0.0636, -0.5514)]
    found = difference(np.array(one, float), np.array(other, float))
    assert found == pytest.approx([2.0425, 2.3669, 27.1492, 2.0373, 0.9082], abs=2e-4)


def test_a_plate_goes_through_its_points_and_a_similarity_stays_one():
    at = np.array([(10, 10), (90, 12), (50, 60), (20, 80), (85, 70.0)])
    field = way_back(at, 2 * at + 3, (96, 96))
    assert field[40, 30] == pytest.approx((63, 83), abs=1e-3)


def test_a_strangers_photo_leads_to_nothing_and_says_which_edit_is_needed(tmp_path, astronaut, tee):
    product = tmp_path / "tee.png"
    Image.fromarray(tee).save(product)
    with pytest.raises(RefusedError, match="--edit clothes"):
        avatar.edit_portrait(astronaut, "x", garment=product, home=tmp_path / "home")
    with pytest.raises(InputError, match="a face, a garment, or both"):
        avatar.edit_portrait("amara", "x", home=tmp_path / "home")
    refused = [entry for entry in read_entries(audit_folder(tmp_path / "home")) if entry["what"] == "refuse"]
    assert [entry["details"]["edit"] for entry in refused] == ["clothes"]
    assert Path(product).exists()


@pytest.mark.parametrize(("classes", "worn_class"), [(18, 4), (20, 7)])
def test_a_parsing_network_is_read_by_how_many_parts_it_tells(tmp_path, classes, worn_class):
    weights = np.zeros((classes, 3, 1, 1), np.float32)
    weights[worn_class] = np.array([-1, -1, 2], np.float32)[:, None, None]
    path = tmp_path / "parts.onnx"
    path.write_bytes(
        model([node("Conv", ("x", "w"), "y", kernel_shape=(1, 1))], {"w": weights}, {"x": 3}, {"y": classes})
    )
    picture = np.full((64, 48, 3), (200, 200, 10), np.uint8)
    picture[32:] = (10, 10, 250)
    found = ParsingNetwork(path).clothes(picture)
    assert found[:30].max() == 0
    assert found[34:].min() == 1


def test_a_network_that_tells_no_parts_is_refused(tmp_path):
    with pytest.raises(InputError, match="tells no parts of people"):
        ParsingNetwork(write_onnx(tmp_path / "larger.onnx")).clothes(np.zeros((64, 64, 3), np.uint8))
    with pytest.raises(InputError, match="cannot be read"):
        ParsingNetwork(tmp_path / "absent.onnx")


def test_of_a_folder_each_picture_is_tried_and_its_reason_said(tmp_path, monkeypatch, tee):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    (tmp_path / "products").mkdir()
    for name, pixels in (("a", np.full_like(tee, 244)), ("b", tee[::-1])):
        Image.fromarray(pixels).save(tmp_path / "products" / f"{name}.png")
    words = ["portrait", "edit", "amara", "--garment", str(tmp_path / "products"), "--name", "autumn"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "a.png: No flat-lay garment" in done.output
    assert "b.png: No flat-lay garment" in done.output
    assert {card.is_shipped for card in PortraitStore(home=tmp_path / "home").list()} == {True}


@pytest.mark.slow
def test_a_garment_that_ends_where_clothes_are_still_seen_is_refused(amara, worn, tee):
    found = read_flatlay(photo(tee), "tee")
    short = found.front.copy()
    short[int(found.tip[1] + 0.2 * found.tip[0]) :] = 0
    with pytest.raises(PortraitError, match=r"it covers [0-9]+% of them, and"):
        dress(amara, worn, replace(found, front=short))
