"""Published networks beside ours, timed with random weights: what one frame costs does not depend on what they learnt.

    python -m tests.measure.network_peers DIR

Whoever wants this clones them into one folder; nothing of them is part of this project. PyTorch is needed, and PyYAML
for all but Wav2Lip.

Timed is the network alone, on the processor, one picture at a time: what it computes anew for each frame of a film,
without finding the face, cutting it out, setting it back and encoding.
"""

from __future__ import annotations

import importlib
import importlib.util
import statistics
import sys
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    _Make = Callable[[Path, Any], tuple[Callable[[], object], str]]
    """from a clone and PyTorch: what computes a frame, and its native picture"""

_RUNS = 5
_NEEDS = (("torch", "PyTorch", "torch"), ("yaml", "PyYAML", "pyyaml"))
"""module, its name and its package; the second reads the settings of all but Wav2Lip"""
_FOMM_CONFIG = "config/vox-256.yaml"


def check_peers(folder: Path) -> None:
    """Raise what `measure_peers` would: `InputError` without a clone, `NotInstalledError` without what they need."""
    needs = _NEEDS if set(_clones(folder)) - {"Wav2Lip"} else _NEEDS[:1]
    for module, package, install in needs:
        if importlib.util.find_spec(module) is None:
            raise NotInstalledError(f"Timing other networks needs {package}; run: pip install {install}")


def measure_peers(folder: Path) -> tuple[tuple[str, float, str], ...]:
    """Time one frame of each network that lies in `folder`: name, median ms, native picture.

    Folders are told by the repositories' own names: Wav2Lip, first-order-model, LivePortrait. Raise `InputError` if
    none of them is there or one is not as published, `NotInstalledError` without PyTorch or PyYAML.
    """
    check_peers(folder)
    torch: Any = importlib.import_module("torch")
    found = []
    for name, make in _clones(folder).items():
        with _importing_from(folder / name), torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they were written for an older PyTorch, which is no fault of the caller
            try:
                frame, native = make(folder / name, torch)
                frame()
            except (ImportError, OSError, LookupError, TypeError, AttributeError, RuntimeError) as fault:
                raise InputError(
                    f"The clone {str(folder / name)!r} is not the network that its authors published "
                    f"({type(fault).__name__}: {fault}); clone it afresh or take it out of the folder."
                ) from fault
            found.append((name, 1e3 * statistics.median(_timed(frame) for _ in range(_RUNS)), native))
    return tuple(found)


def _clones(folder: Path) -> dict[str, _Make]:
    known: dict[str, _Make] = {"Wav2Lip": _wav2lip, "first-order-model": _fomm, "LivePortrait": _live_portrait}
    there = {name: make for name, make in known.items() if (folder / name).is_dir()}
    if not there:
        raise InputError(f"The folder {str(folder)!r} holds none of {', '.join(known)}; clone them there first.")
    return there


def _timed(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let imports find a repository's own modules, and forget them afterwards: their names are everybody's."""
    before = set(sys.modules)
    own = {path.stem for path in folder.iterdir()}  # a folder without __init__.py is a package, too, but has no file
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if name.partition(".")[0] in own:
                del sys.modules[name]


def _wav2lip(_folder: Path, torch: Any) -> tuple[Callable[[], object], str]:
    network = importlib.import_module("models").Wav2Lip().eval()
    sound, face = torch.rand(1, 1, 80, 16), torch.rand(1, 6, 96, 96)
    return lambda: network(sound, face), "96x96"


def _fomm(folder: Path, torch: Any) -> tuple[Callable[[], object], str]:
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


def _live_portrait(folder: Path, torch: Any) -> tuple[Callable[[], object], str]:
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


def _yaml(path: Path) -> Any:
    return importlib.import_module("yaml").safe_load(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for row in measure_peers(Path(sys.argv[1])):
        sys.stdout.write("{}: {:.0f} ms a frame at {}\n".format(*row))
