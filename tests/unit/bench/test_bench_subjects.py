"""Portraits of the bench: as they are, and as derived variants."""

import numpy as np
import pytest
from PIL import Image

from avatar.bench.subjects import find_subjects
from avatar.errors import InputError, PortraitError
from avatar.portrait.variants import VARIANTS, derive


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    from skimage.data import astronaut

    path = tmp_path_factory.mktemp("photo") / "astronaut.png"
    Image.fromarray(astronaut()).save(path)
    return path


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(float)


@pytest.mark.slow
def test_every_variant_is_another_rgb_picture_and_a_subject_of_its_own(photo):
    subjects = find_subjects([f"{photo}:{variant}" for variant in VARIANTS])
    assert [one.name for one in subjects] == [f"astronaut {variant}" for variant in VARIANTS]
    assert {one.reference for one in subjects} == {str(photo)}
    pictures = [derive(Image.open(photo), one.variant) for one in subjects]
    assert {picture.mode for picture in pictures} == {"RGB"}
    assert len({picture.resize((64, 64)).tobytes() for picture in pictures}) == len(VARIANTS)


@pytest.mark.slow
def test_variants_do_what_they_are_called(photo):
    original = Image.open(photo)
    made = {variant: derive(original, variant) for variant in VARIANTS}
    plain = np.asarray(original)
    assert (np.asarray(made["mirrored"]) == plain[:, ::-1]).all()
    assert np.asarray(made["dark"]).mean() < 0.5 * plain.mean()
    assert (np.asarray(made["bright"]) == 255).mean() > 0.2 + (plain == 255).mean()
    assert (made["small"].size, made["large"].size) == ((256, 256), (4000, 4000))
    assert np.ptp(np.asarray(made["grey"]), axis=2).max() == 0


def test_tilting_turns_clockwise_by_15_degrees_and_leaves_no_hole():
    picture = np.full((400, 400, 3), 200, np.uint8)
    picture[40:60, 190:210] = 0  # a dot above the middle
    tilted = np.asarray(derive(Image.fromarray(picture), "tilted"))
    rows, columns = np.nonzero(tilted[..., 0] < 100)
    angle = np.degrees(np.arctan2(columns.mean() - 199.5, 199.5 - rows.mean()))
    assert tilted.shape == picture.shape
    assert angle == pytest.approx(15, abs=0.5)
    assert (tilted[[0, 0, -1, -1], [0, -1, 0, -1]] == 200).all()


def test_a_name_and_its_path_are_the_same_portrait():
    from avatar.runtime.folders import shipped

    path = shipped("portraits") / "xiaochen" / "portrait.jpg"
    assert {one.name for one in find_subjects(["xiaochen", str(path)])} == {"xiaochen"}


def test_a_file_whose_name_has_a_colon_is_that_file(photo, tmp_path):
    odd = tmp_path / "me:dark"
    odd.write_bytes(photo.read_bytes())
    (found,) = find_subjects([str(odd)])
    assert (pixels(found.reference) == pixels(photo)).all()


def test_an_unknown_variant_or_portrait_is_a_sentence():
    with pytest.raises(InputError, match=r"no variant 'tiled' .* tilted"):
        find_subjects(["xiaochen:tiled"])
    with pytest.raises(PortraitError, match="no portrait 'nobody'"):
        find_subjects(["nobody:tilted"])
