"""The network run by onnxruntime, from the graphs that `export` writes: without torch, arrays in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError, NotInstalledError
from avatar.neural import devices

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

DETECT, LOOK, DRAW = FILES = ("fomm-detect.onnx", "fomm-look.onnx", "fomm-draw.onnx")
"""what is in them: pictures to keypoints; a source to what can be worked out before; both to a picture"""


class Graphs:
    """The three graphs, loaded. Several threads may use them at once."""

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        """Load them, for one of `settings.DEVICES`.

        Raise `InputError` for a folder that lacks one, or files that are something else.
        """
        import onnxruntime

        lacking = [name for name in FILES if not (folder / name).is_file()]
        if lacking:
            raise InputError(f"The folder {str(folder)!r} lacks {', '.join(lacking)}; all three belong together.")
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            self._sessions: dict[str, Any] = {
                name: devices.session(str(folder / name), options, device, devices.engines(folder)) for name in FILES
            }
        except NotInstalledError:
            raise
        except Exception as fault:  # noqa: BLE001 - onnxruntime has a class for each of its faults, and no parent
            reason = str(fault).strip().partition("\n")[0]
            raise InputError(
                f"The graphs in {str(folder)!r} are none that onnxruntime can run ({reason[:200]})."
            ) from None
        self.side = int(self._sessions[DETECT].get_inputs()[0].shape[2])
        """px of the pictures"""
        self.device = "cuda" if devices.CUDA in self._sessions[DETECT].get_providers() else "cpu"
        """where they run"""

    def run(self, graph: str, **inputs: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run one of `FILES`, and give what it gives in its order."""
        return [np.asarray(each, np.float32) for each in self._sessions[graph].run(None, inputs)]
