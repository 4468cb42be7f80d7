"""`check_photo` says what is wrong with a photo, and nothing where nothing is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageEnhance
from skimage.data import astronaut, chelsea

from avatar.errors import PortraitError
from avatar.portrait import PhotoEnroller
from avatar.portrait.check import check_photo
from avatar.portrait.face.detect import FaceBox, _merged
from avatar.portrait.face.locate import locate
from avatar.portrait.judging import doubts, judge_face, refuse_hidden_mouth
from avatar.reenact.framing import Framing
from avatar.reenact.mesh.scene import Scene
from avatar.runtime.folders import shipped
from avatar.settings import NetworkFile, PortraitSettings
from tests import beards, covered, spectacles
from tests.motions import motion
from tests.unit.neural.miniature import matting_network

pytestmark = pytest.mark.slow


def complaints(report) -> set[str]:
    return {item.name for item in report.items if item.verdict != "good"}


@pytest.mark.parametrize("name", ["xiaochen", "marco", "amara"])
def test_good_photos_are_good(name):
    """Well-lit frontal faces of light and dark skin draw no complaint."""
    report = check_photo(shipped("portraits") / name / "portrait.jpg")
    assert complaints(report) == set()
    assert report.verdict == "good"


def test_a_green_screen_is_named():
    """Whoever stands before one learns that they are keyed."""
    report = check_photo(shipped("portraits") / "xiaochen_green" / "portrait.jpg")
    (item,) = (item for item in report.items if item.name == "background")
    assert item.verdict == "good"
    assert "green screen and is keyed" in item.why


def test_a_small_smiling_face_is_usable(save):
    """The astronaut's face is small, smiles and shows teeth, which is said, and does not rule it out."""
    report = check_photo(save(astronaut()))
    assert complaints(report) == {"face size", "open mouth", "smile"}
    assert report.verdict == "usable"


def painted(pixels, points, colour):
    picture = pixels.copy()
    cv2.fillPoly(picture, [np.rint(points).astype(np.int32)], colour)
    return picture


def masked(pixels, landmarks):
    ring = [234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 6]
    return painted(pixels, landmarks[ring, :2], (120, 160, 200))


def shaded(pixels, landmarks):
    picture = pixels.copy()
    for centre in (468, 473):
        cv2.circle(picture, tuple(landmarks[centre, :2].astype(int).tolist()), 60, (15, 15, 18), -1)
    return picture


def lit_from_one_side(pixels, _):
    fall = np.linspace(1.5, 0.12, pixels.shape[1])[None, :, None]
    return np.clip(pixels * fall, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda pixels, _: (pixels * 0.25).astype(np.uint8), "brightness"),
        (lambda pixels, _: np.clip(pixels * 2.2, 0, 255).astype(np.uint8), "overexposed"),
        (lambda pixels, _: cv2.GaussianBlur(pixels, (0, 0), 8), "sharpness"),
        (lit_from_one_side, "uneven light"),
        (masked, "mouth covered"),
        (shaded, "eyes covered"),
        (lambda pixels, _: np.ascontiguousarray(pixels[270:740, 330:700]), "room around the face"),
    ],
    ids=["dark", "burnt", "blurred", "side light", "mask", "sunglasses", "close"],
)
def test_each_fault_is_named(marco, save, tmp_path, spoil, complaint):
    """One fault is added to a good photo, and the report names it with a sentence."""
    landmarks = locate(marco, tmp_path, None).landmarks
    report = check_photo(save(spoil(marco, landmarks)))
    assert complaint in complaints(report)
    assert all(item.why.endswith(".") for item in report.items)


LIT = [("xiaochen", 1.3, "highlights"), ("marco", 1.3, "highlights"), ("amara", 1.6, "highlights")]
LIT += [("xiaochen", 0.3, "brightness"), ("amara", 0.15, "shadows")]


@pytest.mark.parametrize(("name", "factor", "complaint"), LIT)
def test_a_photo_that_was_brightened_or_darkened_loses_colour(name, factor, complaint, tmp_path):
    """Red skin is clipped long before anything is pure white, and blue is lost long before anything is black."""
    photo = Image.open(shipped("portraits") / name / "portrait.jpg").convert("RGB")
    ImageEnhance.Brightness(photo).enhance(factor).save(tmp_path / "lit.png", compress_level=1)
    found = {item.name: item for item in check_photo(tmp_path / "lit.png").items}
    assert found[complaint].verdict != "good"
    assert found["overexposed"].verdict == found["underexposed"].verdict == "good"
    assert found[complaint].why.endswith(".")


def test_no_face_is_a_report_not_an_error(save):
    """A cat's picture is poor, and the reason is the one that enrolment gives."""
    report = check_photo(save(chelsea()))
    assert report.verdict == "poor"
    assert "No person's face" in report.items[0].why


def test_unreadable_files_are_errors(tmp_path):
    """What is no picture cannot be judged."""
    (tmp_path / "x.jpg").write_text("text")
    with pytest.raises(PortraitError, match="not a picture"):
        check_photo(tmp_path / "x.jpg")


def test_a_network_that_is_named_judges_whether_it_finds_the_person(save, tmp_path, monkeypatch):
    """The backdrop is no matter then; one that sees nobody is told, and too large an enlargement too."""
    photo = save(astronaut()[:400, 60:400])
    monkeypatch.setattr("avatar.portrait.pixels.detail.MAX_PIXELS", 400_000)

    def items(bias, **more):
        path = matting_network(tmp_path / "net.onnx", 320, (0, 0, 0), bias)
        chosen = NetworkFile("net", str(path), "ab")
        report = check_photo(photo, None, PortraitSettings(matting=chosen, device="cpu", **more))
        return {item.name: item for item in report.items}

    found = items(9.0)
    assert found["background"].why == "The network 'net' cuts the person out."
    assert "face" not in found
    poor = items(-9.0, by=2)
    assert poor["background"].verdict == poor["face"].verdict == "poor"
    assert "finds no person where the face is" in poor["background"].why
    assert "enlarged 2 times" in poor["face"].why


def test_a_detector_that_is_named_is_the_one_that_looks(save, monkeypatch, tmp_path):
    told = []

    class Hawk:
        networks = ()

        def people(self, _pixels):
            return []

    monkeypatch.setattr("avatar.portrait.check.finding", lambda *those: told.append(those) or Hawk())
    report = check_photo(save(astronaut()), None, PortraitSettings(detector="hawk", device="cpu"), tmp_path)
    assert told == [("hawk", tmp_path, "cpu")]
    assert report.verdict == "poor"


def squares(pixels):
    small = cv2.resize(pixels, (110, 110), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (700, 700), interpolation=cv2.INTER_NEAREST)


def smoothly(pixels):
    small = cv2.resize(pixels, (120, 120), interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (700, 700), interpolation=cv2.INTER_CUBIC)


@pytest.mark.parametrize("enlarged", [squares, smoothly])
def test_an_enlarged_thumbnail_is_poor_and_a_portrait_remembers_why(enlarged, xiaochen):
    """Its pixels are many and its detail is none; the same sentence comes with every film."""
    pixels = enlarged(xiaochen.image)
    landmarks = locate(pixels, Path("me.png"), None).landmarks
    (item,) = (item for item in judge_face(pixels, landmarks) if item.name == "real detail")
    assert item.verdict == "poor"
    assert item.value < 90
    assert item.why in doubts(pixels, landmarks)
    assert xiaochen.doubts == ()


def test_a_tongue_over_the_lip_is_refused_and_an_open_mouth_is_not(xiaochen):
    """It would be taken for the lower lip; a mouth as wide open without one is drawn, and poor."""
    height, width = xiaochen.image.shape[:2]
    framing = Framing(0, 0, 1.0, width, height)
    mouth = Scene(xiaochen, (width, height), framing=framing).draw(motion({"jawOpen": 0.5}), 0)
    landmarks = locate(mouth, Path("me.png"), None).landmarks
    refuse_hidden_mouth(mouth, landmarks, Path("me.png"))
    tongue, unit = np.zeros(mouth.shape[:2], np.float32), xiaochen.iod
    x, y = landmarks[14, :2]
    cv2.ellipse(tongue, (round(float(x)), round(float(y))), (round(0.2 * unit), round(0.3 * unit)), 0, 0, 360, 1, -1)
    out = np.rint(mouth + (np.array([150, 80, 85]) - mouth) * cv2.GaussianBlur(tongue, (0, 0), 1.5)[..., None])
    out = out.astype(np.uint8)
    with pytest.raises(PortraitError, match="tongue"):
        refuse_hidden_mouth(out, locate(out, Path("me.png"), None).landmarks, Path("me.png"))


@pytest.fixture(scope="module")
def seen(marco):
    """A smaller marco, and his landmarks."""
    pixels = cv2.resize(marco, (700, 700), interpolation=cv2.INTER_AREA)
    return pixels, locate(pixels, Path("me.png"), None).landmarks


EYES = ((0.0, 0.0), (1.0, 0.0))
COVERED = {
    "mic at the mouth": "mouth covered",
    "mic from the side": "mouth covered",
    "mic, red foam": "mouth covered",
    "headset": "mouth covered",
    "mask, white": "mouth covered",
    "mask, skin": "mouth covered",
    "finger on the lips": "mouth covered",
    "lenses, mirrored": "eyes covered",
    "text, white": "printed over",
    "text, black": "printed over",
}


@pytest.mark.parametrize(("what", "item"), COVERED.items())
def test_what_is_before_a_face_is_poor_and_a_portrait_says_why(seen, what, item):
    """Foam, cloth, a finger, mirrors and letters would all be taken for a face that moves."""
    pixels = covered.before(*seen)[what]()
    landmarks = locate(pixels, Path("me.png"), None).landmarks
    found = {one.name: one for one in judge_face(pixels, landmarks)}
    assert found[item].verdict == "poor"
    assert found[item].why in doubts(pixels, landmarks)


def tinted(pixels, _):
    grey = pixels @ np.array([0.3, 0.59, 0.11])
    return np.clip(grey[..., None] * (1.15, 0.95, 0.72), 0, 255).astype(np.uint8)


OWN = {f"{kind} beard": (lambda *face, kind=kind: beards.grow(*face, kind)) for kind in ("full", "grey", "stubble")}
OWN |= {kind: (lambda *face, kind=kind: spectacles.wear(*face, kind)[0]) for kind in ("black", "gold", "rimless")}
OWN |= {"sepia": tinted, "side light": lit_from_one_side}


@pytest.mark.parametrize("worn", OWN.values(), ids=OWN)
def test_what_is_a_faces_own_covers_nothing(seen, worn):
    """Beards, spectacles, hard light and old prints are drawn as they are."""
    pixels = worn(*seen)
    landmarks = locate(pixels, Path("me.png"), None).landmarks
    told = {one.name for one in judge_face(pixels, landmarks) if one.verdict != "good"}
    assert not told & set(COVERED.values())


def test_a_face_in_a_picture_half_behind_a_head_does_not_take_its_place():
    """Boxes that overlap show one face only where the middle of the smaller one lies in the larger one."""
    head, nose = FaceBox(100, 100, 200, 0.8, EYES), FaceBox(160, 160, 90, 0.9, EYES)
    picture = FaceBox(245, 80, 120, 0.95, EYES)
    assert _merged([head, picture]) == [picture, head]
    assert _merged([head, nose]) == [nose]


def test_screens_behind_the_head_are_a_warning_of_each_film(xiaochen, save):
    """What the report says of the background is not lost when the photo is taken."""
    size = 800
    layers = (xiaochen.matte, xiaochen.foreground)
    matte, person = (
        cv2.resize(layer, (size, size), interpolation=cv2.INTER_AREA).astype(np.float32) for layer in layers
    )
    screens = np.tile(cv2.resize(astronaut(), (160, 160), interpolation=cv2.INTER_AREA), (5, 5, 1))
    screens[::160], screens[:, ::160] = 10, 10
    alpha = matte[..., None] / 255
    path = save(np.rint(alpha * person + (1 - alpha) * screens).astype(np.uint8))
    (item,) = (item for item in check_photo(path).items if item.name == "background")
    assert item.verdict == "poor"
    assert item.why in PhotoEnroller(PortraitSettings()).enroll(path, "me").doubts
