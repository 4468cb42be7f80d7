"""Who finds the faces of a photo: our own networks, or those of a package that somebody has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from avatar import backends
from avatar.data import DetectCapabilities
from avatar.portrait.face.detect import FaceBox, FaceFinder
from avatar.runtime.folders import Home, user_cache, user_data
from avatar.settings import DETECTORS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data.network import NetworkFacts

BOX_TO_FACE = 1.1
"""height of a face per side of its box"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A person's face."""

    box: FaceBox
    """where it is"""
    points: NDArray[np.float64] | None = None
    """(68, 2), what was marked in it, px; None: nothing"""


class Finding(Protocol):
    """Finds people in pictures."""

    networks: tuple[NetworkFacts, ...]
    """that it works with, but for those that come with the package"""

    def people(self, pixels: NDArray[np.uint8]) -> list[Seen]:
        """Give the faces of the people in an (H, W, 3) RGB picture, from left to right."""
        ...


class Detector(Protocol):
    """Opens what finds people; it is made without arguments and at once."""

    @property
    def capabilities(self) -> DetectCapabilities:
        """What it can do."""
        ...

    def facts(self, home: Home) -> tuple[NetworkFacts, ...]:
        """Say which networks it works with there, without loading them. Raise as `open` does."""
        ...

    def open(self, home: Home, device: str) -> Finding:
        """Load it, of a home, for one of `settings.DEVICES`.

        Raise `NotInstalledError` with the line that installs what is missing.
        """
        ...


class MeshFinding:
    """Our own detectors, which tell people from animals."""

    networks: tuple[NetworkFacts, ...] = ()

    def __init__(self) -> None:
        self._finder = FaceFinder()

    def people(self, pixels: NDArray[np.uint8]) -> list[Seen]:
        """Give the faces of the people."""
        return [
            Seen(box)
            for box in self._finder.find(pixels)
            if self._finder.is_person(pixels, box.centre, BOX_TO_FACE * box.side)
        ]


class MeshDetector:
    """Opens our own."""

    capabilities = DetectCapabilities(points=478)

    def facts(self, _home: Home) -> tuple[NetworkFacts, ...]:
        """Name no network: what it works with comes with the package."""
        return ()

    def open(self, _home: Home, _device: str) -> MeshFinding:
        """Load it, on the processor: it is small."""
        return MeshFinding()


def finding(name: str, home: Path | None, device: str = "auto") -> Finding:
    """Load who finds people, by the name of the backend, of a home's data (None: the usual one's), for a device.

    Raise `NotInstalledError` with the line that installs what is missing, also for a name that nobody brings.
    """
    return MeshFinding() if name == DETECTORS[0] else _detector(name).open(home_of(home), device)


def facts(name: str, home: Path | None) -> tuple[NetworkFacts, ...]:
    """Say which networks somebody added it works with, by name, without loading them. Raise as `finding` does."""
    return () if name == DETECTORS[0] else _detector(name).facts(home_of(home))


def home_of(data: Path | None) -> Home:
    """Give the home whose data lie in a folder; None: the usual one."""
    return Home(data or user_data(), user_cache() if data is None else data / "cache")


def _detector(name: str) -> Detector:
    opener: Detector = backends.load("detect", name)()
    return opener


def around(corners: Sequence[float], score: float, points: NDArray[np.float64]) -> Seen:
    """Give a face of which a tight box, left, top, right and bottom, px, and (68, 2) points are known."""
    left, top, right, bottom = (float(value) for value in corners)
    side = (bottom - top) / BOX_TO_FACE
    eyes = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    (x0, y0), (x1, y1) = ((float(x), float(y)) for x, y in eyes)
    middle = (left + right) / 2, (top + bottom) / 2
    box = FaceBox(middle[0] - side / 2, middle[1] - side / 2, side, score, ((x0, y0), (x1, y1)))
    return Seen(box, points)
