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
    states = {name: network.state_dict() for name, network in networks(sizes, seed).items()}
    return write_states(folder, states)


def write_states(folder: Path, states) -> Path:
    """Write weights by network and name as five files."""
    import torch

    states = dict(states)
    last = {
        part: {f"module.{name}": value for name, value in states.pop(part).items()}
        for part in ("retarget_shoulder", "retarget_mouth", "retarget_eye")
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, state in states.items():
        torch.save(state, folder / f"{name}.pth")
    torch.save(last, folder / "stitching_retargeting_module.pth")
    return folder


RGB = range(3)
"""channels that hold the picture, all along the volume's depth"""


def transparent(keypoints, sizes: Sizes = TINY, gain: float = 60.0):
    """Give weights by which the source passes through all networks, as sharp as the grid of features, a fourth of it.

    `keypoints` (21, 2) are what is read off every picture. Around each of them the volume follows it as it moves; the
    others say nothing. The picture is three channels of the volume; the generator's shortcuts carry them on, and its
    other branches are silent. Colours come out squeezed towards grey, by a sigmoid.
    """
    states = {name: network.state_dict() for name, network in networks(sizes).items()}
    for state in states.values():
        for name, value in state.items():
            value.fill_(1.0 if name.endswith("running_var") else 0.0)
    _look(states["appearance_feature_extractor"], sizes)
    _read(states["motion_extractor"], keypoints, sizes.warping.depth)
    _warp(states["warping_module"], sizes.warping, gain)
    _draw(states["spade_generator"])
    return states


def _look(state, sizes: Sizes) -> None:
    for name in ("first", *(f"down_blocks.{number}" for number in range(sizes.appearance.halvings))):
        state[f"{name}.norm.weight"].fill_(1)
        for channel in RGB:
            state[f"{name}.conv.weight"][channel, channel, 1, 1] = 1
    depth = sizes.warping.depth
    for channel in RGB:
        state["second.weight"][channel * depth : (channel + 1) * depth, channel] = 1


def _read(state, keypoints, depth: int) -> None:
    import torch

    state["detector.fc_scale.bias"].fill_(1)
    layer = torch.full((21, 1), (depth // 2 - 1) * 2 / (depth - 1) - 1)
    state["detector.fc_kp.bias"].copy_(torch.cat([torch.as_tensor(keypoints).float(), layer], dim=1).flatten())


def _warp(state, sizes: WarpingSizes, gain: float) -> None:
    dense = "dense_motion_network."
    state[f"{dense}hourglass.decoder.norm.weight"].fill_(1)
    state[f"{dense}mask.bias"][0] = 2
    state[f"{dense}occlusion.bias"].fill_(20)
    for number in range(1, sizes.keypoints + 1):
        blot = sizes.width + number * (sizes.squeezed + 1)
        for sign, out in ((1, blot), (-1, blot + 1)):  # what the keypoint has left counts as well as where it went
            state[f"{dense}hourglass.decoder.conv.weight"][out, blot, 1, 1, 1] = sign
            state[f"{dense}mask.weight"][number, out, 3] = gain / 49
    state["third.norm.weight"].fill_(1)
    for channel in RGB:
        state["third.conv.weight"][channel, channel * sizes.depth + sizes.depth // 2 - 1, 1, 1] = 1
        state["fourth.weight"][channel, channel] = 1


def _draw(state) -> None:
    import torch

    soft = torch.outer(torch.tensor([1.0, 2, 1]), torch.tensor([1.0, 2, 1])) / 16
    for name, value in state.items():
        if name.endswith(("weight_u", "weight_v")):
            value[0] = 1.0 if "conv_s" in name else 1e4  # the latter silences a branch
        elif name.endswith("weight_orig"):
            value[0, 0] = 1.0
    for name in ("up_0", "up_1"):
        state[f"{name}.norm_s.mlp_gamma.bias"].fill_(-1)
        for channel in RGB:
            state[f"{name}.norm_s.mlp_shared.0.weight"][channel, channel] = soft
            state[f"{name}.norm_s.mlp_beta.weight"][channel, channel] = soft
            state[f"{name}.conv_s.weight_orig"][channel, channel] = 1.0
    for channel in RGB:
        state["conv_img.0.weight"][4 * channel : 4 * channel + 4, channel] = 4 * soft
    state["conv_img.0.bias"].fill_(-2)
