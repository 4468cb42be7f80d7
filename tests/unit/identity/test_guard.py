"""Whose face a film shows: five looks together are judged, one alone never is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.data import head_rotation
from avatar.identity import Guard, Look, Verdict, Watcher, apart, numbers_of
from avatar.identity.chip import cut, fit
from avatar.identity.embedders import cosine
from avatar.identity.seeing import FaceSeer, is_fit, turn
from avatar.identity.texture import TextureEmbedder
from avatar.portrait.entries import likeness_folder
from avatar.portrait.face.pose import canonical_face

OWN, OTHER = np.array([1.0, 0.0]), np.array([0.0, 1.0])


class Told:
    """Gives the numbers that it is told to."""

    name, floor = "told", 0.8

    def embed(self, picture, landmarks):
        return np.asarray(landmarks[0, :2], np.float32)


def looks(*numbers):
    return [Look(float(place), np.asarray(each, np.float32), cosine(each, OWN)) for place, each in enumerate(numbers)]


def guard(floor=None):
    return Guard(Told(), OWN, floor)


def test_one_look_that_is_off_is_no_alarm_but_five_are():
    assert guard().judge(looks(*[OWN] * 4, OTHER, *[OWN] * 4)).likeness == pytest.approx(cosine([4, 1], OWN))
    assert not guard().judge(looks(*[OWN] * 4, OTHER, *[OWN] * 4)).is_alarm
    verdict = guard().judge(looks(*[OWN] * 8, *[OTHER] * 5))
    assert verdict.is_alarm
    assert (verdict.likeness, verdict.time) == (pytest.approx(0.0), 10.0)


def test_a_drift_is_found_where_it_is_and_told_in_a_sentence():
    drifting = [(np.cos(angle), np.sin(angle)) for angle in np.linspace(0, 1.2, 25)]
    verdict = guard().judge(looks(*drifting))
    assert verdict.is_alarm
    assert verdict.time == 22.0
    assert f"likeness is {verdict.likeness:.2f}" in verdict.sentence
    assert "0.8" in verdict.sentence
    assert not guard(0.3).judge(looks(*drifting)).is_alarm


def test_fewer_than_five_looks_are_judged_together_and_none_not_at_all():
    assert guard().judge(looks(OWN, OTHER)).likeness == pytest.approx(cosine([1, 1], OWN))
    assert guard().judge([], 5) == Verdict("told", None, 0.8, skipped=5)
    assert guard().judge([], 5).sentence == ""


def faced(yaw=0.0, pitch=0.0, size=100.0):
    return (canonical_face() * size) @ head_rotation(pitch, yaw, 0.2).T + (300.0, 300.0, 0.0)


@pytest.mark.parametrize("degrees", [0, 30, 55])
def test_how_far_a_face_is_turned_is_measured(degrees):
    straight = turn(faced())
    assert straight < 12
    assert turn(faced(yaw=np.radians(degrees))) == pytest.approx(degrees, abs=straight + 1)


def test_faces_that_look_away_or_are_tiny_are_left_out():
    assert is_fit(faced(yaw=0.9))
    assert not is_fit(faced(yaw=1.25))
    assert not is_fit(faced(pitch=-1.25))
    assert not is_fit(faced(size=15.0))
    picture = np.zeros((600, 600, 3), np.uint8)
    assert guard().look(1.0, picture, [faced(yaw=1.25)]) is None
    assert guard().look(1.0, picture, [faced()]).time == 1.0


def test_of_several_faces_the_one_most_like_the_portrait_counts():
    one, other = faced(), faced()
    one[0, :2], other[0, :2] = OTHER, OWN
    assert guard().look(0.0, np.zeros((9, 9, 3), np.uint8), [one, other]).likeness == pytest.approx(1.0)


def test_a_chip_is_the_same_whatever_the_pictures_size_and_the_heads_tilt(xiaochen):
    import cv2

    picture, points = xiaochen.image, xiaochen.landmarks[:, :2].astype(float)
    chip = cut(picture, points, 150).astype(float)
    middle = points.mean(axis=0)
    for scale, degrees in ((0.4, 0), (0.7, 20)):
        matrix = cv2.getRotationMatrix2D(tuple(middle), degrees, scale)
        smaller = cv2.warpAffine(cv2.GaussianBlur(picture, (0, 0), 0.5 / scale), matrix, picture.shape[1::-1])
        moved = points @ matrix[:, :2].T + matrix[:, 2]
        assert np.abs(cut(smaller, moved, 150) - chip)[20:130, 20:130].mean() < 6
    assert np.abs(cut(picture[:, ::-1], points, 150) - chip).mean() > 20


def test_a_fit_finds_shift_turn_and_scale():
    points = np.random.default_rng(1).normal(0, 10, (5, 2))
    known = np.array([[1.5, -0.5, 7.0], [0.5, 1.5, -3.0]])
    np.testing.assert_allclose(fit(points, points @ known[:, :2].T + known[:, 2]), known, atol=1e-9)


@pytest.mark.slow
def test_the_texture_tells_people_apart_and_does_not_mind_light_size_or_noise(xiaochen, enrolled):
    import cv2

    embedder, seer = TextureEmbedder(), FaceSeer()
    own = embedder.embed(xiaochen.image, xiaochen.landmarks)
    small = cv2.resize(xiaochen.image, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    shade = np.linspace(0.6, 1.0, small.shape[1])[None, :, None]
    rng = np.random.default_rng(2)
    seen = np.clip(small * shade + rng.normal(0, 4, small.shape), 0, 255).astype(np.uint8)
    assert cosine(embedder.embed(seen, seer.see(seen)[0]), own) >= 0.92
    marco = enrolled("marco")
    assert cosine(embedder.embed(marco.image, marco.landmarks), own) < embedder.floor - 0.05


@pytest.mark.slow
def test_what_a_face_is_known_by_is_measured_once_and_goes_with_its_portrait(xiaochen, tmp_path):
    class Counting(Told):
        asked = 0

        def embed(self, picture, landmarks):
            self.asked += 1
            return np.arange(4, dtype=np.float32)

    embedder = Counting()
    for _ in range(2):
        np.testing.assert_array_equal(numbers_of(xiaochen, embedder, tmp_path), np.arange(4)[None])
    assert embedder.asked == 1
    (kept,) = likeness_folder(tmp_path).iterdir()
    assert kept.name.startswith(xiaochen.content_hash)
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")  # what was not sealed here is not believed
    numbers_of(xiaochen, embedder, tmp_path)
    assert embedder.asked == 2
    numbers_of(xiaochen, embedder, None)
    assert embedder.asked == 3


def test_a_film_is_looked_at_five_times_or_more_and_at_most_25_times():
    counts = [round(seconds / apart(seconds)) for seconds in (1, 2, 5, 12, 30, 60, 600)]
    assert counts == [2, 5, 5, 5, 12, 25, 25]


def test_of_what_a_portrait_is_known_by_the_nearest_counts():
    known = Guard(Told(), np.stack([OWN, OTHER]))
    assert known.likeness(OTHER) == pytest.approx(1.0)
    assert known.judge(looks(*[OTHER] * 5)).likeness == pytest.approx(1.0)
    assert known.likeness(-OTHER) == pytest.approx(0.0)


class Places:
    """Sees faces where it is told to, and counts how often a whole picture was searched."""

    def __init__(self, *faces):
        self.faces, self.searched = list(faces), 0

    def see(self, picture):
        self.searched += 1
        return self.faces

    def again(self, picture, landmarks):
        return self.faces[:1]


def known_as(numbers):
    face = faced()
    face[0, :2] = numbers
    return face


def test_a_face_is_searched_once_and_again_where_it_is_lost_or_strange():
    watcher, picture = Watcher(guard()), np.zeros((9, 9, 3), np.uint8)
    watcher._seer = Places(known_as(OWN))
    for time in range(6):
        watcher.see(time, picture)
    assert watcher._seer.searched == 1
    watcher._seer.faces = [known_as(OTHER), known_as(OWN)]  # somebody else stands where the face was
    watcher.see(6, picture)
    assert watcher._seer.searched == 2
    assert watcher.verdict.likeness == pytest.approx(1.0)
    watcher._seer.faces = []
    watcher.see(7, picture)
    assert (watcher._seer.searched, watcher.verdict.skipped, watcher.looks) == (3, 1, 7)
    watcher._seer.faces = [known_as(OTHER)]
    for time in range(8, 13):
        watcher.see(time, picture)
    assert watcher.recent().is_alarm
    assert watcher.looks == 5


@pytest.mark.slow
def test_a_photo_that_smiles_is_known_at_rest_too_and_by_its_own_person_alone(smiling, xiaochen):
    embedder = TextureEmbedder()
    own, resting = numbers_of(smiling, embedder, None)
    assert embedder.floor <= cosine(own, resting) < 0.99
    (calm,) = numbers_of(xiaochen, embedder, None)
    assert max(cosine(calm, own), cosine(calm, resting)) < embedder.floor - 0.1
    strict = replace(embedder, floor=0.999)  # a drawing that is unlike its photo is not believed
    assert len(numbers_of(smiling, strict, None)) == 1
