"""The inner loop of the mouth: its layers over each other, lit, and seen between the lips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.compiled import kernel, part

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from numpy.typing import NDArray

    _Number: TypeAlias = np.number[Any] | Any

WALLS = 0.62
"""Of its light that the inside of a mouth keeps in green and blue where hardly any is left: what there is has been
reflected by red walls."""


@part(fastmath=True, inline="always")
def _over(below: _Number, colour: _Number, cover: _Number, lit: _Number) -> _Number:
    """Lay a layer's colour, which is times its cover, over what is below."""
    return below * (np.float32(1.0) - cover * np.float32(1 / 255)) + colour * lit


@part(fastmath=True, inline="always")
def _mixed(below: _Number, above: _Number, share: _Number) -> _Number:
    return min(np.float32(255.0), max(np.float32(0.0), below + (above - below) * share + np.float32(0.5)))


_LAYER = "const uint8[:, :, ::1]"


@kernel(
    f"uint8[:, :, :], {_LAYER}, {_LAYER}, {_LAYER}, {_LAYER}, const float32[::1], const float32[:, ::1],"
    " const float32[:, ::1]",
    fastmath=True,
)
def show(  # noqa: PLR0913 - four layers
    picture: NDArray[np.uint8],
    first: NDArray[np.uint8],
    second: NDArray[np.uint8],
    third: NDArray[np.uint8],
    fourth: NDArray[np.uint8],
    lit: NDArray[np.float32],
    light: NDArray[np.float32],
    cover: NDArray[np.float32],
) -> None:
    """Show the inside of a mouth in `picture` (h, w, 3), in place, as far as `cover` (h, w) shows it.

    The layers (h, w, 4) are colour times alpha, from back to front, with `lit` (4,) of their light each; `light` (h, w)
    is what falls on all of them.
    """
    for y in range(cover.shape[0]):
        for x in range(cover.shape[1]):
            share = cover[y, x]
            if share == 0.0:
                continue
            red = light[y, x]
            cool = red * (np.float32(WALLS) + np.float32(1 - WALLS) * red)
            for k in range(3):
                value = first[y, x, k] * lit[0]
                value = _over(value, second[y, x, k], second[y, x, 3], lit[1])
                value = _over(value, third[y, x, k], third[y, x, 3], lit[2])
                value = _over(value, fourth[y, x, k], fourth[y, x, 3], lit[3])
                picture[y, x, k] = _mixed(picture[y, x, k], value * (red if k == 0 else cool), share)
