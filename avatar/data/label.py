"""What every picture has to say of itself, ready to be laid over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.data.checks import require_array

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LabelPicture:
    """The label of pictures of one size, for whoever draws them elsewhere."""

    language: str
    """primary subtag of the languages that it is for; "" for all others"""
    text: str
    """what it says"""
    place: tuple[int, int]
    """left, top of its upper left corner, px of the picture"""
    picture: NDArray[np.uint8]
    """(h, w, 4), straight alpha"""

    def __post_init__(self) -> None:
        require_array(self.picture, np.uint8, (None, None, 4), "picture")
