"""What onnxruntime raises of a graph: its classes have no base of their own."""

# Shapes no clip.

from __future__ import annotations


def graph_faults() -> tuple[type[Exception], ...]:
    """Name what it raises of a file that is no graph, or of one that does not run. Raise `ImportError` without it."""
    from onnxruntime.capi import onnxruntime_pybind11_state as states

    names = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NotImplemented", "RuntimeException")
    return tuple(getattr(states, name) for name in names)
