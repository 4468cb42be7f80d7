"""Pieces that several parts are made of. Their names are those under which the published weights are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - its usual name

if TYPE_CHECKING:
    from torch import Tensor

    from avatar.neural.fomm.sizes import HourglassSizes


class Convolved(nn.Module):
    """A convolution that keeps the plane's size, normalized; what is negative becomes 0."""

    def __init__(self, given: int, made: int, kernel: int = 3) -> None:
        super().__init__()
        self.conv = nn.Conv2d(given, made, kernel, padding=kernel // 2)
        self.norm = nn.BatchNorm2d(made)

    def forward(self, plane: Tensor) -> Tensor:
        """(B, given, H, W) to (B, made, H, W)."""
        return F.relu(self.norm(self.conv(plane)))


class Halved(Convolved):
    """The same, then means of 2 x 2."""

    def forward(self, plane: Tensor) -> Tensor:
        """(B, given, H, W) to (B, made, H / 2, W / 2)."""
        return F.avg_pool2d(super().forward(plane), 2)


class Doubled(Convolved):
    """Each place becomes 2 x 2, then the same."""

    def forward(self, plane: Tensor) -> Tensor:
        """(B, given, H, W) to (B, made, 2 H, 2 W)."""
        return super().forward(F.interpolate(plane, scale_factor=2, mode="nearest"))


class Residual(nn.Module):
    """What two convolutions, each of something normalized, add to a plane."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)
        self.conv1, self.conv2 = (nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2))

    def forward(self, plane: Tensor) -> Tensor:
        """(B, channels, H, W) to the same."""
        change = self.conv1(F.relu(self.norm1(plane)))
        return plane + self.conv2(F.relu(self.norm2(change)))


class _Encoder(nn.Module):
    def __init__(self, given: int, sizes: HourglassSizes) -> None:
        super().__init__()
        widths = [given, *(sizes.channels(level) for level in range(1, sizes.depth + 1))]
        self.down_blocks = nn.ModuleList(map(Halved, widths, widths[1:]))

    def forward(self, plane: Tensor) -> list[Tensor]:
        levels = [plane]
        for block in self.down_blocks:
            levels.append(block(levels[-1]))
        return levels


class _Decoder(nn.Module):
    def __init__(self, sizes: HourglassSizes) -> None:
        super().__init__()
        top = sizes.depth
        self.up_blocks = nn.ModuleList(
            # All but the deepest get what the encoder had at their level beside what comes from below.
            Doubled(sizes.channels(level) * (1 if level == top else 2), sizes.channels(level - 1))
            for level in range(top, 0, -1)
        )

    def forward(self, levels: list[Tensor]) -> Tensor:
        plane, *above = reversed(levels)
        for block, beside in zip(self.up_blocks, above, strict=True):
            plane = torch.cat([block(plane), beside], dim=1)
        return plane


class Hourglass(nn.Module):
    """Look at a plane from far and near at once (Newell et al. 2016)."""

    def __init__(self, given: int, sizes: HourglassSizes) -> None:
        super().__init__()
        self.encoder, self.decoder = _Encoder(given, sizes), _Decoder(sizes)
        self.channels = sizes.channels(0) + given
        """of what comes out: the decoder's last, and what went in"""

    def forward(self, plane: Tensor) -> Tensor:
        """(B, given, H, W) to (B, channels, H, W)."""
        return self.decoder(self.encoder(plane))


class Shrunk(nn.Module):
    """Every n-th pixel of a picture, after a Gaussian that keeps finer patterns from coming back as coarse ones."""

    def __init__(self, channels: int, shrink: int) -> None:
        super().__init__()
        self._shrink = shrink
        deviation = (shrink - 1) / 2
        reach = round(4 * deviation)
        places = torch.arange(-reach, reach + 1, dtype=torch.float32)
        bell = torch.exp(-(places**2) / (2 * max(deviation, 1e-6) ** 2))
        blot = torch.outer(bell, bell)
        self._reach = reach
        self.register_buffer("weight", (blot / blot.sum()).expand(channels, 1, -1, -1).clone())

    def forward(self, picture: Tensor) -> Tensor:
        """(B, channels, H, W) to (B, channels, H / shrink, W / shrink)."""
        soft = F.conv2d(picture, self.weight, padding=self._reach, groups=picture.shape[1])
        return soft[..., :: self._shrink, :: self._shrink]


def grid_of(height: int, width: int, like: Tensor) -> Tensor:
    """Give the places of a plane's pixels, (height, width, 2): x and y, -1 at the first pixel and 1 at the last."""
    down, across = (torch.linspace(-1, 1, count, dtype=like.dtype, device=like.device) for count in (height, width))
    return torch.stack([across.expand(height, width), down[:, None].expand(height, width)], dim=-1)
