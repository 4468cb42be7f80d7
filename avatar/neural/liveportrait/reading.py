"""The published files of weights: found in a folder, read without running anything in them, checked name by name."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import torch

from avatar.errors import InputError
from avatar.outside.weights import require_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from torch import nn

APPEARANCE, MOTION = "appearance_feature_extractor", "motion_extractor"
WARPING, GENERATOR = "warping_module", "spade_generator"
RETARGETING = "stitching_retargeting_module"
FILES = tuple(f"{name}.pth" for name in (APPEARANCE, MOTION, WARPING, GENERATOR, RETARGETING))
"""names of the files, as they are published"""
STITCHING, LIPS, EYES = "retarget_shoulder", "retarget_mouth", "retarget_eye"
"""what the last of them holds"""
_FOLDERS = ("", "base_models", "retargeting_models", "liveportrait/base_models", "liveportrait/retargeting_models")
"""where they lie in a folder: side by side, or as they are published"""
_WRAPPED = "module."
"""what training on several cards puts before each name"""


def find(folder: Path) -> dict[str, Path]:
    """Name each file's place. Raise `InputError` with those that are not there."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {str(folder)!r} with LivePortrait's weights in it.")
    found = {
        name: place
        for name in FILES
        for place in [next((folder / part / name for part in _FOLDERS if (folder / part / name).is_file()), None)]
        if place is not None
    }
    lacking = [name for name in FILES if name not in found]
    if lacking:
        raise InputError(
            f"The folder {str(folder)!r} lacks {', '.join(lacking)}; LivePortrait's weights are five files, side by "
            "side or in base_models and retargeting_models as they are published."
        )
    return {name.removesuffix(".pth"): place for name, place in found.items()}


def read(place: Path) -> Mapping[str, Any]:
    """Read a file of weights, and nothing but weights. Raise `InputError` where it holds anything else."""
    try:
        require_weights(place)
        content = torch.load(place, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError, OSError) as fault:
        reason = str(fault).strip().partition("\n")[0] or type(fault).__name__
        raise InputError(f"The file {place.name!r} cannot be read as weights ({reason[:200]}).") from None
    if not isinstance(content, dict):
        raise InputError(f"The file {place.name!r} holds {type(content).__name__}, not weights by their names.")
    return content


def part(content: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:
    """Take one network's weights out of a file that holds several. Raise `InputError` where they are not in it."""
    weights = content.get(name)
    if not isinstance(weights, dict):
        raise InputError(f"The file {file!r} lacks {name!r}; it is not LivePortrait's {RETARGETING}.")
    return {key.removeprefix(_WRAPPED): value for key, value in weights.items()}


def fit(
    weights: Mapping[str, Any], network: type[nn.Module], sizes: Callable[[Mapping[str, Any]], Any], file: str
) -> nn.Module:
    """Make a network as large as its weights say, with them in it. Raise `InputError` where they are another one's."""
    try:
        with torch.device("meta"):  # no memory is filled only to be overwritten
            made = network(sizes(weights))
        made.load_state_dict(dict(weights), assign=True)
    except (KeyError, IndexError, AttributeError, ValueError, ZeroDivisionError) as fault:
        raise InputError(f"The file {file!r} is not LivePortrait's: it lacks {fault}.") from None
    except RuntimeError as fault:
        raise InputError(f"The file {file!r} is not LivePortrait's: {_first(str(fault))}") from None
    for tensor in (*made.parameters(), *made.buffers()):
        if tensor.is_floating_point() and not torch.isfinite(tensor).all():
            raise InputError(f"The file {file!r} is damaged: some of its numbers are not finite.")
    return made.float().eval().requires_grad_(False)


def _first(report: str) -> str:
    """Cut torch's long report down to its first finding."""
    lines = [line.strip() for line in report.splitlines() if line.strip()]
    return (lines[1] if len(lines) > 1 else lines[0])[:240]
