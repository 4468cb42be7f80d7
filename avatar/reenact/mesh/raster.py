"""The inner loops: triangles to a map of source places, and picture over background.

Compiled by numba without the interpreter's lock, and kept on disk between runs. What numba takes long to compile is
left to the caller and to the `math` module: new arrays, and numpy's functions of single numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.compiled import kernel, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 0.01
"""px around a triangle's box in which a pixel centre may still count as inside, for the sake of seams."""


@part(fastmath=True)
def _paint(  # noqa: PLR0912, PLR0913, PLR0915 - numba takes a second for each function, and no structures
    places: NDArray[np.float32],
    values: NDArray[np.float32],
    triangles: NDArray[np.int32],
    first: int,
    last: int,
    out: NDArray[np.float32],
    left: np.float32,
    top: np.float32,
    right: int,
    bottom: int,
) -> None:
    """Paint triangles from `first` to before `last`; the window is as large as `right` and `bottom` say."""
    channels = values.shape[1]
    none, one, near = np.float32(0.0), np.float32(1.0), np.float32(NEAR)
    for index in range(first, last):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        ay, by, cy = places[a, 1] - top, places[b, 1] - top, places[c, 1] - top
        # Most triangles of a dense net lie between pixel centres: they are told by their box, before any division.
        y0 = max(0, math.ceil(np.float64(min(ay, by, cy) - near)))
        y1 = min(bottom, math.floor(np.float64(max(ay, by, cy) + near)) + 1)
        ax, bx, cx = places[a, 0] - left, places[b, 0] - left, places[c, 0] - left
        x0 = max(0, math.ceil(np.float64(min(ax, bx, cx) - near)))
        x1 = min(right, math.floor(np.float64(max(ax, bx, cx) + near)) + 1)
        if y0 >= y1 or x0 >= x1:
            continue
        one_way, other_way = (bx - ax) * (cy - ay), (by - ay) * (cx - ax)
        area = one_way - other_way
        # A line has the area that rounding leaves of it.
        if abs(area) <= np.float32(1e-6) * max(one, abs(one_way) + abs(other_way)):
            continue
        share = one / area
        step_b, step_c = (cy - ay) * share, (ay - by) * share
        down_b, down_c = (ax - cx) * share, (bx - ax) * share
        # What a share is multiplied by for the place where it crosses zero; far away where it never does.
        step_a = -step_b - step_c
        crossing_a = -one / step_a if abs(step_a) > 1e-12 else np.float32(-1e12)
        crossing_b = -one / step_b if abs(step_b) > 1e-12 else np.float32(-1e12)
        crossing_c = -one / step_c if abs(step_c) > 1e-12 else np.float32(-1e12)
        along_b, along_c = values[b, 0] - values[a, 0], values[c, 0] - values[a, 0]
        start_0, step_0, down_0 = values[a, 0], step_b * along_b + step_c * along_c, down_b * along_b + down_c * along_c
        start_1 = step_1 = down_1 = start_2 = step_2 = down_2 = none
        if channels > 1:
            along_b, along_c = values[b, 1] - values[a, 1], values[c, 1] - values[a, 1]
            start_1, step_1, down_1 = (
                values[a, 1],
                step_b * along_b + step_c * along_c,
                down_b * along_b + down_c * along_c,
            )
        if channels > 2:
            along_b, along_c = values[b, 2] - values[a, 2], values[c, 2] - values[a, 2]
            start_2, step_2, down_2 = (
                values[a, 2],
                step_b * along_b + step_c * along_c,
                down_b * along_b + down_c * along_c,
            )
        across = np.float32(x0) - ax
        for y in range(y0, y1):
            down = np.float32(y) - ay
            share_b = across * step_b + down * down_b
            share_c = across * step_c + down * down_c
            # The row goes where no share is negative; the tolerance closes seams that rounding would leave.
            place_a = (np.float32(1.0001) - share_b - share_c) * crossing_a
            place_b = (share_b + np.float32(1e-4)) * crossing_b
            place_c = (share_c + np.float32(1e-4)) * crossing_c
            low = max(
                none,
                place_a if crossing_a < none else none,
                place_b if crossing_b < none else none,
                place_c if crossing_c < none else none,
            )
            most = np.float32(x1 - x0 - 1)
            high = min(
                most,
                most if crossing_a < none else place_a,
                most if crossing_b < none else place_b,
                most if crossing_c < none else place_c,
            )
            begin, end = math.ceil(np.float64(low)), math.floor(np.float64(high)) + 1
            if begin >= end:
                continue
            value_0 = start_0 + across * step_0 + down * down_0
            value_1 = start_1 + across * step_1 + down * down_1
            value_2 = start_2 + across * step_2 + down * down_2
            if channels == 3:
                for offset in range(begin, end):
                    out[0, y, x0 + offset] = value_0 + np.float32(offset) * step_0
                    out[1, y, x0 + offset] = value_1 + np.float32(offset) * step_1
                    out[2, y, x0 + offset] = value_2 + np.float32(offset) * step_2
            elif channels == 2:
                for offset in range(begin, end):
                    out[0, y, x0 + offset] = value_0 + np.float32(offset) * step_0
                    out[1, y, x0 + offset] = value_1 + np.float32(offset) * step_1
            else:
                for offset in range(begin, end):
                    out[0, y, x0 + offset] = value_0 + np.float32(offset) * step_0


@kernel(
    "const float32[:, ::1], const float32[:, ::1], const int32[:, ::1], float32[:, :, ::1], float64, float64",
    fastmath=True,
)
def draw_triangles(  # noqa: PLR0913 - numba passes no structures without boxing them
    places: NDArray[np.float32],
    values: NDArray[np.float32],
    triangles: NDArray[np.int32],
    out: NDArray[np.float32],
    left: float,
    top: float,
) -> None:
    """Paint linear interpolations of vertex values, later triangles over earlier ones.

    places (V, 2) film px, values (V, C) with up to 3 channels, triangles (F, 3); out (C or more, h, w) is the window
    whose corner lies at (left, top) of the film. Pixels are sampled at their centres.
    """
    corner_x, corner_y = np.float32(left + 0.5), np.float32(top + 0.5)
    _paint(places, values, triangles, 0, triangles.shape[0], out, corner_x, corner_y, out.shape[2], out.shape[1])


@kernel("const float32[:, ::1], const int32[:, ::1], float64, float64, float32[:, ::1]", fastmath=True)
def reach(
    places: NDArray[np.float32], triangles: NDArray[np.int32], top: float, tall: float, spans: NDArray[np.float32]
) -> None:
    """Widen spans (B, 2), in place, until they hold all triangles (F, 3) that lie in each band of a picture.

    places (V, 2) are px; the first band begins at `top`, each is `tall` px high, and a span is its least and most x.
    """
    last = spans.shape[0] - 1
    for index in range(triangles.shape[0]):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        begin = max(0, math.floor((min(places[a, 1], places[b, 1], places[c, 1]) - top - 1.0) / tall))
        end = min(last, math.floor((max(places[a, 1], places[b, 1], places[c, 1]) - top + 1.0) / tall))
        if begin > end:
            continue
        low, high = (
            min(places[a, 0], places[b, 0], places[c, 0]),
            max(places[a, 0], places[b, 0], places[c, 0]),
        )
        for band in range(begin, end + 1):
            spans[band, 0] = min(spans[band, 0], low)
            spans[band, 1] = max(spans[band, 1], high)


def by_band(
    places: NDArray[np.float32], triangles: NDArray[np.int32], top: float, tall: float, count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sort triangles (F, 3) by the `count` bands of a picture that they lie in, in their order, some more than once.

    Gives where each band's begin (count + 1,), and the triangles (N, 3). places (V, 2) and bands are as in `reach`.
    """
    room = 2 * len(triangles)
    while True:
        ends, found = np.zeros(count + 2, np.int32), np.empty((room, 3), np.int32)
        _sort(places, triangles, top, tall, np.empty((len(triangles), 2), np.int32), ends, found)
        if ends[-1] <= room:
            return ends[:-1], found
        room = int(ends[-1])


@kernel(
    "const float32[:, ::1], const int32[:, ::1], float64, float64, int32[:, ::1], int32[::1], int32[:, ::1]",
    fastmath=True,
)
def _sort(  # noqa: PLR0913 - three arrays to work in
    places: NDArray[np.float32],
    triangles: NDArray[np.int32],
    top: float,
    tall: float,
    spans: NDArray[np.int32],
    ends: NDArray[np.int32],
    found: NDArray[np.int32],
) -> None:
    """Fill `found`, unless it is too small, so that band b goes from ends[b] to ends[b + 1]; the last is their sum."""
    last = ends.shape[0] - 3
    for index in range(triangles.shape[0]):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        begin = max(0, math.floor((min(places[a, 1], places[b, 1], places[c, 1]) - top - 1.0) / tall))
        end = min(last, math.floor((max(places[a, 1], places[b, 1], places[c, 1]) - top + 1.0) / tall))
        spans[index, 0], spans[index, 1] = begin, end
        for band in range(begin, end + 1):
            ends[band + 2] += 1
    for band in range(2, ends.shape[0]):
        ends[band] += ends[band - 1]
    if ends[last + 2] > found.shape[0]:
        return
    # A band's beginning moves on to its end, which is the beginning of the next.
    for index in range(triangles.shape[0]):
        for band in range(spans[index, 0], spans[index, 1] + 1):
            place = ends[band + 1]
            found[place, 0] = triangles[index, 0]
            found[place, 1] = triangles[index, 1]
            found[place, 2] = triangles[index, 2]
            ends[band + 1] = place + 1


@kernel("const uint8[:, :, ::1], const float32[:, :], const float32[:, :], int64[::1]")
def fetch(
    texture: NDArray[np.uint8], across: NDArray[np.float32], down: NDArray[np.float32], total: NDArray[np.int64]
) -> None:
    """Bring the part of a texture (H, W, 4) that a flow (h, w) leads to into the processor's cache.

    Read line by line it comes several times faster than where a remap wants it, pixel by pixel. `total` (1,) gets a
    number of no use, without which a compiler would see that nothing is done.
    """
    height, width = texture.shape[:2]
    rows, columns = across.shape
    top, bottom, left, right = np.float32(height), np.float32(0.0), np.float32(width), np.float32(0.0)
    # Neighbours lead to neighbours: some tell where the others go.
    for y in range(0, rows, 4):
        for x in range(0, columns, 8):
            top, bottom = min(top, down[y, x]), max(bottom, down[y, x])
            left, right = min(left, across[y, x]), max(right, across[y, x])
    found = 0
    for y in range(max(0, int(top) - 4), min(height, int(bottom) + 8)):
        for x in range(max(0, int(left) - 16), min(width, int(right) + 32), 16):  # 64 bytes, a line of the cache
            found += texture[y, x, 0]
    total[0] = found


@kernel("const uint8[:, :, ::1], const float32[:, :], uint8[:, :, :]", fastmath=True)
def compose(person: NDArray[np.uint8], shade: NDArray[np.float32], picture: NDArray[np.uint8]) -> None:
    """Lay the person over the picture, in place.

    person (h, w, 4) is colour times alpha, shade (h, w) a change of brightness, picture (h, w, 3).
    """
    height, width = shade.shape
    for y in range(height):
        for x in range(width):
            alpha = person[y, x, 3]
            light = shade[y, x]
            if alpha == 0:
                continue
            if alpha == 255 and light == 0.0:
                picture[y, x, 0] = person[y, x, 0]
                picture[y, x, 1] = person[y, x, 1]
                picture[y, x, 2] = person[y, x, 2]
            else:
                rest = (255 - alpha) * (1.0 / 255.0)
                for k in range(3):
                    value = person[y, x, k] * (1.0 + light) + picture[y, x, k] * rest + 0.5
                    picture[y, x, k] = min(255.0, max(0.0, value))


@kernel("const uint8[:, :, ::1], const float32[:, :], uint8[:, :, :]", fastmath=True)
def compose_alone(person: NDArray[np.uint8], shade: NDArray[np.float32], picture: NDArray[np.uint8]) -> None:
    """Put the person into the picture with nothing behind, in place.

    person (h, w, 4) is colour times alpha, shade (h, w) a change of brightness, picture (h, w, 4) straight colour.
    """
    height, width = shade.shape
    for y in range(height):
        for x in range(width):
            alpha = person[y, x, 3]
            if alpha == 0:
                continue
            light = shade[y, x]
            picture[y, x, 3] = alpha
            if alpha == 255 and light == 0.0:
                picture[y, x, 0] = person[y, x, 0]
                picture[y, x, 1] = person[y, x, 1]
                picture[y, x, 2] = person[y, x, 2]
            else:
                gain = (1.0 + light) * 255.0 / alpha
                for k in range(3):
                    picture[y, x, k] = min(255.0, max(0.0, person[y, x, k] * gain + 0.5))
