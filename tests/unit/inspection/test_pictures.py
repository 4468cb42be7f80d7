"""How a film is read, and where its face is cut out: pictures with a known answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.errors import InputError
from avatar.inspection import timing
from avatar.inspection.against import Standard, unlike
from avatar.inspection.backdrop import Backdrop, watch_backdrop
from avatar.inspection.faces import Place, _around, _largest, cut
from avatar.inspection.film import SOUND_RATE, open_film
from avatar.inspection.head import grey, warp
from avatar.inspection.intent import Sound
from avatar.inspection.teeth import _bright, _inside, _of_three, _white, _without_parallax
from avatar.inspection.watch import MOUTH_SIZE, Mouth, Sighting, _small, _stride, correlation, sharpness
from avatar.portrait.face.pose import canonical_face

FACE = (canonical_face() * 60 + (128.0, 120.0, 0.0)).astype(np.float32)


def test_the_headers_of_a_film_are_read_as_they_are(eight_frames):
    assert (eight_frames.fps, eight_frames.size, eight_frames.has_sound) == (25.0, (128, 128), True)
    assert eight_frames.seconds == pytest.approx(0.32)


def test_pictures_come_in_order_each_at_its_time_and_as_often_as_wanted(eight_frames):
    for _ in range(2):
        when, pictures = zip(*eight_frames.pictures(), strict=True)
        assert when == pytest.approx([index / 25 for index in range(8)])
        means = [float(picture.mean()) for picture in pictures]
        assert means == pytest.approx([20 + 25 * index for index in range(8)], abs=3)


def test_the_picture_at_a_time_is_the_one_that_is_shown_then(eight_frames):
    found = list(eight_frames.pictures_at([0.0, 0.121, 0.2, 0.28]))
    assert [time for time, _ in found] == pytest.approx([0.0, 0.12, 0.2, 0.28])
    assert [float(picture.mean()) for _, picture in found] == pytest.approx([20, 95, 145, 195], abs=3)


def test_after_the_end_the_last_picture_is_given(eight_frames):
    ((time, _),) = eight_frames.pictures_at([9.0])
    assert time == pytest.approx(0.28)


def test_sound_begins_with_the_picture(eight_frames):
    samples = eight_frames.sound()
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    assert loud[0] / SOUND_RATE == pytest.approx(0.15, abs=0.002)
    assert len(samples) / SOUND_RATE == pytest.approx(0.32, abs=0.03)


def test_a_film_without_sound_has_none(eight_frames):
    assert replace(eight_frames, has_sound=False).sound().size == 0


def test_a_sound_file_has_no_picture_to_inspect(tmp_path):
    import wave

    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(bytes(3200))
    with pytest.raises(InputError, match=r"a\.wav' has no picture"):
        open_film(tmp_path / "a.wav")


@pytest.mark.parametrize("turn", range(4))
def test_a_picture_is_set_upright_by_its_quarter_turns(turn):
    upright = np.arange(8, dtype=np.uint8).reshape(2, 4)
    lying = np.rot90(upright, -turn)
    place = Place(turn, 0, 0, 4, 2)
    np.testing.assert_array_equal(place.upright(lying), upright)
    assert place.upright_width((4, 2) if turn % 2 == 0 else (2, 4)) == 4


@settings(max_examples=25, deadline=None)
@given(x=some.integers(-10, 60), y=some.integers(-10, 60), side=some.integers(2, 40).map(lambda half: 2 * half))
def test_a_square_around_a_point_shows_it_in_its_middle_and_grey_beyond_the_picture(x, y, side):
    picture = np.zeros((50, 50, 3), np.uint8)
    picture[..., 0], picture[..., 1] = np.arange(50), np.arange(50)[:, None]
    square = cut(picture, (x, y), side, side)
    assert square.shape == (side, side, 3)
    middle = square[side // 2, side // 2]
    if 0 <= x < 50 and 0 <= y < 50:
        assert middle.tolist() == [x, y, 0]
    else:
        assert middle.tolist() == [128, 128, 128]


def test_a_square_is_scaled_to_the_size_that_is_wanted():
    picture = np.full((50, 50, 3), 90, np.uint8)
    assert (cut(picture, (25, 25), 40, 10) == 90).all()
    assert (cut(picture, (25, 25), 10, 40) == 90).all()


def test_the_place_of_a_face_holds_it_in_every_sample():
    boxes = np.array([(100.0, 90.0, 40.0, 1.0), (140.0, 110.0, 44.0, 1.0)])
    place = _around(0, boxes)
    for x, y, side, _ in boxes:
        assert place.left <= x - side / 2 - 0.8 * side
        assert place.top + place.side >= y + side / 2 + 0.8 * side
    assert place.face == pytest.approx(42)


def test_the_largest_face_is_the_one_that_is_meant():
    assert _largest([(1, 1, 5), (2, 2, 9), (3, 3, 7)]) == (2, 2, 9)
    assert _largest([]) is None


def test_a_map_fetches_what_it_points_at():
    picture = np.arange(100, dtype=np.uint8).reshape(10, 10)
    shifted = warp(picture, np.array([[1.0, 0, 2], [0, 1.0, 3]]), (4, 4))
    np.testing.assert_array_equal(shifted, picture[3:7, 2:6])
    assert grey(np.full((2, 2, 3), 77, np.uint8)).tolist() == [[77, 77], [77, 77]]


def textured(sigma=0.0):
    import cv2

    noise = np.random.default_rng(1).integers(60, 200, (256, 256), np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), sigma) if sigma else noise


def test_the_softer_a_face_the_less_sharp_it_is():
    values = [sharpness(textured(sigma), FACE) for sigma in (0.0, 0.6, 1.0, 2.0)]
    assert values == sorted(values, reverse=True)
    assert values[3] < 0.05 * values[0]
    flat = np.full((256, 256), 90, np.uint8)
    assert sharpness(flat, FACE) == 0


def test_sharpness_does_not_depend_on_how_bright_a_face_is_lit():
    dim = np.asarray(textured() // 2 + 100, np.uint8)
    assert sharpness(dim, FACE) == pytest.approx(sharpness(textured(), FACE) / 4, rel=0.1)


def test_a_face_is_like_itself_and_unlike_another_whatever_the_light():
    model = canonical_face() * 110 + (176.0, 130.0, 0.0)
    one = np.random.default_rng(0).integers(0, 255, (352, 352), np.uint8)
    other = np.random.default_rng(5).integers(0, 255, (352, 352), np.uint8)
    assert correlation(one, one, model) == pytest.approx(1)
    assert correlation(np.asarray(one // 2 + 40, np.uint8), one, model) > 0.97
    assert abs(correlation(one, other, model)) < 0.3


@pytest.mark.parametrize(("frames", "most", "step"), [(1, 120, 1), (120, 120, 1), (121, 120, 2), (1000, 120, 9)])
def test_at_most_so_many_of_the_frames_are_kept(frames, most, step):
    assert _stride(frames, most) == step
    assert len(range(0, frames, step)) <= most


def test_a_small_picture_is_kept_as_it_is_and_a_large_one_made_smaller():
    small = np.zeros((360, 640), np.uint8)
    assert _small(small) is small
    assert _small(np.zeros((1080, 1920), np.uint8)).shape == (360, 640)


def mouth(red, green, blue):
    width, height = MOUTH_SIZE
    ring = np.array([(20, 20), (148, 20), (148, 76), (20, 76)], np.float32)
    return Mouth(np.full((height, width, 3), (red, green, blue), np.uint8), ring)


def test_enamel_is_white_and_lips_and_tongue_are_not():
    assert _white(mouth(200, 195, 190)).mean() > 2 * _white(mouth(200, 90, 90)).mean()
    assert _white(mouth(200, 60, 60)).mean() == 0
    assert _bright(mouth(0, 100, 200)).mean() == pytest.approx(150)


def test_inside_a_mouth_is_what_lies_clear_of_the_lips():
    inside = _inside(mouth(0, 0, 0))
    assert inside[40, 80]
    assert not inside[20, 80]
    assert not inside[40, 20]
    assert inside.sum() == pytest.approx((148 - 20 - 4) * (76 - 20 - 4), rel=0.05)


def test_a_change_of_size_for_one_frame_is_no_growth_and_neighbours_must_be_near():
    when = np.arange(6) / 25
    values = np.array([0.0, 0.0, 0.2, 0.0, 0.1, 0.1])
    assert _of_three(when, values).tolist() == [0, 0, 0, 0.1, 0.1, 0.1]
    apart = np.arange(6.0)
    np.testing.assert_array_equal(_of_three(apart, values), values)


@settings(max_examples=25, deadline=None)
@given(seed=some.integers(0, 999), yaw=some.floats(-1, 1), pitch=some.floats(-1, 1))
def test_what_follows_the_heads_turn_is_no_drift_of_teeth(seed, yaw, pitch):
    rng = np.random.default_rng(seed)
    angles, own = rng.normal(0, 2, (60, 3)), rng.normal(0, 0.3, (60, 2))
    parallax = np.column_stack([yaw * angles[:, 1] + 3, pitch * angles[:, 0] - 1])
    found = _without_parallax(parallax, angles)
    np.testing.assert_allclose(found, 0, atol=1e-9)
    assert np.corrcoef(_without_parallax(own + parallax, angles)[:, 0], own[:, 0])[0, 1] > 0.9


def still(count, change=lambda index, picture: picture):
    """A plain backdrop with some stripes and nobody before it."""
    picture = np.full((96, 128), 120, np.uint8)
    picture[:, ::16] = 160
    return [
        Sighting(
            index / 25, True, iod=20.0, centre=(64.0, 48.0), angles=(0, 0, 0), backdrop=change(index, picture.copy())
        )
        for index in range(count)
    ]


def test_a_backdrop_that_stands_still_does_not_change():
    found = watch_backdrop(still(6), 128)
    assert found.change.max() < 0.5
    assert found.shrink == 1
    assert not found.outside[-17:].any()  # label and subtitles may change there


def test_subtitles_that_are_burned_in_are_no_change_of_the_backdrop():
    def captions(index, picture):
        picture[70:80, 30:90] += 80 * (index % 2)
        return picture

    deck = still(6, captions)
    assert watch_backdrop(deck, 128).change.max() > 20
    assert watch_backdrop(deck, 128, has_captions=True).change.max() < 0.5


def test_a_backdrop_that_flickers_changes_in_the_frames_that_do():
    def flicker(index, picture):
        picture[20:60, 20:60] += 12 * (index == 3)
        return picture

    change = watch_backdrop(still(6, flicker), 128).change
    assert change[3] == pytest.approx(12, abs=1.5)
    assert np.delete(change, 3).max() < 1


def portrait_like(bright):
    landmarks = np.zeros((478, 3), np.float32)
    landmarks[:468, :2] = np.random.default_rng(0).uniform((44, 28), (84, 68), (468, 2))
    landmarks[0, :2], landmarks[1, :2] = (44, 28), (84, 68)
    return Standard(bright, landmarks, bright, 1.0)


@pytest.mark.parametrize("levels", [0, 10, 30])
def test_a_backdrop_differs_from_the_portraits_by_its_levels(levels):
    shown = np.random.default_rng(3).integers(60, 160, (96, 128), np.uint8)
    backdrop = Backdrop(np.zeros(1), np.zeros(1), np.asarray(shown + levels, np.uint8), np.ones((96, 128), bool), 1.0)
    found = unlike(portrait_like(shown), backdrop, [Sighting(0.0, True, centre=(64.0, 48.0))])
    assert found == pytest.approx(levels, abs=1)


def test_a_portrait_that_shows_nothing_of_the_backdrop_cannot_be_compared():
    backdrop = Backdrop(np.zeros(1), np.zeros(1), np.zeros((96, 128), np.uint8), np.zeros((96, 128), bool), 1.0)
    standard = portrait_like(np.zeros((96, 128), np.uint8))
    assert unlike(standard, backdrop, [Sighting(0.0, True, centre=(64.0, 48.0))]) is None


@pytest.mark.parametrize("short", [5, 20])
def test_hardly_a_curve_tells_no_lag(short):
    when = np.arange(short) / 25
    moving = np.sin(when * 20)
    assert timing.lag(when, moving, when, moving) is None
    assert timing.window_lags(when, moving, when, moving) == []


def test_no_sound_and_no_phones_tell_no_lag():
    loud = np.random.default_rng(0).normal(0, 0.2, SOUND_RATE).astype(np.float32)
    assert timing.sound_lag(np.zeros(0, np.float32), [Sound("a", 0, 1, "open vowel")]) is None
    assert timing.sound_lag(loud, []) is None
    assert timing.quiet_stretches(np.zeros(0, np.float32), 0.1) == []


@settings(max_examples=20, deadline=None)
@given(gain=some.floats(0.01, 1))
def test_loudness_does_not_depend_on_how_loud_a_clip_is(gain):
    sound = np.random.default_rng(0).normal(0, 0.2, 4000).astype(np.float32)
    sound[1000:2000] *= 0.01
    np.testing.assert_allclose(timing.loudness((gain * sound).astype(np.float32)), timing.loudness(sound), atol=2e-2)
