"""What makes numbers of a face, which lie near each other where it is the same person's: dlib's network, or ArcFace."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from avatar.errors import InputError, NotInstalledError
from avatar.identity.chip import ARCFACE, cut
from avatar.identity.network import SIDE, build
from avatar.identity.weights import SHA256, read_weights
from avatar.neural.devices import session

if TYPE_CHECKING:
    from collections.abc import Callable

    import onnxruntime
    from numpy.typing import NDArray

_MEAN = Path(__file__).with_name("mean.npy")
_ARCFACE_SIDE = 112
"""px of the picture that it sees"""


class Embedder(Protocol):
    """From the picture of a face to what tells people apart."""

    @property
    def name(self) -> str:
        """What it is called in results and files; another name for other numbers."""
        ...

    @property
    def floor(self) -> float:
        """Cosine below which two mean embeddings are taken for two people's, -1 to 1."""
        ...

    def embed(self, picture: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Give (D,) numbers, centred, of the face with (478, 3) landmarks, px, in an (H, W, 3) RGB picture."""
        ...


@dataclass(frozen=True, slots=True)
class ResNetEmbedder:
    """dlib's face embedding (King 2017), less what all faces have in common."""

    run: Callable[[NDArray[np.uint8]], NDArray[np.float32]] = field(repr=False)
    """from a (SIDE, SIDE, 3) picture to (128,) numbers"""
    mean: NDArray[np.float32] = field(repr=False)
    """(128,), the mean of many people's embeddings"""
    name: str = "dlib"
    floor: float = 0.8

    def embed(self, picture: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Give (128,) numbers."""
        return self.run(cut(picture, landmarks, SIDE)) - self.mean


@dataclass(frozen=True, slots=True)
class ArcFaceEmbedder:
    """A network of ArcFace's kind (Deng et al. 2019) out of a pack of InsightFace."""

    run: Callable[[NDArray[np.float32]], NDArray[np.float32]] = field(repr=False)
    """from (1, 3, 112, 112) planes to (D,) numbers"""
    name: str
    floor: float = 0.6

    def embed(self, picture: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Give (D,) numbers."""
        chip = cut(picture, landmarks, _ARCFACE_SIDE, ARCFACE)
        return self.run((chip.transpose(2, 0, 1)[None].astype(np.float32) - 127.5) / 127.5)


def cosine(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Give the cosine of two vectors, -1 to 1; 0 where one has no length."""
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other / length) if length else 0.0


@cache
def resnet(file: Path | None = None, device: str = "cpu") -> ResNetEmbedder:
    """Load dlib's network, once, from a file or its package. Raise `NotInstalledError` if it is missing or damaged."""
    return ResNetEmbedder(network(file, device), np.load(_MEAN), f"dlib-{SHA256[:8]}")


@cache
def arcface(file: Path, sha256: str, device: str = "cpu") -> ArcFaceEmbedder:
    """Load a network of InsightFace's, once. Raise `InputError` if the file is none."""
    loaded = _session(file, device)
    (entry,) = loaded.get_inputs()
    if list(entry.shape[1:]) != [3, _ARCFACE_SIDE, _ARCFACE_SIDE]:
        raise InputError(f"The network {str(file)!r} sees no faces of {_ARCFACE_SIDE} px; install its pack anew.")

    def run(planes: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(loaded.run(None, {entry.name: planes})[0], np.float32).ravel()

    return ArcFaceEmbedder(run, f"arcface-{sha256[:8]}")


def network(file: Path | None = None, device: str = "cpu") -> Callable[[NDArray[np.uint8]], NDArray[np.float32]]:
    """Give what makes (128,) raw numbers of a (150, 150, 3) RGB picture, as dlib does to a millionth."""
    loaded = _session(build(read_weights(file)), device)

    def run(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        planes = np.ascontiguousarray(picture.transpose(2, 0, 1), np.float32)[None]
        return np.asarray(loaded.run(None, {"image": planes})[0], np.float32).ravel()

    return run


def _session(model: bytes | Path, device: str) -> onnxruntime.InferenceSession:
    try:
        import onnxruntime
    except ImportError:
        raise NotInstalledError(
            "Faces are compared through onnxruntime, which is not installed; install it with: pip install onnxruntime"
        ) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    given = model if isinstance(model, bytes) else str(model)
    return session(given, options, device)
