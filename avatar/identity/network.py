"""dlib's face embedding as an ONNX graph: a ResNet of 29 layers (He et al. 2016; King 2017), filter for filter.

What follows a convolution, a scale and an offset per channel, is multiplied into its filters, and so is what has to be
done to the picture before the first. Where a short cut has fewer channels or a block gives a smaller picture than its
short cut, zeros stand in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.esrgan.onnx_bytes import model, node

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.identity.weights import Block, Convolution, Weights

SIDE = 150
"""px of the picture that it sees"""
_MEAN, _RANGE = (122.782, 117.001, 104.298), 256.0
"""RGB levels that it takes for none, and what the rest is divided by"""


def build(weights: Weights) -> bytes:
    """Write the graph: from "image" (1, 3, SIDE, SIDE), RGB 0 to 255, to "embedding" (1, 128, 1, 1)."""
    graph = _Graph()
    entry = _folded(weights.entry)
    graph.convolve("image", "entry", _levelled(*entry), stride=2, margin=0)
    graph.add("Relu", ["entry"], "entered")
    graph.add("MaxPool", ["entered"], "pooled", kernel_shape=[3, 3], strides=[2, 2])
    at, side = "pooled", ((SIDE - 7) // 2 + 1 - 3) // 2 + 1
    for number, block in enumerate(weights.blocks):
        at, side = graph.block(at, f"b{number}", side, block)
    graph.add("GlobalAveragePool", [at], "mean")
    matrix = np.ascontiguousarray(weights.matrix[:, :, None, None])
    graph.convolve("mean", "embedding", (matrix, np.zeros(len(matrix), np.float32)), stride=1, margin=0)
    return model(graph.nodes, graph.constants, {"image": 3}, {"embedding": len(matrix)})


class _Graph:
    """Operations and constants, as they are added."""

    def __init__(self) -> None:
        self.nodes: list[bytes] = []
        self.constants: dict[str, NDArray[np.float32]] = {}

    def add(self, operator: str, inputs: list[str], output: str, **attributes: int | list[int]) -> None:
        self.nodes.append(node(operator, inputs, output, **attributes))

    def convolve(
        self,
        source: str,
        output: str,
        kernel: tuple[NDArray[np.float32], NDArray[np.float32]],
        *,
        stride: int,
        margin: int,
    ) -> None:
        filters, biases = kernel
        self.constants |= {f"{output}.w": filters, f"{output}.b": biases}
        side = filters.shape[-1]
        self.add(
            "Conv",
            [source, f"{output}.w", f"{output}.b"],
            output,
            kernel_shape=[side, side],
            strides=[stride, stride],
            pads=[margin] * 4,
        )

    def block(
        self,
        source: str,
        name: str,
        side: int,
        block: Block,
    ) -> tuple[str, int]:
        """Add a block to a picture of `side` px; give what it is called, and its side."""
        first, second, halves = _folded(block.first), _folded(block.second), block.halves
        stride, margin = (2, 0) if halves else (1, 1)
        self.convolve(source, f"{name}.1", first, stride=stride, margin=margin)
        self.add("Relu", [f"{name}.1"], f"{name}.1r")
        self.convolve(f"{name}.1r", f"{name}.2", second, stride=1, margin=1)
        long, short = f"{name}.2", source
        if halves:
            seen, side = (side - 3) // 2 + 1, side // 2
            short = self._shortened(source, f"{name}.s", first[0].shape[1], first[0].shape[0])
            long = self._widened(long, f"{name}.p", first[0].shape[0], side - seen)
        self.add("Add", [long, short], f"{name}.sum")
        self.add("Relu", [f"{name}.sum"], name)
        return name, side

    def _shortened(self, source: str, name: str, before: int, after: int) -> str:
        """Average squares of four px; channels beyond the first `before` are 0."""
        filters = np.zeros((after, before, 2, 2), np.float32)
        filters[np.arange(before), np.arange(before)] = 0.25
        self.convolve(source, name, (filters, np.zeros(after, np.float32)), stride=2, margin=0)
        return name

    def _widened(self, source: str, name: str, channels: int, room: int) -> str:
        """Add `room` px of zeros at the right and below: a filter of one px keeps what it sees, and beyond nothing."""
        if not room:
            return source
        self.constants[f"{name}.w"] = np.ones((channels, 1, 1, 1), np.float32)
        self.add("Conv", [source, f"{name}.w"], name, kernel_shape=[1, 1], group=channels, pads=[0, 0, room, room])
        return name


def _folded(convolution: Convolution) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give filters and biases that do the scaling and the offset too."""
    scale = convolution.scale.astype(np.float64)
    filters = convolution.filters * scale[:, None, None, None]
    biases = convolution.biases * scale + convolution.offset
    return filters.astype(np.float32), biases.astype(np.float32)


def _levelled(
    filters: NDArray[np.float32], biases: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give filters and biases that see a picture of 0 to 255 as it is."""
    scaled = filters.astype(np.float64) / _RANGE
    less = np.einsum("oiyx,i->o", scaled, np.array(_MEAN))
    return scaled.astype(np.float32), (biases - less).astype(np.float32)
