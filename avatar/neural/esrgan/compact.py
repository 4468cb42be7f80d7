"""Real-ESRGAN's small network for films: seventeen 3x3 convolutions on the given grid, and colours added to its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.esrgan.graph import NEAREST, Graph
from avatar.neural.esrgan.onnx_bytes import node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.neural.esrgan.graph import Layer

_WIDTH, _DEPTH, _SCALE = 64, 16, 4


def channels() -> list[tuple[int, int]]:
    """List the channels in and out of each convolution."""
    return [(3, _WIDTH), *[(_WIDTH, _WIDTH)] * _DEPTH, (_WIDTH, 3 * _SCALE**2)]


def whole(layers: Sequence[Layer]) -> bytes:
    """Build all of it, from colours ("x", 3 channels, 0-1) to colours ("y") on four times the grid."""
    graph, given = Graph(), "x"
    for number, layer in enumerate(layers):
        graph.convolve(given, layer, f"made{number}")
        given = f"made{number}"
    graph.constants["four times"] = np.array([1, 1, _SCALE, _SCALE], np.float32)
    graph.nodes.append(node("DepthToSpace", (given,), "change", blocksize=_SCALE, mode="CRD"))
    graph.nodes.append(node("Resize", ("x", "", "four times"), "coarse", **NEAREST))
    graph.nodes.append(node("Add", ("change", "coarse"), "y"))
    return graph.written({"x": 3}, 3)
