"""Pieces that several of the networks are made of. Their names are those under which the published weights are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its usual name

if TYPE_CHECKING:
    from typing import Any

    from torch import Tensor

LEAK = 0.2
"""Slope of what is negative, in the generator."""


class Same2d(nn.Module):
    """3 x 3 convolution, normalized; `slope` is that of negative values."""

    def __init__(self, given: int, made: int, slope: float = 0.0) -> None:
        super().__init__()
        self.conv = nn.Conv2d(given, made, 3, padding=1)
        self.norm = nn.BatchNorm2d(made)
        self._slope = slope

    def forward(self, flat: Tensor) -> Tensor:
        """(B, given, H, W) to (B, made, H, W)."""
        return F.leaky_relu(self.norm(self.conv(flat)), self._slope)


class Down2d(nn.Module):
    """3 x 3 convolution, normalized, then halved."""

    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(given, made, 3, padding=1)
        self.norm = nn.BatchNorm2d(made)

    def forward(self, flat: Tensor) -> Tensor:
        """(B, given, H, W) to (B, made, H / 2, W / 2)."""
        return F.avg_pool2d(F.relu(self.norm(self.conv(flat))), 2)


class Down3d(nn.Module):
    """3 x 3 x 3 convolution, normalized; height and width are halved, depth stays."""

    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        self.conv = nn.Conv3d(given, made, 3, padding=1)
        self.norm = nn.BatchNorm3d(made)

    def forward(self, volume: Tensor) -> Tensor:
        """(B, given, D, H, W) to (B, made, D, H / 2, W / 2)."""
        return F.avg_pool3d(F.relu(self.norm(self.conv(volume))), (1, 2, 2))


class Up3d(nn.Module):
    """Height and width are doubled, then a 3 x 3 x 3 convolution, normalized."""

    def __init__(self, given: int, made: int) -> None:
        super().__init__()
        self.conv = nn.Conv3d(given, made, 3, padding=1)
        self.norm = nn.BatchNorm3d(made)

    def forward(self, volume: Tensor) -> Tensor:
        """(B, given, D, H, W) to (B, made, D, 2 H, 2 W)."""
        return F.relu(self.norm(self.conv(F.interpolate(volume, scale_factor=(1, 2, 2)))))


class Residual3d(nn.Module):
    """Two 3 x 3 x 3 convolutions, each after its normalization, added to what they were given."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv3d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv3d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm3d(channels)
        self.norm2 = nn.BatchNorm3d(channels)

    def forward(self, volume: Tensor) -> Tensor:
        """(B, C, D, H, W) to the same."""
        between = self.conv1(F.relu(self.norm1(volume)))
        return volume + self.conv2(F.relu(self.norm2(between)))


class SpectralConv2d(nn.Module):
    """A convolution whose weights are divided by their largest singular value, which a file keeps as two vectors.

    Miyato et al., "Spectral Normalization for Generative Adversarial Networks" (2018). The division is done once,
    when weights are loaded: after training nothing changes them.
    """

    def __init__(self, given: int, made: int, side: int = 3, *, is_biased: bool = True) -> None:
        super().__init__()
        self._padding = side // 2
        kernel = torch.empty(made, given, side, side)
        nn.init.xavier_uniform_(kernel)
        self.weight_orig = nn.Parameter(kernel)
        self.bias = nn.Parameter(torch.zeros(made)) if is_biased else None
        self.register_buffer("weight_u", F.normalize(torch.ones(made), dim=0))
        self.register_buffer("weight_v", F.normalize(torch.ones(given * side * side), dim=0))
        self.register_buffer("_settled", torch.empty_like(kernel), persistent=False)
        self._settle()

    def forward(self, flat: Tensor) -> Tensor:
        """(B, given, H, W) to (B, made, H, W)."""
        return F.conv2d(flat, self._settled, self.bias, padding=self._padding)

    def _load_from_state_dict(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - torch's own signature
        super()._load_from_state_dict(*given, **named)
        self._settle()

    @torch.no_grad()
    def _settle(self) -> None:
        largest = self.weight_u @ (self.weight_orig.flatten(1) @ self.weight_v)
        self._settled = self.weight_orig / largest


class Spade(nn.Module):
    """Normalization whose scale and shift are read off a second map, at every place anew.

    Park et al., "Semantic Image Synthesis with Spatially-Adaptive Normalization" (2019).
    """

    def __init__(self, channels: int, labels: int, hidden: int) -> None:
        super().__init__()
        self.mlp_shared = nn.Sequential(nn.Conv2d(labels, hidden, 3, padding=1), nn.ReLU())
        self.mlp_gamma = nn.Conv2d(hidden, channels, 3, padding=1)
        self.mlp_beta = nn.Conv2d(hidden, channels, 3, padding=1)

    def forward(self, flat: Tensor, labels: Tensor) -> Tensor:
        """(B, channels, H, W) and (B, labels, h, w) to (B, channels, H, W)."""
        seen = self.mlp_shared(F.interpolate(labels, size=flat.shape[2:], mode="nearest"))
        return F.instance_norm(flat) * (1 + self.mlp_gamma(seen)) + self.mlp_beta(seen)


class SpadeBlock(nn.Module):
    """Two convolutions, each after its SPADE, added to what they were given (made fit, where the channels change)."""

    def __init__(self, given: int, made: int, labels: int, hidden: int) -> None:
        super().__init__()
        between = min(given, made)
        self.conv_0 = SpectralConv2d(given, between)
        self.conv_1 = SpectralConv2d(between, made)
        self.norm_0 = Spade(given, labels, hidden)
        self.norm_1 = Spade(between, labels, hidden)
        self._changes = given != made
        if self._changes:
            self.conv_s = SpectralConv2d(given, made, 1, is_biased=False)
            self.norm_s = Spade(given, labels, hidden)

    def forward(self, flat: Tensor, labels: Tensor) -> Tensor:
        """(B, given, H, W) to (B, made, H, W)."""
        kept = self.conv_s(self.norm_s(flat, labels)) if self._changes else flat
        change = self.conv_0(F.leaky_relu(self.norm_0(flat, labels), LEAK))
        return kept + self.conv_1(F.leaky_relu(self.norm_1(change, labels), LEAK))
