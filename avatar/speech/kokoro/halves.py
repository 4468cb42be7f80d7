"""The network cut in two where its sound begins, so that a sentence is understood at once and spoken bit by bit.

The front reads symbols and gives what is to be heard, frame by frame; it is a tenth of the work. The generator turns
frames into sound, any stretch of them. Its norms take means over time, which in a stretch are not those of the whole:
there they become sums with weights that are given to it, to which the means of what was heard before are added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.neural.esrgan.onnx_bytes import node
from avatar.speech import wire
from avatar.speech.kokoro import weights

if TYPE_CHECKING:
    from collections.abc import Iterable

FEATURES, SOURCE = "/decoder/decoder/decode.3/Div_4_output_0", "/decoder/decoder/generator/Concat_3_output_0"
"""the tensors at the cut: (1, 512, 2 T) and (1, 22, 120 T + 1) for T frames"""
ENERGY = "/encoder/N_proj/Conv_output_0"
"""the tensor that says how loud it is to be, (1, 1, 2 T), natural logarithm of an amplitude"""
COARSE, FINE = "weights_coarse", "weights_fine"
"""inputs of the generator, float32 (20 T, 1) and (120 T + 1, 1): how much each moment counts in the norms' means"""
COARSE_CHANNELS, FINE_CHANNELS = 256, 128
"""channels of the norms at the one rate and the other"""
_MEAN, _SPREAD = "ReduceMean_output_0", "ReduceMean_2_output_0"
"""how a norm's mean and variance are called, behind the name of the norm"""
_COARSE = ("noise_res.0/", "resblocks.0/", "resblocks.1/", "resblocks.2/")
"""blocks of the generator that work at the coarse rate"""
_GRAPH = 7  # of a model
_NODE, _CONSTANT, _INPUT, _OUTPUT = 1, 5, 11, 12  # of a graph
_TAKES, _GIVES, _KIND = 1, 2, 4  # of a node
_FLOAT, _INT64 = 1, 7  # kinds of tensor
_NAME, _TENSOR_NAME = 1, 8


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm of the generator, whose means are told and asked for."""

    name: str
    """of its tensors, without what each is"""

    @property
    def is_coarse(self) -> bool:
        """It works at the coarse rate."""
        return any(block in self.name for block in _COARSE)

    @property
    def inputs(self) -> tuple[str, str]:
        """Name what is added: to the mean, and to the mean of squares."""
        return self.name + "past_mean", self.name + "past_square"

    @property
    def outputs(self) -> tuple[str, str]:
        """Name what the stretch itself gives: its weighted sum, and that of its squares."""
        return self.name + "own_mean", self.name + "own_square"


@dataclass(frozen=True, slots=True)
class Halves:
    """The two networks, as onnxruntime reads them."""

    front: bytes
    generator: bytes
    norms: tuple[Norm, ...]
    """of the generator"""


@dataclass(frozen=True, slots=True)
class _Node:
    kind: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    whole: bytes | memoryview


@dataclass(slots=True)
class _Graph:
    head: list[memoryview]
    nodes: list[_Node]
    constants: dict[str, memoryview]
    inputs: dict[str, memoryview]


def halves() -> Halves:
    """Cut the network. Raise `NotInstalledError` if a part of it is not here or is not what was released."""
    graph = _read(memoryview(weights.network()))
    front = _model(
        graph, graph.nodes, {FEATURES: _FLOAT, SOURCE: _FLOAT, ENERGY: _FLOAT, weights.DURATIONS: _INT64}, ()
    )
    nodes, norms = _with_weights(_needed(graph.nodes, {"audio"}, {FEATURES, SOURCE}))
    told = [name for norm in norms for name in norm.inputs]
    asked = {name: _FLOAT for norm in norms for name in norm.outputs}
    generator = _model(graph, nodes, {"audio": _FLOAT, **asked}, (FEATURES, SOURCE, COARSE, FINE, *told))
    return Halves(front, generator, tuple(norms))


def _read(model: memoryview) -> _Graph:
    graph = _Graph([], [], {}, {})
    for number, content, whole in wire.fields(model):
        if number != _GRAPH:
            graph.head.append(whole)
            continue
        for kind, part, field in wire.fields(content):
            if kind == _NODE:
                graph.nodes.append(_node(part, field))
            elif kind == _CONSTANT:
                graph.constants[_texts(part, _TENSOR_NAME)[0]] = field
            elif kind == _INPUT:
                graph.inputs[_texts(part, _NAME)[0]] = field
    return graph


def _node(content: memoryview, whole: memoryview) -> _Node:
    told: dict[int, list[str]] = {_TAKES: [], _GIVES: [], _KIND: []}
    for number, text, _ in wire.fields(content):
        if number in told:
            told[number].append(bytes(text).decode())
    return _Node(told[_KIND][0], tuple(told[_TAKES]), tuple(told[_GIVES]), whole)


def _texts(message: memoryview, number: int) -> list[str]:
    return [bytes(content).decode() for each, content, _ in wire.fields(message) if each == number]


def _needed(nodes: Iterable[_Node], outputs: Iterable[str], given: Iterable[str]) -> list[_Node]:
    """List the nodes that some tensors are computed by, from those that are given."""
    makers = {name: each for each in nodes for name in each.gives}
    waiting, seen, found = list(outputs), set(given), dict[int, _Node]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in makers:
            continue
        seen.add(name)
        found[id(makers[name])] = makers[name]
        waiting += makers[name].takes
    return list(found.values())


def _model(graph: _Graph, nodes: list[_Node], outputs: dict[str, int], given: tuple[str, ...]) -> bytes:
    kept = _needed(nodes, outputs, given)
    used = {name for each in kept for name in each.takes}
    parts: list[bytes | memoryview] = [each.whole for each in kept]
    parts += [field for name, field in graph.constants.items() if name in used]
    parts += [field for name, field in graph.inputs.items() if name in used]
    parts += [wire.field(_INPUT, _value(name, _FLOAT)) for name in given]
    parts += [wire.field(_OUTPUT, _value(name, kind)) for name, kind in outputs.items()]
    return b"".join([*graph.head, wire.field(_GRAPH, b"".join(parts))])


def _value(name: str, kind: int) -> bytes:
    """Declare a tensor of any shape."""
    return wire.field(1, name.encode()) + wire.field(2, wire.field(1, wire.number_field(1, kind)))


def _with_weights(nodes: list[_Node]) -> tuple[list[_Node], list[Norm]]:
    """Let every norm take its means as sums with weights, of what it hears and of what was heard before."""
    takers: dict[str, list[_Node]] = {}
    for each in nodes:
        for name in each.takes:
            takers.setdefault(name, []).append(each)
    made, norms = list[_Node](), list[Norm]()
    for each in nodes:
        if each.kind == "ReduceMean" and each.gives[0].endswith(_MEAN):
            norms.append(Norm(each.gives[0].removesuffix(_MEAN)))
            made += _means(norms[-1], each.takes[0])
        elif each.kind != "ReduceMean" and not _is_square(each, takers):
            made.append(each)
    return made, norms


def _is_square(each: _Node, takers: dict[str, list[_Node]]) -> bool:
    """Tell whether a node does nothing but square what a variance is taken of."""
    is_square = each.kind == "Mul" and each.takes[0] == each.takes[1]
    return is_square and any(taker.kind == "ReduceMean" for taker in takers.get(each.gives[0], ()))


def _means(norm: Norm, heard: str) -> list[_Node]:
    rate = COARSE if norm.is_coarse else FINE
    (past_mean, past_square), (own_mean, own_square) = norm.inputs, norm.outputs
    name, mean = norm.name, norm.name + _MEAN
    steps = (
        ("MatMul", (heard, rate), own_mean),
        ("Add", (own_mean, past_mean), mean),
        ("Mul", (heard, heard), name + "square"),
        ("MatMul", (name + "square", rate), own_square),
        ("Add", (own_square, past_square), name + "mean_square"),
        ("Mul", (mean, mean), name + "square_mean"),
        ("Sub", (name + "mean_square", name + "square_mean"), name + _SPREAD),
    )
    return [_Node(kind, takes, (gives,), wire.field(_NODE, node(kind, takes, gives))) for kind, takes, gives in steps]
