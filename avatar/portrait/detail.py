"""Choose the portrait's pixel grid, and add detail where the face is too small for a film."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait import esrgan
from avatar.portrait.landmark import face_height

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LARGEST_IOD = 450.0
"""Beyond this a head that fills a 4K frame gains nothing, px."""
MAX_PIXELS = 9_000_000
"""A 4K frame; more only costs memory in every later step."""
SMALL_IOD, TINY_IOD = 110.0, 64.0
"""Below these a portrait is enlarged 2 or 4 times, px."""
_HEAD_INPUT = 28_000
"""Most pixels that the network is given: about 10 s on two cores."""
_TRUST_FLAT, _TRUST_EDGE = 0.45, 0.75
"""Share of the network's detail on smooth skin and at edges; all of it looks like plastic."""
_MOST_CHANGE = 36.0
"""What the network may change at one pixel, grey levels."""
_GRAIN = 0.7


def choose_scale(shape: tuple[int, ...], iod: float, detail: bool) -> float:
    """Give the portrait's pixels per pixel of the file: below 1 for a huge face, 2 or 4 for a small one."""
    pixels = shape[0] * shape[1]
    shrink = min(1.0, LARGEST_IOD / iod, float(np.sqrt(MAX_PIXELS / pixels)))
    if shrink < 1 or not detail or iod >= SMALL_IOD:
        return shrink
    wanted = (4, 3, 2) if iod < TINY_IOD else (2,)
    return float(next((factor for factor in wanted if pixels * factor**2 <= MAX_PIXELS), 1))


def rescale(pixels: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """Resample a picture: averaging when it shrinks, Lanczos when it grows."""
    import cv2

    if scale == 1:
        return pixels
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(pixels, size, interpolation=how))


def add_detail(
    pixels: NDArray[np.uint8],
    landmarks: NDArray[np.float32],
    scale: float,
    on_tile: Callable[[int, int], None] | None = None,
) -> NDArray[np.uint8]:
    """Enlarge a picture by `scale` > 1, the head around `landmarks` (px of `pixels`) with new fine detail."""
    import cv2

    large = rescale(pixels, scale)
    rows, columns = _head_box(pixels.shape, landmarks)
    head = np.ascontiguousarray(pixels[rows, columns])
    reduce = min(1.0, float(np.sqrt(_HEAD_INPUT / (head.shape[0] * head.shape[1]))))
    made = esrgan.enlarge(rescale(head, reduce), on_tile)
    top, left = round(rows.start * scale), round(columns.start * scale)
    size = round(head.shape[1] * scale), round(head.shape[0] * scale)
    how = cv2.INTER_AREA if scale < esrgan.SCALE * reduce else cv2.INTER_CUBIC
    made = cv2.resize(made, size, interpolation=how)
    area = large[top : top + size[1], left : left + size[0]]
    blended = _blend(area.astype(np.float32), made[: area.shape[0], : area.shape[1]].astype(np.float32), scale / reduce)
    share = _feather(area.shape[:2], rows, columns, pixels.shape, 0.12 * face_height(landmarks) * scale)
    area[:] = _bytes(area + share[..., None] * (blended - area))
    _add_grain(large, _noise(head))
    return large


def _head_box(shape: tuple[int, ...], landmarks: NDArray[np.float32]) -> tuple[slice, slice]:
    """Bound the head with its hair, px."""
    face = face_height(landmarks)
    low, high = landmarks[:, :2].min(0), landmarks[:, :2].max(0)
    top, bottom = low[1] - 0.5 * face, high[1] + 0.15 * face
    left, right = low[0] - 0.33 * face, high[0] + 0.33 * face
    limits = np.clip([top, bottom], 0, shape[0]), np.clip([left, right], 0, shape[1])
    (y0, y1), (x0, x1) = (np.rint(pair).astype(int).tolist() for pair in limits)
    return slice(y0, y1), slice(x0, x1)


def _blend(plain: NDArray[np.float32], made: NDArray[np.float32], scale: float) -> NDArray[np.float32]:
    """Take colour and shape from the plain enlargement, and a share of the fine detail from the network."""
    import cv2

    def soft(picture: NDArray[np.float32], width: float) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), width))

    change = made - plain
    change -= soft(change, 1.6 * scale)
    change = _MOST_CHANGE * np.tanh(change / _MOST_CHANGE)  # eyes get rings where the network is too sure of itself
    base = soft(cv2.cvtColor(plain, cv2.COLOR_RGB2GRAY), 0.5 * scale)
    slope = np.hypot(cv2.Sobel(base, cv2.CV_32F, 1, 0), cv2.Sobel(base, cv2.CV_32F, 0, 1)) * scale / 8
    edge = soft(np.clip((slope - 4) / 16, 0, 1), 0.8 * scale)[..., None]
    trust = _TRUST_FLAT + (_TRUST_EDGE - _TRUST_FLAT) * edge
    return np.asarray(plain + trust * change, np.float32)


def _feather(
    shape: tuple[int, ...], rows: slice, columns: slice, whole: tuple[int, ...], width: float
) -> NDArray[np.float32]:
    """Fade toward the sides of the box that are not the picture's own."""
    down, across = (
        _fade(length, width, span.start > 0, span.stop < full)
        for length, span, full in zip(shape, (rows, columns), whole, strict=False)
    )
    return np.asarray(down[:, None] * across[None, :], np.float32)


def _fade(length: int, width: float, at_start: bool, at_end: bool) -> NDArray[np.float32]:
    steps = np.arange(length, dtype=np.float32) / max(width, 1)
    rise = np.clip(steps, 0, 1) if at_start else np.ones(length, np.float32)
    fall = np.clip(steps[::-1], 0, 1) if at_end else np.ones(length, np.float32)
    return np.asarray(np.minimum(rise, fall), np.float32)


def _noise(head: NDArray[np.uint8]) -> float:
    """Estimate the strength of the photo's noise, grey levels (Immerkaer 1996, median instead of mean)."""
    import cv2

    grey = cv2.cvtColor(head, cv2.COLOR_RGB2GRAY).astype(np.float32)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    return float(np.median(np.abs(cv2.filter2D(grey, -1, kernel))) / 0.6745 / 6)


def _add_grain(pixels: NDArray[np.uint8], noise: float) -> None:
    """Put fine grain back, which enlarging has turned into blots."""
    strength = _GRAIN * min(noise, 3.0)
    rng = np.random.default_rng(0)  # the same photo always becomes the same portrait
    for top in range(0, len(pixels), 256):
        rows = pixels[top : top + 256]
        grain = rng.standard_normal(rows.shape[:2], dtype=np.float32)[..., None]
        rows[:] = _bytes(rows + strength * grain)


def _bytes(colours: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(colours), 0, 255), np.uint8)
