"""ONNX graphs that somebody named: read, opened and run so that each fault is one sentence about the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.errors import InputError, NotInstalledError
from avatar.neural import devices
from avatar.runtime.graphs import graph_faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import onnxruntime
    from numpy.typing import NDArray

_SILENT = 4
"""onnxruntime's level of messages below which it says nothing"""


class NamedGraph:
    """A loaded file."""

    def __init__(self, path: Path, kind: str, device: str = "auto") -> None:
        """Load it as a network of a kind, such as "matting", for one of `settings.DEVICES`.

        Raise `InputError` where the file is no ONNX graph, `NotInstalledError` without onnxruntime.
        """
        try:
            self.data = path.read_bytes()
            """the file"""
        except OSError as fault:
            raise InputError(f"The {kind} network {str(path)!r} cannot be read: {fault.strerror}.") from None
        self.name = path.name
        """of the file, without its folder"""
        self._session = _session(self.data, path, kind, device)
        self.inputs: list[onnxruntime.NodeArg] = self._session.get_inputs()
        """each with its name, shape and type"""
        self.outputs: list[str] = [each.name for each in self._session.get_outputs()]
        """their names"""

    def run(self, given: Mapping[str, NDArray[Any]], wanted: Sequence[str] | None = None) -> list[NDArray[Any]]:
        """Give what it makes of arrays: outputs that are wanted, or all. Raise `InputError` where it does not run."""
        try:
            found: list[NDArray[Any]] = self._session.run(wanted, given)
        except graph_faults() as fault:
            raise InputError(f"The network {self.name!r} does not run: {str(fault).splitlines()[0]}.") from None
        return found


def _session(graph: bytes, path: Path, kind: str, device: str) -> onnxruntime.InferenceSession:
    try:
        import onnxruntime
    except ImportError:
        raise NotInstalledError(
            f"{kind.capitalize()} networks run through onnxruntime, which is not installed; install it with: "
            "pip install onnxruntime"
        ) from None
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _SILENT
    try:
        return devices.session(graph, options, device)
    except graph_faults() as fault:
        raise InputError(
            f"The file {str(path)!r} is no ONNX network that onnxruntime reads ({str(fault).splitlines()[0]})."
        ) from None
