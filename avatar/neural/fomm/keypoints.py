"""Keypoints: where a face is, and how the surroundings of each place are turned and stretched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn

from avatar.neural.fomm.layers import Hourglass, Shrunk, grid_of

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.fomm.sizes import Sizes

KERNEL = 7
"""px of the convolutions that end an hourglass"""


@dataclass(frozen=True, slots=True)
class Keypoints:
    """What the detector reads of pictures: K local affine frames of each."""

    points: Tensor
    """(B, K, 2), x and y in [-1, 1] over the picture"""
    jacobians: Tensor
    """(B, K, 2, 2), in the same coordinates"""

    def __getitem__(self, rows: slice) -> Keypoints:
        """Give those of some of the pictures."""
        return Keypoints(self.points[rows], self.jacobians[rows])


class KeypointDetector(nn.Module):
    """Find keypoints that nobody has named: a motion is what they do together."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._temperature = sizes.temperature
        self.predictor = Hourglass(3, sizes.detector)
        # Their maps are smaller than the plane: nothing is made up beyond its edge.
        self.kp = nn.Conv2d(self.predictor.channels, sizes.keypoints, KERNEL)
        self.jacobian = nn.Conv2d(self.predictor.channels, 4 * sizes.keypoints, KERNEL)
        self.down = Shrunk(3, sizes.shrink)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """Give points and Jacobians, as in `Keypoints`, of (B, 3, H, W) RGB 0-1."""
        features = self.predictor(self.down(picture))
        maps = self.kp(features)
        height, width = maps.shape[-2:]
        likely = torch.softmax(maps.flatten(2) / self._temperature, dim=2)
        places = grid_of(height, width, maps).flatten(0, 1)
        points = likely @ places
        entries = self.jacobian(features).unflatten(1, (-1, 4)).flatten(3)
        jacobians = (likely[:, :, None] * entries).sum(dim=-1).unflatten(2, (2, 2))
        return points, jacobians


def inverse(matrices: Tensor) -> Tensor:
    """Invert (..., 2, 2) matrices, in operations that every runtime has."""
    a, b, c, d = matrices.flatten(-2).unbind(-1)
    turned = torch.stack([d, -b, -c, a], dim=-1).unflatten(-1, (2, 2))
    return turned / (a * d - b * c)[..., None, None]
