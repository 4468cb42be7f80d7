"""Compare what the browser's renderer draws with what the server's does, over all poses, in a real Chromium.

    python tests/measure/browser_parity.py [--size 512 512] [--pictures FOLDER] [PORTRAIT ...]

PORTRAIT is a shipped one's name, a photo's path, or "astronaut" (scikit-image's). Prints per pose: the mean difference
in levels, its 99.9th percentile, how many pixels differ by more than 12 levels, the largest group of these that touch
each other, and the most outside of edges. FOLDER gets the worst poses side by side: server, browser, 8 x difference.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from avatar.portrait import PhotoEnroller
from avatar.runtime.folders import shipped
from avatar.settings import PortraitSettings
from tests.browser_faces import browser_frames, browser_page, rig_of, server_frames
from tests.poses import poses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

NAMES = ("xiaochen", "marco", "amara", "xiaochen_green", "astronaut")
FAR = 12
"""levels"""
EDGE = 32
"""levels among a pixel and its neighbours in the server's picture, from which it lies at an edge"""


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two pictures are apart."""

    mean: float
    """levels, of all channels"""
    most: float
    """levels, 99.9th percentile of the pixels' worst channels"""
    far: int
    """pixels of which a channel differs by more than `FAR`"""
    group: int
    """px, the largest group of these that touch each other"""
    smooth: int
    """levels, the worst channel of all pixels outside of edges"""


def compare(server: NDArray[np.uint8], browser: NDArray[np.uint8]) -> Apart:
    """Measure two pictures (h, w, 3)."""
    apart = np.abs(server.astype(np.int16) - browser)
    worst = apart.max(axis=2)
    ring = np.ones((3, 3), np.uint8)
    edges = (cv2.dilate(server, ring).astype(np.int16) - cv2.erode(server, ring)).max(axis=2) > EDGE
    count, _, stats, _ = cv2.connectedComponentsWithStats((worst > FAR).astype(np.uint8), connectivity=8)
    group = int(stats[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0
    far, smooth = int((worst > FAR).sum()), int(worst[~edges].max())
    return Apart(float(apart.mean()), float(np.percentile(worst, 99.9)), far, group, smooth)


def main() -> None:
    """Compare every pose of every portrait."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, nargs=2, default=(512, 512))
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("portraits", nargs="*", default=NAMES)
    options = parser.parse_args()
    for name in options.portraits:
        print_table(name, enrolled(name), tuple(options.size), options.pictures)


def enrolled(name: str) -> Portrait:
    """Take a portrait apart."""
    enroller = PhotoEnroller(PortraitSettings())
    if name == "astronaut":
        from skimage.data import astronaut

        with TemporaryDirectory() as folder:
            path = Path(folder) / "astronaut.png"
            Image.fromarray(astronaut()).save(path)
            return enroller.enroll(path, name)
    photo = shipped("portraits") / name / "portrait.jpg"
    return enroller.enroll(photo if photo.exists() else Path(name), name)


def print_table(name: str, portrait: Portrait, size: tuple[int, int], folder: Path | None) -> None:
    """Print a line per pose, and keep pictures of the worst six."""
    names, rows = poses()
    rig = rig_of(portrait, size)
    with browser_page(rig) as page:
        page.evaluate("window.load()")
        pairs = list(zip(server_frames(portrait, rows, size), browser_frames(page, rows), strict=True))
    found = [compare(*pair) for pair in pairs]
    lines = [
        f"\n{name} at {size[0]}x{size[1]}, rig {len(rig) / 1e6:.2f} MB",
        f"{'pose':24} {'mean':>6} {'p99.9':>6} {'> 12':>6} {'group':>6} {'smooth':>6}",
        *(_line(pose, astuple(each)) for pose, each in zip(names, found, strict=True)),
        _line("worst", tuple(max(column) for column in zip(*map(astuple, found), strict=True))),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for index in sorted(range(len(found)), key=lambda k: -found[k].far)[:6]:
            server, browser = pairs[index]
            apart = np.minimum(cv2.absdiff(server, browser).astype(np.int16) * 8, 255).astype(np.uint8)
            picture = Image.fromarray(np.hstack([server, browser, apart]))
            picture.save(folder / f"{Path(name).stem}-{names[index].replace(' ', '-')}.png")


def _line(pose: str, numbers: tuple[float, ...]) -> str:
    mean, most, far, group, smooth = numbers
    return f"{pose:24} {mean:6.2f} {most:6.0f} {far:6d} {group:6d} {smooth:6d}"


if __name__ == "__main__":
    main()
