"""ONNX graphs as bytes, for networks that are built in memory: the few messages of onnx.proto that they need.

The `onnx` package writes the same, weighs 100 MB with what it brings, and would be used for nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

_IR_VERSION, _OPERATORS = 8, 14
"""Of the file's form and of the operators' meaning: any onnxruntime since 2021 reads them."""
_FLOAT = 1
_IS_FLOAT, _IS_INT, _IS_TEXT, _IS_INTS = 1, 2, 3, 7
"""Kinds of attribute."""
_VARINT, _FIXED32, _BYTES = 0, 5, 2
"""How a field's value is laid out, in protobuf's wire format."""


def node(operator: str, inputs: Sequence[str], output: str, **attributes: float | int | str | Sequence[int]) -> bytes:
    """Write one operation. An input named "" is left out."""
    parts = [_text(1, name) for name in inputs]
    parts += [_text(2, output), _text(4, operator)]
    parts += [_message(5, _attribute(name, value)) for name, value in attributes.items()]
    return b"".join(parts)


def model(
    nodes: Sequence[bytes],
    constants: Mapping[str, NDArray[np.float32]],
    inputs: Mapping[str, int],
    outputs: Mapping[str, int],
) -> bytes:
    """Write a network. `inputs` and `outputs` give the channels of each: float32 (1, channels, height, width)."""
    parts = [_message(1, each) for each in nodes] + [_text(2, "network")]
    parts += [_message(5, _tensor(name, value)) for name, value in constants.items()]
    parts += [_message(11, _picture(name, channels)) for name, channels in inputs.items()]
    parts += [_message(12, _picture(name, channels)) for name, channels in outputs.items()]
    operators = _message(8, _text(1, "") + _int(2, _OPERATORS))
    return _int(1, _IR_VERSION) + _message(7, b"".join(parts)) + operators


def _attribute(name: str, value: float | str | Sequence[int]) -> bytes:
    head = _text(1, name)
    if isinstance(value, str):
        return head + _text(4, value) + _int(20, _IS_TEXT)
    if isinstance(value, int):
        return head + _int(3, value) + _int(20, _IS_INT)
    if isinstance(value, float):
        return head + _key(2, _FIXED32) + np.float32(value).tobytes() + _int(20, _IS_FLOAT)
    return head + b"".join(_int(8, each) for each in value) + _int(20, _IS_INTS)


def _tensor(name: str, value: NDArray[np.float32]) -> bytes:
    shape = b"".join(_int(1, length) for length in value.shape)
    return shape + _int(2, _FLOAT) + _text(8, name) + _message(9, value.astype("<f4").tobytes())


def _picture(name: str, channels: int) -> bytes:
    shape = _message(1, _int(1, 1)) + _message(1, _int(1, channels))
    shape += _message(1, _text(2, f"{name} height")) + _message(1, _text(2, f"{name} width"))
    return _text(1, name) + _message(2, _message(1, _int(1, _FLOAT) + _message(2, shape)))


def _text(field: int, value: str) -> bytes:
    return _message(field, value.encode())


def _message(field: int, value: bytes) -> bytes:
    return _key(field, _BYTES) + _varint(len(value)) + value


def _int(field: int, value: int) -> bytes:
    return _key(field, _VARINT) + _varint(value)


def _key(field: int, layout: int) -> bytes:
    return _varint(field << 3 | layout)


def _varint(value: int) -> bytes:
    """Write seven bits a byte, the lowest first; all but the last byte have the eighth bit set."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
