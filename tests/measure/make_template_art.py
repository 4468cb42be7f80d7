"""Make the pictures and the music that the scene templates ship: python tests/measure/make_template_art.py.

Everything is drawn by the modules of `template_art`; nothing is taken from elsewhere.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from template_art import scenery, things
from template_art.music import loop

if TYPE_CHECKING:
    from template_art.paint import Canvas

TEMPLATES = Path(__file__).parents[2] / "templates"
BACKDROPS = {
    "spokesperson/studio": scenery.studio,
    "broll/ridge": scenery.ridge,
    "broll/city": scenery.city,
    "broll/shore": scenery.shore,
    "product/linen": scenery.linen,
    "news/globe": scenery.globe,
    "news/city": scenery.city,
    "quote/evening": scenery.evening,
    "explainer/ribbons": scenery.ribbons,
    "invitation/fans": scenery.fans,
    "answer/paper": scenery.paper,
}
"""place of each picture behind a speaker"""
THINGS = {
    "slides/bars": things.bars,
    "slides/shares": things.shares,
    "slides/course": things.course,
    "product/bottle": things.bottle,
    "product/tin": things.tin,
    "product/card": things.card,
}
"""place of each thing that is shown"""
LOGOS = {
    "spokesperson": "#ffffff",
    "slides": "#3730a3",
    "broll": "#ffffff",
    "product": "#8a3414",
    "news": "#ffffff",
    "bullets": "#14532d",
    "quote": "#ffd9a3",
    "explainer": "#ffffff",
    "invitation": "#e7c873",
    "answer": "#0f5f66",
}
"""colour of the mark in each template"""
MUSIC = {"explainer": 0, "invitation": 5, "product": 7}
"""template to the key of its music, semitones above C"""


def main() -> None:
    """Write all files and say how large they are."""
    for place, draw in BACKDROPS.items():
        _write(place, draw(), quality=72, grain=0.006)
    for place, draw in THINGS.items():
        _write(place, draw(), quality=84)
    for name, tone in LOGOS.items():
        _write(f"{name}/logo", things.logo(tone), quality=90)
    _write("quote/mark", things.quotation("#ff9d6b"), quality=90)
    _write("quote/mark_right", things.quotation("#ff9d6b", is_mirrored=True), quality=90)
    for name, key in MUSIC.items():
        _keep(TEMPLATES / name / "calm.ogg", loop(key))
    total = sum(file.stat().st_size for file in TEMPLATES.rglob("*") if file.suffix in (".webp", ".ogg"))
    sys.stdout.write(f"{total / 1e6:.2f} MB in all\n")


def _write(place: str, canvas: Canvas, quality: int, grain: float = 0.0) -> None:
    picture, written = canvas.picture(grain), io.BytesIO()
    is_full = bool((canvas.pixels[..., 3] > 0.999).all())
    (picture.convert("RGB") if is_full else picture).save(written, "WEBP", quality=quality, method=6)
    _keep(TEMPLATES / f"{place}.webp", written.getvalue())


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    sys.stdout.write(f"{path.relative_to(TEMPLATES)}  {len(content) / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
