"""The warping module: the volume of features, brought to where the keypoints have gone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its usual name

from avatar.neural.liveportrait.layers import Down3d, Same2d, Up3d

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.liveportrait.sizes import WarpingSizes

_SPREAD = 0.01
"""Variance of a keypoint's blot on the heat map, in units of the volume, which is 2 wide."""
_LEAK = 0.01


class _Encoder(nn.Module):
    def __init__(self, widths: list[int]) -> None:
        super().__init__()
        self.down_blocks = nn.ModuleList(Down3d(given, made) for given, made in pairwise(widths))

    def forward(self, volume: Tensor) -> list[Tensor]:
        levels = [volume]
        for block in self.down_blocks:
            levels.append(block(levels[-1]))
        return levels


class _Decoder(nn.Module):
    def __init__(self, widths: list[int], out: int) -> None:
        super().__init__()
        given = [widths[-1], *(2 * width for width in widths[-2:0:-1])]
        self.up_blocks = nn.ModuleList(Up3d(*pair) for pair in zip(given, widths[-2::-1], strict=True))
        self.conv = nn.Conv3d(out, out, 3, padding=1)
        self.norm = nn.BatchNorm3d(out)

    def forward(self, levels: list[Tensor]) -> Tensor:
        volume = levels[-1]
        for block, kept in zip(self.up_blocks, levels[-2::-1], strict=True):
            volume = torch.cat([block(volume), kept], dim=1)
        return F.relu(self.norm(self.conv(volume)))


class _Hourglass(nn.Module):
    def __init__(self, sizes: WarpingSizes) -> None:
        super().__init__()
        widths = [min(sizes.most, sizes.width * 2**level) for level in range(sizes.halvings + 1)]
        self.out = widths[0] + sizes.asked
        self.encoder = _Encoder([sizes.asked, *widths[1:]])
        self.decoder = _Decoder(widths, self.out)

    def forward(self, volume: Tensor) -> Tensor:
        return self.decoder(self.encoder(volume))


class DenseMotionNetwork(nn.Module):
    """From keypoints to where each cell of the volume comes from, and how much of each place is seen at all."""

    def __init__(self, sizes: WarpingSizes) -> None:
        super().__init__()
        self.hourglass = _Hourglass(sizes)
        self.mask = nn.Conv3d(self.hourglass.out, sizes.keypoints + 1, 7, padding=3)
        self.compress = nn.Conv3d(sizes.channels, sizes.squeezed, 1)
        self.norm = nn.BatchNorm3d(sizes.squeezed)
        self.occlusion = nn.Conv2d(self.hourglass.out * sizes.depth, 1, 7, padding=3)

    def forward(self, volume: Tensor, driving: Tensor, source: Tensor) -> tuple[Tensor, Tensor]:
        """Give the places that cells come from, (B, D, H, W, 3) in [-1, 1], and visibility 0-1, (B, 1, H, W)."""
        squeezed = F.relu(self.norm(self.compress(volume)))
        cells = _cells(squeezed)
        # Each keypoint offers the shift that would bring it home; "no keypoint" offers to stay.
        shift = (source - driving)[:, :, None, None, None]
        offers = cells + torch.cat([torch.zeros_like(shift[:, :1]), shift], dim=1)
        seen = torch.cat([_heat(cells, driving, source), _offered(squeezed, offers)], dim=2)
        read = self.hourglass(seen.flatten(1, 2))
        shares = F.softmax(self.mask(read), dim=1)
        places = (offers * shares.unsqueeze(-1)).sum(dim=1)
        return places, torch.sigmoid(self.occlusion(read.flatten(1, 2)))


class WarpingNetwork(nn.Module):
    """The volume, warped and made flat."""

    def __init__(self, sizes: WarpingSizes) -> None:
        super().__init__()
        self.dense_motion_network = DenseMotionNetwork(sizes)
        self.third = Same2d(sizes.channels * sizes.depth, sizes.made, _LEAK)
        self.fourth = nn.Conv2d(sizes.made, sizes.made, 1)

    def forward(self, volume: Tensor, driving: Tensor, source: Tensor) -> Tensor:
        """(B or 1, C, D, H, W) and keypoints (B, K, 3), wanted ones and the volume's own, to (B, made, H, W)."""
        places, visible = self.dense_motion_network(volume, driving, source)
        whole = volume.to(places.dtype).expand(places.shape[0], -1, -1, -1, -1)
        warped = F.grid_sample(whole, places, align_corners=False)
        return self.fourth(self.third(warped.flatten(1, 2))) * visible


def _cells(volume: Tensor) -> Tensor:
    """Give where each cell lies, (1, 1, D, H, W, 3): x, y, z from -1 at the first to 1 at the last."""
    depth, height, width = volume.shape[2:]
    z, y, x = (torch.linspace(-1, 1, length, device=volume.device) for length in (depth, height, width))
    shape = depth, height, width
    along = x.expand(shape), y[:, None].expand(shape), z[:, None, None].expand(shape)
    return torch.stack(along, dim=-1)[None, None]


def _heat(cells: Tensor, driving: Tensor, source: Tensor) -> Tensor:
    """Give blots where keypoints go, less those where they come from, (B, 1 + K, 1, D, H, W); of none there are 0."""
    blots = _blots(cells, driving) - _blots(cells, source)
    return torch.cat([torch.zeros_like(blots[:, :1]), blots], dim=1).unsqueeze(2)


def _blots(cells: Tensor, keypoints: Tensor) -> Tensor:
    away = (cells - keypoints[:, :, None, None, None]).square().sum(dim=-1)
    return torch.exp(-0.5 * away / _SPREAD)


def _offered(volume: Tensor, offers: Tensor) -> Tensor:
    """Give the volume as each offer (B, N, D, H, W, 3) would have it, (B, N, C, D, H, W)."""
    batch, number = offers.shape[:2]
    repeated = volume.to(offers.dtype).unsqueeze(1).expand(batch, number, -1, -1, -1, -1).flatten(0, 1)
    sampled = F.grid_sample(repeated, offers.flatten(0, 1), align_corners=False)
    return sampled.unflatten(0, (batch, number))
