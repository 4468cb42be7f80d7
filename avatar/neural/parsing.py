"""Parsing networks that somebody named: ONNX graphs that tell which part of a person each pixel shows.

Two kinds are known by how many classes they give: 18, of ATR (Liang et al. 2015), as SegFormer (Xie et al. 2021) was
tuned on for clothes and SCHP (Li et al. 2020) was trained on; and 20, of LIP (Gong et al. 2017), SCHP's other set.
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError
from avatar.neural.named import NamedGraph

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

CLOTHES = {18: (4, 7, 17), 20: (5, 6, 7, 10, 11)}
"""numbers of the classes that are worn on the trunk, by how many classes there are: tops, dresses, coats, scarves"""
_MEAN, _SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_SIDE = 512
"""px, of what a network is shown that takes any size"""


class ParsingNetwork:
    """One loaded network."""

    def __init__(self, path: Path, device: str = "auto") -> None:
        """Load it, for one of `settings.DEVICES`.

        Raise `InputError` where the file is no such network, `NotInstalledError` without onnxruntime.
        """
        self._graph = NamedGraph(path, "parsing", device)
        inputs = self._graph.inputs
        shape = inputs[0].shape
        if len(inputs) != 1 or len(shape) != 4 or (isinstance(shape[1], int) and shape[1] != 3):
            raise InputError(
                f"The network {path.name!r} does not take one RGB picture (1, 3, height, width) but "
                f"{[each.shape for each in inputs]}; name a parsing network, such as SegFormer or SCHP."
            )
        self._name = inputs[0].name
        self._size = [side if isinstance(side, int) else _SIDE for side in shape[3:1:-1]]

    def clothes(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give where clothes are worn on the trunk, (H, W), 0-1, in an RGB picture (H, W, 3).

        Raise `InputError` if the network tells no parts of people.
        """
        import cv2

        small = cv2.resize(pixels, self._size, interpolation=cv2.INTER_AREA)
        scaled = (small.astype(np.float32) / 255 - np.array(_MEAN)) / np.array(_SPREAD)
        planes = np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], np.float32)
        logits = self._parts_among(self._graph.run({self._name: planes}))
        grown = np.stack([cv2.resize(each, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR) for each in logits])
        worn: NDArray[np.float32] = np.isin(grown.argmax(axis=0), CLOTHES[len(logits)]).astype(np.float32)
        return worn

    def _parts_among(self, outputs: list[NDArray[Any]]) -> NDArray[np.float32]:
        """Choose the first output with a plane for each class that is known."""
        for output in outputs:
            planes = np.asarray(output)
            if planes.ndim == 4 and planes.shape[1] in CLOTHES and np.isfinite(planes).all():
                return np.asarray(planes[0], np.float32)
        raise InputError(
            f"The network {self._graph.name!r} tells no parts of people but gives "
            f"{[np.shape(each) for each in outputs]}; name a parsing network with 18 classes (ATR) or 20 (LIP)."
        )
