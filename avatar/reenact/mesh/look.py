"""The inner loop of the eyes: eyeball, lashes and catch-light, each from its own place, seen between the lids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.compiled import kernel, part

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from numpy.typing import NDArray

    _Four: TypeAlias = tuple[np.floating[Any], np.floating[Any], np.floating[Any], np.floating[Any]]

SHARP = -0.75
"""The cubic's slope at its first zero, as OpenCV has it: what is enlarged stays crisp."""


@part(fastmath=True, inline="always")
def _weights(share: float | np.floating[Any]) -> _Four:
    """Give the cubic's four weights for a place `share` of the way from the second to the third sample."""
    slope = np.float32(SHARP)
    before, rest = np.float32(1.0) + share, np.float32(1.0) - share
    far = ((slope * before - 5 * slope) * before + 8 * slope) * before - 4 * slope
    near = ((slope + 2) * share - (slope + 3)) * share * share + 1
    next_ = ((slope + 2) * rest - (slope + 3)) * rest * rest + 1
    return far, near, next_, 1 - far - near - next_


@part(fastmath=True)
def _sample(texture: NDArray[np.float32], x: float, y: float) -> _Four:
    """Read a texture (h, w, 4) at a place between its pixels, which go on beyond its edge."""
    height, width, _ = texture.shape
    left, top = int(np.floor(x)), int(np.floor(y))
    across, down = _weights(np.float32(x - left)), _weights(np.float32(y - top))
    first = second = third = fourth = np.float32(0.0)
    if left >= 1 and top >= 1 and left + 2 < width and top + 2 < height:
        for j in range(4):
            for i in range(4):
                weight = down[j] * across[i]
                first += weight * texture[top - 1 + j, left - 1 + i, 0]
                second += weight * texture[top - 1 + j, left - 1 + i, 1]
                third += weight * texture[top - 1 + j, left - 1 + i, 2]
                fourth += weight * texture[top - 1 + j, left - 1 + i, 3]
        return first, second, third, fourth
    for j in range(4):
        row = min(max(top - 1 + j, 0), height - 1)
        for i in range(4):
            column = min(max(left - 1 + i, 0), width - 1)
            weight = down[j] * across[i]
            first += weight * texture[row, column, 0]
            second += weight * texture[row, column, 1]
            third += weight * texture[row, column, 2]
            fourth += weight * texture[row, column, 3]
    return first, second, third, fourth


@part(fastmath=True, inline="always")
def _is_in(box: NDArray[np.int64], x: float, y: float) -> bool:
    """Tell whether a place lies in a box of left, top, right and bottom."""
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


@part(fastmath=True, inline="always")
def _between(line: NDArray[np.float32], x: float) -> float:
    """Read a line (w,) at a place between its samples; it goes on beyond its ends."""
    place = min(max(x, 0.0), line.shape[0] - 1.0)
    left = min(int(place), line.shape[0] - 2)
    return float(line[left] + (place - left) * (line[left + 1] - line[left]))


@part(fastmath=True, inline="always")
def _lay(  # noqa: PLR0913 - a pixel's place and what comes over it
    picture: NDArray[np.uint8], row: int, column: int, channel: int, value: float, share: float
) -> None:
    old = picture[row, column, channel]
    picture[row, column, channel] = min(255.0, max(0.0, old + (value - old) * share + 0.5))


@kernel(
    "uint8[:, :, :], const float32[:, ::1], const float32[:, ::1], const float64[:, ::1], const float32[:, :, ::1],"
    " const float32[:, ::1], const float32[::1], const float32[:, :, ::1], const float32[::1], float64,"
    " const float32[:, :, ::1], const float32[::1], const int64[:, ::1]",
    fastmath=True,
)
def look(  # noqa: PLR0913 - numba passes no structures without boxing them
    part: NDArray[np.uint8],
    cover: NDArray[np.float32],
    light: NDArray[np.float32],
    place: NDArray[np.float64],
    ball: NDArray[np.float32],
    carry: NDArray[np.float32],
    shift: NDArray[np.float32],
    lashes: NDArray[np.float32],
    lifted: NDArray[np.float32],
    kept: float,
    glint: NDArray[np.float32],
    glint_shift: NDArray[np.float32],
    boxes: NDArray[np.int64],
) -> None:
    """Lay an eye over the picture `part` (h, w, 3), in place, as far as `cover` (h, w) shows it and `light` lights it.

    `place` (2, 3) takes film px to texture px; the textures are (H, W, 4). The eyeball, whose fourth channel is not
    looked at, has been turned by `shift` (2,) texture px, as far as `carry` (H, W) takes it along. The lashes, colour
    times alpha, stand `lifted` (W,) px higher, and `kept` of them shows. The catch-light is added, shifted by
    `glint_shift` (2,). `boxes` (2, 4) are left, top, right and bottom of what the lashes and the catch-light take up of
    their textures.
    """
    for row in range(cover.shape[0]):
        for column in range(cover.shape[1]):
            seen = cover[row, column]
            if seen == 0.0:
                continue
            x = place[0, 0] * column + place[0, 1] * row + place[0, 2]
            y = place[1, 0] * column + place[1, 1] * row + place[1, 2]
            taken = _between(carry[min(max(int(y + 0.5), 0), carry.shape[0] - 1)], x)
            red, green, blue, _ = _sample(ball, x - taken * shift[0], y - taken * shift[1])
            fallen = y + _between(lifted, x) if kept > 0.0 else 0.0
            if kept > 0.0 and _is_in(boxes[0], x, fallen):
                over = _sample(lashes, x, fallen)
                rest = 1.0 - kept * over[3]
                red, green, blue = (
                    red * rest + kept * over[0],
                    green * rest + kept * over[1],
                    blue * rest + kept * over[2],
                )
            if _is_in(boxes[1], x - glint_shift[0], y - glint_shift[1]):
                shine = _sample(glint, x - glint_shift[0], y - glint_shift[1])
                red, green, blue = red + shine[0], green + shine[1], blue + shine[2]
            lit = light[row, column]
            _lay(part, row, column, 0, red * lit, seen)
            _lay(part, row, column, 1, green * lit, seen)
            _lay(part, row, column, 2, blue * lit, seen)
