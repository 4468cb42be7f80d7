"""The renderer that draws with the first-order-motion network, with weights of chance."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from avatar.data import Keypoints
from avatar.errors import InputError, NotInstalledError
from avatar.reenact.fomm import FommRenderer
from avatar.reenact.fomm.relative import movement_scale, relative
from avatar.reenact.framing import frame_portrait
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.standard import square_around
from avatar.runtime.folders import Home
from avatar.stages import NetworkRenderer
from tests.motions import OPEN, motion
from tests.neural.miniature_fomm import network_of_chance, write_checkpoint

SIZE = (200, 160)
TURNED = {"head": (0.05, 0.08, 0.04, 0.02, 0, 0)}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home.at(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return write_checkpoint(tmp_path_factory.mktemp("networks") / "tiny.pth.tar", network_of_chance())


@pytest.fixture(scope="module")
def renderer(home, checkpoint):
    made = FommRenderer()
    made.equip(home, str(checkpoint), "cpu")
    return made


def keypoints(*rows, jacobians=None):
    points = np.array(rows, np.float32)
    still = np.broadcast_to(np.eye(2, dtype=np.float32), (*points.shape[:2], 2, 2)).copy()
    return Keypoints(points, still if jacobians is None else np.asarray(jacobians, np.float32))


CROSS = [[0.5, 0.0], [-0.5, 0.0], [0.0, 0.5], [0.0, -0.5]]


def test_relative_motion_adds_what_the_driver_has_moved_scaled_by_the_hulls():
    source, rest = keypoints(CROSS), keypoints(0.5 * np.array(CROSS) + 0.2)
    moved = keypoints(rest.points[0] + (0.1, -0.2))
    assert movement_scale(source, rest) == pytest.approx(2.0, rel=1e-5)
    scaled = relative(source, moved, rest)
    assert scaled.points[0] == pytest.approx(np.add(CROSS, (0.2, -0.4)), abs=1e-6)
    unscaled = relative(source, moved, rest, adapt_movement_scale=False)
    assert unscaled.points[0] == pytest.approx(np.add(CROSS, (0.1, -0.2)), abs=1e-6)


def test_relative_jacobians_are_the_drivers_change_before_the_sources_own():
    own, first, now = np.random.default_rng(2).normal(size=(3, 1, 4, 2, 2)) + 3 * np.eye(2)
    points = keypoints(CROSS).points
    moved = relative(*(Keypoints(points, each.astype(np.float32)) for each in (own, now, first)))
    assert moved.jacobians == pytest.approx(now @ np.linalg.inv(first) @ own, abs=1e-4)


def test_a_driver_at_rest_leaves_the_source_as_it_is_and_hulls_without_area_scale_nothing():
    source, rest = keypoints(CROSS), keypoints(0.7 * np.array(CROSS))
    assert relative(source, rest, rest).points == pytest.approx(source.points)
    assert movement_scale(source, keypoints([[0.1, 0.1]] * 4)) == 1.0


def test_it_is_one_of_the_renderers_that_are_equipped(renderer):
    assert isinstance(renderer, NetworkRenderer)
    assert not isinstance(MeshRenderer(), NetworkRenderer)
    assert [each.task for each in renderer.networks] == ["fomm"]
    assert renderer.networks[0].name == "tiny.pth.tar"


def test_the_network_paints_within_its_square_and_the_person_alone(renderer, xiaochen):
    track = motion({}, OPEN | TURNED)
    drawn, below = (list(each.render(xiaochen, track, SIZE)) for each in (renderer, MeshRenderer()))
    assert [frame.index for frame in drawn] == [0, 1]
    square, film = square_around(xiaochen, 256, factor=1.8, lift=0.05), frame_portrait(xiaochen, SIZE)
    side = round(256 / square.scale)
    corners = film.place(np.array([[square.left, square.top], [square.left + side, square.top + side]], np.float32))
    x0, y0, x1, y1 = corners.ravel()
    rows, columns = np.indices((SIZE[1], SIZE[0]))
    outside = (columns + 1 < x0) | (columns > x1) | (rows + 1 < y0) | (rows > y1)
    for one, other in zip(drawn, below, strict=True):
        changed = np.abs(one.image.astype(int) - other.image).max(axis=2)
        assert changed[int(y0 + 0.5 * (y1 - y0)), int((x0 + x1) / 2)] > 8
        assert not changed[outside].any()
        assert not changed[:8, :8].any()  # background
    assert np.abs(drawn[0].image.astype(int) - drawn[1].image).max() > 8


def test_the_person_alone_keeps_its_edge(renderer, xiaochen):
    (alone,) = renderer.cut_out(xiaochen, motion(TURNED), SIZE)
    (below,) = MeshRenderer().cut_out(xiaochen, motion(TURNED), SIZE)
    assert (alone.image[..., 3] == below.image[..., 3]).all()
    assert (alone.image[..., :3] != below.image[..., :3]).any()
    behind = np.full((SIZE[1], SIZE[0], 3), (10, 200, 90), np.uint8)
    (over,) = renderer.over(xiaochen, motion(TURNED), SIZE, [behind])
    assert (over.image[below.image[..., 3] == 0] == (10, 200, 90)).all()
    assert (renderer.emptied(xiaochen, SIZE) == MeshRenderer().emptied(xiaochen, SIZE)).all()


def test_frames_stream_and_come_again_alike(renderer, xiaochen):
    long = motion(*[OPEN] * 50_000)
    first = list(itertools.islice(renderer.render(xiaochen, long, (96, 96)), 2))
    again = next(iter(renderer.render(xiaochen, motion(OPEN), (96, 96))))
    assert (first[0].image == first[1].image).all()
    assert (first[0].image == again.image).all()


def test_the_networks_own_pictures_pass_through_filters(renderer, xiaochen):
    """One that waits for the next picture, and one that enlarges them; they are shown what led the network."""

    class Delayed:
        seen = ()

        def apply(self, frames):
            whole = list(frames)
            self.seen = [frame.image.shape for frame in whole]
            self.driven = [frame.driven for frame in whole]
            yield from whole

    class Larger:
        def apply(self, frames):
            for frame in frames:
                large = np.repeat(np.repeat(frame.image, 2, axis=0), 2, axis=1)
                large[..., 0] = 255
                yield replace(frame, image=large)

    delayed, track = Delayed(), motion({}, OPEN, TURNED)
    plain = list(renderer.render(xiaochen, track, SIZE))
    filtered = list(renderer.through([delayed, Larger()]).render(xiaochen, track, SIZE))
    assert delayed.seen == [(256, 256, 3)] * 3
    driver = renderer._equipped().shot(xiaochen).driver
    for row, picture in enumerate(delayed.driven):
        np.testing.assert_array_equal(picture, driver.draw(track, row).picture)
    for one, other in zip(plain, filtered, strict=True):
        assert other.image[..., 0].astype(int).sum() > one.image[..., 0].astype(int).sum()
        assert np.abs(other.image[..., 1:].astype(int) - one.image[..., 1:]).mean() < 0.5


def test_what_is_missing_is_named_with_its_cure(home, tmp_path, xiaochen, checkpoint):
    with pytest.raises(NotInstalledError, match="avatar model install fomm-vox-256"):
        FommRenderer().equip(home)
    with pytest.raises(NotInstalledError, match="avatar model install"):
        next(FommRenderer().render(xiaochen, motion({}), SIZE))
    with pytest.raises(InputError, match=r"gone\.pth\.tar"):
        FommRenderer().equip(home, str(tmp_path / "gone.pth.tar"))
    wrong = tmp_path / "page.pth.tar"
    wrong.write_bytes(b"<html>404</html>")
    made = FommRenderer()
    made.equip(home, str(wrong))
    with pytest.raises(InputError, match="cannot be read as a checkpoint"):
        made.load()
    if not torch.cuda.is_available():
        made = FommRenderer()
        made.equip(home, str(checkpoint), "cuda")
        with pytest.raises(NotInstalledError, match="finds no GPU"):
            made.load()
