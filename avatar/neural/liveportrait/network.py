"""All of LivePortrait's networks, loaded: what each does to pictures and keypoints."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from avatar.errors import InputError
from avatar.neural.devices import torch_device
from avatar.neural.liveportrait import reading
from avatar.neural.liveportrait.appearance import AppearanceFeatureExtractor
from avatar.neural.liveportrait.generator import SPADEDecoder
from avatar.neural.liveportrait.motion import MotionExtractor
from avatar.neural.liveportrait.motions import Motion
from avatar.neural.liveportrait.perceptron import Perceptron
from avatar.neural.liveportrait.sizes import (
    AppearanceSizes,
    GeneratorSizes,
    MotionSizes,
    PerceptronSizes,
    WarpingSizes,
)
from avatar.neural.liveportrait.warping import WarpingNetwork

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from torch import Tensor, nn

SIDE = 256
"""Of the pictures that go in, px; those that come out are twice as large."""


@dataclass(frozen=True, slots=True)
class LivePortrait:
    """The seven networks on one device. All pictures are RGB, 0-1; several threads may use it at once."""

    appearance_feature_extractor: nn.Module
    motion_extractor: nn.Module
    warping_module: nn.Module
    spade_generator: nn.Module
    stitching: nn.Module
    lips: nn.Module
    eyes: nn.Module
    device: torch.device
    """where they compute"""
    is_half: bool = False
    """volumes and pictures are computed in half precision; keypoints never are"""

    @torch.inference_mode()
    def features(self, picture: Tensor) -> Tensor:
        """Read the appearance of (B, 3, 256, 256) as volumes (B, 32, 16, 64, 64)."""
        with self._precision():
            return self.appearance_feature_extractor(picture.to(self.device)).float()

    @torch.inference_mode()
    def motion(self, picture: Tensor) -> Motion:
        """Read the motion of (B, 3, 256, 256)."""
        with self._precision():
            raw = self.motion_extractor(picture.to(self.device))
        return Motion.read(raw)

    @torch.inference_mode()
    def stitch(self, source: Tensor, driving: Tensor) -> Tensor:
        """Change driving keypoints (B, K, 3) so that what they draw fits the source's shoulders."""
        source = source.expand_as(driving)
        count = driving[0].numel()
        change = self.stitching(torch.cat([source.flatten(1), driving.flatten(1)], dim=1))
        shift = torch.nn.functional.pad(change[:, None, count : count + 2], (0, 1))
        return driving + change[:, :count].view_as(driving) + shift

    @torch.inference_mode()
    def retarget_lips(self, source: Tensor, ratios: Tensor) -> Tensor:
        """Give the change of keypoints (B, K, 3) that opens lips as wanted.

        `ratios` (B, 2): inner gap over mouth width, in the source and wanted.
        """
        return self._retarget(self.lips, source, ratios)

    @torch.inference_mode()
    def retarget_eyes(self, source: Tensor, ratios: Tensor) -> Tensor:
        """Give the change of keypoints (B, K, 3) that opens the lids as wanted.

        `ratios` (B, 3): lid gap over eye width, in the source at the image's left and right, and wanted.
        """
        return self._retarget(self.eyes, source, ratios)

    @torch.inference_mode()
    def generate(self, features: Tensor, source: Tensor, driving: Tensor) -> Tensor:
        """Draw (B, 3, 512, 512): features (B or 1, ...) of keypoints `source` (B or 1, K, 3) moved to `driving`."""
        count = len(driving)
        with self._precision():
            flat = self.warping_module(features, driving, source.expand(count, -1, -1))
            return self.spade_generator(flat).float()

    def _retarget(self, network: nn.Module, source: Tensor, ratios: Tensor) -> Tensor:
        source = source.expand(len(ratios), -1, -1)
        return network(torch.cat([source.flatten(1), ratios.to(source)], dim=1)).view_as(source)

    def _precision(self) -> AbstractContextManager[Any]:
        return torch.autocast(self.device.type, torch.float16) if self.is_half else nullcontext()


def load(files: Mapping[str, Path], device: str = "auto", *, is_half: bool | None = None) -> LivePortrait:
    """Load the published files, by their names without ".pth"; see `avatar.reenact.liveportrait.load`."""
    where = torch_device(device)
    half = where.type == "cuda" if is_half is None else is_half
    if half and where.type != "cuda":
        raise InputError("LivePortrait computes in half precision on a GPU only; leave half precision off here.")
    last = files[reading.RETARGETING]
    content = reading.read(last)

    def small(name: str) -> nn.Module:
        return reading.fit(reading.part(content, name, last.name), Perceptron, PerceptronSizes.of, last.name)

    return LivePortrait(
        _loaded(files, reading.APPEARANCE, AppearanceFeatureExtractor, AppearanceSizes).to(where),
        _loaded(files, reading.MOTION, MotionExtractor, MotionSizes).to(where),
        _loaded(files, reading.WARPING, WarpingNetwork, WarpingSizes).to(where),
        _loaded(files, reading.GENERATOR, SPADEDecoder, GeneratorSizes).to(where),
        small(reading.STITCHING).to(where),
        small(reading.LIPS).to(where),
        small(reading.EYES).to(where),
        device=where,
        is_half=half,
    )


def _loaded(files: Mapping[str, Path], name: str, network: type[nn.Module], sizes: Any) -> nn.Module:  # noqa: ANN401
    return reading.fit(reading.read(files[name]), network, sizes.of, files[name].name)
