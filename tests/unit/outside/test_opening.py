"""Pictures, films and sounds from outside: by a list of formats, as files, and no larger than may be."""

import base64
import io
import struct
import sys
import wave
import zlib
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, UnidentifiedImageError

from avatar.errors import NotInstalledError, PortraitError, TooLargeError
from avatar.outside.documents import parsed, read_bytes
from avatar.outside.media import open_media
from avatar.outside.pictures import FORMATS, PHOTOS, open_picture
from avatar.portrait.read import read_photo

EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n%%EndComments\nshowpage\n%%EOF\n"
PSD = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 100, 100, 8, 3) + bytes(30_000)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hostname"/></svg>'
PPM = b"P6 4 4 255\n" + bytes(48)


def _png(width, height):
    """A picture of one colour, whatever its size: its header says how large it is, and nothing else need be there."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


@pytest.mark.parametrize("content", [EPS, PSD, SVG, PPM], ids=["EPS", "PSD", "SVG", "PPM"])
def test_what_is_not_on_the_list_is_no_picture_whatever_it_is_called(content, tmp_path, monkeypatch):
    (tmp_path / "gs").write_text("#!/bin/sh\ntouch ran\n")
    (tmp_path / "gs").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "me.jpg").write_bytes(content)
    with pytest.raises(UnidentifiedImageError), open_picture(tmp_path / "me.jpg") as image:
        image.load()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_of_the_list_is_read(kind):
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(file, kind)
    file.seek(0)
    with open_picture(file) as image:
        assert image.size == (20, 10)
        image.load()


@pytest.mark.parametrize("size", [(16_000, 16_000), (100_000, 1), (1, 100_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_larger_than_is_read_is_told_from_its_header(size):
    with pytest.raises(TooLargeError, match="100 megapixels"):
        open_picture(io.BytesIO(_png(*size)))


@pytest.mark.parametrize(
    "name", ["http:/127.0.0.1/x.wav", "concat:a.wav", "x%d.gif", "a|b.wav", "-i.wav", "subfile,,start,0.wav"]
)
def test_a_name_is_a_file_whatever_it_looks_like(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for other, rate in (("a.wav", 8000), (name, 16_000)):
        place = tmp_path / other
        place.parent.mkdir(parents=True, exist_ok=True)
        with wave.open(str(place), "wb") as sound:
            sound.setparams((1, 2, rate, 0, "NONE", ""))
            sound.writeframes(bytes(3200))
    with open_media(name) as container:
        assert container.streams.audio[0].codec_context.sample_rate == 16_000


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:{0}\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize("text", ["ffconcat version 1.0\nfile a.wav\n", PLAYLIST, "v=0\no=- 0 0 IN IP4 127.0.0.1\n"])
def test_a_list_of_other_files_is_no_film(text, tmp_path):
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(3200))
    (tmp_path / "film.mp4").write_text(text.format(tmp_path / "a.wav"))
    with pytest.raises((OSError, av.FFmpegError)):
        open_media(tmp_path / "film.mp4")


def test_pictures_of_a_film_larger_than_may_be_are_refused_before_or_while_they_are_decoded(tmp_path):
    film = tmp_path / "film.mkv"
    with av.open(str(film), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for packet in stream.encode(av.VideoFrame.from_ndarray(np.zeros((240, 320, 3), np.uint8))):
            container.mux(packet)
        container.mux(stream.encode())
    with pytest.raises((TooLargeError, av.FFmpegError)), open_media(film, pixels=320 * 239) as container:
        list(container.decode(video=0))
    with open_media(film, pixels=320 * 480) as container:
        assert len(list(container.decode(video=0))) == 1
    Image.new("RGB", (320, 240)).save(tmp_path / "picture.png")
    with (
        pytest.raises((TooLargeError, av.FFmpegError)),
        open_media(tmp_path / "picture.png", pixels=320 * 239) as still,
    ):
        list(still.decode(video=0))


def test_tags_that_are_no_utf8_are_read_with_what_is_wrong_replaced(tmp_path):
    film = tmp_path / "film.mkv"
    with av.open(str(film), "w") as container:
        container.metadata["title"] = "TITLEHERE"
        stream = container.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
    film.write_bytes(film.read_bytes().replace(b"TITLEHERE", b"\x83\x65\xff\xfe\x83\x67abc"))
    with open_media(film) as container:
        assert container.metadata["title"].endswith("gabc")
        assert "�" in container.metadata["title"]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[", "nan?"])
def test_json_without_end_is_the_same_fault_as_any_other(text):
    with pytest.raises(ValueError, match=r"."):
        parsed(text)


def test_a_file_without_end_is_read_no_further_than_may_be(tmp_path):
    with pytest.raises(ValueError, match="more than 1,000 bytes"):
        read_bytes(Path("/dev/zero"), 1000)
    (tmp_path / "a").write_bytes(bytes(1000))
    assert len(read_bytes(tmp_path / "a", 1000)) == 1000


def test_avif_is_read_as_a_photo_and_as_nothing_else(tmp_path):
    features = pytest.importorskip("PIL.features")
    if not features.check("avif"):
        pytest.skip("this Pillow reads no AVIF")
    path = tmp_path / "me.jpg"
    Image.new("RGB", (64, 48), (200, 90, 40)).save(path, "AVIF")
    with open_picture(path, PHOTOS) as image:
        assert image.size == (64, 48)
    with pytest.raises(UnidentifiedImageError):
        open_picture(path)


HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAA"
    "AAAERAAAEAAQAAAAABoQABAAAAAAAAAG0AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/WlwcnAA"
    "AADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkA"
    "AAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAA"
    "AAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAH"
    "VtZGF0AAAAaSgBrwngOSMkv//7fF/e/zWF//5GknBOPzNo//4EF7f+5rvUV2VUDyx5pbPVPBPiVI7opnrsEcABxWqR755cuyodYfp7J6aSw2th"
    "Itr2BTwZPxf12IXd04DuZlPP7mnR/rXtQX5Fjb0eBw=="
)
# 64x48 px, the left half blue, the right half red.


def test_heic_is_read_as_a_photo_and_as_nothing_else(tmp_path):
    pytest.importorskip("pi_heif")
    path = tmp_path / "me.jpg"
    path.write_bytes(base64.b64decode(HEIC))
    pixels = read_photo(path).pixels.astype(int)
    assert pixels.shape == (48, 64, 3)
    assert np.abs(pixels[:, :28] - (30, 60, 200)).max() < 12
    assert np.abs(pixels[:, 36:] - (200, 40, 30)).max() < 12
    with pytest.raises(UnidentifiedImageError):
        open_picture(path)


def test_heic_that_is_cut_short_is_damaged(tmp_path):
    pytest.importorskip("pi_heif")
    path = tmp_path / "me.heic"
    path.write_bytes(base64.b64decode(HEIC)[:-60])
    with pytest.raises(PortraitError, match="damaged"):
        read_photo(path)


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_heic_names_the_reader_that_it_wants(brand, monkeypatch):
    """As a photo; for all else it is no picture."""
    for reader in ("pi_heif", "pillow_heif"):
        monkeypatch.setitem(sys.modules, reader, None)
    content = struct.pack(">I", 24) + b"ftyp" + brand + bytes(12)
    with pytest.raises(NotInstalledError, match=r"pip install 'avatar\[heic\]'"):
        open_picture(io.BytesIO(content), PHOTOS)
    with pytest.raises(UnidentifiedImageError):
        open_picture(io.BytesIO(content))
