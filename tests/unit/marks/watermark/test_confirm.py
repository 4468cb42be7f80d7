"""A mark that is known is confirmed in one picture, and no other is taken for it."""

import cv2
import numpy as np
import pytest

from avatar.marks.watermark import Marker, Payload
from avatar.marks.watermark.confirm import CONFIRMED, fit

KEY, OTHER = bytes(range(32)), bytes(32)
ASSET = 0x123456789A


def marked(luma, size):
    picture = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)
    Marker(KEY, Payload(ASSET), size).mark_luma(picture, 0)
    return picture


def compressed(picture, quality):
    return cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)


@pytest.mark.parametrize(
    "size", [(128, 128), (192, 192), (256, 256), (1280, 720), (720, 1280), (3840, 128), (128, 3840)]
)
def test_one_picture_of_any_shape_is_enough(luma, size):
    assert fit(compressed(marked(luma, size), 97), KEY, Payload(ASSET)) > CONFIRMED


@pytest.mark.slow
def test_another_id_another_key_and_no_mark_are_not_confirmed(luma):
    picture = marked(luma, (256, 256))
    ids = np.random.default_rng(0).integers(0, 1 << 40, 50).tolist()
    assert max(fit(picture, KEY, Payload(each)) for each in ids) < CONFIRMED
    assert fit(picture, OTHER, Payload(ASSET)) < CONFIRMED
    assert max(fit(luma, KEY, Payload(each)) for each in ids) < CONFIRMED
    assert fit(np.full((256, 256), 128, np.uint8), KEY, Payload(ASSET)) < CONFIRMED


def test_what_compression_took_away_is_not_confirmed(luma):
    assert fit(compressed(marked(luma, (256, 256)), 5), KEY, Payload(ASSET)) < CONFIRMED
