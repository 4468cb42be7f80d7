"""Networks of convolutions in the making: layers from ncnn's file of weights, graphs for onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.esrgan.onnx_bytes import model, node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

NEAREST = {"mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}
"""How a picture grows when each pixel becomes several of its own colour."""
_HALF_TAG = b"\x47\x6b\x30\x01"
"""What ncnn writes before weights of half precision."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One 3x3 convolution."""

    weights: NDArray[np.float16]
    """(out, in, 3, 3)."""
    bias: NDArray[np.float32]
    """(out,)."""
    slopes: NDArray[np.float32] | None = None
    """(out, 1, 1), by which negative values are multiplied afterwards, where they are."""


def read_layers(data: bytes, channels: Iterable[tuple[int, int]], sloped: bool = False) -> list[Layer]:
    """Read 3x3 convolutions with these channels in and out from ncnn's file; `sloped`: slopes follow all but the last.

    Raise ValueError where the bytes are of another network.
    """
    layers, at, pairs = [], 0, list(channels)
    for number, (given, made) in enumerate(pairs, start=1):
        weights = at + len(_HALF_TAG)
        bias = weights + 2 * 9 * given * made
        slopes = bias + 4 * made
        at = slopes + 4 * made * (sloped and number < len(pairs))
        if data[weights - len(_HALF_TAG) : weights] != _HALF_TAG or len(data) < at:
            raise ValueError("not the weights of this network")
        layers.append(
            Layer(
                np.frombuffer(data[weights:bias], "<f2").reshape(made, given, 3, 3),
                np.frombuffer(data[bias:slopes], "<f4"),
                np.frombuffer(data[slopes:at], "<f4").reshape(made, 1, 1) if at > slopes else None,
            )
        )
    if at != len(data):
        raise ValueError("more than the weights of this network")
    return layers


class Graph:
    """A network to which operations are added, from the input "x" to the output "y"."""

    def __init__(self) -> None:
        self.nodes: list[bytes] = []
        self.constants: dict[str, NDArray[np.float32]] = {}

    def convolve(self, given: str, layer: Layer, made: str, leak: float | None = None, share: float = 1) -> None:
        """Add a convolution times `share`, whose negative values are multiplied by its slopes or by `leak`."""
        weights, bias, slopes = f"{made} weights", f"{made} bias", f"{made} slopes"
        self.constants[weights] = layer.weights.astype(np.float32) * np.float32(share)
        self.constants[bias] = layer.bias * np.float32(share)
        bends = leak is not None or layer.slopes is not None
        raw = f"{made} raw" if bends else made
        self.nodes.append(node("Conv", (given, weights, bias), raw, kernel_shape=(3, 3), pads=(1, 1, 1, 1)))
        if leak is not None:
            self.nodes.append(node("LeakyRelu", (raw,), made, alpha=leak))
        elif layer.slopes is not None:
            self.constants[slopes] = layer.slopes
            self.nodes.append(node("PRelu", (raw, slopes), made))

    def written(self, inputs: Mapping[str, int], made: int) -> bytes:
        """Write it as ONNX, with the channels of each input and of "y"."""
        return model(self.nodes, self.constants, inputs, {"y": made})
