"""The network of ESRGAN (Wang et al. 2018), rebuilt in parts: an entry, 23 equal blocks, an exit, and the enlarging.

Each block is three dense units of five 3x3 convolutions, each of which sees what all before it have made; a fifth of
what a unit makes is added to what it was given, and so for the block of three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.esrgan.graph import NEAREST, Graph
from avatar.neural.esrgan.onnx_bytes import node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.neural.esrgan.graph import Layer

BLOCKS = 23
WIDTH = 64
"""Channels between the parts."""
_GROWTH, _UNITS, _DEPTH = 32, 3, 5
_SHARE, _LEAK = 0.2, 0.2


def channels() -> list[tuple[int, int]]:
    """List the channels in and out of each convolution."""
    unit = [(WIDTH + step * _GROWTH, _GROWTH if step < _DEPTH - 1 else WIDTH) for step in range(_DEPTH)]
    return [(3, WIDTH), *unit * (_UNITS * BLOCKS), *[(WIDTH, WIDTH)] * 4, (WIDTH, 3)]


def entry(layers: Sequence[Layer]) -> bytes:
    """Build what turns colours ("x", 3 channels, 0-1) into features ("y")."""
    graph = Graph()
    graph.convolve("x", layers[0], "y")
    return graph.written({"x": 3}, WIDTH)


def block(layers: Sequence[Layer], number: int) -> bytes:
    """Build block `number` of `BLOCKS`, from features ("x") to features ("y") of the same size."""
    graph = Graph()
    first, made = 1 + number * _UNITS * _DEPTH, "x"
    for unit in range(_UNITS):
        begin = first + unit * _DEPTH
        made = _add_unit(graph, layers[begin : begin + _DEPTH], made, f"unit{unit}")
    # A product with one number would take the features out of the order of channels that the processor likes best.
    graph.constants["share"] = np.full((WIDTH, 1, 1, 1), _SHARE, np.float32)
    graph.nodes.append(node("Conv", (made, "share"), "lessened", kernel_shape=(1, 1), group=WIDTH))
    graph.nodes.append(node("Add", ("lessened", "x"), "y"))
    return graph.written({"x": WIDTH}, WIDTH)


def leave(layers: Sequence[Layer]) -> bytes:
    """Build the rest, from features ("x") and those of the entry ("entered") to colours ("y"), four times as large."""
    graph = Graph()
    graph.convolve("x", layers[-5], "change")
    graph.nodes.append(node("Add", ("change", "entered"), "larger0"))
    graph.constants["twice"] = np.array([1, 1, 2, 2], np.float32)
    for step in (1, 2):
        graph.nodes.append(node("Resize", (f"larger{step - 1}", "", "twice"), f"coarse{step}", **NEAREST))
        graph.convolve(f"coarse{step}", layers[-5 + step], f"larger{step}", leak=_LEAK)
    graph.convolve("larger2", layers[-2], "sharp", leak=_LEAK)
    graph.convolve("sharp", layers[-1], "y")
    return graph.written({"x": WIDTH, "entered": WIDTH}, 3)


def _add_unit(graph: Graph, layers: Sequence[Layer], given: str, name: str) -> str:
    """Add five convolutions, each of which sees all that was made before it."""
    seen = [given]
    for step, layer in enumerate(layers[:-1]):
        if step:
            graph.nodes.append(node("Concat", seen, f"{name} seen{step}", axis=1))
        made = f"{name} made{step}"
        graph.convolve(f"{name} seen{step}" if step else given, layer, made, leak=_LEAK)
        seen.append(made)
    graph.nodes.append(node("Concat", seen, f"{name} all", axis=1))
    graph.convolve(f"{name} all", layers[-1], f"{name} change", share=_SHARE)
    graph.nodes.append(node("Add", (f"{name} change", given), f"{name} y"))
    return f"{name} y"
