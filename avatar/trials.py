"""Whether what somebody has added works here: one inference of each network, and what else lies where ours should."""

# Shapes no clip.

from __future__ import annotations

from importlib import import_module
from importlib.metadata import distributions
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import AvatarError
from avatar.neural import shop
from avatar.neural.models import available, located
from avatar.outside.weights import require_weights
from avatar.runtime.graphs import graph_faults
from avatar.runtime.packages import OPENCV, line_for_card

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from avatar.neural.models import Located
    from avatar.runtime.folders import Home

_OTHERS = ("opencv-contrib-python", "opencv-python-headless", "opencv-python")
"""packages that bring OpenCV too, into the same folder as ours"""
_MENDING = f"pip install --force-reinstall --no-deps {OPENCV}"
_RUNTIME = "pip install --force-reinstall onnxruntime"
_FATAL = 4
"""onnxruntime's level of messages below which it is silent"""
_SMALL = 64
"""px of a picture that a network is tried with, where it takes any"""


def opencv_trouble() -> str:
    """Refine a flat matte as a portrait's is; say why that cannot be, a sentence, "" where it can."""
    try:
        import cv2

        flat = np.zeros((9, 9), np.uint8)
        cv2.ximgproc.guidedFilter(flat, flat, 2, 4.0)
    except (ImportError, AttributeError) as fault:
        others = [name for name in _named() if name in _OTHERS]
        why = f"{' and '.join(others)} lies over it" if others else str(fault).partition("\n")[0]
        return f"OpenCV cannot refine mattes, because {why}; mend it with: {_MENDING}"
    return ""


def gpu_trouble() -> str | None:
    """Say why onnxruntime does not use the graphics card that it was installed for; None where it was not."""
    names = _named()
    if "onnxruntime-gpu" not in names:
        return None
    import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        return ""
    return f"onnxruntime lies over onnxruntime-gpu, and so no card is used; put it right with: {line_for_card()}"


def embedding_trouble() -> str | None:
    """Let the face embedding out of its own package look at one picture; None where that package is not installed."""
    weights = import_module("avatar.identity.weights")
    if not weights.is_installed():
        return None
    side = import_module("avatar.identity.network").SIDE
    try:
        run = import_module("avatar.identity.embedders").network()
        numbers = run(np.full((side, side, 3), 128, np.uint8))
    except AvatarError as fault:
        return str(fault)
    except _faults() as fault:
        return f"It does not run here ({_short(fault)}); repair it with: {weights.repair()}"
    is_whole = numbers.shape == (weights.WIDTH,) and np.isfinite(numbers).all()
    return "" if is_whole else f"It gives no numbers here; repair onnxruntime with: {_RUNTIME}"


def try_all(home: Home) -> dict[str, str]:
    """Run each network that is installed once; give its name and why it does not work, a sentence, "" where it does."""
    entries = {each.name: each for each in available(home)}
    return {each.name: _trouble(each, home) for each in shop.here(home) if each.name in entries}


def _trouble(here: shop.Here, home: Home) -> str:
    """Say why a network does not work."""
    try:
        network = located(here.name, here.task, home)
        _trial(network)(network)
    except AvatarError as fault:
        return str(fault)
    except ImportError as fault:
        if (fault.name or "").startswith("avatar."):
            return "Nothing in this version runs it; get another with: pip install --upgrade avatar"
        line = here.lacks or "pip install --force-reinstall avatar"
        return f"It is run by {fault.name or 'what cannot be imported'}, which is not installed; get it with: {line}"
    except _faults() as fault:
        return f"It does not run here ({_short(fault)}); see whether it is whole: avatar model verify {here.name}"
    return ""


def _short(fault: Exception) -> str:
    return f"{type(fault).__name__}: " + str(fault).strip().partition("\n")[0][:160]


def _trial(network: Located) -> Callable[[Located], object]:
    if all(path.suffix == ".onnx" for path in network.files):
        return _run_graphs
    tried = {
        "fomm": _run_fomm,
        "liveportrait": _run_liveportrait,
        "upscale": _run_pictures,
        "restore": _run_pictures,
        "identity": _run_embedding,
    }
    return tried.get(network.facts.task, _read_weights)


def _run_graphs(network: Located) -> None:
    """Run each graph on zeros of the shape that it asks for."""
    for path in network.files:
        session = _session(str(path))
        session.run(None, {each.name: _zeros(each, network) for each in session.get_inputs()})


def _zeros(given: Any, network: Located) -> np.ndarray[Any, Any]:  # noqa: ANN401 - onnxruntime has no types
    """Make what a graph asks for: one of what may be many, and a picture of the network's own size, or a small one."""
    side = int(network.about.get("side", _SMALL))
    shape = [
        length if isinstance(length, int) and length > 0 else side if place >= 2 else 1
        for place, length in enumerate(given.shape)
    ]
    kind = {"tensor(float16)": np.float16, "tensor(int64)": np.int64, "tensor(uint8)": np.uint8}
    return np.zeros(shape, kind.get(given.type, np.float32))


def _run_fomm(network: Located) -> None:
    import torch

    load = import_module("avatar.reenact.fomm").load
    model = load(network.path, network.about.get("config", "vox-256"))
    with torch.inference_mode():
        model.detect(torch.zeros(1, 3, 256, 256))


def _run_liveportrait(network: Located) -> None:
    import torch

    model = import_module("avatar.reenact.liveportrait").load(network.folder, "cpu")
    with torch.inference_mode():
        model.motion(torch.zeros(1, 3, 256, 256))


def _run_pictures(network: Located) -> None:
    loaders = import_module("avatar.neural.pictures.load")
    load = loaders.load_restorer if network.facts.task == "restore" else loaders.load_upscaler
    model = load(str(network.path), network.facts.name, network.facts.sha256)
    side = model.side or model.multiple * -(-max(model.least, _SMALL) // model.multiple)
    model.run(np.zeros((1, 3, side, side), np.float32))


def _run_embedding(network: Located) -> None:
    weights = import_module("avatar.identity.weights").parse(network.path.read_bytes())
    session = _session(import_module("avatar.identity.network").build(weights))
    session.run(None, {each.name: _zeros(each, network) for each in session.get_inputs()})


def _session(graph: str | bytes) -> Any:  # noqa: ANN401 - onnxruntime has no types
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = _FATAL
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _read_weights(network: Located) -> None:
    """Read the numbers of what only its own library runs."""
    import torch

    for path in network.files:
        require_weights(path)
        _require_numbers(torch.load(path, map_location="cpu", weights_only=True), path)


def _require_numbers(content: object, path: Path) -> None:
    if not content:
        raise ValueError(f"{path.name} holds nothing")


def _faults() -> tuple[type[Exception], ...]:
    """Give what a file that is none may raise."""
    usual = (RuntimeError, ValueError, OSError, EOFError, LookupError, TypeError, AttributeError, UnpicklingError)
    return (*usual, *graph_faults())


def _named() -> frozenset[str]:
    return frozenset(each.metadata["Name"].lower() for each in distributions() if each.metadata["Name"])
