"""The SPADE generator: flat features to a picture of twice the size that went in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its usual name

from avatar.neural.liveportrait.layers import LEAK, SpadeBlock

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.liveportrait.sizes import GeneratorSizes

MIDDLE = 6
"""Blocks before the first doubling."""


class SPADEDecoder(nn.Module):
    """Blocks that look at the features again at every step, so that none is lost on the way."""

    def __init__(self, sizes: GeneratorSizes) -> None:
        super().__init__()
        given, wide = sizes.given, 2 * sizes.given
        self.fc = nn.Conv2d(given, wide, 3, padding=1)
        for number in range(MIDDLE):
            self.add_module(f"G_middle_{number}", SpadeBlock(wide, wide, given, sizes.hidden))
        self.up_0 = SpadeBlock(wide, given, given, sizes.hidden)
        self.up_1 = SpadeBlock(given, sizes.last, given, sizes.hidden)
        if sizes.doubles:
            self.conv_img = nn.Sequential(nn.Conv2d(sizes.last, 3 * 4, 3, padding=1), nn.PixelShuffle(2))
        else:
            self.conv_img = nn.Conv2d(sizes.last, 3, 3, padding=1)

    def forward(self, features: Tensor) -> Tensor:
        """(B, given, H, W) to (B, 3, 8 H, 8 W) RGB 0-1: 512 px of 64."""
        flat = self.fc(features)
        for number in range(MIDDLE):
            flat = getattr(self, f"G_middle_{number}")(flat, features)
        for block in (self.up_0, self.up_1):
            flat = block(F.interpolate(flat, scale_factor=2), features)
        return torch.sigmoid(self.conv_img(F.leaky_relu(flat, LEAK)))
