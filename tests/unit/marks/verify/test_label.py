"""The visible label is found where it is, whatever was done to the picture, and nowhere else."""

import cv2
import numpy as np
import pytest

from avatar.clip import marking
from avatar.data import Frame
from avatar.finish.label import LabelFilter
from avatar.marks.verify.label import LabelReader
from tests.marked import scene


def seen(image, seconds=0.0):
    luma = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    reader = LabelReader(marking.plates, seconds)
    assert list(reader.passing([(0.0, luma)]))
    return reader.layer()


def labelled(size, language="zh", plain=None):
    image = scene(size) if plain is None else plain
    (frame,) = LabelFilter(language, size).apply([Frame(image.copy(), 0, 0.0)])
    return frame.image


@pytest.mark.parametrize("size", [(256, 256), (720, 720), (1280, 720), (720, 1280)])
@pytest.mark.parametrize(("language", "text"), [("zh", "AI生成"), ("en", "AI-generated")])
def test_both_labels_are_found_and_told_apart(size, language, text):
    layer = seen(labelled(size, language))
    assert layer.state == "present"
    assert layer.details["text"] == text


@pytest.mark.parametrize("level", [0, 255])
def test_on_black_and_on_white(level):
    assert seen(labelled((512, 512), plain=np.full((512, 512, 3), level, np.uint8))).state == "present"


def test_on_noise():
    noise = np.random.default_rng(0).integers(0, 256, (512, 512, 3), dtype=np.uint8)
    assert seen(labelled((512, 512), plain=noise)).state == "present"


@pytest.mark.parametrize("quality", [60, 25])
def test_after_compression(quality):
    packed = cv2.imencode(".jpg", labelled((720, 720)), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    assert seen(cv2.imdecode(packed, cv2.IMREAD_COLOR)).state == "present"


@pytest.mark.parametrize("share", [0.4, 0.5, 0.75, 1.5])
def test_after_scaling(share):
    assert seen(cv2.resize(labelled((720, 720)), None, fx=share, fy=share)).state == "present"


def test_in_a_picture_that_was_framed():
    framed = cv2.copyMakeBorder(labelled((720, 720)), 0, 0, 280, 280, cv2.BORDER_CONSTANT)
    assert seen(framed).state == "present"


@pytest.mark.parametrize("size", [(256, 256), (720, 720), (1280, 720), (720, 1280)])
def test_no_label_in_a_picture_without_one(size):
    assert seen(scene(size)).state == "absent"


@pytest.mark.parametrize("text", ["AI music", "Subscribe", "LIVE"])
def test_other_writing_is_no_label(text):
    image = scene((720, 720)).copy()
    cv2.rectangle(image, (500, 640), (700, 700), (14, 16, 20), -1)
    cv2.putText(image, text, (515, 682), cv2.FONT_HERSHEY_SIMPLEX, 1, (255, 255, 255), 3)
    assert seen(image).state == "absent"


def test_a_label_that_is_painted_over_in_some_pictures():
    plain, good = scene((512, 512)), labelled((512, 512))
    reader = LabelReader(marking.plates, 2.0)
    stream = ((index / 10, cv2.cvtColor(good if index < 10 else plain, cv2.COLOR_RGB2GRAY)) for index in range(20))
    assert len(list(reader.passing(stream))) == 20
    layer = reader.layer()
    assert layer.state == "invalid"
    assert 0 < layer.details["seen"] < layer.details["looked_at"] == 6


def test_a_picture_that_is_too_small_to_tell():
    reader = LabelReader(marking.plates, 0.0)
    assert list(reader.passing([(0.0, np.zeros((64, 64), np.uint8))]))
    assert reader.layer().state == "absent"
