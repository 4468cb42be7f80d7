"""Pictures that leave a clip for a page say what the clip says."""

import io

import numpy as np
import pytest
from PIL import Image

from avatar.clip.marking import plates
from avatar.inspection.origin import labelled, said_by, tagged
from avatar.marks import aigc
from avatar.marks.verify.label import FOUND, likeness
from tests.marked import scene


def encoded(kind):
    stored = io.BytesIO()
    Image.fromarray(scene((112, 112))).save(stored, {"jpg": "JPEG", "png": "PNG"}[kind])
    return stored.getvalue()


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_picture_says_that_it_is_generated_and_is_signed_by_nobody(tmp_path, kind):
    place = tmp_path / f"clip.{kind}"
    place.write_bytes(encoded(kind))
    assert said_by(place) is None
    aigc.write(place, aigc.Tag("maker", "0" * 32, "ed25519:key:signature"))
    taken = tmp_path / f"taken.{kind}"
    taken.write_bytes(tagged(encoded(kind), kind, said_by(place)))
    found = aigc.Tag.from_text(aigc.read(taken))
    assert (found.label, found.produce_id, found.signature) == ("1", "0" * 32, "")
    with Image.open(taken) as picture, Image.open(io.BytesIO(encoded(kind))) as plain:
        assert picture.tobytes() == plain.tobytes()


def test_where_the_clip_says_nothing_nothing_is_added():
    assert tagged(encoded("png"), "png", None) == encoded("png")
    assert tagged(b"", "jpg", aigc.Tag("maker", "0" * 32)) == b""


def test_each_face_that_is_cut_out_has_a_label_of_its_own():
    faces = [np.ascontiguousarray(scene((112, 112))), np.full((112, 112, 3), 90, np.uint8)]
    found = labelled(faces)
    assert labelled([]) == []
    for before, after in zip(faces, found, strict=True):
        best = max(likeness(after[..., 1], plate) for plate in plates((112, 112), ("AI-generated",)))
        assert best > FOUND
        assert not np.array_equal(before, after)
        assert np.array_equal(before[:56], after[:56])
