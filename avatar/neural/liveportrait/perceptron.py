"""Stitching and retargeting: small networks that say how keypoints have to change."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from torch import nn

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.liveportrait.sizes import PerceptronSizes


class Perceptron(nn.Module):
    """Full layers, with what is negative cut off between them."""

    def __init__(self, sizes: PerceptronSizes) -> None:
        super().__init__()
        layers = [layer for pair in pairwise(sizes.widths) for layer in (nn.Linear(*pair), nn.ReLU())]
        self.mlp = nn.Sequential(*layers[:-1])

    def forward(self, given: Tensor) -> Tensor:
        """(B, numbers in) to (B, numbers out)."""
        return self.mlp(given)
