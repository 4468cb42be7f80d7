"""What a network that makes a picture of a picture says of itself, whatever runs it."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - of a field
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avatar.errors import InputError

Planes = NDArray[np.float32]
"""(1, 3, H, W), RGB, 0-1"""


@dataclass(frozen=True, slots=True)
class PictureNetwork:
    """A loaded network."""

    name: str
    """as it was asked for"""
    scale: int
    """px that it makes per px that it is given"""
    run: Callable[[Planes], Planes]
    """gives (1, 3, scale * H, scale * W)"""
    multiple: int = 1
    """H and W have to be multiples of this, px"""
    least: int = 1
    """and no smaller than this, px"""
    side: int = 0
    """the only H and W that it takes, px; 0: any"""
    mends_faces: bool = False
    """it takes an aligned face and gives the same one whole"""


def checked_scale(name: str, given: tuple[int, ...], made: tuple[int, ...]) -> int:
    """Tell how many px a network makes per px. Raise `InputError` if what it made of a picture is no picture."""
    if len(made) == 4 and made[1] == 3:
        scale = made[2] // given[2]
        if scale and (made[2], made[3]) == (scale * given[2], scale * given[3]):
            return scale
    raise InputError(
        f"The network {name!r} makes {made} of a picture {given}, which is none; give one that takes and gives "
        "pictures of three channels."
    )
