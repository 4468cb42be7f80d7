"""Packs of faces' networks in their real formats, which find a face where they are told to, whatever they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.face.points import OURS
from avatar.portrait.face.pose import canonical_face

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 640
STRIDES = (8, 16, 32)


def mean_points() -> np.ndarray:
    """The 68 points of the mean face, (68, 2), IOD, about the middle of their box."""
    points = canonical_face()[list(OURS), :2]
    return points - (points.min(axis=0) + points.max(axis=0)) / 2


def write_pack(folder: Path, middle: tuple[int, int], reach: float, scale: float) -> None:
    """Write SCRFD, the 106 points, and what else a pack holds.

    The detector sees one face, `reach` px each way from `middle`, whole multiples of 32; the mean face is marked there
    with eyes `scale` of the marker's picture apart.
    """
    from onnx import TensorProto, helper, numpy_helper, save

    def written(name: str, entry: list[int], outputs: dict[str, np.ndarray]) -> None:
        constants = [numpy_helper.from_array(value.astype(np.float32), f"{key}.0") for key, value in outputs.items()]
        nodes = [helper.make_node("Identity", [f"{key}.0"], [key]) for key in outputs]
        seen = helper.make_tensor_value_info("input.1", TensorProto.FLOAT, entry)
        given = [helper.make_tensor_value_info(key, TensorProto.FLOAT, value.shape) for key, value in outputs.items()]
        graph = helper.make_graph(nodes, "pack", [seen], given, constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        save(model, folder / name)

    counts = [2 * (SIDE // stride) ** 2 for stride in STRIDES]
    scores = [np.zeros((count, 1)) for count in counts]
    boxes, five = [np.zeros((count, 4)) for count in counts], [np.zeros((count, 10)) for count in counts]
    cell = 2 * (middle[1] // 32 * (SIDE // 32) + middle[0] // 32)
    scores[2][cell], boxes[2][cell] = 0.9, reach / 32
    named = [*scores, *boxes, *five]
    written("det_10g.onnx", [1, 3, SIDE, SIDE], {str(448 + place): each for place, each in enumerate(named)})
    points = np.zeros((106, 2))
    points[list(PLACES)] = mean_points() * scale * 2
    written("2d106det.onnx", [1, 3, 192, 192], {"fc1": points.reshape(1, 212)})
    written("1k3d68.onnx", [1, 3, 192, 192], {"fc1": np.zeros((1, 3309))})
    written("genderage.onnx", [1, 3, 96, 96], {"fc1": np.zeros((1, 3))})
    save_arcface(folder / "w600k_r50.onnx")


def save_arcface(path: Path) -> None:
    """Write a network that gives 512 numbers of a face's picture: means of its 3 x 3 parts, turned by chance."""
    from onnx import TensorProto, helper, numpy_helper, save

    rng = np.random.default_rng(1)
    matrix = numpy_helper.from_array(rng.normal(0, 1, (3 * 64, 512)).astype(np.float32), "matrix")
    nodes = [
        helper.make_node("AveragePool", ["input.1"], ["pooled"], kernel_shape=[14, 14], strides=[14, 14]),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("MatMul", ["flat", "matrix"], ["683"]),
    ]
    seen = helper.make_tensor_value_info("input.1", TensorProto.FLOAT, [1, 3, 112, 112])
    given = helper.make_tensor_value_info("683", TensorProto.FLOAT, [1, 512])
    graph = helper.make_graph(nodes, "arcface", [seen], [given], [matrix])
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


PLACES = (
    *(1, 10, 12, 14, 16, 3, 5, 7, 0, 23, 21, 19, 32, 30, 28, 26, 17, 43, 48, 49, 51, 50, 102, 103, 104, 105, 101),
    *(72, 73, 74, 86, 78, 79, 80, 85, 84, 35, 41, 42, 39, 37, 36, 89, 95, 96, 93, 91, 90),
    *(52, 64, 63, 71, 67, 68, 61, 58, 59, 53, 56, 55, 65, 66, 62, 70, 69, 57, 60, 54),
)
"""of the 106 points: those at the 68 places, as InsightFace's users have long written them down"""
