"""The AIGC label in every kind of file."""

import av
import numpy as np
import pytest
import soundfile
from PIL import Image

from avatar.data import Frame
from avatar.errors import InputError
from avatar.film import FilmWriter
from avatar.ledger.keys import Signer
from avatar.marks import aigc
from avatar.marks.aigc.xmp import tag_in, with_tag
from avatar.settings import FilmSettings

TAG = aigc.signed_tag("示例银行 <&'>", "ab" * 16, Signer.new())
PICTURE = np.arange(160 * 160 * 3, dtype=np.uint32).reshape(160, 160, 3).astype(np.uint8)


def make(path, metadata=None):
    kind = path.suffix[1:]
    if kind in aigc.FILMS:
        settings = FilmSettings(160, 160, codec="vp9" if kind == "webm" else "h264")
        frames = (Frame(PICTURE, index, index / 25) for index in range(5))
        with FilmWriter(path, settings, metadata) as film:
            film.shoot(frames, np.zeros(9600, np.float32))
    elif kind == "wav":
        soundfile.write(path, np.linspace(-0.5, 0.5, 4801), 48000)
    elif kind == "m4a":
        with av.open(str(path), "w", format="ipod") as sound:
            stream = sound.add_stream("aac", rate=48000, layout="mono")
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 9600), np.float32), format="fltp", layout="mono")
            frame.sample_rate = 48000
            sound.mux([*stream.encode(frame), *stream.encode(None)])
    elif kind == "mp3":
        soundfile.write(path, np.linspace(-0.5, 0.5, 48000), 48000, format="MP3")
    else:
        Image.fromarray(PICTURE).save(path)
    return path


@pytest.mark.parametrize("kind", ["mp4", "mov", "mkv", "webm", "m4a", "wav", "mp3", "png", "jpg", "gif"])
def test_written_into_a_file_it_reads_back_byte_for_byte(tmp_path, kind):
    path = make(tmp_path / f"a.{kind}")
    assert aigc.kind_of(path) == kind
    assert aigc.read(path) is None
    aigc.write(path, TAG)
    assert aigc.read(path) == TAG.as_text()
    other = aigc.signed_tag("x", "cd" * 16, Signer.new())
    aigc.write(path, other)
    assert aigc.read(path) == other.as_text()


@pytest.mark.parametrize("kind", ["mp4", "mov", "mkv", "webm"])
def test_a_film_carries_it_from_the_start(tmp_path, kind):
    path = make(tmp_path / f"a.{kind}", {aigc.KEY: TAG.as_text()})
    assert aigc.read(path) == TAG.as_text()
    with av.open(str(path)) as film:
        assert film.metadata["AIGC"] == TAG.as_text()


@pytest.mark.parametrize("kind", ["png", "gif", "wav"])
def test_what_is_seen_or_heard_stays_as_it_was(tmp_path, kind):
    path = make(tmp_path / f"a.{kind}")
    look = (lambda: soundfile.read(path)[0]) if kind == "wav" else (lambda: np.asarray(Image.open(path)))
    before = look()
    aigc.write(path, TAG)
    assert np.array_equal(before, look())


def test_the_label_is_where_pillow_finds_xmp(tmp_path):
    for kind in ("png", "jpg"):
        path = make(tmp_path / f"a.{kind}")
        aigc.write(path, TAG)
        with Image.open(path) as image:
            assert tag_in(image.info["xmp"] if "xmp" in image.info else image.info["XML:com.adobe.xmp"].encode())


def test_other_xmp_is_kept():
    rest = with_tag(None, "{}").replace(b"TC260:AIGC", b"TC260:Else")
    packet = with_tag(rest, TAG.as_text())
    assert tag_in(packet) == TAG.as_text()
    assert b"Else" in packet


def test_xml_that_could_explode_is_not_read():
    assert tag_in(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') is None


def test_a_key_elsewhere_in_the_file_does_not_count(tmp_path):
    """Only `moov.udta.meta` does: the same bytes behind the film are no label."""
    path = make(tmp_path / "a.mp4")
    labelled = make(tmp_path / "b.mp4", {aigc.KEY: TAG.as_text()})
    content = labelled.read_bytes()
    start = content.index(b"meta", content.index(b"udta")) - 4
    size = int.from_bytes(content[start : start + 4], "big")
    path.write_bytes(path.read_bytes() + content[start : start + size])
    assert aigc.read(path) is None


def test_a_file_without_a_place_for_it_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("hello")
    assert aigc.kind_of(path) == ""
    with pytest.raises(InputError, match="no place"):
        aigc.write(path, TAG)


@pytest.mark.parametrize("kind", ["mp4", "mkv", "wav", "mp3", "png", "jpg", "gif"])
def test_damaged_files_are_read_without_a_crash(tmp_path, kind):
    path = make(tmp_path / f"a.{kind}")
    aigc.write(path, TAG)
    content = path.read_bytes()
    rng = np.random.default_rng(3)
    for _ in range(25):
        spoiled = bytearray(content[: int(rng.integers(16, len(content)))])
        for place in rng.integers(0, min(len(spoiled), 2000), 20):
            spoiled[place] = int(rng.integers(256))
        path.write_bytes(bytes(spoiled))
        try:
            aigc.read(path)
        except InputError:
            continue
