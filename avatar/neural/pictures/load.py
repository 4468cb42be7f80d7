"""Load a network that makes pictures, by its file; the last few stay loaded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.neural.devices import require_processor
from avatar.neural.pictures.ncnn_file import load_ncnn
from avatar.neural.pictures.onnx_file import load_onnx
from avatar.neural.pictures.torch_file import load_torch

if TYPE_CHECKING:
    from avatar.neural.pictures.network import PictureNetwork


def load_upscaler(path: str, name: str, digest: str, device: str = "auto") -> PictureNetwork:
    """Load what gives a picture more pixels, or makes it clearer. Raise `InputError` for what mends faces.

    `device` is one of `settings.DEVICES`; without the one that is asked for, raise as `neural.devices` does.
    """
    network = _load(path, name, digest, device, mends_faces=False)
    if network.mends_faces:
        raise InputError(f"The network {name!r} restores faces and enlarges nothing; give it to --restore.")
    return network


def load_restorer(path: str, name: str, digest: str, device: str = "auto") -> PictureNetwork:
    """Load what mends an aligned face, for a device as above. Raise `InputError` for what does something else."""
    network = _load(path, name, digest, device, mends_faces=True)
    if not network.mends_faces or network.scale != 1:
        raise InputError(f"The network {name!r} restores no faces; give one that does, such as GFPGANv1.4.")
    return network


@lru_cache(maxsize=2)
def _load(path: str, name: str, _digest: str, device: str, *, mends_faces: bool) -> PictureNetwork:
    file = Path(path)
    if file.suffix.lower() == ".onnx":
        return load_onnx(file, name, device, mends_faces=mends_faces)
    if file.suffix.lower() == ".param":
        require_processor(device, name)
        return load_ncnn(file, name)
    return load_torch(file, name, device)
