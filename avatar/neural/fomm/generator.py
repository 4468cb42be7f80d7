"""The generator: a source's features, moved, to a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its usual name

from avatar.neural.fomm.keypoints import KERNEL
from avatar.neural.fomm.layers import Convolved, Doubled, Halved, Residual
from avatar.neural.fomm.motion import DenseMotion, sample

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.fomm.keypoints import Keypoints
    from avatar.neural.fomm.sizes import Sizes


class Generator(nn.Module):
    """Move features by the dense motion, let what cannot be seen go, and invent it anew."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        widths = [sizes.channels(level) for level in range(sizes.halvings + 1)]
        self.dense_motion_network = DenseMotion(sizes)
        self.first = Convolved(3, widths[0], KERNEL)
        self.down_blocks = nn.ModuleList(map(Halved, widths, widths[1:]))
        self.bottleneck = nn.Sequential()
        for number in range(sizes.blocks):
            self.bottleneck.add_module(f"r{number}", Residual(widths[-1]))
        self.up_blocks = nn.ModuleList(map(Doubled, widths[::-1], widths[-2::-1]))
        self.final = nn.Conv2d(widths[0], 3, KERNEL, padding=KERNEL // 2)

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Take (B, 3, H, W) RGB 0-1 to its features and to the small picture that motion is found in: once a clip."""
        features = self.first(source)
        for block in self.down_blocks:
            features = block(features)
        return features, self.dense_motion_network.down(source)

    def draw(self, features: Tensor, small: Tensor, source: Keypoints, driving: Keypoints) -> Tensor:
        """Draw what was encoded as the driving keypoints have it, (B, 3, H, W) RGB 0-1; all have the same B."""
        flow, seen = self.dense_motion_network(small, source, driving)
        size = features.shape[-2:]
        if flow.shape[1:3] != size:
            flow = F.interpolate(flow.movedim(-1, 1), size, mode="bilinear", align_corners=False).movedim(1, -1)
            seen = F.interpolate(seen, size, mode="bilinear", align_corners=False)
        plane = sample(features, flow, self.dense_motion_network.at_corners) * seen
        plane = self.bottleneck(plane)
        for block in self.up_blocks:
            plane = block(plane)
        return torch.sigmoid(self.final(plane))
