"""Colours on their way into a film, what is written of fragments, and what each codec is asked for."""

from __future__ import annotations

import struct
import threading
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.data import Frame
from avatar.errors import AvatarError, InputError, OutputError
from avatar.film import formats
from avatar.film.encoders import check_encoder, encoder_states
from avatar.film.formats import CONTAINERS, FORMATS, choose_codec, encoder_options, encoder_threads, usual_ending
from avatar.film.fragments import Fragments, _whole, fetched
from avatar.film.planes import Developer, luma_of
from avatar.film.shape import parse_fps, preview_shape
from avatar.settings import CODECS, TRANSPARENT_CODECS, X264_PRESETS, BackgroundSettings, FilmSettings

CLEAR = BackgroundSettings("transparent")
colours = some.tuples(*[some.integers(0, 255)] * 3)


def developed(image, pixels="yuv420p"):
    size = image.shape[1], image.shape[0]
    return Developer(size, pixels).develop(Frame(np.ascontiguousarray(image), 0, 0.0))


def plane(picture, index, kind=np.uint8):
    each = picture.planes[index]
    flat = np.frombuffer(bytes(each), kind).reshape(-1, each.line_size // np.dtype(kind).itemsize)
    return flat[: each.height, : each.width]


def bt709(colour):
    """ITU-R BT.709, limited range: Y', Cb, Cr."""
    red, green, blue = (value / 255 for value in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


@settings(max_examples=40, deadline=None)
@given(colour=colours)
def test_a_colour_becomes_that_of_the_standard(colour):
    picture = developed(np.full((4, 8, 3), colour, np.uint8))
    for index, expected in enumerate(bt709(colour)):
        assert (np.abs(plane(picture, index) - expected) <= 0.75).all()


@settings(max_examples=30, deadline=None)
@given(colour=colours)
def test_ten_bits_are_four_times_as_fine(colour):
    picture = developed(np.full((4, 8, 3), colour, np.uint8), "yuv444p10le")
    for index, expected in enumerate(bt709(colour)):
        assert (np.abs(plane(picture, index, np.uint16) - 4 * expected) <= 1.1).all()


@settings(max_examples=30, deadline=None)
@given(level=some.integers(0, 255))
def test_grey_has_no_colour_and_alpha_is_kept(level):
    image = np.full((4, 8, 4), level, np.uint8)
    picture = developed(image, "yuva420p")
    assert (plane(picture, 1) == 128).all()
    assert (plane(picture, 2) == 128).all()
    assert (plane(picture, 3) == level).all()
    ten = developed(image, "yuva444p10le")
    assert (plane(ten, 3, np.uint16) == round(level * 1023 / 255)).all()


def test_the_colour_of_what_is_not_seen_has_no_say():
    image = np.zeros((4, 8, 4), np.uint8)
    image[..., :3], image[:, 4:, :3] = (255, 0, 0), (0, 0, 255)
    image[:, 4:, 3] = 255
    cb, cr = (plane(developed(image, "yuva420p"), index).astype(float) for index in (1, 2))
    np.testing.assert_allclose(cb[:, 2], bt709((0, 0, 255))[1], atol=1)
    np.testing.assert_allclose(cr[:, 2], bt709((0, 0, 255))[2], atol=1)
    assert (cb[:, 0] == 128).all()


def test_pictures_without_loss_are_their_own_colours():
    image = np.random.default_rng(0).integers(0, 255, (6, 10, 3), np.uint8)
    picture = developed(image, "rgb24")
    np.testing.assert_array_equal(picture.to_ndarray(format="rgb24"), image)


def test_a_picture_is_a_copy_and_its_luma_can_be_changed_in_place():
    developer = Developer((8, 4))
    image = np.full((4, 8, 3), 100, np.uint8)
    first = developer.develop(Frame(image, 0, 0.0))
    before = luma_of(first).copy()
    image[:] = 200
    second = developer.develop(Frame(image, 1, 0.04))
    np.testing.assert_array_equal(luma_of(first), before)
    assert luma_of(second).mean() > before.mean()
    luma_of(first)[:] = 50
    assert (plane(first, 0) == 50).all()


@pytest.mark.parametrize(
    ("image", "pixels"),
    [
        (np.zeros((4, 6, 3), np.uint8), "yuv420p"),
        (np.zeros((4, 8, 4), np.uint8), "yuv420p"),
        (np.zeros((4, 8, 3), np.uint8), "yuva420p"),
        (np.zeros((4, 8, 3), np.float32), "yuv420p"),
    ],
)
def test_a_frame_that_does_not_fit_the_film_is_refused(image, pixels):
    with pytest.raises(AvatarError, match=r"Frame 3 is .* but this film needs uint8"):
        Developer((8, 4), pixels).develop(Frame(image, 3, 0.12))


def box(kind, content=b"", large=False):
    if large:
        return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content
    return struct.pack(">I4s", 8 + len(content), kind) + content


OPENING = box(b"ftyp", b"mp42") + box(b"moov", b"x" * 40)
FRAGMENT = box(b"moof", b"y" * 9) + box(b"mdat", b"z" * 100)


@settings(max_examples=40, deadline=None)
@given(cuts=some.lists(some.integers(1, 60), min_size=1, max_size=12), large=some.booleans())
def test_fragments_are_whole_however_a_film_is_written(cuts, large):
    """The opening first, then one fragment each; nothing is lost between."""
    film = OPENING + FRAGMENT + box(b"moof", b"q") + box(b"mdat", b"w" * 5, large) + FRAGMENT
    file, place = Fragments(), 0
    for step in [*cuts, len(film)]:
        assert file.write(film[place : place + step]) == len(film[place : place + step])
        place += step
    file.end()
    parts = list(file)
    assert b"".join(parts) == film
    assert parts[0] == OPENING
    assert parts[1] == FRAGMENT
    assert len(parts) == 4


def test_an_unfinished_box_waits_and_what_is_left_comes_at_the_end():
    assert _whole(bytearray(OPENING[:-1])) is None
    assert _whole(bytearray(OPENING + b"rest")) == len(OPENING)
    assert _whole(bytearray(b"\0\0\0\x02abcd")) is None
    file = Fragments()
    file.write(OPENING + b"tail")
    file.end()
    assert list(file) == [OPENING, b"tail"]


def test_what_is_written_is_fetched_in_order_and_its_fault_is_raised_after_it():
    def write(file):
        file.write(OPENING)
        file.write(FRAGMENT)
        raise ValueError("the camera broke")

    found = fetched(write)
    assert next(found) == OPENING
    assert next(found) == FRAGMENT
    with pytest.raises(ValueError, match="camera"):
        next(found)


def test_when_nobody_fetches_any_more_the_film_ends():
    faults = []

    def write(file):
        file.write(OPENING)
        try:
            for _ in range(1000):
                file.write(FRAGMENT)
        except AvatarError as fault:
            faults.append(str(fault))
            raise

    found = fetched(write)
    next(found)
    found.close()
    assert faults == ["Nobody fetches this stream any more; it ends here."]
    assert not [each for each in threading.enumerate() if each.name == "avatar-stream"]


def settings_of(codec, **more):
    size = {"gif": (240, 240)}.get(codec, (720, 720))
    return FilmSettings(*size, fps=Fraction(15), codec=codec, **more)


@pytest.mark.parametrize("codec", CODECS)
def test_every_codec_has_a_format_whose_endings_are_known(codec):
    assert set(FORMATS[codec].endings) <= set(CONTAINERS)
    assert usual_ending(settings_of(codec)) == FORMATS[codec].endings[0]
    assert (codec in TRANSPARENT_CODECS) == bool(FORMATS[codec].see_through)


@pytest.mark.parametrize("codec", CODECS)
def test_options_of_an_encoder_are_texts_and_a_live_film_never_looks_ahead(codec):
    usual, live = (encoder_options(settings_of(codec), is_live) for is_live in (False, True))
    assert all(isinstance(value, str) for value in (usual | live).values())
    assert usual
    if codec == "h264":
        assert live["tune"] == "zerolatency"
        assert "tune" not in usual
    if codec == "hevc":
        assert "bframes=0" in live["x265-params"]
    if codec == "hevc_nvenc":
        assert live["delay"] == "0"


@pytest.mark.parametrize("codec", ["h264", "hevc", "vp9", "h264_nvenc"])
def test_a_better_rate_factor_is_asked_for_as_such(codec):
    names = ("crf", "cq")
    values = []
    for crf in (10, 18, 30):
        options = encoder_options(settings_of(codec, crf=crf), False)
        values.append(int(next(options[name] for name in names if name in options)))
    assert values == sorted(set(values))


@pytest.mark.parametrize("preset", X264_PRESETS)
def test_every_preset_has_its_speed_of_vp9(preset):
    speed = int(encoder_options(settings_of("vp9", preset=preset), False)["cpu-used"])
    assert 2 <= speed <= 8


def test_how_many_threads_encode_depends_on_the_film_and_not_on_the_machine():
    assert encoder_threads(FilmSettings(720, 720)) == 1
    assert encoder_threads(FilmSettings(3840, 2160)) == 4
    assert encoder_threads(FilmSettings(720, 720, codec="prores", background=CLEAR)) == 4


def test_luma_can_be_marked_where_there_is_a_plane_of_it():
    assert formats.keeps_luma(FilmSettings())
    assert formats.keeps_luma(FilmSettings(codec="vp9", background=CLEAR))
    assert not formats.keeps_luma(FilmSettings(codec="prores"))
    assert not formats.keeps_luma(settings_of("gif"))


@pytest.mark.parametrize("ending", [*CONTAINERS])
def test_every_ending_has_a_usual_codec_that_it_can_hold(tmp_path, ending):
    codec = choose_codec(tmp_path / f"a{ending}", None, is_transparent=False)
    assert ending in FORMATS[codec].endings
    formats.check_ending(tmp_path / f"a{ending.upper()}", codec)


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_what_cannot_be_transparent_says_which_can(tmp_path, ending):
    with pytest.raises(OutputError, match=r"\.webm or \.mov"):
        choose_codec(tmp_path / f"a{ending}", None, is_transparent=True)


def test_an_unknown_ending_and_an_unknown_codec_are_refused_with_those_that_there_are(tmp_path):
    with pytest.raises(OutputError, match=r"\.mp4, \.mov, \.mkv, \.webm or \.gif"):
        choose_codec(tmp_path / "a.avi", None, is_transparent=False)
    with pytest.raises(InputError, match="no codec 'av1'"):
        choose_codec(None, "av1", is_transparent=False)


def test_every_codec_is_tried_and_one_that_does_not_work_is_refused_with_its_own_kind():
    states = {state.codec: state for state in encoder_states()}
    assert tuple(states) == CODECS
    assert not any(states[codec].trouble for codec in ("h264", "hevc", "vp9", "prores", "gif"))
    for codec in ("h264_nvenc", "hevc_nvenc"):
        if states[codec].trouble:
            with pytest.raises(AvatarError, match=f"Use --codec {codec.split('_')[0]} instead"):
                check_encoder(codec)
    check_encoder("h264")


@settings(max_examples=60, deadline=None)
@given(
    size=some.tuples(some.integers(64, 1920), some.integers(64, 1080)).map(lambda pair: (2 * pair[0], 2 * pair[1])),
    fps=some.sampled_from([Fraction(10), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(60)]),
)
def test_a_preview_is_small_even_and_shows_every_so_manieth_frame(size, fps):
    (width, height), rate, notes = preview_shape(size, fps)
    assert width <= 480
    assert width % 2 == height % 2 == 0
    assert height >= 128
    assert rate <= 15
    assert (fps / rate).denominator == 1
    assert bool(notes) == ((width, height) != size or rate != fps)
    if height > 128:
        assert height / width == pytest.approx(size[1] / size[0], abs=2 / width)
    again = preview_shape((width, height), rate)
    assert again == ((width, height), rate, ())


@settings(max_examples=60, deadline=None)
@given(numerator=some.integers(1, 120_000), denominator=some.sampled_from([1, 2, 1000, 1001]))
def test_a_fraction_is_read_as_it_is_written(numerator, denominator):
    assert parse_fps(f"{numerator}/{denominator}") == Fraction(numerator, denominator)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("23.976", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("12.5", Fraction(25, 2)),
        ("30", Fraction(30)),
        ("30.0", Fraction(30)),
    ],
)
def test_decimals_near_a_broadcast_rate_mean_it_and_others_themselves(text, rate):
    assert parse_fps(text) == rate
