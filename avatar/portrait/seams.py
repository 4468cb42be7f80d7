"""Vertex numbers of the mesh's cuts: lips, lids, and the face's rim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Seams:
    """Vertex numbers of the mesh's cuts, opposite sides paired."""

    upper_lip: NDArray[np.int32]
    lower_lip: NDArray[np.int32]
    upper_lids: NDArray[np.int32]
    lower_lids: NDArray[np.int32]
    oval: NDArray[np.int32]
