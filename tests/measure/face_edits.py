"""Give every shipped portrait the face of every other: who is known in what comes out, and what it looks like.

`python tests/measure/face_edits.py --sheet faces` prints a table of likenesses for each share of the source's shape, by
what `avatar.identity` finds best here, and writes a contact sheet of heads for each: rows are faces, columns bodies.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from avatar.edit.settings import FaceSettings
from avatar.edit.suiting import require_suiting
from avatar.edit.swap import swap
from avatar.errors import PortraitError
from avatar.identity import choose
from avatar.identity.embedders import cosine
from avatar.identity.seeing import FaceSeer
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home

NAMES = ("xiaochen", "marco", "amara")
SIDE = 520


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--keep", type=float, nargs="+", default=[0.6, 0.8, 1.0])
    asked.add_argument("--sheet", default="faces", help="where the sheets go: SHEET-KEEP.jpg")
    asked.add_argument("--store", type=Path, help="a folder that keeps what was taken apart")
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        people = enrolled(given.store or Path(folder), Path(folder))
        embedder, seer = choose(Home.usual()), FaceSeer()
        numbers = {name: embedder.embed(one.image, one.landmarks) for name, one in people.items()}
        print(f"keep source      target      source  target  before  seconds   ({embedder.name})")  # noqa: T201
        for keep in given.keep:
            rows = [measured(name, people, keep, numbers, embedder, seer) for name in people]
            Image.fromarray(np.vstack(rows)).save(f"{given.sheet}-{keep:g}.jpg", quality=92)


def enrolled(place, folder):
    """Take apart the shipped people, and the photo of one who exists, which is only looked at here."""
    from skimage.data import astronaut

    photo = folder / "astronaut.png"
    Image.fromarray(astronaut()).save(photo)
    store = PortraitStore(place, b"0" * 32)
    return {str(name): store.load_or_enroll(str(name)) for name in NAMES} | {"astronaut": store.load_or_enroll(photo)}


def measured(source, people, keep, numbers, embedder, seer):
    """Print a line for each body, and give the row of heads."""
    row = [head(people[source], people[source].image)]
    for target, body in people.items():
        if source == target:
            row.append(head(body, body.image))
            continue
        try:
            require_suiting(people[source], body)
        except PortraitError as fault:
            print(f"{keep:<4g} {source:11} {target:11} {fault}")  # noqa: T201
            row.append(np.full_like(row[0], 128))
            continue
        began = time.perf_counter()
        picture = swap(people[source], body, FaceSettings(keep)).picture
        seconds = time.perf_counter() - began
        found = embedder.embed(picture, seer.see(picture)[0])
        likeness = [cosine(found, numbers[each]) for each in (source, target)]
        before = cosine(numbers[source], numbers[target])
        print(f"{keep:<4g} {source:11} {target:11} {likeness[0]:6.2f} {likeness[1]:7.2f} {before:7.2f} {seconds:8.1f}")  # noqa: T201
        row.append(head(body, picture))
    return np.hstack(row)


def head(portrait, picture):
    """Cut a head out of a picture on a portrait's grid."""
    middle, reach = portrait.landmarks[:, :2].mean(0), 1.9 * portrait.iod
    left, top = np.maximum(np.subtract(middle, (reach, 1.15 * reach)), 0).astype(int)
    right, bottom = np.add(middle, (reach, 0.95 * reach)).astype(int)
    cut = Image.fromarray(picture[top:bottom, left:right])
    return np.asarray(cut.resize((SIDE, round(1.05 * SIDE)), Image.Resampling.LANCZOS))


if __name__ == "__main__":
    main()
