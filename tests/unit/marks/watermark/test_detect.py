from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from avatar.errors import InputError
from avatar.marks.watermark import Marker, Payload, detect
from avatar.marks.watermark.sampling import read_frames

pytestmark = pytest.mark.slow

KEY, OTHER = bytes(range(32)), bytes(32)
SIZE = (512, 512)


@pytest.fixture(scope="module")
def marked(luma):
    picture = luma.copy()
    Marker(KEY, Payload(0x123456789A, 4), SIZE).mark_luma(picture, 0)
    return picture


def ids(source, *keys):
    return [one.asset_id for one in detect(source, list(keys) or [KEY])]


def film(path, planes, options, keys=(), fps=25):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = planes[0].shape[1], planes[0].shape[0], "yuv420p"
        for index, plane in enumerate(planes):
            height, width = plane.shape
            grey = np.full((height // 2, width), 128, np.uint8)
            frame = av.VideoFrame.from_ndarray(np.concatenate([plane, grey]), "yuv420p")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            if index in keys:
                frame.pict_type = av.video.frame.PictureType.I
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_a_mark_is_found_with_all_it_says(marked):
    (found,) = detect([(2.0, marked)], [OTHER, KEY])
    assert (found.asset_id, found.version, found.key) == (0x123456789A, 4, 1)
    assert (found.start, found.end) == (2.0, 2.0)
    assert found.cell == pytest.approx(4, rel=0.01)
    assert found.confidence > 0.9


def test_nothing_is_found_without_a_mark_or_with_another_key(luma, marked):
    wrong = [bytes([number]) * 32 for number in range(1, 4)]
    assert ids([(0.0, luma)], KEY, *wrong) == []
    assert ids([(0.0, marked)], OTHER, *wrong) == []


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_empty_picture_says_nothing(level):
    assert ids([(0.0, np.full((256, 256), level, np.uint8))]) == []


@pytest.mark.parametrize("keep", [0.9, 0.8])
def test_a_crop_keeps_it(marked, keep):
    side = int(512 * keep)
    assert ids([(0.0, marked[31 : 31 + side, 17 : 17 + side])]) == [0x123456789A]


@pytest.mark.parametrize("scale", [0.5, 0.66, 1.1])
def test_another_size_keeps_it(marked, scale):
    other = cv2.resize(marked, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    assert ids([(0.0, other)]) == [0x123456789A]


def test_brightness_keeps_it(marked):
    brighter = np.clip(marked * 1.1, 0, 255).astype(np.uint8)
    assert ids([(0.0, brighter)]) == [0x123456789A]


def test_a_strongly_compressed_film_keeps_it(tmp_path, marked):
    path = tmp_path / "film.mp4"
    film(path, [marked] * 25, {"preset": "veryfast", "crf": "32"})
    (found,) = detect(path, [KEY])
    assert found.asset_id == 0x123456789A
    assert found.start == 0
    assert found.end == pytest.approx(0.96, abs=0.11)


def test_segments_are_told_apart(tmp_path, luma):
    planes = []
    for asset_id, frames in ((11, 50), (22, 30), (11, 30)):
        plane = luma.copy()
        Marker(KEY, Payload(asset_id), SIZE).mark_luma(plane, 0)
        planes += [plane] * frames
    path = tmp_path / "film.mp4"
    # Without a key frame, an encoder skips so small a change.
    film(path, planes, {"preset": "veryfast", "crf": "18"}, keys=(50, 80))
    found = detect(path, [KEY])
    assert [one.asset_id for one in found] == [11, 22, 11]
    assert found[0].end == pytest.approx(2.0, abs=0.5)
    assert found[1].end == pytest.approx(3.2, abs=0.5)


def test_a_mark_is_read_beside_what_an_encoder_left_of_older_ones(luma):
    """After a change, plain parts of an encoded film say the old word until the next key frame."""
    planes = []
    for asset_id in (11, 22, 33):
        plane = luma.copy()
        Marker(KEY, Payload(asset_id), SIZE).mark_luma(plane, 0)
        planes.append(plane)
    second = np.where(np.arange(512) < 250, planes[0], planes[1])
    third = np.where(np.arange(512) < 170, planes[0], np.where(np.arange(512) < 340, planes[1], planes[2]))
    shown = [planes[0]] * 20 + [second] * 30 + [third] * 30 + [planes[0]] * 20
    found = detect([(index / 10, plane) for index, plane in enumerate(shown)], [KEY])
    assert [(one.asset_id, one.start, one.end) for one in found] == [
        (11, 0.0, 2.0),
        (22, 2.0, 5.0),
        (33, 5.0, 8.0),
        (11, 8.0, 9.9),
    ]


def test_of_a_long_film_some_is_looked_at_unless_all_is_asked_for(tmp_path, marked):
    path = tmp_path / "film.mp4"
    small = np.ascontiguousarray(marked[:256, :256])
    film(path, [small] * 60, {"preset": "ultrafast", "crf": "18", "g": "5"}, fps=5)
    times = [time for time, _ in read_frames(path, 6.0)]
    assert len(times) <= 34
    assert min(times) == 0
    assert max(times) > 10
    assert len(list(read_frames(path, None))) == 60
    assert [one.asset_id for one in detect(path, [KEY], budget=6.0)] == [0x123456789A]


@pytest.mark.parametrize("name", ["still.png", "still.jpg"])
def test_a_still_picture_keeps_it(tmp_path, photo, name):
    image = photo.copy()
    Marker(KEY, Payload(9), SIZE).mark(image, 0)
    cv2.imwrite(str(tmp_path / name), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    assert ids(tmp_path / name) == [9]


def test_a_portrait_format_crop_of_a_landscape_film_keeps_it(photo):
    wide = cv2.resize(photo[80:368], (1280, 720), interpolation=cv2.INTER_CUBIC)
    Marker(KEY, Payload(9), (1280, 720)).mark(wide, 0)
    assert ids([(0.0, wide[:, 400:960])]) == [9]


def test_a_file_without_pictures_is_refused(tmp_path):
    path = tmp_path / "note.mp4"
    path.write_text("no film")
    with pytest.raises(InputError, match=r"note\.mp4"):
        detect(path, [KEY])
