"""The whole network on one device: keypoints of pictures, and pictures by keypoints."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from avatar.errors import InputError
from avatar.neural.fomm.generator import Generator
from avatar.neural.fomm.keypoints import KeypointDetector, Keypoints
from avatar.neural.fomm.reading import fill, measured, read
from avatar.neural.fomm.sizes import Sizes, sizes_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Source:
    """A picture that is to be moved, as far as it can be worked out before any motion is known."""

    features: Tensor
    """(B, C, H / 4, W / 4)"""
    small: Tensor
    """(B, 3, H / 4, W / 4)"""
    keypoints: Keypoints
    """of the picture"""


class FirstOrderMotion:
    """A loaded network. Pictures are RGB, 0-1; several threads may use it at once.

    Sampling with `at_corners` takes -1 and 1 for the centres of the outer pixels, as torch did up to 1.2, on which the
    published weights learnt; without it for their outer edges, as the published code does on today's torch.
    """

    def __init__(
        self, sizes: Sizes, *, device: str | torch.device = "cpu", half: bool = False, at_corners: bool = False
    ) -> None:
        """Make a network with weights that nothing has set yet."""
        self.sizes, self.device = sizes, torch.device(device)
        self.is_half = half and self.device.type == "cuda"
        """features and pictures are computed in half precision; keypoints never are"""
        self.detector, self.generator = KeypointDetector(sizes), Generator(sizes)
        self.generator.dense_motion_network.at_corners = at_corners
        self._settle()

    @classmethod
    def load(
        cls,
        checkpoint: Path,
        config: str | Sizes | None = "vox-256",
        *,
        device: str | torch.device = "cpu",
        half: bool = False,
        at_corners: bool = False,
    ) -> FirstOrderMotion:
        """Read a published checkpoint; None: as large as its weights are.

        Raise `InputError` for a file that is none, or that does not fit `config`.
        """
        wanted = None if config is None else sizes_of(config)
        content = read(checkpoint)
        sizes = wanted or measured(content, checkpoint.name)
        made = cls(sizes, device=device, half=half, at_corners=at_corners)
        fill(made.detector, content["kp_detector"], checkpoint.name)
        fill(made.generator, content["generator"], checkpoint.name)
        return made

    @torch.inference_mode()
    def detect(self, image: Tensor) -> Keypoints:
        """Find the keypoints of (B, 3, 256, 256) RGB, 0-1."""
        self._require(image)
        given = image.to(self.device, torch.float32, memory_format=torch.channels_last)
        return Keypoints(*self.detector(given))

    @torch.inference_mode()
    def look(self, image: Tensor) -> Source:
        """Work out what `draw` needs of a source (B, 3, 256, 256), whatever the motion."""
        self._require(image)
        image = image.to(self.device, torch.float32, memory_format=torch.channels_last)
        with self._precision():
            features, small = self.generator.encode(image)
        return Source(features, small.float(), self.detect(image))

    @torch.inference_mode()
    def draw(self, source: Source, driving: Keypoints) -> Tensor:
        """Draw a source by driving keypoints: (B, 3, 256, 256) RGB 0-1; one source serves any number of them."""
        count = driving.points.shape[0]
        before = Keypoints(_each(source.keypoints.points, count), _each(source.keypoints.jacobians, count))
        with self._precision():
            drawn = self.generator.draw(_each(source.features, count), _each(source.small, count), before, driving)
        return drawn.float()

    def generate(self, source: Tensor, source_keypoints: Keypoints, driving_keypoints: Keypoints) -> Tensor:
        """Draw (B, 3, 256, 256), of which these are the keypoints, as the driving ones have it: the same shape."""
        seen = self.look(source)
        return self.draw(Source(seen.features, seen.small, source_keypoints), driving_keypoints)

    def _require(self, image: Tensor) -> None:
        step = self.sizes.step
        if image.ndim != 4 or image.shape[1] != 3 or image.shape[2] % step or image.shape[3] % step:
            raise InputError(
                f"The network takes pictures (B, 3, H, W) whose sides are multiples of {step} px, such as "
                f"{self.sizes.side}; these are {tuple(image.shape)}."
            )

    def _precision(self) -> AbstractContextManager[object]:
        return torch.autocast(self.device.type, torch.float16) if self.is_half else nullcontext()

    def _settle(self) -> None:
        for part in (self.detector, self.generator):
            # Channels last is what convolutions are quickest in: twice as quick on a processor.
            part.to(self.device, memory_format=torch.channels_last).eval().requires_grad_(requires_grad=False)


def _each(tensor: Tensor, count: int) -> Tensor:
    return tensor.expand(count, *[-1] * (tensor.ndim - 1))
