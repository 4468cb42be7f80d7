"""Measure what a scene costs against the bare talking head: processor and wall time per frame of film, as a ratio.

    python tests/measure/scene_speed.py [--size 1920x1080] [--seconds 12] [--tries 2] [TEMPLATE ...]

Without names it takes every template there is. Each film is made in a home of its own, so that nothing is kept; the
least of the tries counts. The goal is 1.6 at 1920x1080.
"""

from __future__ import annotations

import argparse
import sys
import time
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
from PIL import Image, ImageFilter

from avatar.campaign.templates import Template, names, read_template
from avatar.clip.request import ClipRequest
from avatar.pipeline import make
from avatar.runtime.folders import Home

SENTENCE = "Our new bag keeps your water cold, weighs next to nothing, and lasts for many years. "
SIXTEEN_A_SECOND = 16


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--tries", type=int, default=2)
    parser.add_argument("--portrait", default="marco")
    parser.add_argument("templates", nargs="*")
    options = parser.parse_args()
    width, height = (int(side) for side in options.size.split("x"))
    text = SENTENCE * max(1, round(options.seconds * SIXTEEN_A_SECOND / len(SENTENCE)))
    with TemporaryDirectory() as folder:
        ask = ClipRequest.from_options
        usual: dict[str, Any] = {"size": (width, height), "voice": "fast", "language": "en"}
        cost_of(ask(SENTENCE, options.portrait, **usual), Path(folder), 1)  # loads and compiles
        bare = cost_of(ask(text, options.portrait, **usual), Path(folder), options.tries)
        sys.stdout.write(f"{'':24}{'CPU ms/frame':>14}{'wall ms/frame':>14}{'CPU ratio':>11}{'wall ratio':>11}\n")
        tell("bare", bare, bare)
        for name in options.templates or names():
            template = read_template(name)
            scene = template.fill(samples(template, Path(folder)), "en", template.shape_for((width, height)))
            found = cost_of(ask(text, options.portrait, scene=scene, **usual), Path(folder), options.tries)
            tell(template.name, found, bare)


def tell(name: str, found: tuple[float, float], bare: tuple[float, float]) -> None:
    """Print a row."""
    ratios = found[0] / bare[0], found[1] / bare[1]
    sys.stdout.write(f"{name:24}{found[0]:14.1f}{found[1]:14.1f}{ratios[0]:11.2f}{ratios[1]:11.2f}\n")
    sys.stdout.flush()


def cost_of(request: ClipRequest, folder: Path, tries: int) -> tuple[float, float]:
    """Give processor and wall time of a film, ms per frame: the least of some tries."""
    found = list[tuple[float, float]]()
    for _ in range(tries):
        with TemporaryDirectory(dir=folder) as place:
            home = Home.at(Path(place) / "home")
            spent, began = time.process_time(), time.perf_counter()
            clip = make(request, Path(place) / "film.mp4", home=home)
            each = 1000 / clip.frames
            found.append(((time.process_time() - spent) * each, (time.perf_counter() - began) * each))
    return min(cpu for cpu, _ in found), min(wall for _, wall in found)


def samples(template: Template, folder: Path) -> dict[str, Any]:
    """Give values for all that a template asks for and has no default for."""
    values = dict[str, Any]()
    for name, variable in template.variables.items():
        if variable.usual("en") not in (None, "", []):
            continue
        if variable.kind == "text":
            values[name] = "Made to last"[: variable.max or None]
        elif variable.kind == "list":
            is_shown = any(name in str(layer.get("sources")) for layer in template.content["layers"])
            pictures = [str(picture(folder, seed)) for seed in range(3)]
            values[name] = pictures if is_shown else ["Keeps your water cold", "Weighs next to nothing", "Many years"]
        elif variable.kind == "picture":
            values[name] = str(picture(folder, 7))
        elif variable.kind == "film":
            values[name] = str(film(folder))
        elif variable.kind == "number":
            values[name] = 12
        elif variable.kind == "choice":
            values[name] = variable.choices[0]
    return values


def picture(folder: Path, seed: int) -> Path:
    """Draw a picture with large soft shapes and fine grain, as a photo has."""
    place = folder / f"picture{seed}.png"
    if not place.exists():
        rng = np.random.default_rng(seed)
        soft = Image.fromarray(rng.integers(0, 255, (9, 16, 3), np.uint8)).resize(
            (1920, 1080), Image.Resampling.BICUBIC
        )
        grain = rng.normal(0, 4, (1080, 1920, 1))
        levels = np.asarray(soft.filter(ImageFilter.GaussianBlur(12))) + grain
        Image.fromarray(levels.clip(0, 255).astype(np.uint8)).save(place)
    return place


def film(folder: Path) -> Path:
    """Film a slow pan over a picture: 6 s at 1920x1080, as B-roll is."""
    place = folder / "roll.mp4"
    if not place.exists():
        still = np.asarray(Image.open(picture(folder, 3)).resize((2304, 1296)))
        with av.open(str(place), "w") as container:
            stream = container.add_stream("libx264", rate=Fraction(25))
            stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
            for index in range(150):
                x, y = 2 * index, index
                part = np.ascontiguousarray(still[y : y + 1080, x : x + 1920])
                container.mux(stream.encode(av.VideoFrame.from_ndarray(part, "rgb24")))
            container.mux(stream.encode())
    return place


if __name__ == "__main__":
    main()
