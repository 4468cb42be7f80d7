"""Look at every scene template in every shape and language: python -m tests.measure.template_sheets [NAME].

One picture per template is written to docs/img/templates, with a row per language: wide, square, tall. Each shows
what is seen at the end of the speech, with the real composer and label; the person stands as in the photo, so that
nothing has to be spoken. `--row 2` takes another row of the sample table, `--times` shows one template along its film
instead, and `--to FOLDER` writes elsewhere. It takes fonts: apt-get install fonts-noto-cjk fonts-noto-core
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from avatar.campaign.templates import names, read_template
from avatar.data import Frame
from avatar.finish.label import LabelFilter
from avatar.finish.scene import scheduled
from avatar.finish.scene.stage import Stage
from tests.template_scenes import person, rows, said, values

if TYPE_CHECKING:
    from avatar.campaign.templates import Template

LANGUAGES = ("zh", "en", "ar")
TALL = 400
"""px that each picture is high"""
GAP = 12
"""px between pictures"""
MOST = 120_000
"""bytes of a sheet"""
HERE = Path(__file__).parents[2]


def main() -> None:
    """Draw what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--row", type=int, default=1)
    asked.add_argument("--times", action="store_true")
    asked.add_argument("--to", type=Path, default=HERE / "docs" / "img" / "templates")
    given = asked.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    for name in given.names or names():
        template = read_template(name)
        row = rows(template)[given.row - 1]
        pictures = along(template, row) if given.times else everywhere(template, row)
        sys.stdout.write(f"{name} {_keep(_laid(pictures), given.to / (name + '.webp'))}\n")


def everywhere(template: Template, row: dict[str, str]) -> list[list[Image.Image]]:
    """Draw a row of the table in every language and shape."""
    return [[still(template, row, language, shape) for shape in template.shapes] for language in LANGUAGES]


def along(template: Template, row: dict[str, str]) -> list[list[Image.Image]]:
    """Draw the moments of one film, in each shape."""
    last = said(template.fill(values(template, row, "en")), row["text_en"]).seconds
    times = [0.3, 0.7, 1.2, *np.linspace(2.0, last - 0.2, 7)]
    return [[still(template, row, "en", shape, float(time)) for time in times] for shape in template.shapes]


def still(template: Template, row: dict[str, str], language: str, shape: str, time: float | None = None) -> Image.Image:
    """Draw one moment of a film; None: a little before the last word."""
    scene = template.fill(values(template, row, language), language, shape)
    spoken = said(scene, row[f"text_{language}"])
    size = (2 * round(scene.size[0] * TALL / scene.size[1] / 2), TALL)
    stage = Stage(scene, size, Fraction(25))
    if stage.casting is None:
        raise SystemExit(f"{template.name} shows nobody.")
    frame = Frame(person(row["portrait"], stage.casting.size), 0, spoken.end - 0.3 if time is None else time)
    image = next(stage.filter(scheduled(scene, spoken)).apply([frame])).image.copy()
    label = LabelFilter(language, size, scene.label)
    return Image.fromarray(next(label.apply([replace(frame, image=image)])).image)


def _laid(pictures: list[list[Image.Image]]) -> Image.Image:
    """Lay rows of pictures on a sheet."""
    wide = max(sum(each.width + GAP for each in row) for row in pictures) + GAP
    tall = sum(max(each.height for each in row) + GAP for row in pictures) + GAP
    sheet, top = Image.new("RGB", (wide, tall), (236, 238, 242)), GAP
    for row in pictures:
        left = GAP
        for each in row:
            sheet.paste(each, (left, top))
            left += each.width + GAP
        top += max(each.height for each in row) + GAP
    return sheet


def _keep(sheet: Image.Image, path: Path) -> str:
    """Write a sheet as well as its size allows."""
    for quality in (86, 80, 74, 66, 58, 50):
        sheet.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MOST:
            break
    return f"{path.stat().st_size / 1000:.0f} kB at {quality}"


if __name__ == "__main__":
    main()
