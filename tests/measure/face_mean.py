"""Measure what all faces have in common: `avatar/identity/mean.npy`, which is taken from every embedding.

    python tests/measure/face_mean.py PICTURE...

Every face of the pictures is embedded, and so is its mirror image. Faces nearer than 0.5 to each other are taken for
one person's, so that whoever is seen often counts once. `docs/identity.md` says which pictures the present mean is of.
A name like sheet.jpg:0,283,106,113 is cut into tiles first: left, top, width and height of one of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from avatar.identity import embedders
from avatar.identity.chip import cut
from avatar.identity.network import SIDE
from avatar.portrait.face.detect import FaceFinder
from avatar.portrait.face.landmark import FaceMesher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_SAME = 0.5
"""distance of raw embeddings; 0.6 is what dlib's author calls the same person"""
_LARGER = 4
"""how much a tile is enlarged, so that detectors see the face"""


def main(names: list[str]) -> None:
    finder, mesher, run = FaceFinder(), FaceMesher(), embedders.network()
    people: list[list[NDArray[np.float32]]] = []
    faces = 0
    for picture in (each for name in names for each in _pictures(name)):
        for box in finder.find(picture):
            landmarks = mesher.measure(picture, box)
            if landmarks is None:
                continue
            chip = cut(picture, landmarks, SIDE)
            found = (run(chip) + run(np.ascontiguousarray(chip[:, ::-1]))) / 2
            faces += 1
            near = min(people, key=lambda person: _apart(person, found), default=None)
            if near is None or _apart(near, found) >= _SAME:
                people.append([found])
            else:
                near.append(found)
    mean = np.mean([np.mean(person, axis=0) for person in people], axis=0).astype(np.float32)
    np.save(Path(embedders.__file__).with_name("mean.npy"), mean)
    spread = np.std([np.mean(person, axis=0) for person in people], axis=0)
    error = float(np.linalg.norm(spread) / np.sqrt(len(people)))
    sys.stdout.write(
        f"{faces} faces of about {len(people)} people; length {np.linalg.norm(mean):.3f}, standard error {error:.3f}\n"
    )


def _pictures(name: str) -> Iterator[NDArray[np.uint8]]:
    path, _, tiles = name.partition(":")
    whole = Image.open(path).convert("RGB")
    if not tiles:
        yield np.asarray(whole)
        return
    left, top, width, height = (int(number) for number in tiles.split(","))
    for y in range(top, whole.height - height + 1, height):
        for x in range(left, whole.width - width + 1, width):
            tile = whole.crop((x, y, x + width, y + height))
            yield np.asarray(tile.resize((_LARGER * width, _LARGER * height), Image.Resampling.BICUBIC))


def _apart(person: list[NDArray[np.float32]], found: NDArray[np.float32]) -> float:
    return min(float(np.linalg.norm(found - other)) for other in person)


if __name__ == "__main__":
    main(sys.argv[1:])
