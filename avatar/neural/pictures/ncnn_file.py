"""Networks as ncnn has them, a graph in .param and its numbers in .bin: run by ncnn, on the processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError, NotInstalledError
from avatar.neural.pictures.network import PictureNetwork, checked_scale
from avatar.runtime.packages import line_for
from avatar.runtime.system import usable_cores

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.neural.pictures.network import Planes

_MAGIC = "7767517"
"""first line of every .param"""
_TRIED = 64
"""px of the picture that a network is tried with"""
_LONGEST = 4_000_000
"""characters of a .param; a network of a thousand layers has a tenth"""


def load_ncnn(path: Path, name: str) -> PictureNetwork:
    """Load a network of one picture (3, H, W), RGB, 0 to 1, from its .param, beside which lies its .bin.

    Raise `InputError` for what is none, `NotInstalledError` without ncnn.
    """
    given, made = _ends(path, name)
    net = _net(path, name)

    def run(planes: Planes) -> Planes:
        import ncnn

        colours = np.ascontiguousarray(planes[0], np.float32)
        entered = ncnn.Mat(colours)  # neither copies the numbers nor keeps them: both names have to last
        extractor = net.create_extractor()
        extractor.input(given, entered)
        code, found = extractor.extract(made)
        if code != 0:
            raise InputError(f"The network {name!r} does not run on a picture (ncnn says {code}); give another one.")
        return np.array(found, np.float32)[None]

    tried = np.zeros((1, 3, _TRIED, _TRIED), np.float32)
    return PictureNetwork(name, checked_scale(name, tried.shape, run(tried).shape), run)


def _ends(path: Path, name: str) -> tuple[str, str]:
    """Find the names of what a graph takes and gives: of what no layer makes, and of what no layer takes."""
    with path.open(encoding="utf-8", errors="replace") as file:
        lines = file.read(_LONGEST).split("\n")
    if lines[0].strip() != _MAGIC:
        raise InputError(f"The file {str(path)!r} is no graph of ncnn; give a .param with its .bin beside it.")
    inputs, taken, made = list[str](), set[str](), list[str]()
    try:
        for words in (line.split() for line in lines[2:] if line.strip()):
            split = 4 + int(words[2])
            blobs = words[split : split + int(words[3])]
            inputs += blobs if words[0] == "Input" else []
            taken.update(words[4:split])
            made += blobs
    except (ValueError, IndexError):
        raise InputError(f"The graph {str(path)!r} is damaged; get it anew.") from None
    outputs = [each for each in made if each not in taken]
    if len(inputs) != 1 or len(outputs) != 1:
        raise InputError(
            f"The network {name!r} takes {len(inputs)} inputs and gives {len(outputs)} outputs; give one that makes "
            "one picture of one."
        )
    return inputs[0], outputs[0]


def _net(path: Path, name: str) -> Any:  # noqa: ANN401 - ncnn's own
    try:
        import ncnn
    except (ImportError, OSError):
        raise NotInstalledError(
            f"The network {name!r} is run by ncnn, which is not installed; install it with: {line_for('ncnn')}"
        ) from None
    net = ncnn.Net()
    net.opt.use_vulkan_compute = False
    net.opt.num_threads = usable_cores()
    # Numbers of half the length depend on what a processor can do, and pictures would.
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    net.opt.use_bf16_storage = False
    weights = path.with_suffix(".bin")
    if not weights.is_file():
        raise InputError(f"The graph {str(path)!r} lacks its numbers, {weights.name!r}; put them beside it.")
    if net.load_param(str(path)) != 0 or net.load_model(str(weights)) != 0:
        raise InputError(f"The files {str(path)!r} and {weights.name!r} are no network that ncnn knows; give another.")
    return net
