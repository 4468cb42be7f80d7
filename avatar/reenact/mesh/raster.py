"""The inner loops: triangles to a map of source places, and picture over background.

Compiled by numba without the interpreter's lock, and kept on disk between runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(nogil=True, cache=True, fastmath=True, inline="always")  # type: ignore[misc, unused-ignore]
def _row(share: float, step: float, first: float, last: float) -> tuple[float, float]:
    """Shorten first..last to where `share + x * step` is not negative; empty: last < first."""
    # The tolerance closes the seams that rounding would leave between neighbours.
    share += 1e-4
    if step > 1e-12:
        first = max(first, -share / step)
    elif step < -1e-12:
        last = min(last, -share / step)
    elif share < 0:
        last = first - 1
    return first, last


@njit(nogil=True, cache=True, fastmath=True)  # type: ignore[misc, unused-ignore]
def draw_triangles(  # noqa: PLR0913 - numba passes no structures without boxing them
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
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if abs(area) < 1e-6:
            continue
        x0 = max(0, int(min(ax, bx, cx)))
        x1 = min(width - 1, int(max(ax, bx, cx)) + 1)
        y0 = max(0, int(min(ay, by, cy)))
        y1 = min(height - 1, int(max(ay, by, cy)) + 1)
        step_b, step_c = (cy - ay) / area, (ay - by) / area
        for y in range(y0, y1 + 1):
            share_b = ((x0 - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
            share_c = ((bx - ax) * (y - ay) - (by - ay) * (x0 - ax)) / area
            first, last = _row(1.0 - share_b - share_c, -step_b - step_c, 0.0, float(x1 - x0))
            first, last = _row(share_b, step_b, first, last)
            first, last = _row(share_c, step_c, first, last)
            for offset in range(int(np.ceil(first)), int(np.floor(last)) + 1):
                part_b, part_c = share_b + offset * step_b, share_c + offset * step_c
                part_a = 1.0 - part_b - part_c
                for k in range(channels):
                    out[k, y, x0 + offset] = part_a * values[a, k] + part_b * values[b, k] + part_c * values[c, k]


@njit(nogil=True, cache=True, fastmath=True)  # type: ignore[misc, unused-ignore]
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


@njit(nogil=True, cache=True, fastmath=True)  # type: ignore[misc, unused-ignore]
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
