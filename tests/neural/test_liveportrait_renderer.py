"""What drives LivePortrait, and how its squares come into the film."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.errors import InputError, NotInstalledError
from avatar.reenact.framing import frame_portrait
from avatar.reenact.liveportrait import LivePortraitRenderer
from avatar.reenact.liveportrait.apertures import ApertureReader, Apertures
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.pasting import Paster
from avatar.runtime.folders import Home
from tests.motions import OPEN, SEALED, motion
from tests.neural import miniature_liveportrait as miniature

torch = pytest.importorskip("torch")

from avatar.reenact.liveportrait.driving import LIDS, LIPS, Source, driven, near
from avatar.reenact.liveportrait.painter import Painter

pytestmark = pytest.mark.usefixtures("one_thread")
SIZE, SIDE = (320, 180), 64
BLINK = {"eyeBlink": 1.0}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    place = tmp_path_factory.mktemp("home")
    return Home(place / "data", place / "cache")


@pytest.fixture(scope="module")
def renderer(folder, home):
    made = LivePortraitRenderer()
    made.equip(home, str(folder), "cpu")
    made._painter = Painter({place.stem: place for place in folder.iterdir()}, "cpu", SIDE)
    return made


@pytest.fixture
def source(network):
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    read = network.motion(picture)
    still = Apertures(np.zeros(1, np.float32), np.full((1, 2), 0.3, np.float32))
    return Source(network.features(picture), read, read.keypoints(), still, has_lids=True)


@pytest.fixture
def driving(network):
    return network.motion(torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(2)))


def _silenced(network):
    """Let stitching and retargeting change nothing."""
    return replace(
        network,
        **{name: torch.nn.Sequential(getattr(network, name), _Nothing()) for name in ("stitching", "lips", "eyes")},
    )


class _Nothing(torch.nn.Module):
    def forward(self, numbers):
        return torch.zeros_like(numbers)


def wide(count=2):
    return Apertures(np.full(count, 0.5, np.float32), np.full((count, 2), 0.4, np.float32))


def test_apertures_say_what_is_shut_and_what_is_open(xiaochen):
    read = ApertureReader(xiaochen).read(motion({}, SEALED, OPEN, BLINK), 0, 4)
    assert read.lips[:2] == pytest.approx(0, abs=0.02)
    assert read.lips[2] > 0.2
    assert read.lids[0].min() > 0.15
    assert read.lids[3].max() < 0.05
    part = ApertureReader(xiaochen).read(motion({}, SEALED, OPEN, BLINK), 2, 2)
    assert np.array_equal(part.lips, read.lips[2:])


def test_a_driver_at_rest_leaves_the_source_as_it_is(network, source):
    points = driven(_silenced(network), source, source.motion, wide(1))
    assert (points - source.keypoints).abs().max() < 1e-5


def test_motion_is_relative_where_nothing_is_shut(network, source, driving):
    points = driven(_silenced(network), source, driving, wide())
    assert (points - source.motion.moved(driving, source.motion).keypoints()).abs().max() < 1e-5


def test_shut_lips_and_lids_are_the_sources_own_whatever_is_read_of_the_driver(network, source, driving):
    pose = {name: getattr(source.motion, name).expand_as(getattr(driving, name)) for name in ("rotation", "scale")}
    still = replace(driving, translation=source.motion.translation.expand(2, -1), **pose)
    shut = Apertures(np.zeros(2, np.float32), np.zeros((2, 2), np.float32))
    moved = driven(_silenced(network), source, still, shut) - source.keypoints
    assert moved[:, [*LIPS, *LIDS], 1].abs().max() < 1e-5
    assert moved[:, [*LIPS, *LIDS], 0].abs().max() > 1e-3  # a rounded seal stays round
    assert moved[:, 0].abs().max() > 1e-3


def test_retargeting_is_asked_for_our_own_apertures_and_stitching_comes_last(network, source, driving):
    apertures = Apertures(np.array([0.0, 0.5], np.float32), np.array([[0.0, 0.0], [0.4, 0.4]], np.float32))
    silent = _silenced(network)
    lips = replace(silent, lips=network.lips)
    change = driven(lips, source, driving, apertures) - driven(silent, source, driving, apertures)
    wanted = network.retarget_lips(source.keypoints, torch.zeros(1, 2))
    assert (change[0] - wanted[0]).abs().max() < 1e-5
    assert change[1].abs().max() == 0  # far from contact the motion alone decides
    eyes = driven(replace(silent, eyes=network.eyes), source, driving, apertures) - driven(
        silent, source, driving, apertures
    )
    assert (eyes[0] - network.retarget_eyes(source.keypoints, torch.tensor([[0.3, 0.3, 0.0]]))[0]).abs().max() < 1e-5
    before = driven(replace(network, stitching=silent.stitching), source, driving, apertures)
    after = driven(network, source, driving, apertures)
    assert (after - network.stitch(source.keypoints, before)).abs().max() < 1e-5


def test_who_hides_their_eyes_is_not_made_to_blink(network, source, driving):
    hidden = replace(source, has_lids=False)
    shut = Apertures(np.full(2, 0.5, np.float32), np.zeros((2, 2), np.float32))
    assert torch.equal(driven(network, hidden, driving, shut), driven(network, source, driving, wide()))


def test_the_share_of_retargeting_falls_from_contact_to_open():
    shares = near(np.linspace(0, 0.2, 21).astype(np.float32), (0.02, 0.12))
    assert shares[:3] == pytest.approx(1)
    assert shares[12:] == pytest.approx(0)
    assert (np.diff(shares) <= 0).all()


def test_a_renderer_without_weights_says_how_to_get_them(home, xiaochen):
    with pytest.raises(NotInstalledError, match="avatar model install liveportrait"):
        LivePortraitRenderer().equip(home)
    with pytest.raises(NotInstalledError, match="avatar model install liveportrait"):
        next(LivePortraitRenderer().render(xiaochen, motion({}), SIZE))


def test_one_file_is_not_enough(folder, home):
    with pytest.raises(InputError, match=r"give their folder, with .*warping_module\.pth"):
        LivePortraitRenderer().equip(home, str(folder / "motion_extractor.pth"))


def test_frames_are_the_meshs_but_for_the_square(renderer, xiaochen):
    track = motion({}, OPEN)
    frames = list(renderer.render(xiaochen, track, SIZE))
    assert [frame.index for frame in frames] == [0, 1]
    assert renderer.networks[0].task == "liveportrait"
    shot = renderer._painter.shot(xiaochen)
    x0, y0, x1, y1 = Paster(shot.square, frame_portrait(xiaochen, SIZE), shot.transfer, xiaochen.image.shape[:2]).box
    for frame, under in zip(frames, MeshRenderer().render(xiaochen, track, SIZE), strict=True):
        differs = (frame.image != under.image).any(axis=2)
        assert differs[y0:y1, x0:x1].mean() > 0.1
        differs[y0:y1, x0:x1] = False
        assert not differs.any()


def test_filters_see_the_networks_own_pictures(renderer, xiaochen):
    class Watch:
        def __init__(self):
            self.shapes, self.driven = [], []

        def apply(self, frames):
            for frame in frames:
                self.shapes.append(frame.image.shape)
                self.driven.append(frame.driven)
                yield replace(frame, image=np.full_like(frame.image, 255))

    watch = Watch()
    through, track = renderer.through([watch]), motion({}, {})
    white, plain = (list(each.render(xiaochen, track, SIZE)) for each in (through, renderer))
    assert watch.shapes == [(2 * SIDE, 2 * SIDE, 3)] * 2
    driver = renderer._painter.shot(xiaochen).driver
    for row, picture in enumerate(watch.driven):
        np.testing.assert_array_equal(picture, driver.draw(track, row).picture)
    assert white[0].image.mean() > plain[0].image.mean()


def test_cut_out_keeps_the_meshs_alpha(renderer, xiaochen):
    (frame,) = renderer.cut_out(xiaochen, motion({}), SIZE)
    (under,) = MeshRenderer().cut_out(xiaochen, motion({}), SIZE)
    assert np.array_equal(frame.image[..., 3], under.image[..., 3])


def test_the_same_motion_gives_the_same_picture(renderer, xiaochen):
    one, other = (next(renderer.render(xiaochen, motion(OPEN), SIZE)).image for _ in range(2))
    assert np.array_equal(one, other)


def test_weights_that_let_the_portrait_through_give_it_back_in_its_place_and_colours(folder, home, xiaochen, tmp_path):
    """What goes through is as coarse as the features; so both films are compared as softly."""
    import cv2

    from avatar.reenact.liveportrait.painter import FACTOR, LIFT
    from avatar.reenact.standard import square_around

    side, size = 128, (240, 240)
    square = square_around(xiaochen, side, factor=FACTOR, lift=LIFT)
    places = square.place(xiaochen.landmarks[::23][:21, :2]) / side * 2 - 1
    weights = miniature.write_states(tmp_path / "weights", miniature.transparent(places))
    made = LivePortraitRenderer()
    made._painter = Painter({place.stem: place for place in weights.iterdir()}, "cpu", side)
    (frame,), (under,) = (list(each.render(xiaochen, motion({}), size)) for each in (made, MeshRenderer()))
    soft = [cv2.GaussianBlur(each.image, (0, 0), 6).astype(int) for each in (frame, under)]
    shot = made._painter.shot(xiaochen)
    x0, y0, x1, y1 = Paster(shot.square, frame_portrait(xiaochen, size), shot.transfer, xiaochen.image.shape[:2]).box
    one, other = (each[y0:y1, x0:x1] for each in soft)
    assert np.abs(one - other).mean() < 4
    away = np.roll(one, 8, axis=0)
    assert np.abs(one - other).mean() < 0.6 * np.abs(away - other).mean()
