"""What is put behind the person is what was given, cut to fill the film, and refused by name if it cannot be."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from avatar.data import Frame
from avatar.errors import AvatarError, InputError
from avatar.finish.backdrops import parse_background
from avatar.finish.background import BackgroundFilter

SIZE = (64, 48)
FPS = Fraction(25)


def figure(count=1, first=0, alpha=None):
    """A grey square with a soft left edge, in the middle of nothing."""
    image = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    image[12:36, 16:48, :3] = 100
    image[12:36, 16:48, 3] = 255
    image[12:36, 16:24, 3] = np.arange(16, 256, 32) if alpha is None else alpha
    for index in range(first, first + count):
        yield Frame(image.copy(), index, float(index / FPS))


def behind(given, count=1, first=0, fps=FPS):
    frames = BackgroundFilter(parse_background(str(given)), SIZE, fps).apply(figure(count, first))
    return [frame.image for frame in frames]


@pytest.mark.parametrize(
    ("given", "colour"),
    [("white", (255, 255, 255)), ("#1e2a38", (30, 42, 56)), ("#F0a", (255, 0, 170)), ("rgb(1,2,3)", (1, 2, 3))],
)
def test_a_colour_is_laid_behind_and_shines_through_soft_edges(given, colour):
    (picture,) = behind(given)
    assert picture.shape == (SIZE[1], SIZE[0], 3)
    assert tuple(picture[0, 0]) == colour
    assert tuple(picture[20, 40]) == (100, 100, 100)
    for column, alpha in zip(range(16, 24), np.arange(16, 256, 32) / 255, strict=True):
        assert np.abs(picture[20, column] - (100 * alpha + np.array(colour) * (1 - alpha))).max() <= 0.51


def test_own_and_transparent_are_words(tmp_path):
    assert parse_background("own").is_own
    assert parse_background(" Transparent ").is_transparent
    clear = BackgroundFilter(parse_background("transparent"), SIZE, FPS)
    given = next(figure())
    assert next(iter(clear.apply([given]))) is given


def striped(path, size, **more):
    """Three stripes, red, green and blue from left to right."""
    picture = np.zeros((size[1], size[0], 3), np.uint8)
    for place, channel in enumerate(range(3)):
        picture[:, place * size[0] // 3 : (place + 1) * size[0] // 3, channel] = 255
    Image.fromarray(picture).save(path, **more)
    return path


def test_a_picture_fills_the_film_and_keeps_its_shape(tmp_path):
    """A wide picture loses its sides, so that the film shows half of the outer stripes, and all of the middle one."""
    (picture,) = behind(striped(tmp_path / "wide.png", (192, 96)))
    stripes = picture[2].argmax(axis=1)
    assert [int((stripes == channel).sum()) for channel in range(3)] == pytest.approx([16, 32, 16], abs=1)


def test_a_photo_that_lies_on_its_side_is_put_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it turned by 90 degrees clockwise
    (picture,) = behind(striped(tmp_path / "photo.jpg", (96, 128), exif=exif, quality=95))
    assert picture[1, 32, 0] > 200
    assert picture[-2, 32, 2] > 200


def test_a_picture_with_holes_stands_before_white(tmp_path):
    Image.new("RGBA", (80, 60), (255, 0, 0, 0)).save(tmp_path / "hole.png")
    assert tuple(behind(tmp_path / "hole.png")[0][0, 0]) == (255, 255, 255)


def counting_film(path, count=10, rate=25, size=(96, 64), codec="libx264"):
    """Each picture has a grey of its own: 20, 40, ..."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for index in range(count):
            picture = np.full((size[1], size[0], 3), 20 * (index + 1), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode(None))
    return path


def seen(pictures):
    return [round(float(picture[0, 0].mean()) / 20) - 1 for picture in pictures]


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.mkv"])
def test_a_film_goes_round_and_round(tmp_path, name):
    path = counting_film(tmp_path / name, codec="libvpx" if name.endswith("webm") else "libx264")
    assert seen(behind(path, 25)) == [index % 10 for index in range(25)]


def test_a_film_keeps_its_own_time(tmp_path):
    assert seen(behind(counting_film(tmp_path / "a.mp4"), 20, fps=Fraction(50))) == [index // 2 for index in range(20)]
    slow = counting_film(tmp_path / "b.mp4", rate=50)
    assert seen(behind(slow, 10)) == [2 * index % 10 for index in range(10)]


def test_a_film_is_entered_where_the_clip_is(tmp_path):
    """A passage that is filmed on its own shows what it would within the whole."""
    path = counting_film(tmp_path / "a.mp4")
    whole = behind(path, 30)
    part = behind(path, 8, first=17)
    assert all(np.array_equal(one, other) for one, other in zip(part, whole[17:25], strict=True))


def test_the_content_names_a_file_not_its_place(tmp_path):
    one, other = striped(tmp_path / "a.png", (30, 20)), striped(tmp_path / "b.png", (30, 20))
    assert parse_background(str(one)).digest == parse_background(str(other)).digest
    assert parse_background(str(one)).digest != parse_background(str(striped(other, (33, 20)))).digest


@pytest.mark.parametrize("given", ["nowhere.jpg", "chartreus", "#12", "", "/"])
def test_what_is_no_background_is_refused(given):
    with pytest.raises(InputError, match=r"There is no background .* give a colour such as white or #1e2a38, a"):
        parse_background(given)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_neither_picture_nor_film_is_refused(tmp_path, content):
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.jpg' (is neither a picture nor a film|cannot be read)"):
        parse_background(str(tmp_path / "a.jpg"))


def test_sound_alone_is_no_background(tmp_path):
    import soundfile

    soundfile.write(tmp_path / "a.wav", np.zeros(800), 8000)
    with pytest.raises(InputError, match=r"a\.wav' is neither a picture nor a film"):
        parse_background(str(tmp_path / "a.wav"))


def test_frames_without_alpha_are_a_fault():
    opaque = Frame(np.zeros((SIZE[1], SIZE[0], 3), np.uint8), 0, 0.0)
    with pytest.raises(AvatarError, match=r"Frame 0 is \(48, 64, 3\)"):
        list(BackgroundFilter(parse_background("white"), SIZE, FPS).apply([opaque]))


def test_a_film_of_larger_pictures_than_anybody_shows_is_refused(tmp_path):
    """It would be decoded frame by frame: this one has 98 megapixels, and a few bytes for each."""
    path = tmp_path / "theirs.gif"
    one = b"\x21\xf9\x04\0\1\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    path.write_bytes(b"GIF89a\xac\x26\xac\x26\x80\0\0" + bytes(6) + 3 * one + b";")
    with pytest.raises(InputError, match="give another"):
        parse_background(str(path))
