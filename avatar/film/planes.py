"""RGB to the encoder's planes: Y'CbCr, limited range, ITU-R BT.709.

Six times faster than swscale (0.9 against 5.5 ms for 1920x1080 on one core), because the split planes are contiguous
and the compiler turns the loops into vector code. Chroma is sited to the left, as H.264 assumes when nothing else is
said (ITU-T H.264, E.2.1, chroma_sample_loc_type 0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import av
import cv2
import numpy as np

from avatar.errors import AvatarError
from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Frame


_TO = "uint8[:, ::1], uint8[:, ::1], uint8[:, ::1]"
_FROM = "const uint8[:, ::1], const uint8[:, ::1], const uint8[:, ::1]"


class Developer:
    """Turn frames of `size` = (width, height) px into pictures of the encoder's pixel format. For one thread."""

    def __init__(self, size: tuple[int, int], pixels: str = "yuv420p") -> None:
        self._width, self._height = size
        self._pixels = pixels
        self._channels = 4 if pixels.startswith("yuva") else 3
        # Kept, because fetching fresh memory costs four times what the conversion does.
        self._split = [np.empty((self._height, self._width), np.uint8) for _ in range(self._channels)]
        self._sums = np.empty((3, self._width + 1), np.uint16)

    def develop(self, frame: Frame) -> av.VideoFrame:
        """Copy a frame into a picture of its own: its array is free again. Raise `AvatarError` if it does not fit."""
        shape = (self._height, self._width, self._channels)
        if frame.image.shape != shape or frame.image.dtype != np.uint8:
            raise AvatarError(
                f"Frame {frame.index} is {frame.image.dtype} {frame.image.shape}, but this film needs uint8 {shape}; "
                "render at the film's size, and over a background unless the film is transparent."
            )
        picture = av.VideoFrame(self._width, self._height, self._pixels)
        if self._pixels == "rgb24":
            _view(picture.planes[0])[:, : 3 * self._width] = frame.image.reshape(self._height, -1)
        elif "444" in self._pixels:
            _fill_444(frame.image, *(_view(plane, np.uint16) for plane in picture.planes[:3]))
            if self._channels == 4:
                _fill_alpha(frame.image, _view(picture.planes[3], np.uint16))
        else:
            split: list[NDArray[Any]] = [*cv2.split(frame.image, self._split)]
            planes = [_view(plane) for plane in picture.planes]
            if self._channels == 3:
                _fill(split[0], split[1], split[2], planes[0], planes[1], planes[2], self._sums)
            else:
                _fill_see_through(*split, *planes)
        return picture


def luma_of(picture: av.VideoFrame) -> NDArray[np.uint8]:
    """Give a picture's luma to be changed in place: (H, W) of 8 bits, limited range."""
    luma: NDArray[np.uint8] = _view(picture.planes[0])[:, : picture.width]
    return luma


def _view(plane: av.video.plane.VideoPlane, kind: type[np.generic] = np.uint8) -> NDArray[Any]:
    # PyAV's planes are writable buffers, which its stubs don't say.
    flat = np.frombuffer(cast("bytes", plane), kind)
    return flat.reshape(-1, plane.line_size // flat.itemsize)


@kernel(f"{_FROM}, {_TO}, uint16[:, ::1]")
def _fill(  # noqa: PLR0913 - three planes in, three out
    red: NDArray[np.uint8],
    green: NDArray[np.uint8],
    blue: NDArray[np.uint8],
    luma: NDArray[np.uint8],
    cb: NDArray[np.uint8],
    cr: NDArray[np.uint8],
    sums: NDArray[np.uint16],
) -> None:
    """Convert in fixed point; the planes may be wider than the picture. `sums` (3, width + 1) is to work in."""
    height, width = red.shape
    # Two rows summed, with one column more at the left edge; 8 source samples to a chroma sample, hence 15 + 3 bits.
    reds, greens, blues = sums[0], sums[1], sums[2]
    for top in range(0, height, 2):
        for row in (top, top + 1):
            for x in range(width):
                luma[row, x] = (5983 * red[row, x] + 20127 * green[row, x] + 2032 * blue[row, x] + 540672) >> 15
        for x in range(width):
            reds[x + 1] = red[top, x] + red[top + 1, x]
            greens[x + 1] = green[top, x] + green[top + 1, x]
            blues[x + 1] = blue[top, x] + blue[top + 1, x]
        reds[0], greens[0], blues[0] = reds[1], greens[1], blues[1]
        for x in range(width // 2):
            r = reds[2 * x] + 2 * reds[2 * x + 1] + reds[2 * x + 2]
            g = greens[2 * x] + 2 * greens[2 * x + 1] + greens[2 * x + 2]
            b = blues[2 * x] + 2 * blues[2 * x + 1] + blues[2 * x + 2]
            cb[top >> 1, x] = (-3298 * r - 11094 * g + 14392 * b + 33685504) >> 18
            cr[top >> 1, x] = (14392 * r - 13073 * g - 1319 * b + 33685504) >> 18


@kernel(f"{_FROM}, const uint8[:, ::1], {_TO}, uint8[:, ::1]")
def _fill_see_through(  # noqa: PLR0913 - four planes in, four out
    red: NDArray[np.uint8],
    green: NDArray[np.uint8],
    blue: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    luma: NDArray[np.uint8],
    cb: NDArray[np.uint8],
    cr: NDArray[np.uint8],
    cover: NDArray[np.uint8],
) -> None:
    """Convert straight alpha along: the invisible share of a chroma sample's neighbours has no say in its colour."""
    height, width = red.shape
    for y in range(height):
        for x in range(width):
            luma[y, x] = (5983 * red[y, x] + 20127 * green[y, x] + 2032 * blue[y, x] + 540672) >> 15
            cover[y, x] = alpha[y, x]
    for y in range(0, height, 2):
        for x in range(0, width, 2):
            r, g, b, total = 0, 0, 0, 0
            for row in (y, y + 1):
                for column, share in ((max(x - 1, 0), 1), (x, 2), (x + 1, 1)):
                    weight = share * alpha[row, column]
                    r += weight * red[row, column]
                    g += weight * green[row, column]
                    b += weight * blue[row, column]
                    total += weight
            if total == 0:
                cb[y >> 1, x >> 1] = 128
                cr[y >> 1, x >> 1] = 128
                continue
            cb[y >> 1, x >> 1] = int((-0.100644 * r - 0.338572 * g + 0.439216 * b) / total + 128.5)
            cr[y >> 1, x >> 1] = int((0.439216 * r - 0.398942 * g - 0.040274 * b) / total + 128.5)


@kernel("const uint8[:, :, :], uint16[:, ::1], uint16[:, ::1], uint16[:, ::1]")
def _fill_444(
    image: NDArray[np.uint8], luma: NDArray[np.uint16], cb: NDArray[np.uint16], cr: NDArray[np.uint16]
) -> None:
    """Convert to 10 bits without sharing colour between pixels; `image` is (H, W, 3 or 4)."""
    height, width = image.shape[:2]
    for y in range(height):
        for x in range(width):
            r, g, b = np.float32(image[y, x, 0]), np.float32(image[y, x, 1]), np.float32(image[y, x, 2])
            luma[y, x] = int(0.730337 * r + 2.456922 * g + 0.248035 * b + 64.5)
            cb[y, x] = int(-0.402577 * r - 1.354288 * g + 1.756863 * b + 512.5)
            cr[y, x] = int(1.756863 * r - 1.595767 * g - 0.161096 * b + 512.5)


@kernel("const uint8[:, :, :], uint16[:, ::1]")
def _fill_alpha(image: NDArray[np.uint8], cover: NDArray[np.uint16]) -> None:
    """Convert alpha to 10 bits, full range."""
    height, width = image.shape[:2]
    for y in range(height):
        for x in range(width):
            cover[y, x] = (int(image[y, x, 3]) * 1023 + 127) // 255
