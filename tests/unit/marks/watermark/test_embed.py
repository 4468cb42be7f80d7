import numpy as np
import pytest

from avatar.errors import AvatarError, InputError
from avatar.marks.watermark import Marker, Payload, detect

KEY = bytes(range(32))
SIZE = (512, 512)


def psnr(one, other):
    return 10 * np.log10(255**2 / np.mean((one.astype(float) - other) ** 2))


def test_a_marked_picture_looks_the_same(luma):
    marked = luma.copy()
    Marker(KEY, Payload(5), SIZE).mark_luma(marked, 0)
    assert 41 <= psnr(marked, luma) < 50
    assert np.abs(marked.astype(int) - luma).max() <= 20


def test_plain_ground_is_touched_least():
    ground = np.full((512, 512), 128, np.uint8)
    ground[:, 256:] = np.random.default_rng(0).integers(80, 176, (512, 256))
    marked = ground.copy()
    Marker(KEY, Payload(5), SIZE).mark_luma(marked, 0)
    change = marked.astype(float) - ground
    plain, busy = change[:, :230].std(), change[:, 282:].std()
    assert 0.4 < plain <= 1.2
    assert busy > 2 * plain


def test_an_edge_between_plain_areas_hides_nothing():
    ground = np.full((512, 512), 60, np.uint8)
    ground[:, 256:] = 190
    marked = ground.copy()
    Marker(KEY, Payload(5), SIZE).mark_luma(marked, 0)
    change = marked.astype(float) - ground
    assert change[:, 246:266].std() < 1.2 * change[:, 20:200].std()


@pytest.mark.slow
def test_the_mark_stands_still_while_the_picture_does(luma):
    marker = Marker(KEY, Payload(5), SIZE)
    rng = np.random.default_rng(0)
    changes = []
    for index in range(60):
        noisy = (luma.astype(int) + rng.integers(-1, 2, luma.shape)).clip(30, 220).astype(np.uint8)
        marked = noisy.copy()
        marker.mark_luma(marked, index)
        changes.append(marked.astype(int) - noisy)
    assert all((change == changes[0]).all() for change in changes)


def test_the_strength_follows_a_cut(luma):
    marker = Marker(KEY, Payload(5), SIZE)
    marker.mark_luma(luma.copy(), 0)
    ground = np.full((512, 512), 128, np.uint8)
    marker.mark_luma(ground, 25)
    assert (ground.astype(float) - 128).std() <= 1.2


@pytest.mark.slow
def test_colours_keep_their_hue_and_carry_as_much(photo):
    image = photo.copy()
    Marker(KEY, Payload(6), SIZE).mark(image, 0)
    change = image.astype(int) - photo
    inside = ((photo > 20) & (photo < 235)).all(axis=2)
    assert (change[inside].min(axis=1) == change[inside].max(axis=1)).all()
    assert [one.asset_id for one in detect([(0.0, image)], [KEY])] == [6]


def test_limited_range_is_kept():
    for level in (16, 235):
        plane = np.full((256, 256), level, np.uint8)
        Marker(KEY, Payload(5), (256, 256)).mark_luma(plane, 0)
        assert plane.min() >= 16
        assert plane.max() <= 235


def test_a_plane_wider_than_the_picture_is_marked_inside(luma):
    wide = np.zeros((512, 576), np.uint8)
    wide[:, :512] = luma
    Marker(KEY, Payload(5), SIZE).mark_luma(wide[:, :512], 0)
    assert (wide[:, :512] != luma).any()
    assert not wide[:, 512:].any()


def test_the_same_frames_give_the_same_marks(luma):
    one, other = luma.copy(), luma.copy()
    Marker(KEY, Payload(5), SIZE).mark_luma(one, 0)
    Marker(KEY, Payload(5), SIZE).mark_luma(other, 0)
    assert (one == other).all()


def test_a_frame_of_another_size_is_refused(luma):
    with pytest.raises(AvatarError, match=r"uint8 \(256, 256\)"):
        Marker(KEY, Payload(5), (256, 256)).mark_luma(luma.copy(), 0)


def test_a_read_only_frame_is_refused(luma):
    plane = luma.copy()
    plane.flags.writeable = False
    with pytest.raises(AvatarError, match="read-only"):
        Marker(KEY, Payload(5), SIZE).mark_luma(plane, 0)


def test_a_picture_that_is_too_small_is_refused():
    with pytest.raises(InputError, match="100x400 is too small"):
        Marker(KEY, Payload(5), (100, 400))
