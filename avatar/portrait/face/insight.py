"""InsightFace finds and marks faces: SCRFD (Guo et al. 2022) and 106 points, from a pack that is here already."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import DetectCapabilities
from avatar.downloads.receipts import is_installed
from avatar.errors import InputError, NotInstalledError
from avatar.neural.devices import CUDA, providers
from avatar.neural.models import SHELF, Located, located
from avatar.portrait.face.people import Seen, around
from avatar.portrait.face.points import as_68
from avatar.runtime.packages import line_for

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data.network import NetworkFacts
    from avatar.runtime.folders import Home

INSTALL = line_for("insightface")
PACKS = ("buffalo_l", "buffalo_s")
"""of the catalogue, the better one first"""
_MARKER = "2d106det.onnx"
_SIDE, _FLOOR = 640, 0.5
"""px of what the detector sees, and the score from which it is a face"""


class InsightDetector:
    """Opens it."""

    capabilities = DetectCapabilities(points=106)

    def facts(self, home: Home) -> tuple[NetworkFacts, ...]:
        """Name the pack."""
        if importlib.util.find_spec("insightface") is None:
            raise NotInstalledError(f"The detector insightface is not installed; install it with: {INSTALL}")
        return (pack(home).facts,)

    def open(self, home: Home, device: str) -> InsightFinding:
        """Load the first of `PACKS` that is installed. Raise `NotInstalledError` if package or pack is missing."""
        return InsightFinding(pack(home), device)


class InsightFinding:
    """SCRFD and the 106 points. Nothing is fetched."""

    def __init__(self, found: Located, device: str) -> None:
        try:
            from insightface.app.common import Face
            from insightface.model_zoo import get_model
        except ImportError as fault:
            raise NotInstalledError(f"insightface cannot be imported ({fault}); repair it with: {INSTALL}") from None
        self.networks: tuple[NetworkFacts, ...] = (found.facts,)
        self._face: Any = Face
        finder = next(each for each in found.files if each.name.startswith("det_"))
        order = list(providers(device))
        # Not the whole pack: most of its bytes are networks that are not asked here.
        self._finder, self._marker = (
            _checked(get_model(str(file), providers=order), file, task)
            for file, task in ((finder, "detection"), (found.file(_MARKER), "landmark_2d_106"))
        )
        self._finder.prepare(ctx_id=0 if CUDA in order else -1, input_size=(_SIDE, _SIDE), det_thresh=_FLOOR)

    def people(self, pixels: NDArray[np.uint8]) -> list[Seen]:
        """Give the faces from left to right."""
        bgr = np.ascontiguousarray(pixels[..., ::-1])
        boxes, _ = self._finder.detect(bgr)
        seen = [
            around(box[:4].tolist(), float(box[4]), as_68(self._marker.get(bgr, self._face(bbox=box[:4]))))
            for box in np.asarray(boxes, np.float64)
        ]
        return sorted(seen, key=lambda each: each.box.centre[0])


def _checked(model: Any, file: Path, task: str) -> Any:  # noqa: ANN401 - insightface's own classes
    if getattr(model, "taskname", "") != task:
        raise InputError(f"The network {str(file)!r} is none for the task {task!r}; get its pack anew.")
    return model


def pack(home: Home) -> Located:
    """Find the first of `PACKS` that is installed. Raise `NotInstalledError` with the line that installs one."""
    here = (name for name in PACKS if is_installed(home.data / SHELF / name))
    return located(next(here, PACKS[0]), "detect", home)
