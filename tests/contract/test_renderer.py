"""What every renderer promises, checked on every renderer there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from avatar import backends
from avatar.data import inter_ocular_distance
from avatar.neural import FaceMesh
from avatar.reenact.framing import frame_portrait
from avatar.stages import NetworkRenderer
from tests.motions import OPEN, SEALED, motion

SIZE = (360, 360)


@pytest.fixture(params=backends.available("reenact"))
def renderer(request):
    made = backends.load("reenact", request.param)()
    if isinstance(made, NetworkRenderer):
        pytest.skip("draws with a network that somebody adds; tests/neural has its tests")
    return made


@pytest.fixture(scope="module")
def face_mesh():
    return FaceMesh()


def _gap(face_mesh, image):
    points = face_mesh.see(image)
    assert points is not None, "no face is found in the frame"
    return float(np.linalg.norm(points[13, :2] - points[14, :2])) / inter_ocular_distance(points.astype(np.float32))


@pytest.mark.slow
def test_one_frame_per_row_of_the_size_asked_for(renderer, xiaochen):
    frames = list(renderer.render(xiaochen, motion({}, OPEN, SEALED), (200, 120)))
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert [frame.time for frame in frames] == [0.0, 0.04, 0.08]
    for frame in frames:
        assert frame.image.shape == (120, 200, 3)
        assert frame.image.dtype == np.uint8


@pytest.mark.slow
def test_a_renderer_that_says_that_it_cuts_out_does(renderer, xiaochen):
    if renderer.capabilities.cuts_out:
        (frame,) = renderer.cut_out(xiaochen, motion({}), (200, 200))
        assert frame.image.shape == (200, 200, 4)
        assert frame.image[0, 0, 3] == 0
        assert frame.image[100, 100, 3] == 255
    else:
        assert not hasattr(renderer, "cut_out")


@pytest.mark.slow
def test_frames_stream(renderer, xiaochen):
    """The first frames of a long film come without the rest being drawn."""
    long = motion(*[{}] * 100_000)
    assert len(list(itertools.islice(renderer.render(xiaochen, long, (64, 64)), 2))) == 2


@pytest.mark.slow
def test_the_same_motion_gives_the_same_picture(renderer, xiaochen):
    one, other = (next(iter(renderer.render(xiaochen, motion(OPEN), SIZE))).image for _ in range(2))
    assert np.array_equal(one, other)


def test_at_rest_the_picture_is_the_portrait(renderer, xiaochen):
    import cv2

    frame = next(iter(renderer.render(xiaochen, motion({}), SIZE))).image
    framing = frame_portrait(xiaochen, SIZE)
    side = round(SIZE[0] / framing.scale)
    left, top = round(framing.left), round(framing.top)
    photo = cv2.resize(xiaochen.image[top : top + side, left : left + side], SIZE, interpolation=cv2.INTER_AREA)
    difference = np.abs(frame.astype(int) - photo)
    assert difference.mean() < 1.0
    assert np.percentile(difference, 99) < 12


@pytest.mark.slow
@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
def test_closures_are_seen_and_vowels_are_open(renderer, who, face_mesh, request):
    portrait = request.getfixturevalue(who)
    closed, opened = renderer.render(portrait, motion(SEALED, OPEN), SIZE)
    assert _gap(face_mesh, closed.image) <= 0.012
    assert _gap(face_mesh, opened.image) >= 0.2


@pytest.mark.slow
@pytest.mark.parametrize("angle", [(0.12, 0, 0), (-0.12, 0, 0), (0, 0.14, 0), (0, -0.14, 0), (0, 0, 0.14)])
def test_a_turned_head_is_still_a_face_on_a_still_background(renderer, xiaochen, face_mesh, angle):
    still, turned = renderer.render(xiaochen, motion({}, {"head": (*angle, 0, 0, 0)}), SIZE)
    assert _gap(face_mesh, turned.image) < 0.06
    changed = np.abs(turned.image.astype(int) - still.image).max(axis=2) > 24
    assert changed.any()
    assert not changed[:30].any()  # above the hair
    assert not changed[:, :40].any()  # beside the shoulders
    assert not changed[330:].any()  # on the chest


@pytest.mark.slow
def test_teeth_stay_with_the_head_while_lips_move(renderer, xiaochen):
    """Upper teeth look alike between two lip shapes that both show them."""
    wide, more = renderer.render(
        xiaochen, motion({"jawOpen": 0.3, "mouthUpperUp": 0.5}, {"jawOpen": 0.3, "mouthUpperUp": 0.9}), (900, 900)
    )
    rig, framing = xiaochen.rig, frame_portrait(xiaochen, (900, 900))
    x, y = framing.place(rig.vertices[rig.upper_lip[len(rig.upper_lip) // 2], :2][None])[0]
    unit = rig.unit * framing.scale
    window = np.s_[int(y) : int(y + 0.05 * unit), int(x - 0.12 * unit) : int(x + 0.12 * unit)]
    one, other = (frame.image[window].mean(axis=2) for frame in (wide, more))
    assert one.mean() > 90  # enamel, not cavity
    columns = [np.diff(rows.mean(axis=0)) for rows in (one, other)]
    assert np.corrcoef(columns)[0, 1] > 0.9


@pytest.mark.parametrize("size", [(256, 256), (258, 254), (360, 202)])
def test_the_body_reaches_the_lower_edge_through_every_breath(renderer, xiaochen, size):
    out, rest, full = renderer.render(xiaochen, motion({"breath": -1.0}, {}, {"breath": 1.0}), size)
    for frame in (out, full):
        strip, still = frame.image[-4:].astype(int), rest.image[-4:].astype(int)
        assert np.abs(strip - still).mean() < 4


@pytest.mark.slow
def test_before_another_picture_the_person_is_the_same_and_nothing_else_is_left(renderer, xiaochen):
    """What is drawn over a picture is what is cut out, laid over it."""
    if not renderer.capabilities.cuts_out:
        assert not hasattr(renderer, "over")
        return
    behind = np.full((200, 200, 3), (180, 20, 90), np.uint8)
    track = motion({}, OPEN)
    for laid, alone in zip(
        renderer.over(xiaochen, track, (200, 200), [behind] * 2),
        renderer.cut_out(xiaochen, track, (200, 200)),
        strict=True,
    ):
        alpha = alone.image[..., 3:] / 255
        expected = alone.image[..., :3] * alpha + behind * (1 - alpha)
        assert np.abs(laid.image - expected).max() <= 2.5
    assert (behind == (180, 20, 90)).all()
    empty = renderer.emptied(xiaochen, (200, 200)).astype(int)
    (whole,) = renderer.render(xiaochen, motion({}), (200, 200))
    clear = alone.image[..., 3] == 0
    assert np.abs(whole.image[clear] - empty[clear]).mean() < 1
