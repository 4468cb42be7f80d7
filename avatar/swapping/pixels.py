"""The inner loops of a face in a video: triangles to a coarse field, the face over the frame, and levels of a blend.

Compiled by numba without the interpreter's lock, and kept on disk between runs, as `avatar.runtime.compiled` says.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINE = 32
"""steps to a level of grey in which changes of colour are counted"""
WHOLE = 4096
"""of a share: all"""
_REACH = 0.01
"""px beyond its edges up to which a triangle still shows, so that no seam is left between two: with more, a thin one
that is turned over, as where a lip folds, would show far too much of itself"""
_LIFT = 256 * FINE
"""more than any change of colour"""
_STILL = 1 / 64
"""px of motion below which a pixel stays as it is"""
_SURE = 0.998
"""share from which nothing of what lies below is seen, so that the nearest pixel does for it"""
_SHARP = -0.75
"""of the bicubic kernel (Keys 1981), as OpenCV has it"""
STEPS = 64
"""places between two pixels for which its weights are known"""


@kernel(
    "const float64[:, ::1], const float64[:, ::1], const int32[:, ::1], float32[:, :, ::1], float32[:, ::1]",
    fastmath=True,
)
def paint(
    flat: NDArray[np.float64],
    values: NDArray[np.float64],
    triangles: NDArray[np.int32],
    out: NDArray[np.float32],
    covered: NDArray[np.float32],
) -> None:
    """Paint triangles (F, 3), in their order, of points (V, 2), px, that have `values` (V, C), into `out` (h, w, C).

    `covered` (h, w) becomes 1 where there is any.
    """
    height, width = covered.shape
    channels = values.shape[1]
    for index in range(len(triangles)):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        ax, ay, bx, by, cx, cy = flat[a, 0], flat[a, 1], flat[b, 0], flat[b, 1], flat[c, 0], flat[c, 1]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if abs(area) < 1e-6:
            continue
        y0 = max(0, math.ceil(min(ay, by, cy) - _REACH))
        y1 = min(height, math.floor(max(ay, by, cy) + _REACH) + 1)
        x0 = max(0, math.ceil(min(ax, bx, cx) - _REACH))
        x1 = min(width, math.floor(max(ax, bx, cx) + _REACH) + 1)
        # How much of a corner's share a pixel beyond the side opposite to it may lack.
        near = _REACH / abs(area)
        near_a = near * math.sqrt((cx - bx) ** 2 + (cy - by) ** 2)
        near_b = near * math.sqrt((cx - ax) ** 2 + (cy - ay) ** 2)
        near_c = near * math.sqrt((bx - ax) ** 2 + (by - ay) ** 2)
        for y in range(y0, y1):
            for x in range(x0, x1):
                share_b = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
                share_c = ((y - ay) * (bx - ax) - (x - ax) * (by - ay)) / area
                share_a = 1 - share_b - share_c
                if share_a >= -near_a and share_b >= -near_b and share_c >= -near_c:
                    covered[y, x] = 1
                    for k in range(channels):
                        out[y, x, k] = share_a * values[a, k] + share_b * values[b, k] + share_c * values[c, k]


@kernel("float32[:, :, ::1], const float32[:, ::1], float32[:, ::1]", fastmath=True)
def settle(bent: NDArray[np.float32], total: NDArray[np.float32], inside: NDArray[np.float32]) -> None:
    """Make averages of sums (h, w, C) over `total` (h, w), 0 where there is nothing; let `inside` (h, w) end early."""
    for y in range(total.shape[0]):
        for x in range(total.shape[1]):
            weight = total[y, x]
            for k in range(bent.shape[2]):
                bent[y, x, k] = bent[y, x, k] / weight if weight > np.float32(1e-3) else np.float32(0)
            inside[y, x] = min(max(np.float32(2) * inside[y, x] - np.float32(1), np.float32(0)), np.float32(1))


@cache
def bicubic() -> NDArray[np.float32]:
    """Give the shares of four pixels in what lies so many `STEPS` from the second to the third, (STEPS + 1, 4)."""
    apart = np.abs(np.linspace(0, 1, STEPS + 1)[:, None] - np.arange(-1, 3))
    near = ((_SHARP + 2) * apart - (_SHARP + 3)) * apart**2 + 1
    far = _SHARP * (((apart - 5) * apart + 8) * apart - 4)
    return np.where(apart <= 1, near, far).astype(np.float32)


@kernel(
    "const uint8[:, :, ::1], int64, int64, const uint8[:, :, ::1], const float32[:, :, ::1], const float32[:, ::1], "
    "const float32[:, ::1], const uint8[:, ::1], const float32[:, ::1], float32[:, ::1], uint8[:, :, ::1], "
    "int16[:, :, ::1], int16[:, ::1]",
    fastmath=True,
)
def meet(  # noqa: PLR0912, PLR0913, PLR0915 - numba takes no structures, and a call for each pixel costs more than it does
    frame: NDArray[np.uint8],
    top: int,
    left: int,
    face: NDArray[np.uint8],
    bent: NDArray[np.float32],
    inside: NDArray[np.float32],
    line: NDArray[np.float32],
    openings: NDArray[np.uint8],
    weights: NDArray[np.float32],
    scratch: NDArray[np.float32],
    below: NDArray[np.uint8],
    change: NDArray[np.int16],
    share: NDArray[np.int16],
) -> None:
    """Lay `face` (., ., 4) on the window of `frame` that begins at `top` and `left` and is as large as `share` (h, w).

    `bent` (., ., 4) is coarse: how far, px, the way into the face departs from `line` (3, 2), and that into the frame
    from staying. Into `below` goes the frame, moved so, into `change` how far the face is from that, by `FINE`, and
    into `share` how much of it is seen, by `WHOLE`: nothing outside the mesh, and in the `openings` (h, w), 0-255.
    `weights` are those of `bicubic`, and `scratch` has a row for each column of `bent`.
    """
    height, width = share.shape
    rows, columns = inside.shape
    tall, wide = frame.shape[0], frame.shape[1]
    deep, broad = face.shape[0], face.shape[1]
    zero, one, half = np.float32(0), np.float32(1), np.float32(0.5)
    step_y, step_x = np.float32(rows / height), np.float32(columns / width)
    for y in range(height):
        place = min(max((np.float32(y) + half) * step_y - half, zero), np.float32(rows - 1))
        r0 = int(place)
        r1 = min(r0 + 1, rows - 1)
        part_y = place - np.float32(r0)
        for x in range(columns):
            for k in range(4):
                scratch[x, k] = bent[r0, x, k] + part_y * (bent[r1, x, k] - bent[r0, x, k])
            scratch[x, 4] = inside[r0, x] + part_y * (inside[r1, x] - inside[r0, x])
        for x in range(width):
            place = min(max((np.float32(x) + half) * step_x - half, zero), np.float32(columns - 1))
            c0 = int(place)
            c1 = min(c0 + 1, columns - 1)
            part_x = place - np.float32(c0)
            seen = scratch[c0, 4] + part_x * (scratch[c1, 4] - scratch[c0, 4])
            seen *= np.float32(255 - openings[y, x]) * np.float32(1 / 255)
            red = green = blue = cover = zero
            if seen > zero:
                fx = line[0, 0] * np.float32(x) + line[1, 0] * np.float32(y) + line[2, 0]
                fx += scratch[c0, 0] + part_x * (scratch[c1, 0] - scratch[c0, 0])
                fy = line[0, 1] * np.float32(x) + line[1, 1] * np.float32(y) + line[2, 1]
                fy += scratch[c0, 1] + part_x * (scratch[c1, 1] - scratch[c0, 1])
                if fx >= zero and fy >= zero and fx < np.float32(broad - 1) and fy < np.float32(deep - 1):
                    i, j = int(fy), int(fx)
                    down, across = fy - np.float32(i), fx - np.float32(j)
                    w11 = down * across
                    w10, w01 = down - w11, across - w11
                    w00 = one - down - w01
                    red = w00 * face[i, j, 0] + w01 * face[i, j + 1, 0]
                    red += w10 * face[i + 1, j, 0] + w11 * face[i + 1, j + 1, 0]
                    green = w00 * face[i, j, 1] + w01 * face[i, j + 1, 1]
                    green += w10 * face[i + 1, j, 1] + w11 * face[i + 1, j + 1, 1]
                    blue = w00 * face[i, j, 2] + w01 * face[i, j + 1, 2]
                    blue += w10 * face[i + 1, j, 2] + w11 * face[i + 1, j + 1, 2]
                    cover = w00 * face[i, j, 3] + w01 * face[i, j + 1, 3]
                    cover += w10 * face[i + 1, j, 3] + w11 * face[i + 1, j + 1, 3]
                    cover *= seen * np.float32(1 / 255)
            move_x = scratch[c0, 2] + part_x * (scratch[c1, 2] - scratch[c0, 2])
            move_y = scratch[c0, 3] + part_x * (scratch[c1, 3] - scratch[c0, 3])
            v, u = min(top + y, tall - 1), min(left + x, wide - 1)
            if abs(move_x) + abs(move_y) < np.float32(_STILL):
                for k in range(3):
                    below[y, x, k] = frame[v, u, k]
            else:
                fx = min(max(np.float32(left + x) + move_x, zero), np.float32(wide - 1))
                fy = min(max(np.float32(top + y) + move_y, zero), np.float32(tall - 1))
                i, j = int(fy), int(fx)
                down, across = fy - np.float32(i), fx - np.float32(j)
                is_inside = i >= 1 and j >= 1 and i < tall - 2 and j < wide - 2
                if cover > np.float32(_SURE) or not is_inside:
                    v, u = int(fy + half), int(fx + half)
                    for k in range(3):
                        below[y, x, k] = frame[v, u, k]
                else:
                    first, second = int(across * STEPS + half), int(down * STEPS + half)
                    w0, w1, w2, w3 = weights[first, 0], weights[first, 1], weights[first, 2], weights[first, 3]
                    red_below = green_below = blue_below = half
                    for p in range(4):
                        v, weight = i + p - 1, weights[second, p]
                        row = w0 * frame[v, j - 1, 0] + w1 * frame[v, j, 0]
                        row += w2 * frame[v, j + 1, 0] + w3 * frame[v, j + 2, 0]
                        red_below += weight * row
                        row = w0 * frame[v, j - 1, 1] + w1 * frame[v, j, 1]
                        row += w2 * frame[v, j + 1, 1] + w3 * frame[v, j + 2, 1]
                        green_below += weight * row
                        row = w0 * frame[v, j - 1, 2] + w1 * frame[v, j, 2]
                        row += w2 * frame[v, j + 1, 2] + w3 * frame[v, j + 2, 2]
                        blue_below += weight * row
                    below[y, x, 0] = np.uint8(min(max(red_below, zero), np.float32(255)))
                    below[y, x, 1] = np.uint8(min(max(green_below, zero), np.float32(255)))
                    below[y, x, 2] = np.uint8(min(max(blue_below, zero), np.float32(255)))
            share[y, x] = np.int16(cover * np.float32(WHOLE) + half)
            if cover == zero:
                for k in range(3):
                    change[y, x, k] = np.int16(0)
                continue
            # What lies outside the mesh never counts, so the change ends a little after the share does.
            strength = min(np.float32(4) * cover, one) * np.float32(FINE)
            # Whole numbers are cut off towards zero, so all are positive while they are rounded.
            lifted = np.float32(_LIFT) + half
            change[y, x, 0] = np.int16(np.int32(strength * (red - np.float32(below[y, x, 0])) + lifted) - _LIFT)
            change[y, x, 1] = np.int16(np.int32(strength * (green - np.float32(below[y, x, 1])) + lifted) - _LIFT)
            change[y, x, 2] = np.int16(np.int32(strength * (blue - np.float32(below[y, x, 2])) + lifted) - _LIFT)


@kernel("const int16[:, :, ::1], const int16[:, :, ::1], const int16[:, ::1], int16[:, :, ::1]")
def weigh(
    fine: NDArray[np.int16], coarse: NDArray[np.int16], share: NDArray[np.int16], found: NDArray[np.int16]
) -> None:
    """Add to `found` (h, w, 3) what is in `fine` and not in `coarse`, by its share (h, w) of `WHOLE`."""
    for y in range(share.shape[0]):
        for x in range(share.shape[1]):
            part_of = np.int32(share[y, x])
            for k in range(3):
                more = (np.int32(fine[y, x, k]) - np.int32(coarse[y, x, k])) * part_of
                found[y, x, k] += np.int16((more + WHOLE // 2) >> 12)


@kernel("const uint8[:, :, ::1], const int16[:, :, ::1], uint8[:, :, :]")
def add(below: NDArray[np.uint8], found: NDArray[np.int16], frame: NDArray[np.uint8]) -> None:
    """Write `below` with the change `found`, by `FINE`, into a frame (h, w, 3) that may be smaller than both."""
    for y in range(frame.shape[0]):
        for x in range(frame.shape[1]):
            for k in range(3):
                value = np.int32(below[y, x, k]) + ((np.int32(found[y, x, k]) + FINE // 2) >> 5)
                frame[y, x, k] = np.uint8(min(max(value, 0), 255))
