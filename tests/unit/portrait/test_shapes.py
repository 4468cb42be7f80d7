"""The face shapes on the faces of real photos."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.data import ARKIT_NAMES
from avatar.neural import FaceMesh
from avatar.portrait.shapes.build import face_shapes, lip_side
from avatar.portrait.shapes.handles import LIP_CURVES, LOWER_LINE, MIDDLE, OUTLINE, PAIRED, UPPER_LINE

LIDS_AND_GAZE = tuple(name for name in ARKIT_NAMES if name.startswith(("eyeBlink", "eyeLook")))
BROWS = ("browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "eyeWideLeft")
VISEMES = {
    "p": {"jawOpen": 0.05, "mouthClose": 0.05, "mouthShrugLower": 0.38, "mouthRollLower": 0.2, "mouthPress": 0.25},
    "f": {"jawOpen": 0.08, "mouthRollLower": 0.5, "mouthUpperUp": 0.2},
    "s": {"jawOpen": 0.06, "mouthStretch": 0.25},
    "sh": {"jawOpen": 0.1, "mouthFunnel": 0.5, "mouthPucker": 0.3},
    "a": {"jawOpen": 0.65, "mouthLowerDown": 0.3, "mouthUpperUp": 0.15},
    "e": {"jawOpen": 0.35, "mouthStretch": 0.2, "mouthSmile": 0.2},
    "i": {"jawOpen": 0.18, "mouthStretch": 0.3, "mouthSmile": 0.3},
    "o": {"jawOpen": 0.45, "mouthFunnel": 0.5, "mouthPucker": 0.2},
    "u": {"jawOpen": 0.2, "mouthFunnel": 0.5, "mouthPucker": 0.6},
    "y": {"jawOpen": 0.15, "mouthFunnel": 0.3, "mouthPucker": 0.8},
}


@pytest.fixture(scope="module")
def smiling():
    """The astronaut: a grin with open lips, (468, 3) in the head's frame."""
    from skimage import data

    return _face(np.ascontiguousarray(data.astronaut()[:360, 60:420]))


@pytest.fixture(scope="module")
def neutral(smiling):
    """The same face with the lips closed: the grin relaxed, both lip lines laid onto each other."""
    shapes = face_shapes(smiling, smiling, _below(smiling))
    face = smiling - 0.6 * (shapes["mouthSmileLeft"] + shapes["mouthSmileRight"]) - 0.25 * shapes["jawOpen"]
    upper, lower = list(UPPER_LINE), list(LOWER_LINE)
    middle = (face[upper] + face[lower]) / 2
    red = [landmark for name in ("lower_rim", "upper_rim") for pair in LIP_CURVES[name] for landmark in pair]
    face[[0, *[i for i in red if i in (37, 267, 39, 269, 40, 270, 185, 409)]], 1] += 0.03
    face[upper] = face[lower] = middle
    return face.astype(np.float32)


@pytest.fixture(scope="module")
def shapes(neutral):
    return face_shapes(neutral, neutral, _below(neutral))


def _face(image):
    """Detect the mesh and turn it upright: x along the eyes, y from chin to forehead."""
    points = FaceMesh().see(image)[:468] * [1, -1, -1]
    eyes = points[[33, 133, 362, 263]].reshape(2, 2, 3).mean(axis=1)
    x = eyes[1] - eyes[0]
    x /= np.linalg.norm(x)
    y = points[[10, 168]].mean(axis=0) - points[[152, 200]].mean(axis=0)
    y -= (y @ x) * x
    y /= np.linalg.norm(y)
    head = (points - eyes.mean(axis=0)) @ np.stack([x, y, np.cross(x, y)], axis=1)
    return (head / np.linalg.norm(eyes[1] - eyes[0])).astype(np.float32)


def _below(face):
    below = lip_side(face, face)
    below[list(UPPER_LINE)], below[list(LOWER_LINE)] = 0, 1
    below[[78, 308]] = 0.5
    return below


def _blend(shapes, weights):
    total = np.zeros_like(shapes["jawOpen"])
    for name, weight in weights.items():
        sides = (name,) if name in shapes else (f"{name}Left", f"{name}Right")
        total += weight * sum(shapes[side] for side in sides)
    return total


def _gap(moved):
    return moved[list(UPPER_LINE), 1] - moved[list(LOWER_LINE), 1]


def _mirror(face):
    """Swap the landmarks that shapes are built from across the middle, and x with them."""
    pairs = [*PAIRED.values(), *(pair for curve in LIP_CURVES.values() for pair in curve), (234, 454)]
    pairs += [(OUTLINE[i], OUTLINE[-i]) for i in range(1, 18)]
    mirrored = face * np.float32([-1, 1, 1])
    for left, right in pairs:
        mirrored[[left, right]] = face[[right, left]] * np.float32([-1, 1, 1])
    return mirrored


@pytest.mark.slow
def test_every_arkit_name_but_lids_and_gaze_is_given(shapes):
    assert tuple(sorted(shapes)) == tuple(sorted(set(ARKIT_NAMES) - set(LIDS_AND_GAZE)))
    assert len(shapes) == 42
    for shape in shapes.values():
        assert shape.shape == (468, 3)
        assert shape.dtype == np.float32
        assert np.isfinite(shape).all()


@pytest.mark.slow
def test_a_mirrored_face_gets_mirrored_shapes(neutral):
    rng = np.random.default_rng(7)
    points = np.concatenate([neutral, rng.uniform((-1.5, -2.4, -1), (1.5, 1.3, 0.6), (200, 3))]).astype(np.float32)
    below = lip_side(points, neutral)
    flip = np.float32([-1, 1, 1])
    straight = face_shapes(neutral, points, below)
    mirrored = face_shapes(_mirror(neutral), points * flip, below)
    for name, shape in straight.items():
        other = name.replace("Left", "~").replace("Right", "Left").replace("~", "Right")
        np.testing.assert_allclose(mirrored[other] * flip, shape, atol=2e-4, err_msg=name)


def test_left_and_right_belong_to_the_subject(shapes, neutral):
    """The subject's left is at the image's right."""
    for name in ("mouthSmile", "browOuterUp", "cheekSquint"):
        size = np.linalg.norm(shapes[f"{name}Left"], axis=1)
        assert size[neutral[:, 0] > 0.25].max() > 0.05
        assert size[neutral[:, 0] < -0.35].max() < 1e-3
    assert shapes["jawLeft"][152, 0] > 0.08
    assert shapes["mouthLeft"][13, 0] > 0.15


def test_an_open_jaw_parts_the_lips_by_just_over_half_the_eye_distance(shapes, smiling):
    assert _gap(shapes["jawOpen"])[5] == pytest.approx(0.55, abs=0.01)
    raw = face_shapes(smiling, smiling, _below(smiling))
    assert _gap(raw["jawOpen"])[5] == pytest.approx(0.55, abs=0.01)


def test_an_open_jaw_makes_an_oval(shapes, neutral):
    """The corners go about half way down and inward; the opening narrows to them like an ellipse, a little sooner."""
    gap = _gap(shapes["jawOpen"])
    corners = neutral[[78, 308], 0]
    place = (neutral[list(UPPER_LINE), 0] - corners.mean()) / np.ptp(corners) * 2
    oval = 0.55 * np.sqrt(np.clip(1 - place**2, 0, 1))
    np.testing.assert_allclose(gap[3:-3], oval[3:-3], atol=0.08)
    assert (gap[[2, -3]] > 0.65 * oval[[2, -3]]).all()
    down = shapes["jawOpen"][[78, 308], 1] / shapes["jawOpen"][14, 1]
    assert ((down > 0.3) & (down < 0.5)).all()
    assert shapes["jawOpen"][78, 0] > 0.02 > -0.02 > shapes["jawOpen"][308, 0]


def test_skin_beside_the_corners_is_hardly_stretched_by_an_open_mouth(neutral):
    """The larger stretch of a small square of skin, over a ring around each corner, in the vowel of "father"."""
    corners = neutral[[78, 308]]
    ways = np.arange(-135, 136, 15) * np.pi / 180  # from outward; inward there are lips
    ring = np.concatenate([
        corner + reach * np.stack([side * np.cos(ways), np.sin(ways), 0 * ways], axis=1)
        for corner, side in zip(corners, (-1.0, 1.0), strict=True)
        for reach in (0.05, 0.08, 0.12, 0.18)
    ])  # fmt: skip
    step = 0.004
    places = (ring + step * np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]])[:, None]).reshape(-1, 3).astype(np.float32)
    moved = 0.45 * face_shapes(neutral, places, lip_side(places, neutral))["jawOpen"][:, :2].reshape(3, -1, 2)
    turn = np.stack([moved[1] - moved[0], moved[2] - moved[0]], axis=2) / step + np.eye(2)
    stretched = np.linalg.svd(turn, compute_uv=False)[:, 0]
    assert np.quantile(stretched, 0.95) < 1.7
    assert stretched.max() < 2.1


def test_lips_keep_their_height_when_the_jaw_opens(shapes, neutral):
    moved = neutral + shapes["jawOpen"]
    for inner, rim in ((13, 0), (14, 17), (82, 37), (87, 84)):
        before = np.linalg.norm(neutral[inner] - neutral[rim])
        assert np.linalg.norm(moved[inner] - moved[rim]) == pytest.approx(before, rel=0.25)


@settings(max_examples=30, deadline=None)
@given(weight=st.floats(0, 1), rounding=st.sampled_from(["mouthFunnel", "mouthPucker", "mouthStretch", "mouthSmile"]))
def test_mouth_close_undoes_the_jaw_all_along_the_lips(shapes, weight, rounding):
    sealed = {"jawOpen": weight, "mouthClose": weight}
    assert np.abs(_gap(_blend(shapes, sealed))).max() < 0.005
    assert np.abs(_gap(_blend(shapes, {**sealed, rounding: 0.6}))).max() < 0.005


def test_lips_seal_between_the_landmarks_too(neutral):
    """Vertices of a finer mesh on the lip line close as well as the landmarks do."""
    steps = np.linspace(0, 10, 81)
    line = np.stack([np.interp(steps, np.arange(11), neutral[list(UPPER_LINE), axis]) for axis in range(3)], axis=1)
    points = np.concatenate([line, line]).astype(np.float32)
    below = np.repeat(np.float32([0, 1]), 81)
    fine = face_shapes(neutral, points, below)
    sealed = fine["jawOpen"] + fine["mouthClose"]
    assert np.abs(sealed[:81, 1] - sealed[81:, 1]).max() < 0.005
    corner = np.abs(fine["jawOpen"][[0, 80]] - fine["jawOpen"][[81, 161]]).max()
    assert corner < 1e-6


@pytest.mark.parametrize(
    "name",
    (
        *("mouthFunnel", "mouthPucker", "mouthSmile", "mouthFrown", "mouthDimple", "mouthStretch", "mouthPress"),
        *("mouthRollUpper", "mouthRollLower", "mouthShrugLower", "mouthShrugUpper"),
        *("cheekPuff", "jawForward", "jawLeft"),
    ),
)
def test_only_shapes_that_should_part_the_lips_do(shapes, name):
    assert _gap(_blend(shapes, {name: 1})).max() < 0.012


def test_a_bilabial_touches_and_teeth_show_where_they_should(shapes):
    sealed = _gap(_blend(shapes, VISEMES["p"]))
    assert sealed.max() < 0.003
    assert sealed.min() > -0.03
    assert 0.05 < _gap(shapes["mouthUpperUpLeft"] + shapes["mouthUpperUpRight"])[5] < 0.2
    assert 0.05 < _gap(shapes["mouthLowerDownLeft"] + shapes["mouthLowerDownRight"])[5] < 0.2


def test_rounding_narrows_and_protrudes_and_spreading_widens(shapes, neutral):
    width = neutral[308, 0] - neutral[78, 0]

    def factor(weights):
        return 1 + np.diff(_blend(shapes, weights)[[78, 308], 0])[0] / width

    assert 0.6 < factor({"mouthPucker": 1}) < 0.75
    assert 0.7 < factor({"mouthFunnel": 1}) < 0.85
    assert factor(VISEMES["u"]) / factor(VISEMES["i"]) < 0.7
    assert factor({"mouthStretch": 1}) > 1.2
    for name in ("mouthPucker", "mouthFunnel"):
        assert (shapes[name][[0, 13, 14, 17], 2] > 0.05).all()
        assert shapes[name][13, 2] > shapes[name][152, 2] + 0.05


def test_rolling_and_pressing_thin_the_red_lip(shapes, neutral):
    for name, inner, rim in (("mouthRollLower", 14, 17), ("mouthRollUpper", 13, 0), ("mouthPress", 14, 17)):
        moved = neutral + _blend(shapes, {name: 1})
        before = abs(neutral[inner, 1] - neutral[rim, 1])
        assert 0.15 * before < abs(moved[inner, 1] - moved[rim, 1]) < 0.9 * before, name


def test_brows_leave_the_mouth_and_the_mouth_leaves_eyes_and_brows(shapes, neutral):
    mouth = neutral[:, 1] < -0.6
    lids = [33, 160, 159, 158, 133, 145, 153, 263, 387, 386, 385, 362, 374, 380]
    brows = neutral[:, 1] > 0.12
    for name in BROWS:
        assert not shapes[name][mouth].any()
        assert np.abs(shapes[name][[33, 133, 362, 263, 145, 374]]).max() < 0.004, name
    for name in shapes:
        if name.startswith(("mouth", "jaw", "cheekPuff")):
            assert not shapes[name][brows].any(), name
            assert np.abs(shapes[name][lids]).max() < 0.006, name


def test_the_skull_stands_still(shapes):
    """Forehead, bridge of the nose and ears give the eye its fixed points."""
    for name, shape in shapes.items():
        if name.startswith(("mouth", "jaw")):
            assert np.abs(shape[[10, 168, 6, 127, 356]]).max() < 0.01, name


def test_the_cheek_does_not_tear(neutral):
    """Neighbouring points on a cheek, one above and one below the mouth's height, move together."""
    x, y = np.meshgrid(np.linspace(0.62, 1.0, 20), np.linspace(-1.4, -0.7, 141))
    points = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1).astype(np.float32)
    fine = face_shapes(neutral, points, lip_side(points, neutral))
    for weights in VISEMES.values():
        rows = _blend(fine, weights).reshape(*x.shape, 3)
        assert np.linalg.norm(np.diff(rows, axis=0), axis=-1).max() < 0.012


def test_lip_side_is_sharp_at_the_lips_and_soft_on_the_cheek(neutral):
    def step(x):
        heights = np.linspace(-1.6, -0.4, 2401)
        points = np.stack([np.full(2401, x), heights, np.zeros(2401)], axis=1).astype(np.float32)
        side = lip_side(points, neutral)
        assert (np.diff(side) <= 0).all()
        assert side[0] == 1
        assert side[-1] == 0
        return np.ptp(heights[(side > 0.01) & (side < 0.99)])

    middle, corner = float(neutral[13, 0]), float(neutral[308, 0])
    assert step(middle) < 0.005
    assert step(middle) < step(corner + 0.05) < step(corner + 0.2) < step(corner + 0.4)


def test_displacement_fades_to_nothing_away_from_the_face(neutral):
    around = []
    for landmark in OUTLINE:
        out = neutral[landmark, :2] / np.linalg.norm(neutral[landmark, :2] - (0, -0.3))
        around.append(neutral[landmark] + np.linspace(0, 1.4, 29)[:, None] * np.append(out, 0))
    points = np.concatenate(around).astype(np.float32)
    fine = face_shapes(neutral, points, lip_side(points, neutral))
    for name, shape in fine.items():
        steps = np.linalg.norm(shape, axis=1).reshape(len(OUTLINE), 29)
        assert steps[:, -1].max() == 0, name
        assert (np.diff(steps.max(axis=0)) < 1e-3).all(), name
        flat = shape[:, :2].reshape(len(OUTLINE), 29, 2)
        assert np.linalg.norm(np.diff(flat, axis=1), axis=-1).max() < 0.05, name
    chin = np.linalg.norm(fine["jawOpen"].reshape(len(OUTLINE), 29, 3)[OUTLINE.index(152)], axis=1)
    assert chin[0] > 0.4
    assert 0.03 < chin[8] < 0.4


@pytest.mark.slow
def test_no_skin_turns_over_in_any_viseme(neutral):
    """Area of each little square of skin keeps its sign; only the under-chin may be squeezed hard."""
    x, y = np.meshgrid(np.linspace(-1.3, 1.3, 66), np.linspace(-2.6, 1.2, 96))
    points = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1).astype(np.float32)
    below = lip_side(points, neutral)
    fine = face_shapes(neutral, points, below)
    side = below.reshape(x.shape)
    whole = np.abs(side[:-1] - side[1:])[:, :-1] < 0.5
    for name, weights in {**VISEMES, "wide": {"jawOpen": 1.0}, "grin": {"mouthSmile": 1.0}}.items():
        moved = (points + _blend(fine, weights))[:, :2].reshape(*x.shape, 2)
        right, up = moved[:-1, 1:] - moved[:-1, :-1], moved[1:, :-1] - moved[:-1, :-1]
        area = right[..., 0] * up[..., 1] - right[..., 1] * up[..., 0]
        assert (area[whole] > 0).all(), name


@pytest.mark.slow
def test_displacements_follow_the_size_of_the_mouth(neutral):
    """A narrower mouth is rounded by less, in proportion."""
    near = np.exp(-(((neutral[:, :2] - neutral[13, :2]) / (0.6, 0.4)) ** 2).sum(axis=1))
    small = neutral.copy()
    small[:, 0] *= 1 - 0.15 * near
    assert small[308, 0] - small[78, 0] < 0.95 * (neutral[308, 0] - neutral[78, 0])
    shapes = [face_shapes(face, face, _below(face))["mouthPucker"] for face in (neutral, small)]
    widths = [face[308, 0] - face[78, 0] for face in (neutral, small)]
    factors = [np.diff(shape[[78, 308], 0])[0] / width for shape, width in zip(shapes, widths, strict=True)]
    assert factors[0] == pytest.approx(factors[1], rel=0.05)


def test_handles_are_distinct_landmarks():
    handles = [*MIDDLE.values(), *(i for pair in PAIRED.values() for i in pair)]
    handles += [i for curve in LIP_CURVES.values() for pair in curve for i in pair]
    assert len(handles) == len(set(handles))
    assert max(handles) < 468
