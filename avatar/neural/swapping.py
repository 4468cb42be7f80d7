"""Networks that draw a face anew as somebody else's, of inswapper's kind: named by whoever has one, none comes with us.

Such a graph takes a face of 128 px, (1, 3, 128, 128), and 512 numbers of ArcFace's that say who it is to be, (1, 512),
and gives the face, (1, 3, 128, 128), RGB from 0 to 1. The numbers are turned by a matrix that the file holds as its
last constant, as InsightFace wrote it.
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError, NotInstalledError
from avatar.neural.named import NamedGraph

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

NUMBERS = 512
"""of a face"""


class SwapNetwork:
    """One loaded network."""

    def __init__(self, path: Path, device: str = "auto") -> None:
        """Load it, for one of `settings.DEVICES`.

        Raise `InputError` where the file is no such network, `NotInstalledError` without onnxruntime or onnx.
        """
        self._graph = NamedGraph(path, "swap", device)
        inputs = self._graph.inputs
        pictures = [each for each in inputs if len(each.shape) == 4]
        numbers = [each for each in inputs if len(each.shape) == 2 and each.shape[1] == NUMBERS]
        if len(inputs) != 2 or len(pictures) != 1 or len(numbers) != 1 or not _is_square(pictures[0].shape):
            raise InputError(
                f"The network {path.name!r} does not take a face (1, 3, 128, 128) and who it is to be (1, {NUMBERS}) "
                f"but {[each.shape for each in inputs]}; name a network of inswapper's kind."
            )
        self._picture, self._numbers = pictures[0].name, numbers[0].name
        self.side = int(pictures[0].shape[2])
        """px of the face that it sees"""
        self._turn = _matrix(self._graph)

    def drawn(self, face: NDArray[np.uint8], numbers: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Draw a face (side, side, 3), RGB, as that of somebody with ArcFace's numbers (512,)."""
        planes = np.ascontiguousarray(face.transpose(2, 0, 1)[None], np.float32) / np.float32(255)
        turned = numbers @ self._turn
        who = np.asarray(turned / max(float(np.linalg.norm(turned)), 1e-9), np.float32)[None]
        found = np.asarray(self._graph.run({self._picture: planes, self._numbers: who})[0])
        if found.shape != planes.shape or not np.isfinite(found).all():
            raise InputError(
                f"The network {self._graph.name!r} gives no face of {self.side} px but {found.shape}; name a network "
                "of inswapper's kind."
            )
        return np.asarray(np.clip(np.rint(255 * found[0].transpose(1, 2, 0)), 0, 255), np.uint8)


def _is_square(shape: list[Any]) -> bool:
    return shape[1] == 3 and isinstance(shape[2], int) and shape[2] == shape[3]


def _matrix(graph: NamedGraph) -> NDArray[np.float32]:
    """Give the matrix (512, 512) that the file holds."""
    try:
        from onnx import load_from_string, numpy_helper
    except ImportError:
        raise NotInstalledError(
            "A swap network's matrix is read by onnx, which is not installed; install it with: pip install onnx"
        ) from None
    constants = load_from_string(graph.data).graph.initializer
    turns = [each for each in constants if list(each.dims) == [NUMBERS, NUMBERS]]
    if not turns:
        raise InputError(
            f"The network {graph.name!r} holds no matrix of {NUMBERS}x{NUMBERS} numbers for who a face is to be; name "
            "the file as InsightFace published it."
        )
    return np.asarray(numpy_helper.to_array(turns[-1]), np.float32)
