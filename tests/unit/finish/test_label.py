"""The label is on every frame, large enough, readable on anything, and off the face."""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from avatar.data import Frame
from avatar.errors import AvatarError
from avatar.finish.label import DRAWN, ELSEWHERE, HEIGHT, LABELS, MASKS, LabelFilter, label_text

SIZES = [(128, 128), (512, 512), (720, 720), (1080, 1920), (1920, 1080), (3840, 2160)]


def burned(image, language="zh", corner="bottom right"):
    label = LabelFilter(language, (image.shape[1], image.shape[0]), corner)
    (frame,) = label.apply([Frame(image, 0, 0.0)])
    return frame.image, label


def plain(size, level):
    return np.full((size[1], size[0], 3), level, np.uint8)


def corner_of(image, label):
    x, y, width, height = label.place
    return image[y : y + height, x : x + width]


def luminance(levels):
    """Relative luminance of sRGB levels (WCAG 2.2)."""
    share = np.asarray(levels) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array((0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "AI生成"), ("zh-CN", "AI生成"), ("ZH-Hant-TW", "AI生成"), ("yue", "AI生成")]
    + [(language, "AI-generated") for language in ("en", "en-GB", "de", "ar", "ja", "pt-BR", "zha")],
)
def test_the_language_decides_the_text(language, text):
    assert label_text(language) == LabelFilter(language, (512, 512)).text == text


@pytest.mark.parametrize("text", [*MASKS])
def test_in_its_mask_a_text_stands_on_the_end_of_the_second_row_of_cells(text):
    with Image.open(Path(inspect.getfile(LabelFilter)).with_name(MASKS[text])) as file:
        mask = np.asarray(file.convert("L"))
    assert mask.shape[0] == 3 * DRAWN
    assert mask.shape[1] % DRAWN == 0
    first = mask[:, : DRAWN * 6 // 7] > 128  # the A, which has neither overshoot nor descender
    assert np.ptp(np.flatnonzero(first.any(axis=1))) + 1 == pytest.approx(DRAWN, abs=1)
    assert np.flatnonzero(first.any(axis=1))[-1] + 1 == pytest.approx(2 * DRAWN, abs=1)


def test_every_label_can_be_drawn():
    for language in (*LABELS, "en"):
        image, label = burned(plain((512, 512), 0), language)
        assert label.text in {*LABELS.values(), ELSEWHERE}
        assert corner_of(image, label).max() == 255


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_capitals_and_chinese_characters_are_5_5_percent_tall(size, language):
    """GB 45438-2025 asks for 5 % of the shortest side."""
    image, label = burned(plain(size, 0), language)
    corner = corner_of(image, label)[..., 0] > 128
    for part in np.split(corner, np.flatnonzero(~corner.any(axis=0)), axis=1):
        if language == "zh" and part.any():
            assert np.ptp(np.flatnonzero(part.any(axis=1))) + 1 >= HEIGHT * min(size)
    tallest = np.flatnonzero(corner.any(axis=1))
    assert HEIGHT * min(size) <= tallest[-1] - tallest[0] + 1 <= 1.5 * HEIGHT * min(size) + 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("level", [0, 64, 128, 192, 255])
def test_white_on_the_plate_has_a_contrast_of_4_5_over_any_grey(language, level):
    """White is the worst of all grounds, as the plate can only darken."""
    image, label = burned(plain((512, 512), level), language)
    corner = corner_of(image, label).reshape(-1, 3)
    ink = luminance(corner[corner.min(axis=1) == 255])
    plate = luminance(corner_of(image, label)[3, 40:-40])
    assert len(ink) > 200
    assert (ink.min() + 0.05) / (plate.max() + 0.05) >= 4.5


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_over_noise_every_pixel_of_the_plate_is_far_darker_than_the_ink(seed):
    noise = np.random.default_rng(seed).integers(0, 256, (256, 256, 3), np.uint8)
    image, label = burned(noise)
    reference, _ = burned(plain((256, 256), 0))
    ink = corner_of(reference, label).min(axis=2) == 255
    clear = corner_of(reference, label).max(axis=2) <= 20
    clear[:12], clear[-12:], clear[:, :12], clear[:, -12:] = False, False, False, False
    corner = corner_of(image, label)
    assert (luminance(corner[ink]).min() + 0.05) / (luminance(corner[clear]).max() + 0.05) >= 4.5


@pytest.mark.slow
@pytest.mark.parametrize("corner", ["bottom right", "bottom left", "top right", "top left"])
@pytest.mark.parametrize("size", SIZES)
def test_only_its_corner_changes_and_the_middle_stays_free(size, corner):
    rng = np.random.default_rng(0)
    before = rng.integers(0, 256, (size[1], size[0], 3), np.uint8)
    after, label = burned(before.copy(), "en", corner)
    rows, columns = np.nonzero((before != after).any(axis=2))
    x, y, width, height = label.place
    assert (x, y) <= (columns.min(), rows.min())
    assert columns.max() < x + width <= size[0]
    assert rows.max() < y + height <= size[1]
    assert height < 0.13 * min(size)
    assert y + height < 0.2 * size[1] or y > 0.8 * size[1]
    assert (x > size[0] - x - width) == corner.endswith("right")
    assert (y > size[1] / 2) == corner.startswith("bottom")


def test_every_frame_has_the_same_label_and_no_option_removes_it():
    label = LabelFilter("zh", (512, 512))
    frames = list(label.apply(Frame(plain((512, 512), 90), index, index / 25) for index in range(5)))
    assert all(np.array_equal(frame.image, frames[0].image) for frame in frames)
    assert corner_of(frames[0].image, label).max() == 255
    assert set(inspect.signature(LabelFilter).parameters) == {"language", "size", "corner"}


def test_the_picture_is_not_copied():
    image = plain((512, 512), 90)
    assert burned(image)[0] is image


def test_a_read_only_picture_is_copied():
    image = plain((512, 512), 90)
    image.flags.writeable = False
    after, label = burned(image)
    assert image.max() == 90
    assert corner_of(after, label).max() == 255


def test_over_transparency_the_label_brings_its_own_opacity():
    clear = np.zeros((512, 512, 4), np.uint8)
    image, label = burned(clear.copy())
    corner = corner_of(image, label)
    assert corner[..., 3].max() == 255
    assert corner[3, 60, 3] == pytest.approx(0.68 * 255, abs=1)
    assert np.array_equal(image[: label.place[1]], clear[: label.place[1]])


def test_over_an_opaque_picture_alpha_makes_no_difference():
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (512, 512, 3), np.uint8)
    opaque = np.dstack([image, np.full((512, 512), 255, np.uint8)])
    with_alpha, without = burned(opaque)[0], burned(image)[0]
    assert with_alpha[..., 3].min() == 255
    assert np.abs(with_alpha[..., :3].astype(int) - without).max() <= 1


def test_a_frame_of_another_size_is_a_fault():
    with pytest.raises(AvatarError, match=r"\(512, 512\) px, not \(256, 256\)"):
        list(LabelFilter("zh", (512, 512)).apply([Frame(plain((256, 256), 0), 0, 0.0)]))
