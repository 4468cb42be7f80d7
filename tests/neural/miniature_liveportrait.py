"""LivePortrait's five files of weights, made at random: the real format, at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.neural.liveportrait.sizes import (
    AppearanceSizes,
    GeneratorSizes,
    MotionSizes,
    PerceptronSizes,
    Sizes,
    WarpingSizes,
)

if TYPE_CHECKING:
    from pathlib import Path

TINY = Sizes(
    AppearanceSizes(width=4, halvings=2, most=16, channels=4, blocks=2),
    MotionSizes(widths=(4, 8, 8, 12), depths=(1, 1, 2, 1)),
    WarpingSizes(channels=4, depth=4, made=16, squeezed=2, width=4, most=16, halvings=2),
    GeneratorSizes(given=16, last=4, hidden=8),
    PerceptronSizes((126, 8, 6, 65)),
    PerceptronSizes((65, 8, 6, 63)),
    PerceptronSizes((66, 8, 7, 6, 63)),
)
"""the published layout in small: all seven networks, in which every rule of sizes still shows"""


def networks(sizes: Sizes = TINY, seed: int = 0):
    """Make the networks with weights that let every part of them show in what comes out."""
    import torch

    from avatar.neural.liveportrait.appearance import AppearanceFeatureExtractor
    from avatar.neural.liveportrait.generator import SPADEDecoder
    from avatar.neural.liveportrait.motion import MotionExtractor
    from avatar.neural.liveportrait.perceptron import Perceptron
    from avatar.neural.liveportrait.warping import WarpingNetwork

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made = {
            "appearance_feature_extractor": AppearanceFeatureExtractor(sizes.appearance),
            "motion_extractor": MotionExtractor(sizes.motion),
            "warping_module": WarpingNetwork(sizes.warping),
            "spade_generator": SPADEDecoder(sizes.generator),
            "retarget_shoulder": Perceptron(sizes.stitching),
            "retarget_mouth": Perceptron(sizes.lips),
            "retarget_eye": Perceptron(sizes.eyes),
        }
        for network in made.values():
            for name, tensor in network.state_dict().items():
                if name.endswith("running_mean") or ("grn" in name):
                    tensor.normal_(0, 0.3)
                elif name.endswith("running_var"):
                    tensor.uniform_(0.5, 2)
                elif name.endswith(("weight_u", "weight_v")):
                    tensor.copy_(torch.nn.functional.normalize(torch.randn_like(tensor), dim=0))
    return made


def write(folder: Path, sizes: Sizes = TINY, seed: int = 0) -> Path:
    """Write the five files as they are published, the last one with the names of training on several cards."""
    import torch

    made = networks(sizes, seed)
    last = {
        part: {f"module.{name}": value for name, value in made.pop(part).state_dict().items()}
        for part in ("retarget_shoulder", "retarget_mouth", "retarget_eye")
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, network in made.items():
        torch.save(network.state_dict(), folder / f"{name}.pth")
    torch.save(last, folder / "stitching_retargeting_module.pth")
    return folder
