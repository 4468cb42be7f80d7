"""Scenes of the shipped templates, filled from their sample tables, with people who stand as in their photos."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps

from avatar.data import Word
from avatar.finish.scene import Sentence, Spoken
from avatar.portrait.store import PortraitStore
from avatar.reenact.mesh.cutout import cut_out
from avatar.runtime.folders import Home
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from avatar.campaign.templates import Template
    from avatar.data import Portrait
    from avatar.data.scene import Scene

SENTENCE = 3.0
"""s that a sentence is taken to last"""


def rows(template: Template) -> list[dict[str, str]]:
    """Read a template's sample table."""
    with (template.folder / "sample.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def values(template: Template, row: dict[str, str], language: str) -> dict[str, str]:
    """Give what a row says in a language, by the template's variables; its files lie beside the template."""
    found = {name: row.get(f"{name}_{language}") or row.get(name, "") for name in template.variables}
    is_file = {name: each.kind in ("picture", "film", "sound") for name, each in template.variables.items()}
    return {name: str(template.folder / text) if is_file[name] else text for name, text in found.items() if text}


def said(scene: Scene, text: str) -> Spoken:
    """Take a text to be spoken at an even pace."""
    parts = [
        part + "." for part in text.replace("。", ".").replace("؟", ".").replace("！", ".").split(".") if part.strip()
    ]
    words, sentences = list[Word](), list[Sentence]()
    for number, part in enumerate(parts):
        start, pieces = scene.lead_in + number * SENTENCE, part.split() if " " in part.strip() else list(part)
        step = (SENTENCE - 0.2) / len(pieces)
        words += [Word(piece, start + at * step, start + (at + 1) * step) for at, piece in enumerate(pieces)]
        sentences.append(Sentence(part, start, start + SENTENCE - 0.2))
    return Spoken(words[-1].end + scene.lead_out, tuple(words), tuple(sentences))


@cache
def person(name: str, size: tuple[int, int]) -> np.ndarray[Any, Any]:
    """Cut a shipped portrait out, (h, w, 4)."""
    colours, cover = _cut_out(name)
    whole = Image.fromarray(np.dstack([colours, cover]))
    return np.ascontiguousarray(ImageOps.fit(whole, size, Image.Resampling.LANCZOS))


@cache
def _cut_out(name: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    return cut_out(portrait(name))


@cache
def portrait(name: str) -> Portrait:
    """Give a shipped portrait."""
    return PortraitStore(home=Home.usual().data).load_or_enroll(name, PortraitSettings())
