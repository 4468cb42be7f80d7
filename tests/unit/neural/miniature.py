"""ONNX files written by hand, byte by byte as the format (onnx.proto3) has them: nothing that makes them is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Shape = tuple[int | str, ...]


def _number(value: int) -> bytes:
    packed = bytearray()
    while value > 127:
        packed.append(value & 127 | 128)
        value >>= 7
    return bytes([*packed, value])


def _field(place: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return _number(place << 3) + _number(value)
    content = value.encode() if isinstance(value, str) else value
    return _number(place << 3 | 2) + _number(len(content)) + content


def _value(name: str, shape: Shape) -> bytes:
    dims = b"".join(_field(1, _field(1 if isinstance(each, int) else 2, each)) for each in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, 1) + _field(2, dims)))


def _node(kind: str, takes: Sequence[str], gives: str) -> bytes:
    return b"".join(_field(1, name) for name in takes) + _field(2, gives) + _field(4, kind)


def _tensor(name: str, array: np.ndarray) -> bytes:
    dims = b"".join(_field(1, each) for each in array.shape)
    return dims + _field(2, 1) + _field(8, name) + _field(9, array.astype("<f4").tobytes())


def matting_network(
    path: Path, side: int | None, weights: Sequence[float], bias: float = 0.0, ending: str = "", also: str = ""
) -> Path:
    """Write a network that weighs the channels of a picture of `side` px (None: any), adds `bias`, ends in `ending`.

    `also` is an operation that it computes beside, for nothing.
    """
    sides: Shape = ("height", "width") if side is None else (side, side)
    tensors = {"weights": np.array(weights).reshape(1, 3, 1, 1), "bias": np.array([bias])}
    nodes = [_node("Conv", ("image", "weights", "bias"), "sum" if ending else "matte")]
    outputs = [_value("matte", (1, 1, *sides))]
    if ending:
        nodes.append(_node(ending, ("sum",), "matte"))
    if also:
        tensors |= {"scale": np.ones(3), "shift": np.zeros(3)}
        takes = ("image", "scale", "shift") if also == "InstanceNormalization" else ("image",)
        nodes.append(_node(also, takes, "beside"))
        outputs.append(_value("beside", (1, 3, *sides)))
    graph = b"".join(_field(1, each) for each in nodes) + _field(2, "miniature")
    graph += b"".join(_field(5, _tensor(name, array)) for name, array in tensors.items())
    graph += _field(11, _value("image", (1, 3, *sides))) + b"".join(_field(12, each) for each in outputs)
    path.write_bytes(_field(1, 8) + _field(7, graph) + _field(8, _field(2, 13)))
    return path


def video_matting_network(path: Path, gives: str = "pha") -> Path:
    """Write a network with the signature of Robust Video Matting, which hands the picture's colours through.

    Its matte is the mean of the picture's red channel and of what it remembers, which is the matte before.
    """
    whole: Shape = (1, 3, "height", "width")
    one: Shape = (1, 1, "h", "w")
    tensors = {"red": np.array([0.5, 0, 0]).reshape(1, 3, 1, 1), "half": np.array([0.5])}
    nodes = [
        _node("Conv", ("src", "red"), "seen"),
        _node("Mul", ("r1i", "half"), "kept"),
        _node("Add", ("seen", "kept"), gives),
        _node("Identity", (gives,), "r1o"),
        _node("Identity", ("src",), "fgr"),
        *(_node("Identity", (f"r{place}i",), f"r{place}o") for place in (2, 3, 4)),
        _node("Identity", ("downsample_ratio",), "ratio"),
    ]
    graph = b"".join(_field(1, each) for each in nodes) + _field(2, "miniature")
    graph += b"".join(_field(5, _tensor(name, array)) for name, array in tensors.items())
    graph += _field(11, _value("src", whole)) + _field(11, _value("downsample_ratio", (1,)))
    sides = [(f"r{place}", (1, 1, f"h{place}", f"w{place}")) for place in (1, 2, 3, 4)]
    graph += b"".join(_field(11, _value(f"{name}i", shape)) for name, shape in sides)
    graph += _field(12, _value("fgr", whole)) + _field(12, _value(gives, one))
    graph += b"".join(_field(12, _value(f"{name}o", (1, 1, f"{name}h", f"{name}w"))) for name, _ in sides)
    path.write_bytes(_field(1, 8) + _field(7, graph) + _field(8, _field(2, 13)))
    return path
