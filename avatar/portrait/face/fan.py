"""face-alignment finds and marks faces: S3FD (Zhang et al. 2017), FAN's 68 points (Bulat and Tzimiropoulos 2017)."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

from avatar.data import DetectCapabilities
from avatar.errors import InputError, NotInstalledError
from avatar.neural.devices import torch_device
from avatar.neural.models import located
from avatar.portrait.face.people import Seen, around
from avatar.portrait.face.points import as_68
from avatar.runtime.packages import line_for

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data.network import NetworkFacts
    from avatar.neural.models import Located
    from avatar.runtime.folders import Home

INSTALL = line_for("face-alignment")
NETWORK = "face-alignment-2d"
"""of the catalogue"""
_POINTS, _DETECTOR = "2DFAN4-11f355bf06.pth.tar", "s3fd-619a316812.pth"


class FanDetector:
    """Opens it."""

    capabilities = DetectCapabilities(points=68)

    def facts(self, home: Home) -> tuple[NetworkFacts, ...]:
        """Name both networks, which are one of the catalogue."""
        if importlib.util.find_spec("face_alignment") is None:
            raise NotInstalledError(f"The detector face-alignment is not installed; install it with: {INSTALL}")
        return (located(NETWORK, "detect", home).facts,)

    def open(self, home: Home, device: str) -> FanFinding:
        """Load it. Raise `NotInstalledError` if package or weights are missing."""
        return FanFinding(located(NETWORK, "detect", home), device)


class FanFinding:
    """S3FD and FAN on torch. Nothing is fetched, and nothing is compiled."""

    def __init__(self, found: Located, device: str) -> None:
        self.networks: tuple[NetworkFacts, ...] = (found.facts,)
        self._align = _loaded(found.file(_POINTS), found.file(_DETECTOR), device)

    def people(self, pixels: NDArray[np.uint8]) -> list[Seen]:
        """Give the faces from left to right."""
        boxes = self._align.face_detector.detect_from_image(pixels.copy())
        if not len(boxes):
            return []
        marked = self._align.get_landmarks_from_image(pixels, detected_faces=boxes)
        seen = [around(box[:4], float(box[4]), as_68(points)) for box, points in zip(boxes, marked, strict=True)]
        return sorted(seen, key=lambda each: each.box.centre[0])


def _loaded(points: Path, detector: Path, device: str) -> Any:  # noqa: ANN401 - face_alignment's own class
    """Load both networks from files: the package would fetch the first of them, wherever it is."""
    try:
        import torch
        from face_alignment import FaceAlignment, LandmarksType
        from face_alignment.api import FAN
    except ImportError as fault:
        raise NotInstalledError(f"face-alignment cannot be imported ({fault}); repair it with: {INSTALL}") from None

    class FromFiles(FaceAlignment):  # type: ignore[misc]
        """Its networks are here."""

        def _load_native(self, _name: str, modules: int, device: str, dtype: Any) -> Any:  # noqa: ANN401
            network = FAN(modules)
            network.load_state_dict(torch.load(points, map_location=device, weights_only=True))
            network.to(device, dtype=dtype)
            network.eval()
            return network

    try:
        return FromFiles(
            LandmarksType.TWO_D,
            device=torch_device(device).type,
            compile=False,
            face_detector_kwargs={"path_to_detector": str(detector)},
        )
    except (RuntimeError, OSError, ValueError) as fault:
        reason = str(fault).strip().partition("\n")[0]
        raise InputError(
            f"The networks {points.name!r} and {detector.name!r} cannot be loaded ({reason}); get them anew: "
            f"avatar model install {NETWORK}"
        ) from fault
