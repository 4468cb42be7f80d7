"""Any picture becomes upright sRGB pixels, or a sentence says why not."""

from __future__ import annotations

import struct
import warnings
import zlib
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps
from skimage.data import astronaut

from avatar.errors import PortraitError
from avatar.portrait import read
from avatar.portrait.read import BACKDROP, read_photo

if TYPE_CHECKING:
    from pathlib import Path

COLOURS = astronaut()[:200, :240]
PHOTO = Image.fromarray(COLOURS)
GREY = np.asarray(PHOTO.convert("L"))
GREY_COLOURS = np.repeat(GREY[..., None], 3, axis=2)


def largest_error(path: Path, expected: np.ndarray) -> int:
    return int(np.abs(read_photo(path).pixels.astype(int) - expected).max())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_undone(tmp_path, orientation):
    """Each of the eight EXIF orientations comes out upright."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "turned.png"
    PHOTO.save(path, exif=exif)
    assert largest_error(path, np.asarray(ImageOps.exif_transpose(Image.open(path)))) == 0


@pytest.mark.parametrize("name", ["deep.png", "deep.tif"])
@pytest.mark.parametrize("grey", [True, False])
def test_sixteen_bits_are_scaled(tmp_path, name, grey):
    """16-bit grey and colour pictures keep their brightness."""
    deep = (GREY if grey else COLOURS[..., ::-1]).astype(np.uint16) * 257
    cv2.imwrite(str(tmp_path / name), deep)
    assert largest_error(tmp_path / name, GREY_COLOURS if grey else COLOURS) == 0


def test_floating_point_grey_is_scaled(tmp_path):
    """Grey levels from 0.0 to 1.0 become 0 to 255."""
    Image.fromarray(GREY.astype(np.float32) / 255).save(tmp_path / "float.tif")
    assert largest_error(tmp_path / "float.tif", GREY_COLOURS) <= 1


@pytest.mark.parametrize(
    ("name", "mode"), [("cmyk.tif", "CMYK"), ("cmyk.jpg", "CMYK"), ("grey.png", "L"), ("b.bmp", "RGB")]
)
def test_colour_models_become_rgb(tmp_path, name, mode):
    """CMYK, grey and plain RGB files show the same picture."""
    PHOTO.convert(mode).save(tmp_path / name, **({"quality": 98} if name.endswith("jpg") else {}))
    assert largest_error(tmp_path / name, np.asarray(PHOTO.convert(mode).convert("RGB"))) <= 6


def test_palette_pictures_are_read(tmp_path):
    """A palette PNG gives its palette's colours."""
    few = PHOTO.quantize(64)
    few.save(tmp_path / "few.png")
    assert largest_error(tmp_path / "few.png", np.asarray(few.convert("RGB"))) == 0


def test_first_frame_of_an_animation(tmp_path):
    """An animated GIF stands for its first frame."""
    first = PHOTO.quantize(64)
    first.save(tmp_path / "moving.gif", save_all=True, append_images=[PHOTO.rotate(180).quantize(64)])
    assert largest_error(tmp_path / "moving.gif", np.asarray(first.convert("RGB"))) <= 8


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_cut_out_lies_over_grey_and_keeps_its_alpha(tmp_path, mode):
    """A transparent background becomes neutral grey, and the cut-out is offered as a matte."""
    alpha = np.zeros(COLOURS.shape[:2], np.uint8)
    alpha[40:160, 50:200] = 255
    cut_out = PHOTO.convert(mode)
    cut_out.putalpha(Image.fromarray(alpha))
    cut_out.save(tmp_path / "cut.png")
    photo = read_photo(tmp_path / "cut.png")
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, alpha)
    assert np.all(photo.pixels[alpha == 0] == BACKDROP)


def test_fully_opaque_alpha_is_no_cut_out(tmp_path):
    """An alpha channel without a hole says nothing about the person."""
    PHOTO.convert("RGBA").save(tmp_path / "opaque.png")
    assert read_photo(tmp_path / "opaque.png").alpha is None


def test_colour_profile_is_applied(tmp_path):
    """A picture in another RGB space is converted: a linear one would look far too dark."""
    srgb = ImageCms.createProfile("sRGB")
    lab = ImageCms.buildTransform(srgb, ImageCms.createProfile("LAB"), "RGB", "LAB")
    in_lab = ImageCms.applyTransform(PHOTO, lab)
    in_lab.save(tmp_path / "lab.tif", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())
    away = np.abs(read_photo(tmp_path / "lab.tif").pixels.astype(int) - COLOURS)
    assert float(away.mean()) < 2


def test_broken_profile_means_srgb(tmp_path):
    """A damaged colour profile does not spoil the picture."""
    PHOTO.save(tmp_path / "broken.png", icc_profile=b"no profile" * 20)
    assert largest_error(tmp_path / "broken.png", COLOURS) == 0


def test_hash_is_of_the_upright_pixels(tmp_path):
    """The same picture in two files has one hash, and another picture another."""
    PHOTO.save(tmp_path / "one.png")
    exif = Image.Exif()
    exif[0x0112] = 3
    PHOTO.rotate(180).save(tmp_path / "two.png", exif=exif)
    PHOTO.rotate(180).save(tmp_path / "three.png")
    one, two, three = (read_photo(tmp_path / f"{name}.png").content_hash for name in ("one", "two", "three"))
    assert one == two != three


def empty_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(11000, 10000), (30000, 30000)])
def test_over_100_megapixels_is_refused_from_the_header(tmp_path, size):
    """A huge picture is refused unread, without a warning of the library."""
    (tmp_path / "huge.png").write_bytes(empty_png(*size))
    with warnings.catch_warnings(), pytest.raises(PortraitError, match=r"huge\.png.*100 megapixels"):
        warnings.simplefilter("error")
        read_photo(tmp_path / "huge.png")


def test_unreadable_files_are_refused_by_name(tmp_path):
    """Missing, foreign, empty and truncated files each get a sentence with their name."""
    PHOTO.save(tmp_path / "whole.jpg")
    content = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "text.jpg").write_text("not a picture")
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "cut.jpg").write_bytes(content[: len(content) // 2])
    (tmp_path / "folder.jpg").mkdir()
    reasons = {
        "none.jpg": "There is no picture",
        "text.jpg": "not a picture that can be read",
        "empty.jpg": "not a picture that can be read",
        "cut.jpg": "cut short",
        "folder.jpg": "not a picture file",
    }
    for name, reason in reasons.items():
        with pytest.raises(PortraitError, match=reason) as refusal:
            read_photo(tmp_path / name)
        assert name in str(refusal.value)
        assert str(refusal.value).endswith(".")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_never_break_out(tmp_path, data):
    """Whatever is cut off or overwritten, the answer is a picture or a `PortraitError`."""
    ending = data.draw(st.sampled_from(["png", "jpg", "gif", "webp", "bmp", "tif"]))
    path = tmp_path / f"x.{ending}"
    PHOTO.resize((40, 30)).save(path)
    content = bytearray(path.read_bytes())
    end = data.draw(st.integers(0, len(content)))
    for _ in range(data.draw(st.integers(0, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content[:end]))
    try:
        photo = read_photo(path)
    except PortraitError:
        return
    assert photo.pixels.dtype == np.uint8
    assert photo.pixels.shape[2] == 3


@pytest.mark.parametrize(("mode", "orientation"), [("RGB", 1), ("RGBA", 1), ("RGB", 6)])
def test_a_large_picture_is_shown_small_before_it_is_unfolded(tmp_path, monkeypatch, mode, orientation):
    """Who looks sees it upright and as it will be, and can say that there is nothing to unfold."""
    monkeypatch.setattr(read, "_LARGE", 9_999)
    pixels = np.zeros((700, 300, 3), np.uint8)
    pixels[:350, :150], pixels[350:] = (200, 40, 60), (10, 120, 240)
    image = Image.fromarray(pixels).convert(mode)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(tmp_path / "large.png", exif=exif)
    seen = []
    whole = read_photo(tmp_path / "large.png", glance=seen.append).pixels
    (small,) = seen
    assert max(small.shape) == read.GLANCE_SIDE
    back = cv2.resize(small, whole.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.mean(np.abs(back.astype(int) - whole)) < 2

    def nobody(_small: np.ndarray) -> None:
        raise PortraitError("nobody")

    monkeypatch.setattr(read, "_to_srgb", lambda _image: pytest.fail("it was unfolded"))
    with pytest.raises(PortraitError, match="nobody"):
        read_photo(tmp_path / "large.png", glance=nobody)
    monkeypatch.undo()
    assert read_photo(tmp_path / "large.png", glance=nobody).pixels.shape == whole.shape
