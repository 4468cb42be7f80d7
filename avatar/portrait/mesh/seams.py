"""Vertex numbers of the mesh's cuts: lips, lids, and the face's rim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Seams:
    """Vertex numbers of the mesh's cuts, opposite sides paired."""

    upper_lip: NDArray[np.int32]
    lower_lip: NDArray[np.int32]
    upper_lids: NDArray[np.int32]
    lower_lids: NDArray[np.int32]
    oval: NDArray[np.int32]

    def vertices(self) -> NDArray[np.int32]:
        """Give all vertices along lips and lids."""
        rings = (self.upper_lip, self.lower_lip, self.upper_lids.ravel(), self.lower_lids.ravel())
        return np.asarray(np.unique(np.concatenate(rings)), np.int32)
