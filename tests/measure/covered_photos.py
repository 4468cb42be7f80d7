"""Draw what may lie over a face onto five people, and say what is told of it; of beards and spectacles it is nothing.

    python -m tests.measure.covered_photos [SHEET.png]

One line per kind: P for a photo that is poor for it, u for a usable one, - for nothing said, person by person. The
sheet shows the photos.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image, ImageDraw
from skimage.data import astronaut

from avatar.portrait.face.locate import locate
from avatar.portrait.judging import judge_face
from tests import beards, spectacles
from tests.covered import before
from tests.measure.hard_photos import person

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

PEOPLE = ("xiaochen", "xiaochen_green", "marco", "amara", "astronaut")
ITEMS = {"mouth covered", "eyes covered", "printed over"}
LETTERS = {"good": "-", "usable": "u", "poor": "P"}
SIDE, TILE, ACROSS = 900, 200, 10  # px


def main(sheet: Path | None) -> None:
    """Draw and judge all."""
    told: dict[str, str] = {}
    tiles: list[Image.Image] = []
    for name in PEOPLE:
        picture = np.ascontiguousarray(astronaut() if name == "astronaut" else cv2.resize(person(name), (SIDE, SIDE)))
        landmarks = locate(picture, Path(name), None).landmarks
        for kind, draw in kinds(picture, landmarks).items():
            photo = draw()
            there = locate(photo, Path(name), None).landmarks
            worst = max(
                (item.verdict for item in judge_face(photo, there) if item.name in ITEMS), key=list(LETTERS).index
            )
            told[kind] = told.get(kind, "") + LETTERS[worst]
            tiles.append(tile(photo, landmarks, f"{kind}: {worst}"))
    sys.stdout.write("".join(f"{kind:22}{found}\n" for kind, found in told.items()))
    if sheet:
        page = Image.new("RGB", (ACROSS * TILE, -(-len(tiles) // ACROSS) * TILE))
        for number, each in enumerate(tiles):
            page.paste(each, (number % ACROSS * TILE, number // ACROSS * TILE))
        page.save(sheet)


def kinds(picture: Picture, landmarks: NDArray[np.float32]) -> dict[str, Callable[[], Picture]]:
    """Name what is drawn, the face as it is first."""
    own: dict[str, Callable[[], Picture]] = {"as it is": lambda: picture}
    own |= {f"beard: {kind}": partial(beards.grow, picture, landmarks, kind) for kind in beards.KINDS}
    for kind in ("metal", "gold", "black", "tortoise", "rimless", "half"):
        own[f"glasses: {kind}"] = lambda kind=kind: spectacles.wear(picture, landmarks, kind)[0]  # type: ignore[misc]
    return own | before(picture, landmarks)


def tile(photo: Picture, landmarks: NDArray[np.float32], text: str) -> Image.Image:
    """Cut the face out for the sheet."""
    low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    middle, half = (low + high) / 2, 0.8 * float(np.ptp(landmarks[:, 1]))
    box = [round(float(value)) for value in (*(middle - half), *(middle + half))]
    found = Image.fromarray(photo).crop((box[0], box[1], box[2], box[3])).resize((TILE, TILE), Image.Resampling.LANCZOS)
    ImageDraw.Draw(found).text((3, 3), text, fill=(255, 255, 0))
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
