"""Edit a voice's graph before it is loaded, so that it draws nothing at random and tells how long each sound lasts.

A VITS network draws noise while it runs (`RandomNormalLike`), from a state that every run changes: the same words
would sound different each time. Each such node is replaced by numbers that are given to the graph. The frames that it
lets each symbol last are the result of its only `Ceil`; that becomes an output if it is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from avatar.speech import wire

DRAWS, DURATIONS = "RandomNormalLike", "Ceil"
"""kinds of node: what noise is drawn by, and what rounds the length of each symbol up to whole frames"""
_FLOAT = 1
_GRAPH = 7  # of a model
_NODE, _INPUT, _OUTPUT = 1, 11, 12  # of a graph
_TAKES, _GIVES, _KIND = 1, 2, 4  # of a node


@dataclass(frozen=True, slots=True)
class Edited:
    """A graph that gives the same for the same."""

    model: bytes
    """as onnxruntime reads it"""
    noises: tuple[str, ...]
    """inputs, float32 (N,), of which as many numbers are taken as the network needs"""
    durations: str
    """output: frames of each symbol; "" where the network has none that is known"""


@dataclass(slots=True)
class _Found:
    """What of a graph was seen so far."""

    parts: list[bytes | memoryview] = field(default_factory=list)
    noises: list[str] = field(default_factory=list)
    durations: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)


def edit(model: bytes) -> Edited:
    """Edit a model. Raise `ValueError` where it is no ONNX model."""
    parts: list[bytes | memoryview] = []
    noises, durations = list[str](), ""
    for number, content, whole in wire.fields(memoryview(model)):
        if number == _GRAPH:
            graph, noises, durations = _edited(content)
            parts.append(wire.field(_GRAPH, graph))
        else:
            parts.append(whole)
    return Edited(b"".join(parts), tuple(noises), durations)


def _edited(graph: memoryview) -> tuple[bytes, list[str], str]:
    found = _Found()
    for number, content, whole in wire.fields(graph):
        replaced = _node(content, found) if number == _NODE else b""
        if number == _OUTPUT:
            found.outputs += _texts(content, 1)[:1]
        found.parts.append(replaced or whole)
    durations = found.durations[0] if len(found.durations) == 1 else ""
    if durations and durations not in found.outputs:
        found.parts.append(wire.field(_OUTPUT, _value(durations)))
    found.parts += [wire.field(_INPUT, _value(name)) for name in found.noises]
    return b"".join(found.parts), found.noises, durations


def _node(node: memoryview, found: _Found) -> bytes:
    """Take note of a node, and give what replaces it, b"" for itself."""
    written = bytes(node)
    if not any(kind.encode() in written for kind in (DRAWS, DURATIONS)):
        return b""  # most of thousands of nodes, without a look at their fields
    kind = _texts(node, _KIND)[:1]
    if kind == [DURATIONS]:
        found.durations += _texts(node, _GIVES)
    if kind != [DRAWS]:
        return b""
    (like, *_), (drawn, *_) = _texts(node, _TAKES), _texts(node, _GIVES)
    noise = f"avatar_noise_{len(found.noises)}"
    found.noises.append(noise)
    shape, count, zero, taken = (f"{noise}_{part}" for part in ("shape", "count", "zero", "taken"))
    nodes = (
        _made("Shape", (like,), shape),
        _made("ReduceProd", (shape,), count),
        _made("Sub", (count, count), zero),
        _made("Slice", (noise, zero, count), taken),
        _made("Reshape", (taken, shape), drawn),
    )
    return b"".join(nodes)


def _texts(message: memoryview, number: int) -> list[str]:
    return [bytes(content).decode() for each, content, _ in wire.fields(message) if each == number]


def _made(kind: str, takes: tuple[str, ...], gives: str) -> bytes:
    inputs = b"".join(wire.field(_TAKES, name.encode()) for name in takes)
    return wire.field(_NODE, inputs + wire.field(_GIVES, gives.encode()) + wire.field(_KIND, kind.encode()))


def _value(name: str) -> bytes:
    """Declare an input or output of 32-bit numbers of any shape."""
    tensor = wire.number_field(1, _FLOAT)
    return wire.field(1, name.encode()) + wire.field(2, wire.field(1, tensor))
