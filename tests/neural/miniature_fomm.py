"""Checkpoints of the first-order-motion network as they are published, but small, and with weights of chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from avatar.neural.fomm.network import FirstOrderMotion
from avatar.neural.fomm.sizes import HourglassSizes, Sizes

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Sizes(64, 10, HourglassSizes(4, 16, 2), HourglassSizes(4, 16, 2), 4, 16, halvings=2, blocks=1)


def network_of_chance(sizes: Sizes = SMALL, seed: int = 1) -> FirstOrderMotion:
    """Give a network whose keypoints lie apart, whose statistics are not trivial, and that moves what it draws."""
    torch.manual_seed(seed)
    made = FirstOrderMotion(sizes)
    for part in (made.detector, made.generator):
        for name, value in part.state_dict().items():
            if name.endswith("running_var"):
                value.uniform_(0.3, 1.5)
            elif name.endswith("running_mean"):
                value.normal_(0, 0.1)
            elif "norm" in name and name.endswith("weight"):
                value.uniform_(0.6, 1.6)
            elif name == "kp.weight":
                value.mul_(6)
            elif name == "jacobian.bias":
                value.copy_(torch.tensor([1.0, 0, 0, 1]).repeat(sizes.keypoints))
    made.generator.final.weight.mul_(4)
    return made


def write_checkpoint(place: Path, network: FirstOrderMotion) -> Path:
    """Write what training leaves behind, in the old form that the published files have."""
    optimizer = {"state": {0: {"step": 3, "exp_avg": torch.zeros(2)}}, "param_groups": [{"lr": 2e-4, "params": [0]}]}
    content = {
        "kp_detector": network.detector.state_dict(),
        "generator": network.generator.state_dict(),
        "optimizer_generator": optimizer,
        "epoch_kp_detector": 99,
    }
    torch.save(content, place, _use_new_zipfile_serialization=False)
    return place
