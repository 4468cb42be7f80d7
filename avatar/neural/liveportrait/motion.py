"""The motion extractor: a picture to implicit keypoints, pose and expression.

Its body is ConvNeXt V2 (Woo et al., "ConvNeXt V2: Co-designing and Scaling ConvNets with Masked Autoencoders", 2023).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its usual name

from avatar.neural.liveportrait.sizes import AXES

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.liveportrait.sizes import MotionSizes

_EPSILON = 1e-6


class _PlaneNorm(nn.LayerNorm):
    """Layer normalization over the channels of each place."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, eps=_EPSILON)

    def forward(self, flat: Tensor) -> Tensor:
        return super().forward(flat.movedim(1, -1)).movedim(-1, 1)


class _ResponseNorm(nn.Module):
    """Global response normalization: channels compete by how strong they are over the whole picture."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.zeros(1, 1, 1, channels))
        self.beta = nn.Parameter(torch.zeros(1, 1, 1, channels))

    def forward(self, flat: Tensor) -> Tensor:
        strength = torch.linalg.vector_norm(flat, dim=(1, 2), keepdim=True)
        share = strength / (strength.mean(dim=-1, keepdim=True) + _EPSILON)
        return flat + self.gamma * (flat * share) + self.beta


class _Block(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.norm = nn.LayerNorm(channels, eps=_EPSILON)
        self.pwconv1 = nn.Linear(channels, 4 * channels)
        self.grn = _ResponseNorm(4 * channels)
        self.pwconv2 = nn.Linear(4 * channels, channels)

    def forward(self, flat: Tensor) -> Tensor:
        wide = self.grn(F.gelu(self.pwconv1(self.norm(self.dwconv(flat).movedim(1, -1)))))
        return flat + self.pwconv2(wide).movedim(-1, 1)


class _Detector(nn.Module):
    def __init__(self, sizes: MotionSizes) -> None:
        super().__init__()
        widths = sizes.widths
        stem = nn.Sequential(nn.Conv2d(3, widths[0], 4, stride=4), _PlaneNorm(widths[0]))
        halvings = [nn.Sequential(_PlaneNorm(a), nn.Conv2d(a, b, 2, stride=2)) for a, b in pairwise(widths)]
        self.downsample_layers = nn.ModuleList([stem, *halvings])
        self.stages = nn.ModuleList(
            nn.Sequential(*(_Block(width) for _ in range(depth)))
            for width, depth in zip(widths, sizes.depths, strict=True)
        )
        self.norm = nn.LayerNorm(widths[-1], eps=_EPSILON)
        self.fc_kp = nn.Linear(widths[-1], AXES * sizes.keypoints)
        self.fc_scale = nn.Linear(widths[-1], 1)
        self.fc_pitch = nn.Linear(widths[-1], sizes.bins)
        self.fc_yaw = nn.Linear(widths[-1], sizes.bins)
        self.fc_roll = nn.Linear(widths[-1], sizes.bins)
        self.fc_t = nn.Linear(widths[-1], AXES)
        self.fc_exp = nn.Linear(widths[-1], AXES * sizes.keypoints)

    def forward(self, picture: Tensor) -> dict[str, Tensor]:
        flat = picture
        for smaller, stage in zip(self.downsample_layers, self.stages, strict=True):
            flat = stage(smaller(flat))
        read = self.norm(flat.mean((-2, -1)))
        return {name: getattr(self, f"fc_{name}")(read) for name in READINGS}


READINGS = ("pitch", "yaw", "roll", "t", "exp", "scale", "kp")
"""What is read off a picture, under the names of its layers."""


class MotionExtractor(nn.Module):
    """Reads how a face stands and what it does."""

    def __init__(self, sizes: MotionSizes) -> None:
        super().__init__()
        self.detector = _Detector(sizes)

    def forward(self, picture: Tensor) -> dict[str, Tensor]:
        """(B, 3, H, W) RGB 0-1 to what `READINGS` name, raw.

        pitch, yaw, roll (B, 66), scores of classes; t (B, 3); exp (B, 3 K); scale (B, 1); kp (B, 3 K), canonical.
        """
        return self.detector(picture)
