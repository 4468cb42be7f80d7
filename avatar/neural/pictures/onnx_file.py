"""Networks in .onnx files, run by onnxruntime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError, NotInstalledError
from avatar.neural import devices
from avatar.neural.pictures.network import PictureNetwork, checked_scale
from avatar.runtime.system import usable_cores

if TYPE_CHECKING:
    from pathlib import Path

    import onnxruntime

from avatar.neural.pictures.network import Planes

_KINDS = {"tensor(float)": np.float32, "tensor(float16)": np.float16}
_TRIED = 64
"""px of the picture that a network which takes any is tried with"""
_FATAL = 4


def load_onnx(path: Path, name: str, device: str, *, mends_faces: bool) -> PictureNetwork:
    """Load a network of one picture (1, 3, H, W), RGB; those that mend faces take and give -1 to 1, others 0 to 1.

    It runs on one of `settings.DEVICES`.

    Raise `InputError` for what is none.
    """
    session = _session(path, name, device)
    inputs = session.get_inputs()
    if len(inputs) != 1 or inputs[0].type not in _KINDS or len(inputs[0].shape) != 4:
        raise InputError(
            f"The network {name!r} does not take one picture of numbers (1, 3, height, width); give another one."
        )
    given, kind = inputs[0].name, _KINDS[inputs[0].type]
    sides = [side for side in inputs[0].shape[2:] if isinstance(side, int)]

    def run(planes: Planes) -> Planes:
        fed = 2 * planes - 1 if mends_faces else planes
        made = session.run(None, {given: fed.astype(kind)})[0]
        made = made.astype(np.float32)
        return np.asarray((made + 1) / 2 if mends_faces else made, np.float32)

    side = sides[0] if sides else 0
    tried = np.zeros((1, 3, side or _TRIED, side or _TRIED), np.float32)
    try:
        scale = checked_scale(name, tried.shape, run(tried).shape)
    except InputError:
        raise
    except Exception as fault:  # noqa: BLE001 - onnxruntime's own kinds, of which it has a dozen
        raise InputError(
            f"The network {name!r} does not run on a picture ({_short(fault)}); give another one."
        ) from None
    return PictureNetwork(name, scale, run, side=side, mends_faces=mends_faces)


def _session(path: Path, name: str, device: str) -> onnxruntime.InferenceSession:
    try:
        import onnxruntime
    except ModuleNotFoundError:
        raise NotInstalledError(
            f"The network {name!r} is run by onnxruntime, which is not installed; "
            "install it with: pip install onnxruntime"
        ) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = usable_cores()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    options.log_severity_level = _FATAL
    try:
        return devices.session(str(path), options, device)
    except NotInstalledError:
        raise
    except Exception as fault:  # noqa: BLE001 - as above
        raise InputError(f"The file {str(path)!r} is no network ({_short(fault)}); give another one.") from None


def _short(fault: Exception) -> str:
    return str(fault).strip().splitlines()[0][:120] if str(fault).strip() else type(fault).__name__
