"""Convert the face and hand networks of a MediaPipe 0.10.21 wheel to the ONNX files in `avatar/neural/weights`.

Usage: python tests/measure/convert_networks.py mediapipe-0.10.21-....whl     (needs: pip install tflite onnx)

The networks are TensorFlow Lite files of Google's under Apache-2.0. What changes is the format: channels come before
rows, weights stay float16, and the three operations that MediaPipe adds for its attention mesh become plain arithmetic,
as its sources describe them (`mediapipe/util/tflite/operations`). Prints what belongs into the table of networks and
into NOTICE: the sha256 of each source and of each result.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import zipfile
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tflite
from flatbuffers import flexbuffers
from onnx import TensorProto, helper, numpy_helper

WEIGHTS = Path(__file__).parents[2] / "avatar" / "neural" / "weights"
TRIANGLES = WEIGHTS.parents[1] / "portrait" / "triangles.npy"
EDGES = "mediapipe/python/solutions/face_mesh_connections.py"
MODULES = "mediapipe/modules"
SOURCES = {
    "face_near": f"{MODULES}/face_detection/face_detection_short_range.tflite",
    "face_far": f"{MODULES}/face_detection/face_detection_full_range_sparse.tflite",
    "face_mesh": f"{MODULES}/face_landmark/face_landmark_with_attention.tflite",
    "person": f"{MODULES}/selfie_segmentation/selfie_segmentation.tflite",
    "palm": f"{MODULES}/palm_detection/palm_detection_lite.tflite",
    "hand": f"{MODULES}/hand_landmark/hand_landmark_lite.tflite",
}
OPSET, IR = 17, 9
SAME = 0
_BUILTIN = {code: name for name, code in vars(tflite.BuiltinOperator).items() if isinstance(code, int)}
_DTYPES = {0: np.float32, 1: np.float16, 2: np.int32}
_ACTIVATIONS = {0: None, 1: "Relu", 3: "Relu6"}


class Graph:
    """One network on its way: TensorFlow Lite on the left, ONNX on the right."""

    def __init__(self, data: bytes) -> None:
        self.model = tflite.Model.GetRootAsModel(data, 0)
        self.source = self.model.Subgraphs(0)
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.names: dict[int, str] = {}
        self.halves: dict[str, str] = {}
        self.count = 0

    def shape(self, index: int) -> list[int]:
        given = self.source.Tensors(index).ShapeAsNumpy()
        return [] if isinstance(given, int) else [int(length) for length in given]

    def value(self, index: int) -> np.ndarray | None:
        """Give a constant tensor in TensorFlow's order of dimensions, None where it is computed."""
        tensor = self.source.Tensors(index)
        raw = self.model.Buffers(tensor.Buffer()).DataAsNumpy()
        if isinstance(raw, int) or not len(raw):
            return self.constant_of.get(index)
        flat = np.frombuffer(raw.tobytes(), _DTYPES[tensor.Type()])
        return densified(tensor, flat) if tensor.Sparsity() is not None else flat.reshape(self.shape(index))

    def name(self, index: int) -> str:
        """Name what a tensor has become: computed, or a constant of at most four dimensions."""
        if index not in self.names:
            value = self.value(index)
            assert value is not None, index
            self.names[index] = self.constant(ordered(value))
        return self.names[index]

    def constant(self, value: np.ndarray) -> str:
        """Keep a constant; float16 is widened where it is used."""
        label = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), label))
        if value.dtype == np.float16:
            return self.add("Cast", [label], to=TensorProto.FLOAT)
        return label

    def floats(self, *values: float) -> str:
        return self.constant(np.array(values, np.float32))

    def whole(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def add(self, kind: str, inputs: list[str], **settings: Any) -> str:
        """Add a node with one output and name that."""
        self.count += 1
        label = f"t{self.count}"
        self.nodes.append(helper.make_node(kind, inputs, [label], **settings))
        return label

    def active(self, label: str, activation: int) -> str:
        kind = _ACTIVATIONS[activation]
        if kind == "Relu6":
            return self.add("Clip", [label, self.constant(np.float32(0)), self.constant(np.float32(6))])
        return self.add(kind, [label]) if kind else label

    def convert(self) -> onnx.ModelProto:
        self.constant_of: dict[int, np.ndarray] = {}
        inputs, outputs = self.source.InputsAsNumpy().tolist(), self.source.OutputsAsNumpy().tolist()
        self.names[inputs[0]] = "image"
        for number in range(self.source.OperatorsLength()):
            self.one(self.source.Operators(number))
        for index in outputs:
            label = self.source.Tensors(index).Name().decode()
            self.nodes.append(helper.make_node("Identity", [self.rows_last(index)], [label]))
        _, height, width, channels = self.shape(inputs[0])
        graph = helper.make_graph(
            self.nodes,
            "network",
            [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, channels, height, width])],
            [
                helper.make_tensor_value_info(self.source.Tensors(i).Name().decode(), TensorProto.FLOAT, self.shape(i))
                for i in outputs
            ],
            self.constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
        model.producer_name = "avatar"
        onnx.checker.check_model(model, full_check=True)
        return model

    def rows_last(self, index: int) -> str:
        """Bring a computed picture back to TensorFlow's order, channels last."""
        return (
            self.add("Transpose", [self.name(index)], perm=[0, 2, 3, 1])
            if len(self.shape(index)) == 4
            else self.name(index)
        )

    def one(self, operator: Any) -> None:
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        kind = _BUILTIN[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        inputs = [int(index) for index in operator.InputsAsNumpy()]
        output = int(operator.OutputsAsNumpy()[0])
        if kind == "CUSTOM":
            kind = code.CustomCode().decode()
        table = operator.BuiltinOptions()
        options = None
        if table is not None and hasattr(tflite, f"{OPTIONS.get(kind, '')}"):
            options = getattr(tflite, OPTIONS[kind])()
            options.Init(table.Bytes, table.Pos)
        made = getattr(self, f"on_{kind.lower()}")(inputs, output, options, operator)
        if made is not None:
            self.names[output] = made

    # What each kind of operation becomes.

    def on_dequantize(self, inputs: list[int], output: int, *_: Any) -> None:
        self.constant_of[output] = self.value(inputs[0])  # stays float16 in the file

    on_densify = on_dequantize

    def on_conv_2d(self, inputs: list[int], output: int, options: Any, _: Any) -> str:
        kernel = self.value(inputs[1])  # out, rows, columns, in
        label = self.convolved(inputs, output, options, kernel.transpose(0, 3, 1, 2), 1)
        return self.active(label, options.FusedActivationFunction())

    def on_depthwise_conv_2d(self, inputs: list[int], output: int, options: Any, _: Any) -> str:
        kernel = self.value(inputs[1])  # 1, rows, columns, channels
        label = self.convolved(inputs, output, options, kernel.transpose(3, 0, 1, 2), kernel.shape[3])
        return self.active(label, options.FusedActivationFunction())

    def convolved(self, inputs: list[int], output: int, options: Any, kernel: np.ndarray, groups: int) -> str:
        strides = [options.StrideH(), options.StrideW()]
        dilations = [options.DilationHFactor(), options.DilationWFactor()]
        sides = [(side - 1) * dilation + 1 for side, dilation in zip(kernel.shape[2:], dilations, strict=True)]
        parts = [self.name(inputs[0]), self.constant(kernel)]
        if len(inputs) > 2 and inputs[2] >= 0:
            parts.append(self.constant(self.value(inputs[2])))
        return self.add(
            "Conv",
            parts,
            group=groups,
            strides=strides,
            dilations=dilations,
            pads=self.pads(inputs[0], output, sides, strides, options.Padding()),
        )

    def pads(self, index: int, output: int, sides: list[int], strides: list[int], padding: int) -> list[int]:
        """Work out the margins that TensorFlow's "same" means: the odd one goes to the end."""
        if padding != SAME:
            return [0, 0, 0, 0]
        lengths, made = self.shape(index)[1:3], self.shape(output)[1:3]
        missing = [
            max((out - 1) * stride + side - length, 0)
            for length, out, side, stride in zip(lengths, made, sides, strides, strict=True)
        ]
        return [one // 2 for one in missing] + [one - one // 2 for one in missing]

    def on_transposed(self, inputs: list[int], output: int, *_: Any) -> str:
        kernel = self.value(inputs[1])  # out, rows, columns, in
        stride = [self.shape(output)[axis] // self.shape(inputs[0])[axis] for axis in (1, 2)]
        assert list(kernel.shape[1:3]) == stride
        parts = [self.name(inputs[0]), self.constant(kernel.transpose(3, 0, 1, 2))]
        return self.add("ConvTranspose", [*parts, self.constant(self.value(inputs[2]))], strides=stride)

    on_convolution2dtransposebias = on_transposed

    def on_max_pool_2d(self, inputs: list[int], output: int, options: Any, _: Any) -> str:
        return self.pooled("MaxPool", inputs, output, options)

    def on_average_pool_2d(self, inputs: list[int], output: int, options: Any, _: Any) -> str:
        if self.shape(output)[1:3] == [1, 1]:
            return self.add("GlobalAveragePool", [self.name(inputs[0])])
        return self.pooled("AveragePool", inputs, output, options)

    def pooled(self, kind: str, inputs: list[int], output: int, options: Any) -> str:
        sides, strides = [options.FilterHeight(), options.FilterWidth()], [options.StrideH(), options.StrideW()]
        pads = self.pads(inputs[0], output, sides, strides, options.Padding())
        label = self.add(kind, [self.name(inputs[0])], kernel_shape=sides, strides=strides, pads=pads)
        return self.active(label, options.FusedActivationFunction())

    def on_prelu(self, inputs: list[int], *_: Any) -> str:
        """Write a x + (1 - a) max(x, 0), the slopes as convolutions of one px: onnxruntime's own PRelu is slow."""
        slope = self.value(inputs[1]).reshape(-1, 1, 1, 1)
        given = self.name(inputs[0])
        groups = len(slope)
        below = self.add("Conv", [given, self.constant(slope)], group=groups)
        above = self.add("Conv", [self.add("Relu", [given]), self.constant(1 - slope.astype(np.float32))], group=groups)
        return self.add("Add", [above, below])

    def on_relu(self, inputs: list[int], *_: Any) -> str:
        return self.add("Relu", [self.name(inputs[0])])

    def on_hard_swish(self, inputs: list[int], *_: Any) -> str:
        return self.add("HardSwish", [self.name(inputs[0])])

    def on_logistic(self, inputs: list[int], *_: Any) -> str:
        return self.add("Sigmoid", [self.name(inputs[0])])

    def on_add(self, inputs: list[int], _: int, options: Any, __: Any) -> str:
        label = self.add("Add", [self.name(index) for index in inputs])
        return self.active(label, options.FusedActivationFunction())

    def on_mul(self, inputs: list[int], _: int, options: Any, __: Any) -> str:
        label = self.add("Mul", [self.name(index) for index in inputs])
        return self.active(label, options.FusedActivationFunction() if options else 0)

    def on_pad(self, inputs: list[int], *_: Any) -> str:
        before, after = self.value(inputs[1])[[0, 3, 1, 2]].T.tolist()
        return self.add("Pad", [self.name(inputs[0]), self.whole(*before, *after)])

    def on_mean(self, inputs: list[int], output: int, *_: Any) -> str:
        keeps = len(self.shape(output)) == 4
        assert sorted(self.value(inputs[1]).tolist()) == [1, 2]
        return self.add("ReduceMean", [self.name(inputs[0])], axes=[2, 3], keepdims=int(keeps))

    def on_fully_connected(self, inputs: list[int], _: int, options: Any, __: Any) -> str:
        kernel, bias = self.constant(self.value(inputs[1])), self.constant(self.value(inputs[2]))
        label = self.add("Gemm", [self.name(inputs[0]), kernel, bias], transB=1)
        return self.active(label, options.FusedActivationFunction())

    def on_concatenation(self, inputs: list[int], output: int, options: Any, _: Any) -> str:
        axis = options.Axis()
        if len(self.shape(output)) == 4:
            axis = [0, 2, 3, 1][axis]
        return self.add("Concat", [self.name(index) for index in inputs], axis=axis)

    def on_reshape(self, inputs: list[int], output: int, *_: Any) -> str:
        """Leave what was made by it in TensorFlow's order, but for pictures of four dimensions."""
        given, made = self.shape(inputs[0]), self.shape(output)
        label = self.rows_last(inputs[0]) if len(given) == 4 else self.name(inputs[0])
        label = self.add("Reshape", [label, self.whole(*made)])
        return self.add("Transpose", [label], perm=[0, 3, 1, 2]) if len(made) == 4 else label

    def on_strided_slice(self, inputs: list[int], output: int, *_: Any) -> str:
        assert self.shape(inputs[0]) == self.shape(output)  # it cuts nothing off
        return self.name(inputs[0])

    def on_depth_to_space(self, inputs: list[int], _: int, options: Any, __: Any) -> str:
        return self.add("DepthToSpace", [self.name(inputs[0])], blocksize=options.BlockSize(), mode="DCR")

    def on_resize_bilinear(self, inputs: list[int], output: int, options: Any, _: Any) -> str:
        how = "align_corners" if options.AlignCorners() else "asymmetric"
        how = "half_pixel" if options.HalfPixelCenters() else how
        size = self.whole(1, self.shape(output)[3], *self.shape(output)[1:3])
        parts = [self.name(inputs[0]), "", "", size]
        return self.add("Resize", parts, mode="linear", coordinate_transformation_mode=how)

    # The three operations that MediaPipe adds: where the lips and eyes are, a closer look there, and points back.

    def on_landmarks2transformmatrix(self, inputs: list[int], _: int, __: Any, operator: Any) -> str:
        """Build the (1, 4, 4) map from a closer look's px to the feature map's: a turned box around some landmarks."""
        options = flexbuffers.Loads(operator.CustomOptionsAsNumpy().tobytes())
        size = np.array([options["output_width"], options["output_height"]], np.float32)
        room = np.array([options["scale_x"], options["scale_y"]], np.float32)
        assert options["target_rotation_radians"] == 0
        flat = self.add("Slice", [self.name(inputs[0]), self.whole(0), self.whole(2), self.whole(2)])
        ends = [options["left_rotation_idx"], options["right_rotation_idx"]]
        left, right = (self.add("Gather", [flat, self.whole(end)], axis=1) for end in ends)  # (1, 1, 2)
        along = self.add("Sub", [right, left])
        along = self.add("Div", [along, self.add("ReduceL2", [along], axes=[2], keepdims=1)])
        quarter = self.constant(np.array([[0, 1], [-1, 0]], np.float32))
        axes = self.add("Concat", [along, self.add("MatMul", [along, quarter])], axis=1)  # rows: the box's axes
        chosen = self.add("Gather", [flat, self.whole(*options["subset_idxs"])], axis=1)
        turned = self.add("MatMul", [chosen, self.add("Transpose", [axes], perm=[0, 2, 1])])
        low, high = (self.add(kind, [turned], axes=[1], keepdims=1) for kind in ("ReduceMin", "ReduceMax"))
        middle = self.add("Mul", [self.add("Add", [low, high]), self.floats(0.5)])
        step = self.add("Mul", [self.add("Sub", [high, low]), self.floats(*(room / size))])  # (1, 1, 2)
        scaled = self.add("Mul", [axes, self.add("Transpose", [step], perm=[0, 2, 1])])
        corner = self.add(
            "Sub", [self.add("MatMul", [middle, axes]), self.add("MatMul", [self.floats_2d(size / 2), scaled])]
        )
        none = self.constant(np.zeros((1, 1, 2), np.float32))
        rows = self.add("Transpose", [self.add("Concat", [scaled, none, corner], axis=1)], perm=[0, 2, 1])
        rest = self.constant(np.array([[[0, 0, 1, 0], [0, 0, 0, 1]]], np.float32))
        return self.add("Concat", [rows, rest], axis=1)

    def floats_2d(self, values: np.ndarray) -> str:
        return self.constant(values.reshape(1, 1, -1).astype(np.float32))

    def on_transformtensorbilinear(self, inputs: list[int], _: int, __: Any, operator: Any) -> str:
        """Sample the feature map where the map sends each px of the closer look."""
        options = flexbuffers.Loads(operator.CustomOptionsAsNumpy().tobytes())
        wide, tall = options["output_width"], options["output_height"]
        down, across = np.mgrid[0:tall, 0:wide].astype(np.float32) + np.float32(0.5)
        places = np.stack([across, down, np.zeros_like(down), np.ones_like(down)], -1).reshape(1, -1, 4)
        rows = self.add("Slice", [self.name(inputs[1]), self.whole(0), self.whole(2), self.whole(1)])
        where = self.add("MatMul", [self.constant(places), self.add("Transpose", [rows], perm=[0, 2, 1])])
        where = self.add("Sub", [where, self.floats(0.5)])  # the map is one of places, whose px have their middle at .5
        _, height, width, channels = self.shape(inputs[0])
        limits = self.floats(width - 1, height - 1)
        where = self.add("Min", [self.add("Max", [where, self.floats(0, 0)]), limits])
        first = self.add("Floor", [where])
        share = self.add("Sub", [where, first])  # of the px to the right and below
        other = self.add("Min", [self.add("Add", [first, self.floats(1, 1)]), limits])
        features = self.add("Reshape", [self.rows_last(inputs[0]), self.whole(height * width, channels)])
        left, right = self.column(first, 0), self.column(other, 0)
        top, bottom = (self.add("Mul", [self.column(row, 1), self.floats(width)]) for row in (first, other))
        looks = [
            self.add("Gather", [features, self.add("Cast", [self.add("Add", [row, side])], to=TensorProto.INT32)])
            for row in (top, bottom)
            for side in (left, right)
        ]
        across, down = self.column(share, 0, flat=False), self.column(share, 1, flat=False)
        upper, lower = self.mixed(looks[0], looks[1], across), self.mixed(looks[2], looks[3], across)
        picture = self.add("Reshape", [self.mixed(upper, lower, down), self.whole(1, tall, wide, channels)])
        return self.add("Transpose", [picture], perm=[0, 3, 1, 2])

    def column(self, points: str, axis: int, *, flat: bool = True) -> str:
        """Take x (0) or y (1) of (1, N, 2) points: (N,), or (N, 1)."""
        cut = self.add("Slice", [points, self.whole(axis), self.whole(axis + 1), self.whole(2)])
        return self.add("Reshape", [cut, self.whole(-1) if flat else self.whole(-1, 1)])

    def mixed(self, one: str, other: str, share: str) -> str:
        return self.add("Add", [one, self.add("Mul", [self.add("Sub", [other, one]), share])])

    def on_transformlandmarks(self, inputs: list[int], *_: Any) -> str:
        """Send (1, N, 2) points through a (1, 4, 4) map."""
        rows = self.add("Slice", [self.name(inputs[1]), self.whole(0), self.whole(2), self.whole(1)])
        turn = self.add("Slice", [rows, self.whole(0), self.whole(2), self.whole(2)])
        shift = self.add("Slice", [rows, self.whole(3), self.whole(4), self.whole(2)])
        turned = self.add("MatMul", [self.name(inputs[0]), self.add("Transpose", [turn], perm=[0, 2, 1])])
        return self.add("Add", [turned, self.add("Transpose", [shift], perm=[0, 2, 1])])


OPTIONS = {
    "CONV_2D": "Conv2DOptions",
    "DEPTHWISE_CONV_2D": "DepthwiseConv2DOptions",
    "MAX_POOL_2D": "Pool2DOptions",
    "AVERAGE_POOL_2D": "Pool2DOptions",
    "ADD": "AddOptions",
    "MUL": "MulOptions",
    "FULLY_CONNECTED": "FullyConnectedOptions",
    "CONCATENATION": "ConcatenationOptions",
    "DEPTH_TO_SPACE": "DepthToSpaceOptions",
    "RESIZE_BILINEAR": "ResizeBilinearOptions",
}


def ordered(value: np.ndarray) -> np.ndarray:
    """Bring a constant of an elementwise operation into ONNX's order of dimensions."""
    return value.transpose(0, 3, 1, 2) if value.ndim == 4 else value


def densified(tensor: Any, values: np.ndarray) -> np.ndarray:
    """Write out a sparse tensor (`SparsityParameters`): blocks in a tree of dense and sparse levels."""
    sparsity = tensor.Sparsity()
    order, blocks = sparsity.TraversalOrderAsNumpy().tolist(), sparsity.BlockMapAsNumpy()
    blocks = [] if isinstance(blocks, int) else blocks.tolist()
    shape = [int(length) for length in tensor.ShapeAsNumpy()]
    levels = [sparsity.DimMetadata(number) for number in range(sparsity.DimMetadataLength())]
    block_sides = [level.DenseSize() for level in levels[len(shape) :]]
    dense = np.zeros(shape, values.dtype)
    remaining = iter(values)

    def visit(depth: int, position: int, index: dict[int, int]) -> None:
        if depth == len(levels):
            dense[tuple(located(index, shape, blocks, block_sides))] = next(remaining)
            return
        level = levels[depth]
        if level.Format() == tflite.DimensionType.DENSE:
            for step in range(level.DenseSize()):
                visit(depth + 1, position * level.DenseSize() + step, index | {order[depth]: step})
            return
        segments, indices = (
            numbers(level.ArraySegmentsType(), level.ArraySegments()),
            numbers(level.ArrayIndicesType(), level.ArrayIndices()),
        )
        for place in range(segments[position], segments[position + 1]):
            visit(depth + 1, place, index | {order[depth]: int(indices[place])})

    visit(0, 0, {})
    return dense


def numbers(kind: int, table: Any) -> np.ndarray:
    vector = {1: tflite.Int32Vector, 2: tflite.Uint16Vector, 3: tflite.Uint8Vector}[kind]()
    vector.Init(table.Bytes, table.Pos)
    return vector.ValuesAsNumpy().astype(np.int64)


def located(index: dict[int, int], shape: list[int], blocks: list[int], sides: list[int]) -> list[int]:
    place = [index[axis] for axis in range(len(shape))]
    for number, (axis, side) in enumerate(zip(blocks, sides, strict=True)):
        place[axis] = place[axis] * side + index[len(shape) + number]
    return place


def face_triangles(source: str) -> np.ndarray:
    """Close the edges of MediaPipe's face mesh, as its module lists them, to (852, 3) triangles."""
    listed: dict[str, Any] = {}
    exec(source, listed)
    neighbours: dict[int, set[int]] = {}
    for one, other in listed["FACEMESH_TESSELATION"]:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    found = {
        tuple(sorted((a, b, c))) for a, around in neighbours.items() for b in around for c in around & neighbours[b]
    }
    shared: dict[tuple[int, int], int] = {}
    for triangle in found:
        for edge in combinations(triangle, 2):
            shared[edge] = shared.get(edge, 0) + 1
    # Three edges that each have two triangles already are a ring around others, and no triangle.
    rings = {t for t in found if all(shared[edge] > 2 for edge in combinations(t, 2))}
    return np.array(sorted(found - rings), np.int16)


def read(wheel: Path, member: str) -> bytes:
    return (wheel / member).read_bytes() if wheel.is_dir() else zipfile.ZipFile(wheel).read(member)


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path, help="mediapipe-0.10.21-*.whl, or the folder it was unpacked to")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    np.save(TRIANGLES, face_triangles(read(given.wheel, EDGES).decode()))
    for name, source in SOURCES.items():
        data = read(given.wheel, source)
        made = Graph(data).convert().SerializeToString()
        (given.out / f"{name}.onnx").write_bytes(made)
        say(f"{name}: {source} sha256 {hashlib.sha256(data).hexdigest()}")
        say(f"  -> {name}.onnx {len(made)} bytes sha256 {hashlib.sha256(made).hexdigest()}")


if __name__ == "__main__":
    main()
