"""Networks in .pth and .safetensors files: spandrel finds out which architecture they are of, torch runs them."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError, NotInstalledError
from avatar.neural.devices import torch_device
from avatar.neural.pictures.network import PictureNetwork
from avatar.outside.weights import require_weights
from avatar.runtime.packages import line_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

from avatar.neural.pictures.network import Planes

_ALONE = "pip install --no-deps 'spandrel>=0.4,<0.5'"
"""without the torchvision that spandrel asks for, which would replace a torch for the processor by one for GPUs"""
_VISION = "torchvision", "torchvision.transforms", "torchvision.transforms.functional"
_loading = Lock()


def load_torch(path: Path, name: str, device: str) -> PictureNetwork:
    """Load a network of any architecture that spandrel knows, for one of `settings.DEVICES`.

    Raise `InputError` for a file that is of none, or takes no RGB picture, `NotInstalledError` without the libraries.
    """
    with _loading:
        torch, spandrel = _libraries(name)
    try:
        require_weights(path)
        found = spandrel.ModelLoader().load_from_file(path)
    except Exception as fault:  # noqa: BLE001 - damaged files fail in as many ways as there are formats
        raise InputError(
            f"The file {str(path)!r} is no network that spandrel knows ({type(fault).__name__}); give an ESRGAN, "
            "Compact, SwinIR, GFPGAN or other one that it lists."
        ) from None
    if not isinstance(found, spandrel.ImageModelDescriptor) or found.input_channels != 3 or found.output_channels != 3:
        raise InputError(f"The network {name!r} takes no picture of three colours; give another one.")
    where = torch_device(device)
    found.to(where).eval()
    if where.type == "cuda" and found.supports_half:
        found.half()

    draw = _gfpgan(found.model) if found.architecture.id == "GFPGAN" else found

    def run(planes: Planes) -> Planes:
        with torch.inference_mode():
            given = torch.from_numpy(planes).to(device=where, dtype=found.dtype)
            return np.asarray(draw(given).float().cpu().numpy(), np.float32)

    sizes, mends = found.size_requirements, found.purpose == "FaceSR"
    return PictureNetwork(
        name, found.scale, run, max(sizes.multiple_of, 1), max(sizes.minimum, 1), _FACE if mends else 0, mends
    )


def _gfpgan(model: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - torch's own
    """Run GFPGAN (Wang et al. 2021) as it learnt: on -1 to 1, which spandrel takes for 0 to 1 and cuts in half.

    Its noise is the one that lies in the file: another one in each picture would be seen as grain that boils.
    """

    def draw(planes: Any) -> Any:  # noqa: ANN401
        made, _ = model(2 * planes - 1, return_rgb=False, randomize_noise=False)
        return ((made + 1) / 2).clamp(0, 1)

    return draw


_FACE = 512
"""px of the aligned face that all restorers which spandrel knows are made for"""


def _libraries(name: str) -> tuple[Any, Any]:
    try:
        import torch
    except ModuleNotFoundError:
        raise NotInstalledError(
            f"The network {name!r} is run by torch, which is not installed; "
            f"install it with: {line_for('neural')} && {_ALONE}"
        ) from None
    try:
        with _vision():
            import spandrel
    except ModuleNotFoundError as fault:
        raise NotInstalledError(
            f"The network {name!r} is loaded by spandrel, for which {fault.name!r} is missing; "
            f"install it with: {_ALONE if fault.name == 'spandrel' else line_for('neural')}"
        ) from None
    return torch, spandrel


@contextmanager
def _vision() -> Iterator[None]:
    """Stand in for torchvision where it cannot be imported, while spandrel takes the three names that it wants of it.

    Of those only RestoreFormer's `normalize` is ever called for what is loaded here.
    """
    if "spandrel" in sys.modules or _has_vision():
        yield
        return
    those = {name: ModuleType(name) for name in _VISION}
    functional = those[_VISION[2]]
    functional.__dict__.update(normalize=_normalize, rotate=_absent, InterpolationMode=ModuleType("InterpolationMode"))
    earlier = {name: sys.modules.pop(name) for name in _VISION if name in sys.modules}
    sys.modules.update(those)
    try:
        yield
    finally:
        for name in _VISION:
            sys.modules.pop(name, None)
        sys.modules.update(earlier)


def _has_vision() -> bool:
    if importlib.util.find_spec("torchvision") is None:
        return False
    try:
        import torchvision.transforms.functional
    except Exception:  # noqa: BLE001 - one that was built for another torch fails as it likes
        for name in [each for each in sys.modules if each.partition(".")[0] == "torchvision"]:
            del sys.modules[name]
        return False
    return bool(torchvision.transforms.functional)


def _normalize(planes: Any, mean: list[float], deviation: list[float]) -> Any:  # noqa: ANN401 - torch's own
    middle, width = (planes.new_tensor(each)[:, None, None] for each in (mean, deviation))
    return (planes - middle) / width


def _absent(*_: object) -> None:
    raise NotImplementedError("torchvision is not installed")
