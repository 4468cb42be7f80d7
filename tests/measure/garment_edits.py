"""Dress every shipped portrait in ten garments that are drawn: how well colours are held, and what it looks like.

`python -m tests.measure.garment_edits --sheet clothes.jpg` prints a table, counts pixels that changed outside the mask,
and writes a contact sheet: rows are garments, columns people.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from avatar.edit.garment.dress import dress
from avatar.edit.garment.flatlay import read_flatlay
from avatar.edit.garment.worn import find_worn
from avatar.errors import PortraitError
from avatar.portrait.read import read_photo
from avatar.portrait.store import PortraitStore
from tests.garments import GARMENTS, drawn

NAMES = ("xiaochen", "marco", "amara", "xiaochen_green")
SIDE = 480


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sheet", default="clothes.jpg")
    asked.add_argument("--products", type=Path, help="a folder that keeps the drawn pictures, or has others")
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        place = given.products or Path(folder)
        place.mkdir(exist_ok=True)
        pictures = sorted(place.glob("*.png")) or [written(name, place) for name in GARMENTS]
        store = PortraitStore(Path(folder) / "portraits", b"0" * 32)
        people = [store.load_or_enroll(name) for name in NAMES]
        worn = [find_worn(person) for person in people]
        print(f"{'garment':16}{'person':16}{'off':>6}{'plain':>7}{'painted':>9}{'outside':>9}{'seconds':>9}")  # noqa: T201
        rows = [worn_by(picture, people, worn) for picture in pictures]
        Image.fromarray(np.vstack(rows)).save(given.sheet, quality=92)


def written(name, place):
    path = place / f"{name.replace(' ', '-')}.png"
    Image.fromarray(drawn(name)).save(path)
    return path


def worn_by(picture, people, worn):
    """Print a line for each person, and give the row of pictures."""
    row = []
    for person, clothes in zip(people, worn, strict=True):
        began = time.perf_counter()
        try:
            made = dress(person, clothes, read_flatlay(read_photo(picture), picture.name))
        except PortraitError as fault:
            print(f"{picture.stem:16}{person.name:16}{fault}")  # noqa: T201
            row.append(cut(person, person.image // 2))
            continue
        seconds = time.perf_counter() - began
        outside = int((made.picture != person.image).any(axis=2)[made.mask == 0].sum())
        off, plain = made.colour.off, made.colour.plain
        print(  # noqa: T201
            f"{picture.stem:16}{person.name:16}{off:6.2f}{plain:7.2f}{made.painted:9.2f}{outside:9}{seconds:9.1f}"
        )
        row.append(cut(person, made.picture))
    return np.hstack(row)


def cut(portrait, picture):
    """Give the picture from the eyes down."""
    top = int(portrait.landmarks[33, 1] - portrait.iod)
    part = Image.fromarray(picture[top:])
    return np.asarray(
        part.resize((SIDE, round(SIDE * part.height / part.width)), Image.Resampling.LANCZOS).resize(
            (SIDE, round(0.72 * SIDE))
        )
    )


if __name__ == "__main__":
    main()
