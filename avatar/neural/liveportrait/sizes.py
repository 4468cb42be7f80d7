"""How wide and deep the networks are: the published figures, and what a file of weights itself says.

The figures are those of the paper's released model (Guo et al., "LivePortrait: Efficient Portrait Animation with
Stitching and Retargeting Control", 2024). Smaller ones make the same networks for trials.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Weights = Mapping[str, Any]

AXES = 3
"""Of a keypoint: x to the right, y down, z away, each from -1 to 1 over the feature volume."""
SPADE_HIDDEN = 128


@dataclass(frozen=True, slots=True)
class AppearanceSizes:
    """Of the appearance feature extractor: a picture to a volume of features."""

    width: int = 64
    """channels of the first convolution; they double with every halving of the picture"""
    halvings: int = 2
    """times that height and width are halved"""
    most: int = 512
    """channels at most, and those of the flat features: channels of the volume times its depth"""
    channels: int = 32
    """of the volume"""
    blocks: int = 6
    """residual blocks on the volume"""

    @property
    def depth(self) -> int:
        """Of the volume, in cells."""
        return self.most // self.channels

    @classmethod
    def of(cls, weights: Weights) -> AppearanceSizes:
        """Read them off a file's weights. Raise KeyError where something is not there."""
        most = weights["second.weight"].shape[0]
        channels = weights["resblocks_3d.3dr0.conv1.weight"].shape[0]
        width, halvings = weights["first.conv.weight"].shape[0], count(weights, "down_blocks.{}.conv.weight")
        return cls(width, halvings, most, channels, count(weights, "resblocks_3d.3dr{}.conv1.weight"))


@dataclass(frozen=True, slots=True)
class MotionSizes:
    """Of the motion extractor: a picture to implicit keypoints, pose and expression."""

    widths: tuple[int, ...] = (96, 192, 384, 768)
    """channels of each stage of the ConvNeXt V2, tiny"""
    depths: tuple[int, ...] = (3, 3, 9, 3)
    """blocks of each stage"""
    keypoints: int = 21
    bins: int = 66
    """classes of each angle"""

    @classmethod
    def of(cls, weights: Weights) -> MotionSizes:
        """Read them off a file's weights. Raise KeyError where something is not there."""
        stages = count(weights, "detector.stages.{}.0.dwconv.weight")
        widths = tuple(weights[f"detector.stages.{stage}.0.dwconv.weight"].shape[0] for stage in range(stages))
        depths = tuple(count(weights, f"detector.stages.{stage}.{{}}.dwconv.weight") for stage in range(stages))
        keypoints = weights["detector.fc_kp.weight"].shape[0] // AXES
        return cls(widths, depths, keypoints, weights["detector.fc_yaw.weight"].shape[0])


@dataclass(frozen=True, slots=True)
class WarpingSizes:
    """Of the warping module: from keypoints to where every cell of the volume comes from, and what is seen there."""

    keypoints: int = 21
    channels: int = 32
    """of the volume"""
    depth: int = 16
    """of the volume, in cells"""
    made: int = 256
    """channels of the flat features that come out"""
    squeezed: int = 4
    """channels of the volume that the hourglass looks at"""
    width: int = 32
    """of the hourglass, in channels; they double with every halving"""
    most: int = 1024
    """channels of the hourglass at most"""
    halvings: int = 5
    """times that the hourglass halves height and width"""

    @property
    def asked(self) -> int:
        """Channels that the hourglass is given: a heat map and the squeezed volume for each keypoint and none."""
        return (self.keypoints + 1) * (self.squeezed + 1)

    @classmethod
    def of(cls, weights: Weights) -> WarpingSizes:
        """Read them off a file's weights. Raise KeyError where something is not there."""
        dense = "dense_motion_network."
        squeezed, channels = weights[f"{dense}compress.weight"].shape[:2]
        made, flat = weights["third.conv.weight"].shape[:2]
        keypoints, out = weights[f"{dense}mask.weight"].shape[:2]
        halvings = count(weights, f"{dense}hourglass.encoder.down_blocks.{{}}.conv.weight")
        deepest = weights[f"{dense}hourglass.encoder.down_blocks.{halvings - 1}.conv.weight"].shape[0]
        width = out - keypoints * (squeezed + 1)
        return cls(keypoints - 1, channels, flat // channels, made, squeezed, width, deepest, halvings)


@dataclass(frozen=True, slots=True)
class GeneratorSizes:
    """Of the SPADE generator: flat features to a picture."""

    given: int = 256
    """channels of the flat features"""
    last: int = 64
    """channels before the picture"""
    hidden: int = SPADE_HIDDEN
    """channels inside each SPADE"""
    doubles: bool = True
    """the picture's last doubling is done by shuffling channels to pixels"""

    @classmethod
    def of(cls, weights: Weights) -> GeneratorSizes:
        """Read them off a file's weights. Raise KeyError where something is not there."""
        doubles = "conv_img.0.weight" in weights
        last = weights["conv_img.0.weight" if doubles else "conv_img.weight"].shape[1]
        hidden = weights["G_middle_0.norm_0.mlp_shared.0.weight"].shape[0]
        return cls(weights["fc.weight"].shape[1], last, hidden, doubles)


@dataclass(frozen=True, slots=True)
class PerceptronSizes:
    """Of stitching and retargeting: small networks of full layers."""

    widths: tuple[int, ...]
    """numbers in, in each hidden layer, and out"""

    @classmethod
    def of(cls, weights: Weights) -> PerceptronSizes:
        """Read them off a file's weights. Raise KeyError where something is not there."""
        layers = sorted(int(name.split(".")[1]) for name in weights if name.endswith(".weight"))
        first = weights["mlp.0.weight"].shape[1]
        return cls((first, *(weights[f"mlp.{layer}.weight"].shape[0] for layer in layers)))


@dataclass(frozen=True, slots=True)
class Sizes:
    """Of all seven networks."""

    appearance: AppearanceSizes = AppearanceSizes()
    motion: MotionSizes = MotionSizes()
    warping: WarpingSizes = WarpingSizes()
    generator: GeneratorSizes = GeneratorSizes()
    stitching: PerceptronSizes = PerceptronSizes((126, 128, 128, 64, 65))
    """both sets of keypoints to a change of the driving ones and a shift (x, y)"""
    lips: PerceptronSizes = PerceptronSizes((65, 128, 128, 64, 63))
    """keypoints and two ratios of opening, the photo's and the wanted one, to a change of the keypoints"""
    eyes: PerceptronSizes = PerceptronSizes((66, 256, 256, 128, 128, 64, 63))
    """keypoints and three ratios, the photo's left and right and the wanted one, to a change of the keypoints"""


def count(weights: Weights, pattern: str) -> int:
    """Count how many names of a numbered pattern there are, from 0 on without a gap."""
    number = 0
    while pattern.format(number) in weights:
        number += 1
    return number
