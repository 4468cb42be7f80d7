"""The inner loops: triangles to a map of source places, and picture over background.

Compiled by numba without the interpreter's lock, and kept on disk between runs. What numba takes long to compile is
left to the caller and to the `math` module: new arrays, and numpy's functions of single numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 0.01
"""px around a triangle's box in which a pixel centre may still count as inside, for the sake of seams."""
FEW = 16
"""Pixels in a triangle's box up to which each is tried by itself."""


@kernel(
    "const float32[:, ::1], const float32[:, ::1], const int32[:, ::1], float32[:, :, ::1], float64, float64",
    fastmath=True,
)
def draw_triangles(  # noqa: PLR0912, PLR0913, PLR0915 - numba takes a second for each function, and no structures
    places: NDArray[np.float32],
    values: NDArray[np.float32],
    triangles: NDArray[np.int32],
    out: NDArray[np.float32],
    left: float,
    top: float,
) -> None:
    """Paint linear interpolations of vertex values, later triangles over earlier ones.

    places (V, 2) film px, values (V, C), triangles (F, 3); out (C, h, w) is the window whose corner lies at
    (left, top) of the film. Pixels are sampled at their centres.
    """
    channels, height, width = out.shape
    for index in range(triangles.shape[0]):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        ax, ay = places[a, 0] - left - 0.5, places[a, 1] - top - 0.5
        bx, by = places[b, 0] - left - 0.5, places[b, 1] - top - 0.5
        cx, cy = places[c, 0] - left - 0.5, places[c, 1] - top - 0.5
        # Most triangles of a dense net lie between pixel centres: they are told by their box, before any division.
        y0 = max(0, math.ceil(min(ay, by, cy) - NEAR))
        y1 = min(height - 1, math.floor(max(ay, by, cy) + NEAR))
        x0 = max(0, math.ceil(min(ax, bx, cx) - NEAR))
        x1 = min(width - 1, math.floor(max(ax, bx, cx) + NEAR))
        if y0 > y1 or x0 > x1:
            continue
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if abs(area) < 1e-6:
            continue
        share = 1.0 / area
        step_b, step_c = (cy - ay) * share, (ay - by) * share
        down_b, down_c = (ax - cx) * share, (bx - ax) * share
        if (y1 - y0 + 1) * (x1 - x0 + 1) <= FEW:
            for y in range(y0, y1 + 1):
                for x in range(x0, x1 + 1):
                    share_b = (x - ax) * step_b + (y - ay) * down_b
                    share_c = (x - ax) * step_c + (y - ay) * down_c
                    if min(share_b, share_c, 1.0 - share_b - share_c) >= -1e-4:
                        for k in range(channels):
                            along_b, along_c = values[b, k] - values[a, k], values[c, k] - values[a, k]
                            out[k, y, x] = values[a, k] + share_b * along_b + share_c * along_c
            continue
        # What a share is multiplied by for the place where it crosses zero; far away where it never does.
        step_a = -step_b - step_c
        crossing_a = -1.0 / step_a if abs(step_a) > 1e-12 else -1e12
        crossing_b = -1.0 / step_b if abs(step_b) > 1e-12 else -1e12
        crossing_c = -1.0 / step_c if abs(step_c) > 1e-12 else -1e12
        for y in range(y0, y1 + 1):
            share_b = (x0 - ax) * step_b + (y - ay) * down_b
            share_c = (x0 - ax) * step_c + (y - ay) * down_c
            # The row goes where no share is negative; the tolerance closes seams that rounding would leave.
            place_a, place_b, place_c = (
                (1.0001 - share_b - share_c) * crossing_a,
                (share_b + 1e-4) * crossing_b,
                (share_c + 1e-4) * crossing_c,
            )
            first, last = 0.0, float(x1 - x0)
            if crossing_a < 0:
                first = max(first, place_a)
            else:
                last = min(last, place_a)
            if crossing_b < 0:
                first = max(first, place_b)
            else:
                last = min(last, place_b)
            if crossing_c < 0:
                first = max(first, place_c)
            else:
                last = min(last, place_c)
            begin, end = math.ceil(first), math.floor(last) + 1
            if begin >= end:
                continue
            for k in range(channels):
                along_b, along_c = values[b, k] - values[a, k], values[c, k] - values[a, k]
                value = values[a, k] + share_b * along_b + share_c * along_c
                step = step_b * along_b + step_c * along_c
                for offset in range(begin, end):
                    out[k, y, x0 + offset] = value + offset * step


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
