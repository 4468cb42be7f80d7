"""Published networks beside ours, timed with random weights: what one frame costs does not depend on what they learnt.

Whoever wants this clones them into one folder; nothing of them is part of this project. PyTorch is needed.
"""

from __future__ import annotations

import importlib
import statistics
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_RUNS = 5
_FOMM_CONFIG = "config/vox-256.yaml"


def measure_peers(folder: Path) -> tuple[tuple[str, float, str], ...]:
    """Time one frame of each network that lies in `folder`: name, median ms, native picture.

    Folders are told by the repositories' own names: Wav2Lip, first-order-model, LivePortrait. Raise `InputError` if
    none of them is there, `NotInstalledError` without PyTorch.
    """
    known = {"Wav2Lip": _wav2lip, "first-order-model": _fomm, "LivePortrait": _live_portrait}
    there = {name: make for name, make in known.items() if (folder / name).is_dir()}
    if not there:
        raise InputError(f"The folder {str(folder)!r} holds none of {', '.join(known)}; clone them there first.")
    try:
        torch: Any = importlib.import_module("torch")
    except ImportError as fault:
        raise NotInstalledError("Timing other networks needs PyTorch; run: pip install torch") from fault
    found = []
    for name, make in there.items():
        with _importing_from(folder / name), torch.inference_mode():
            frame, native = make(folder / name, torch)
            frame()
            found.append((name, 1e3 * statistics.median(_timed(frame) for _ in range(_RUNS)), native))
    return tuple(found)


def _timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let imports find a repository's own modules, and forget them afterwards: their names are everybody's."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
                del sys.modules[name]


def _wav2lip(_folder: Path, torch: Any) -> tuple[Callable[[], object], str]:  # noqa: ANN401 - an optional module
    network = importlib.import_module("models").Wav2Lip().eval()
    sound, face = torch.rand(1, 1, 80, 16), torch.rand(1, 6, 96, 96)
    return lambda: network(sound, face), "96x96"


def _fomm(folder: Path, torch: Any) -> tuple[Callable[[], object], str]:  # noqa: ANN401
    settings = _yaml(folder / _FOMM_CONFIG)["model_params"]
    common = settings["common_params"]
    generator = importlib.import_module("modules.generator").OcclusionAwareGenerator(
        **settings["generator_params"], **common
    )
    detector = importlib.import_module("modules.keypoint_detector").KPDetector(
        **settings["kp_detector_params"], **common
    )
    generator.eval(), detector.eval()
    picture = torch.rand(1, 3, 256, 256)
    still = detector(picture)
    return lambda: generator(picture, kp_source=still, kp_driving=detector(picture)), "256x256"


def _live_portrait(folder: Path, torch: Any) -> tuple[Callable[[], object], str]:  # noqa: ANN401
    settings = _yaml(folder / "src/config/models.yaml")["model_params"]
    modules = "src.modules"
    warp = importlib.import_module(f"{modules}.warping_network").WarpingNetwork(**settings["warping_module_params"])
    spade = importlib.import_module(f"{modules}.spade_generator").SPADEDecoder(**settings["spade_generator_params"])
    motion = importlib.import_module(f"{modules}.motion_extractor").MotionExtractor(
        **settings["motion_extractor_params"]
    )
    for network in (warp, spade, motion):
        network.eval()
    feature, points, picture = torch.rand(1, 32, 16, 64, 64), torch.rand(1, 21, 3), torch.rand(1, 3, 256, 256)

    def frame() -> object:
        motion(picture)
        return spade(feature=warp(feature, kp_source=points, kp_driving=points)["out"])

    return frame, "512x512"


def _yaml(path: Path) -> Any:  # noqa: ANN401
    return importlib.import_module("yaml").safe_load(path.read_text(encoding="utf-8"))
