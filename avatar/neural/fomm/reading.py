"""The published checkpoints: read without running anything in them, and checked name by name."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch

from avatar.errors import InputError
from avatar.neural.fomm.sizes import HourglassSizes, Sizes
from avatar.outside.weights import require_weights

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from torch import nn

PARTS = ("kp_detector", "generator")
"""what a checkpoint has to hold; discriminator and optimizers, where it has them, draw nothing"""
SIDE = 256
"""px of the pictures that the published weights learnt from"""
_COUNTER = "num_batches_tracked"
"""which training counts and drawing never reads: old checkpoints lack it"""
_FAULTS = (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, TypeError, AttributeError, OSError)
"""what reading a file that is none may raise"""


def read(place: Path) -> Mapping[str, Mapping[str, Any]]:
    """Read a checkpoint, nothing but numbers: whatever else is in it is refused.

    Raise `InputError` where the file is not there, not a checkpoint, or one of something else.
    """
    if not place.is_file():
        raise InputError(f"There is no file {str(place)!r}; give a checkpoint such as vox-cpk.pth.tar.")
    try:
        require_weights(place)
        content = torch.load(place, map_location="cpu", weights_only=True)
    except _FAULTS as fault:
        reason = str(fault).strip().partition("\n")[0] or type(fault).__name__
        raise InputError(
            f"The file {place.name!r} cannot be read as a checkpoint ({reason[:200]}); give one such as "
            "vox-cpk.pth.tar, as it was published and whole."
        ) from None
    lacking = [part for part in PARTS if not isinstance(content, dict) or not isinstance(content.get(part), dict)]
    if lacking:
        raise InputError(
            f"The file {place.name!r} holds no {' and no '.join(lacking)}, so it is no checkpoint of the "
            "first-order-motion network; give one such as vox-cpk.pth.tar."
        )
    return {part: content[part] for part in PARTS}


def measured(content: Mapping[str, Mapping[str, Any]], file: str) -> Sizes:
    """Read how large a network is off its weights. Raise `InputError` where they are another network's.

    Weights don't say for which size of picture they learnt: it is taken to be 256 px, or a little more where so many
    halvings need it.
    """
    found, drawn = content["kp_detector"], content["generator"]
    try:
        reach = found["down.weight"].shape[-1] // 2
        detector = _hourglass(found, "predictor.")
        dense = _hourglass(drawn, "dense_motion_network.hourglass.")
        halvings, blocks = _count(drawn, "down_blocks."), _count(drawn, "bottleneck.r")
        width = len(drawn["first.conv.bias"])
        most = max(width, *(len(drawn[f"down_blocks.{level}.conv.bias"]) for level in range(halvings)))
        sizes = Sizes(SIDE, len(found["kp.bias"]), detector, dense, width, most, halvings, blocks, reach // 2 + 1)
    except (KeyError, AttributeError, IndexError, TypeError, ValueError) as fault:
        raise _foreign(file, f"it lacks {fault}") from None
    return replace(sizes, side=-(-SIDE // sizes.step) * sizes.step)


def _hourglass(weights: Mapping[str, Any], start: str) -> HourglassSizes:
    depth = _count(weights, f"{start}encoder.down_blocks.")
    last = len(weights[f"{start}decoder.up_blocks.{depth - 1}.conv.bias"])
    most = max(len(weights[f"{start}encoder.down_blocks.{level}.conv.bias"]) for level in range(depth))
    return HourglassSizes(last, most, depth)


def _count(weights: Mapping[str, Any], start: str) -> int:
    """Count the blocks whose names begin so, with a number behind."""
    return len({name[len(start) :].partition(".")[0] for name in weights if name.startswith(start)})


def fill(part: nn.Module, weights: Mapping[str, Any], file: str) -> None:
    """Put weights into a part of the network. Raise `InputError` where they are another network's, or damaged."""
    meant = part.state_dict()
    given = {name: value for name, value in weights.items() if not name.endswith(_COUNTER)}
    wanted = {name for name in meant if not name.endswith(_COUNTER)}
    for kind, names in (("lacks", wanted - set(given)), ("has besides", set(given) - wanted)):
        if names:
            raise _foreign(file, f"it {kind} {min(names)!r} and {len(names) - 1} more")
    for name, value in given.items():
        if not isinstance(value, torch.Tensor) or value.shape != meant[name].shape:
            found = tuple(value.shape) if isinstance(value, torch.Tensor) else type(value).__name__
            raise _foreign(file, f"{name!r} is {found} there and {tuple(meant[name].shape)} here")
        if not torch.isfinite(value).all():
            raise InputError(f"The file {file!r} is damaged: some numbers of {name!r} are not finite; get it anew.")
    part.load_state_dict(given, strict=False)


def _foreign(file: str, what: str) -> InputError:
    return InputError(f"The file {file!r} does not fit this configuration of the first-order-motion network: {what}.")
