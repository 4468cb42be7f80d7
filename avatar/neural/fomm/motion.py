"""The dense motion: from a few keypoints to where each place of the picture comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its usual name

from avatar.neural.fomm.keypoints import KERNEL, inverse
from avatar.neural.fomm.layers import Hourglass, Shrunk, grid_of

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.fomm.keypoints import Keypoints
    from avatar.neural.fomm.sizes import Sizes


class DenseMotion(nn.Module):
    """Weigh, place by place, the motion of each keypoint and that of a background that stands still."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._variance = sizes.variance
        self.at_corners = False
        """how pictures are sampled, see `FirstOrderMotion`"""
        motions = sizes.keypoints + 1
        self.hourglass = Hourglass(motions * 4, sizes.dense)
        self.mask = nn.Conv2d(self.hourglass.channels, motions, KERNEL, padding=KERNEL // 2)
        self.occlusion = nn.Conv2d(self.hourglass.channels, 1, KERNEL, padding=KERNEL // 2)
        self.down = Shrunk(3, sizes.shrink)

    def forward(self, small: Tensor, source: Keypoints, driving: Keypoints) -> tuple[Tensor, Tensor]:
        """Give where each place comes from, (B, h, w, 2) in [-1, 1], and how far it can be seen there, (B, 1, h, w).

        `small` (B, 3, h, w) is the source as `down` makes it.
        """
        height, width = small.shape[-2:]
        grid = grid_of(height, width, source.points)
        motions = self._motions(grid, source, driving)
        moved = self._moved(small, motions)
        blots = self._blots(grid, driving.points) - self._blots(grid, source.points)
        seen = torch.cat([F.pad(blots, (0, 0, 0, 0, 1, 0))[:, :, None], moved], dim=2).flatten(1, 2)
        features = self.hourglass(seen)
        shares = torch.softmax(self.mask(features).float(), dim=1)
        flow = (motions * shares[..., None]).sum(dim=1)
        return flow, torch.sigmoid(self.occlusion(features))

    def _motions(self, grid: Tensor, source: Keypoints, driving: Keypoints) -> Tensor:
        """Give where each place would come from by each motion alone, (B, K + 1, h, w, 2); the first stands still.

        Equation 4 of the paper: to first order around a keypoint, source + J_source J_driving^-1 (place - driving).
        """
        # Products are written out: half precision, which takes matrices, would lose the place.
        turned = (source.jacobians[..., None] * inverse(driving.jacobians)[..., None, :, :]).sum(dim=-2)
        away = grid - driving.points[:, :, None, None]
        around = (turned[:, :, None, None] * away[..., None, :]).sum(dim=-1) + source.points[:, :, None, None]
        still = grid.expand(around.shape[0], 1, *grid.shape)
        return torch.cat([still, around], dim=1)

    def _moved(self, small: Tensor, motions: Tensor) -> Tensor:
        """Move the picture by each motion alone, (B, K + 1, 3, h, w)."""
        each = small[:, None].expand(-1, motions.shape[1], -1, -1, -1).flatten(0, 1)
        return sample(each, motions.flatten(0, 1), self.at_corners).unflatten(0, motions.shape[:2])

    def _blots(self, grid: Tensor, points: Tensor) -> Tensor:
        """Draw keypoints as blots, (B, K, h, w)."""
        away = ((grid - points[:, :, None, None]) ** 2).sum(dim=-1)
        return torch.exp(-away / (2 * self._variance))


def sample(plane: Tensor, flow: Tensor, at_corners: bool) -> Tensor:
    """Fetch (B, C, h, w) from where `flow` (B, H, W, 2) says; beyond the edge all is 0."""
    return F.grid_sample(plane, flow.to(plane.dtype), mode="bilinear", padding_mode="zeros", align_corners=at_corners)
