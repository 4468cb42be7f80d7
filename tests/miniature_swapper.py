"""A network of inswapper's format, tiny: it lays a colour over the face that follows from the numbers it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path


def save_swapper(path: Path, *, has_matrix: bool = True) -> None:
    """Write it: half of the face as it is, and half of three numbers in 0-1, one for each colour."""
    from onnx import TensorProto, helper, numpy_helper, save

    rng = np.random.default_rng(3)
    colours = numpy_helper.from_array(rng.normal(0, 6, (512, 3)).astype(np.float32), "colours")
    shape = numpy_helper.from_array(np.array([1, 3, 1, 1], np.int64), "shape")
    half = numpy_helper.from_array(np.array(0.5, np.float32), "half")
    emap = numpy_helper.from_array(np.eye(512, dtype=np.float32)[::-1].copy(), "emap")
    nodes = [
        helper.make_node("MatMul", ["source", "colours"], ["raw"]),
        helper.make_node("Sigmoid", ["raw"], ["soft"]),
        helper.make_node("Reshape", ["soft", "shape"], ["colour"]),
        helper.make_node("Add", ["target", "colour"], ["sum"]),
        helper.make_node("Mul", ["sum", "half"], ["output"]),
    ]
    seen = helper.make_tensor_value_info("target", TensorProto.FLOAT, [1, 3, 128, 128])
    who = helper.make_tensor_value_info("source", TensorProto.FLOAT, [1, 512])
    given = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 3, 128, 128])
    constants = [colours, shape, half, *((emap,) if has_matrix else ())]
    graph = helper.make_graph(nodes, "inswapper", [seen, who], [given], constants)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
