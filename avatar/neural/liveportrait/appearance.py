"""The appearance feature extractor: a picture to a volume of features, once per portrait."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from torch import nn

from avatar.neural.liveportrait.layers import Down2d, Residual3d, Same2d

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.liveportrait.sizes import AppearanceSizes


class AppearanceFeatureExtractor(nn.Module):
    """Convolutions in the plane, then residual ones in space."""

    def __init__(self, sizes: AppearanceSizes) -> None:
        super().__init__()
        self._form = sizes.channels, sizes.depth
        widths = [min(sizes.most, sizes.width * 2**level) for level in range(sizes.halvings + 1)]
        self.first = Same2d(3, sizes.width)
        self.down_blocks = nn.ModuleList(Down2d(given, made) for given, made in pairwise(widths))
        self.second = nn.Conv2d(widths[-1], sizes.most, 1)
        self.resblocks_3d = nn.Sequential()
        for number in range(sizes.blocks):
            self.resblocks_3d.add_module(f"3dr{number}", Residual3d(sizes.channels))

    def forward(self, picture: Tensor) -> Tensor:
        """(B, 3, H, W) RGB 0-1 to (B, channels, depth, H / 4, W / 4): 32 x 16 x 64 x 64 of 256 px."""
        flat = self.first(picture)
        for block in self.down_blocks:
            flat = block(flat)
        return self.resblocks_3d(self.second(flat).unflatten(1, self._form))
