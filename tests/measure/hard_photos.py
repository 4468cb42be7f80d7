"""Draw ten hard photos, enrol them, and lay their faces in eight poses beside each other.

    python -m tests.measure.hard_photos FOLDER SHEET.png

The photos are made once, of the shipped portraits and the astronaut, and kept in FOLDER: turned, small, spectacled,
bearded, painted, dark, grey, in company, cut at the edge, compressed. A sheet of another version of the code comes
from the same folder. Prints the seconds of each enrolment, or why a photo was refused.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image
from skimage.data import astronaut

from avatar.bench.sheet import _lay_out, tiles
from avatar.errors import PortraitError
from avatar.portrait import PhotoEnroller
from avatar.runtime.folders import shipped
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

PEOPLE = ("xiaochen", "marco", "amara")


def main(folder: Path, sheet: Path) -> None:
    """Make what is missing, enrol all, draw the sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, list[Image.Image]]] = []
    for name, make in PHOTOS.items():
        path = folder / f"{name}.png"
        if not path.exists():
            Image.fromarray(make()).save(path)
        begun = time.perf_counter()
        try:
            portrait = PhotoEnroller(PortraitSettings()).enroll(path, name, 2 if "company" in name else None)
        except PortraitError as refusal:
            rows.append((f"{name}: {refusal}", []))
        else:
            rows.append((name, tiles(portrait)))
        sys.stdout.write(f"{name}: {time.perf_counter() - begun:.1f} s\n")
    _lay_out(rows).save(sheet)


def person(name: str) -> Picture:
    """Read a shipped portrait."""
    return np.asarray(Image.open(shipped("portraits") / name / "portrait.jpg").convert("RGB"))


def turned(degrees: float) -> Picture:
    """Turn marco in his own frame."""
    picture = person("marco")
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


def small(side: int) -> Picture:
    """Shrink amara as a camera would, with noise."""
    picture = cv2.resize(person("amara"), (side, side), interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(0).normal(0, 3, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def dressed(how: str) -> Picture:
    """Draw spectacles or a beard onto somebody."""
    from avatar.portrait.face.locate import locate
    from tests.beards import grow
    from tests.spectacles import wear

    picture = person("xiaochen" if how == "black" else "marco")
    landmarks = locate(picture, Path(how), None).landmarks
    return wear(picture, landmarks, how)[0] if how == "black" else grow(picture, landmarks, how)


def painted() -> Picture:
    """Let brush strokes take the place of skin."""
    picture = cv2.resize(person("xiaochen"), (900, 900), interpolation=cv2.INTER_AREA)
    strokes = cv2.pyrMeanShiftFiltering(picture, 10, 26)
    canvas = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 18, picture.shape[:2]), (0, 0), 1.2)
    return np.clip(strokes + canvas[..., None], 0, 255).astype(np.uint8)


def company() -> Picture:
    """Put two people beside each other."""
    return np.hstack([person("marco")[:, 250:1300], person("amara")[:, 250:1300]])


def compressed() -> Picture:
    """Send the astronaut through a messenger."""
    _, data = cv2.imencode(".jpg", astronaut()[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 25])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


PHOTOS: dict[str, Callable[[], Picture]] = {
    "turned 25 degrees": lambda: turned(25),
    "small, 256 px, noisy": lambda: small(256),
    "black spectacles": lambda: dressed("black"),
    "full beard": lambda: dressed("full"),
    "painted": painted,
    "dark": lambda: (person("amara") * 0.3).astype(np.uint8),
    "grey": lambda: cv2.cvtColor(cv2.cvtColor(person("xiaochen"), cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB),
    "in company": company,
    "cut at the hair": lambda: person("marco")[330:1400, 350:1200],
    "512 px, compressed": compressed,
}

if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
