"""Matting networks that somebody named: any ONNX graph that takes one picture and gives one matte.

What a graph expects is read from itself: the sides and the numbers of its input, and by what it computes which family
it is of: U2-Net (Qin et al. 2020), IS-Net (Qin et al. 2022; RMBG 1.4 is one), MODNet (Ke et al. 2022) or BiRefNet
(Zheng et al. 2024; RMBG 2.0 is one). Families differ in how colours are scaled before and mattes after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError
from avatar.neural.named import NamedGraph

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_HALF, _WHOLE = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)), ((0.5, 0.5, 0.5), (1.0, 1.0, 1.0))
_LARGE = 1024
"""Side, px, from which a network's matte shows single hairs; and of what IS-Net and BiRefNet see."""
_FREE = 512
"""Shorter side of what a network is shown that takes any size, px, as MODNet was trained"""
_STEP = 32
"""of which the sides of such a picture are multiples, px"""
_BEYOND = 0.01
"""by which a matte may lie outside 0-1 before it is taken for logits"""


@dataclass(frozen=True, slots=True)
class Family:
    """How networks of one kind are fed and read."""

    name: str
    mean: tuple[float, float, float]
    """of what is subtracted from RGB, 0-1"""
    spread: tuple[float, float, float]
    """of what that is divided by"""
    is_stretched: bool
    """whether its matte is stretched to reach from 0 to 1"""


FAMILIES = {
    family.name: family
    for family in (
        Family("u2net", *_IMAGENET, is_stretched=True),
        Family("isnet", *_WHOLE, is_stretched=True),
        Family("modnet", *_HALF, is_stretched=False),
        Family("birefnet", *_IMAGENET, is_stretched=False),
    )
}


def family_of(graph: bytes, side: int | None) -> Family:
    """Tell the family of an ONNX file by its operations, and by the side, px, of what it sees; None: any.

    BiRefNet's transformer takes softmaxes, MODNet normalises instances, the other two do neither, and differ in size.
    """
    if b"Softmax" in graph:
        return FAMILIES["birefnet"]
    if b"InstanceNormalization" in graph or side is None:
        return FAMILIES["modnet"]
    return FAMILIES["isnet" if side >= _LARGE else "u2net"]


class MattingNetwork:
    """One loaded network."""

    def __init__(self, path: Path, device: str = "auto") -> None:
        """Load it, for one of `settings.DEVICES`.

        Raise `InputError` where the file is no such network, `NotInstalledError` without onnxruntime.
        """
        self._graph = NamedGraph(path, "matting", device)
        inputs = self._graph.inputs
        shape = inputs[0].shape
        if len(inputs) != 1 or len(shape) != 4 or (shape[1] not in (3, None) and not isinstance(shape[1], str)):
            raise InputError(
                f"The network {path.name!r} does not take one RGB picture (1, 3, height, width) but "
                f"{[each.shape for each in inputs]}; name a matting network, such as modnet or u2net."
            )
        self._input = inputs[0]
        self._fixed = (shape[3], shape[2]) if isinstance(shape[2], int) and isinstance(shape[3], int) else None
        self.family = family_of(self._graph.data, max(self._fixed) if self._fixed else None)

    @property
    def shows_hairs(self) -> bool:
        """Whether its matte is fine enough to be taken as it is; else it says where the person is, roughly."""
        return self._fixed is not None and min(self._fixed) >= _LARGE

    def matte(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give the matte (H, W), 0-1, of an RGB picture (H, W, 3). Raise `InputError` if the network gives none."""
        import cv2

        shape = pixels.shape[0], pixels.shape[1]
        small = cv2.resize(pixels, self._fixed or _free(shape), interpolation=cv2.INTER_AREA)
        scaled = (small.astype(np.float32) / 255 - np.array(self.family.mean)) / np.array(self.family.spread)
        kind = np.float16 if "float16" in self._input.type else np.float32
        planes = np.ascontiguousarray(scaled.transpose(2, 0, 1)[None], kind)
        found = self._matte_among(self._graph.run({self._input.name: planes}), small.shape[:2])
        if found.min() < -_BEYOND or found.max() > 1 + _BEYOND:
            found = np.asarray(1 / (1 + np.exp(-np.clip(found, -60, 60))), np.float32)
        if self.family.is_stretched and np.ptp(found) > 0:
            found = np.asarray((found - found.min()) / np.ptp(found), np.float32)
        grown = cv2.resize(found, shape[::-1], interpolation=cv2.INTER_CUBIC)
        return np.asarray(np.clip(grown, 0, 1), np.float32)

    def _matte_among(self, outputs: list[NDArray[Any]], size: tuple[int, int]) -> NDArray[np.float32]:
        """Choose the first output that is one plane of the picture's own size."""
        for output in outputs:
            plane = np.squeeze(np.asarray(output))
            if plane.shape == size and np.isfinite(plane).all():
                return plane.astype(np.float32)
        raise InputError(
            f"The network {self._graph.name!r} gives no matte of {size[1]}x{size[0]} px but "
            f"{[np.shape(each) for each in outputs]}; name a matting network, such as modnet or u2net."
        )


def _free(shape: tuple[int, int]) -> tuple[int, int]:
    scale = _FREE / min(shape)
    width, height = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in shape[::-1])
    return width, height
