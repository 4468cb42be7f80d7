"""Where networks run that somebody added: on the processor or on a graphics card, whichever library computes them."""

# Shapes no clip.

from __future__ import annotations

import importlib.util
import io
import os
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError, NotInstalledError
from avatar.runtime.packages import line_for_card
from avatar.settings import DEVICES

if TYPE_CHECKING:
    from pathlib import Path

    import onnxruntime
    import torch

CPU, CUDA, TENSORRT = "CPUExecutionProvider", "CUDAExecutionProvider", "TensorrtExecutionProvider"
"""what onnxruntime calls who computes"""
_ONNX, _NCNN = ".onnx", ".param"
"""endings of what onnxruntime runs, and ncnn; all else is torch's"""


def providers(device: str) -> tuple[str, ...]:
    """Give onnxruntime's providers for one of `settings.DEVICES`, in the order of choice.

    Raise `InputError` for another device, `NotInstalledError` for a card that is asked for by an onnxruntime without.
    """
    import onnxruntime

    _require(device)
    if device == "cpu":
        return (CPU,)
    if CUDA in onnxruntime.get_available_providers():
        return CUDA, CPU
    if device == "cuda":
        raise NotInstalledError(
            f"The device 'cuda' was asked for, but this onnxruntime has none; run: {line_for_card()}, or choose cpu."
        )
    return (CPU,)


def session(
    graph: str | bytes, options: onnxruntime.SessionOptions, device: str, sooner: tuple[Any, ...] = ()
) -> onnxruntime.InferenceSession:
    """Load a graph, a file or its content, where it is to run; on a card `sooner` are tried before CUDA itself.

    Raise as `providers` does, also where a card was asked for and CUDA's own libraries are not here, which onnxruntime
    passes over; and what onnxruntime raises for a graph that is none.
    """
    import onnxruntime

    order = providers(device)
    if CUDA in order:
        _preload()
    opened = onnxruntime.InferenceSession(graph, options, providers=[*(sooner if CUDA in order else ()), *order])
    if device == "cuda" and CUDA not in opened.get_providers():
        raise NotInstalledError(
            "The device 'cuda' was asked for, but onnxruntime cannot load CUDA's libraries, or finds no card; run: "
            f"{line_for_card()}, or choose cpu."
        )
    return opened


def engines(folder: Path) -> tuple[Any, ...]:
    """Offer TensorRT, where it is installed, to a network of this folder: what it compiles, it compiles once.

    Without a place to keep its engines it would take minutes each time, and is not offered.
    """
    import onnxruntime

    is_here = importlib.util.find_spec("tensorrt") is not None and TENSORRT in onnxruntime.get_available_providers()
    if not is_here or not os.access(folder, os.W_OK):
        return ()
    kept = str(folder / "engines")
    return ((TENSORRT, {"trt_engine_cache_enable": True, "trt_engine_cache_path": kept}),)


def torch_device(device: str) -> torch.device:
    """Choose where torch computes: one of `settings.DEVICES`, or a card by its number, cuda:1.

    Raise `InputError` for what is no device, `NotInstalledError` for want of a card.
    """
    import torch

    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        found = torch.device(device)
    except RuntimeError:
        raise InputError(f"There is no device {device!r}; choose auto, cpu, cuda or cuda:1.") from None
    if found.type not in DEVICES:
        raise InputError(f"Networks do not run on {device!r}; choose auto, cpu or cuda.")
    if found.type == "cuda" and not torch.cuda.is_available():
        raise NotInstalledError(
            f"The device {device!r} was asked for, but torch {torch.__version__} finds no GPU here; install one that "
            "does, as https://pytorch.org/get-started/locally says, or choose cpu."
        )
    return found


def computes_on(path: Path, device: str) -> str:
    """Tell where the network of a file would run, cpu or cuda, without loading it. Raise as who loads it does."""
    ending = path.suffix.lower()
    if ending == _NCNN:
        require_processor(device, path.name)
        return "cpu"
    if device == "cpu" or importlib.util.find_spec("onnxruntime" if ending == _ONNX else "torch") is None:
        return "cpu"  # or nowhere, which is told when it is loaded
    if ending == _ONNX:
        return "cuda" if CUDA in providers(device) else "cpu"
    return str(torch_device(device).type)


def require_processor(device: str, name: str) -> None:
    """Raise `InputError` where a card is asked for, for a network whose library computes on the processor only."""
    if device == "cuda":
        raise InputError(f"The network {name!r} is run by ncnn, on the processor only; choose --device auto or cpu.")


def _preload() -> None:
    """Let onnxruntime find those of CUDA's libraries that lie in packages of their own, or that torch has loaded."""
    import onnxruntime

    preload = getattr(onnxruntime, "preload_dlls", None)
    if preload is not None:
        with redirect_stdout(io.StringIO()):  # what it does not find is told when a session has no card
            preload()


def _require(device: str) -> None:
    if device not in DEVICES:
        raise InputError(f"There is no device {device!r}; choose one of {', '.join(DEVICES)}.")
