"""Choose the portrait's pixel grid, and add detail where the face is too small for a film."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import PortraitError
from avatar.neural.esrgan import embedded
from avatar.portrait.face.landmark import face_height

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from avatar.neural.pictures.network import PictureNetwork

LARGEST_IOD = 450.0
"""Beyond this a head that fills a 4K frame gains nothing, px."""
MAX_PIXELS = 9_000_000
"""A 4K frame; more only costs memory in every later step."""
SMALL_IOD, TINY_IOD = 110.0, 64.0
"""Below these a portrait is enlarged 2 or 4 times, px."""
_MOST_CHANGE = 36.0
"""What the network may change at one pixel, grey levels."""
_GRAIN = 0.7


@dataclass(frozen=True, slots=True)
class _Layer:
    """What a network adds, and where; lengths in heights of the face."""

    beside: float
    """Room beside the landmarks."""
    above: float
    below: float
    fade: float
    """Inside the sides of all this, as far as they are not the photo's own."""
    most: int
    """Pixels that the network is given; more are reduced to these."""
    flat: float
    """Share of what it changes on smooth skin; all of it looks like plastic."""
    edge: float
    """The same at edges."""


_HEAD = _Layer(0.33, 0.5, 0.15, 0.12, 48_000, 0.35, 0.55)
"""At most 0.8 s on two cores; what it draws is trusted less, because more of it looks drawn."""
_FACE = _Layer(0.06, 0.06, 0.06, 0.08, 12_000, 0.45, 0.75)
"""At most 4 s on two cores."""
_CHOSEN = _Layer(0.33, 0.5, 0.15, 0.12, 250_000, 1.0, 1.0)
"""A network that somebody has chosen is believed, and given the time that it takes."""
_BEYOND = 1e3
"""Heights of the face beside it, beyond which no picture goes."""


def choose_scale(shape: tuple[int, ...], iod: float, detail: bool, by: int | None = None) -> float:
    """Give the portrait's pixels per pixel of the file: below 1 for a huge face, 2 or 4 for a small one.

    Where somebody wants it enlarged `by` so much, it is. Raise `PortraitError` if it would be larger than any film.
    """
    pixels = shape[0] * shape[1]
    if by is not None and detail:
        if pixels * by**2 > MAX_PIXELS:
            raise PortraitError(
                f"A photo of {shape[1]}x{shape[0]} px, enlarged {by} times, has {pixels * by**2 / 1e6:.0f} million px, "
                f"more than any film shows ({MAX_PIXELS // 1_000_000}); leave --upscale-by out, or crop it."
            )
        return float(by)
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


def add_detail(  # noqa: PLR0913 - what, how far, by whom, and who is told
    pixels: NDArray[np.uint8],
    landmarks: NDArray[np.float32],
    scale: float,
    on_tile: Callable[[int, int], None] | None = None,
    *,
    network: PictureNetwork | None = None,
    is_whole: bool = False,
) -> NDArray[np.uint8]:
    """Enlarge a picture by `scale` > 1, the head around `landmarks` (px of `pixels`) with new fine detail.

    Hair, ears and collar get theirs from a small network; the face, where people look, from one thirty times as slow.
    Where a `network` was chosen, all of it is that one's. If `is_whole`, what is around the head gains detail too.
    """
    tell = on_tile or (lambda number, count: None)
    large = _Enlargement(pixels, landmarks, scale)
    if network is not None:
        layer = _everywhere(_CHOSEN) if is_whole else _CHOSEN
        large.lay(layer, lambda given: _as_large(network, given, scale, tell))
    else:
        parts = 1 + embedded.PARTS
        tell(1, parts)
        large.lay(_everywhere(_HEAD) if is_whole else _HEAD, embedded.enlarge_roughly)
        large.lay(_FACE, lambda given: embedded.enlarge(given, lambda number, _: tell(1 + number, parts)))
    _add_grain(large.pixels, _noise(large.seen(_HEAD)))
    return large.pixels


def _everywhere(layer: _Layer) -> _Layer:
    return replace(layer, beside=_BEYOND, above=_BEYOND, below=_BEYOND, most=MAX_PIXELS)


def _as_large(
    network: PictureNetwork, pixels: NDArray[np.uint8], scale: float, tell: Callable[[int, int], None]
) -> NDArray[np.uint8]:
    """Run a network, and again on what it made where once is too little."""
    from avatar.neural.pictures.tiles import enlarged

    made = enlarged(network, pixels, tell)
    while network.scale > 1 and made.shape[1] < scale * pixels.shape[1]:
        made = enlarged(network, made)
    return made


class _Enlargement:
    """A picture that is enlarged, and gains detail layer by layer."""

    def __init__(self, pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], scale: float) -> None:
        self._given, self._landmarks, self._scale = pixels, landmarks, scale
        self._plain = rescale(pixels, scale)
        self.pixels: NDArray[np.uint8] = np.array(self._plain, np.uint8)

    def seen(self, layer: _Layer) -> NDArray[np.uint8]:
        """Cut what a layer covers out of what was given."""
        rows, columns = self._box(layer)
        return np.ascontiguousarray(self._given[rows, columns])

    def lay(self, layer: _Layer, enlarge: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]) -> None:
        """Let a network enlarge what a layer covers, and take a share of it."""
        import cv2

        rows, columns = self._box(layer)
        height, width = rows.stop - rows.start, columns.stop - columns.start
        reduce = min(1.0, float(np.sqrt(layer.most / (height * width))))
        made = enlarge(rescale(self.seen(layer), reduce))
        top, left = round(rows.start * self._scale), round(columns.start * self._scale)
        size = round(width * self._scale), round(height * self._scale)
        how = cv2.INTER_AREA if size[0] < made.shape[1] else cv2.INTER_CUBIC
        made = cv2.resize(made, size, interpolation=how)
        area = self.pixels[top : top + size[1], left : left + size[0]]
        plain = self._plain[top : top + size[1], left : left + size[0]].astype(np.float32)
        made = made[: area.shape[0], : area.shape[1]].astype(np.float32)
        blended = _blend(plain, made, self._scale / reduce, layer)
        fade = layer.fade * face_height(self._landmarks) * self._scale
        share = _feather(area.shape[:2], rows, columns, self._given.shape, fade)
        area[:] = _bytes(area + share[..., None] * (blended - area))

    def _box(self, layer: _Layer) -> tuple[slice, slice]:
        """Bound a layer, px of what was given."""
        face = face_height(self._landmarks)
        low, high = self._landmarks[:, :2].min(0), self._landmarks[:, :2].max(0)
        down = np.clip([low[1] - layer.above * face, high[1] + layer.below * face], 0, self._given.shape[0])
        across = np.clip([low[0] - layer.beside * face, high[0] + layer.beside * face], 0, self._given.shape[1])
        (top, bottom), (left, right) = (np.rint(pair).astype(int).tolist() for pair in (down, across))
        return slice(top, bottom), slice(left, right)


def _blend(plain: NDArray[np.float32], made: NDArray[np.float32], scale: float, layer: _Layer) -> NDArray[np.float32]:
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
    share = layer.flat + (layer.edge - layer.flat) * edge
    return np.asarray(plain + share * change, np.float32)


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


def _bytes(colours: NDArray[Any]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(colours), 0, 255), np.uint8)
