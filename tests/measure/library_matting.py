"""PyMatting beside `pixels.matte` and `pixels.layers`, on portraits with drawn hair whose cover is known exactly.

The heads are shipped portraits cut out hard; each gets some hundred hairs of its own colour and stands before a wall
that is unevenly lit, and before bricks. What the segmentation network would say is a blurred, coarse copy of the cut.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from library_costs import tell

from avatar.portrait.pixels.layers import split_layers
from avatar.portrait.pixels.matte import refine_matte
from avatar.portrait.pixels.trimap import make_trimap
from avatar.portrait.store import PortraitStore
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from argparse import Namespace

    from numpy.typing import NDArray

HEADS = ("xiaochen", "marco")
BACKDROPS = ("lit", "bricks")
HAIRS = 350
SIDE = 640
"""of the pictures that all methods are compared on, px"""
SIDES = (1000, 3000)
"""1 and 9 megapixels"""
WAYS = ("ours", "cf", "knn", "rw", "sm", "lkm", "ours layers", "ml")
"""ours, and those of PyMatting; the last two are given the true matte and look for the person's colours"""
QUICK = ("ours", "cf", "ours layers", "ml")
LONGEST, LARGEST = 90, 9 << 30
"""s of a processor that one way may take for all its pictures of one size, and bytes"""


class Scene(NamedTuple):
    """A picture that was put together, and of what."""

    pixels: NDArray[np.uint8]
    rough: NDArray[np.float32]
    cover: NDArray[np.float32]
    """0-1, the truth"""
    person: NDArray[np.float32]
    """(H, W, 3), the person's colours, wherever covered at all"""
    landmarks: NDArray[np.float32]


def measure(_: Namespace) -> None:
    """Tell how far each way's matte is from the truth, then what the quick ones take for larger pictures."""
    scenes = [(head, backdrop) for head in HEADS for backdrop in BACKDROPS]
    for way in WAYS:
        tell(f"{SIDE} px, {way}: {_elsewhere(way, SIDE, scenes)}")
    for side in SIDES:
        for way in QUICK:
            tell(f"{side**2 / 1e6:.0f} MP, {way}: {_elsewhere(way, side, scenes[:1])}")


def _elsewhere(way: str, side: int, scenes: list[tuple[str, str]]) -> str:
    """Run one way in a process of its own, with a limit of time and of memory; say what it did."""
    line = [sys.executable, __file__, way, str(side), json.dumps(scenes)]
    path = os.pathsep.join(sys.path)
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": path})
    if done.returncode < 0:
        return f"not within {LONGEST} s of a processor"
    if done.returncode:
        return f"not within {LARGEST >> 30} GB" if "Memory" in done.stderr else done.stderr.strip().splitlines()[-1]
    found = json.loads(done.stdout.splitlines()[-1])
    errors = [each["error"] for each in found]
    return (
        f"mean error {sum(errors) / len(errors):.3f} ({' '.join(f'{error:.3f}' for error in errors)}), "
        f"{max(each['seconds'] for each in found):.1f} s of a processor, {found[0]['memory']:.0f} MB more"
    )


def _judge(way: str, scene: Scene) -> dict[str, float]:
    """Let one way work, and compare: share of cover, or of the range of colours, by which it is off where unsure."""
    trimap = make_trimap(scene.rough, scene.landmarks)
    given = np.where(trimap.person, 1.0, np.where(trimap.background, 0.0, 0.5))
    picture, band = scene.pixels / 255.0, trimap.unknown
    before, begin = _memory(), time.process_time()
    if way in ("ours layers", "ml"):
        if way == "ml":
            colours = pymatting.estimate_foreground_ml(picture, scene.cover.astype(np.float64))
        else:
            matte = np.rint(scene.cover * 255).astype(np.uint8)
            colours = split_layers(scene.pixels, matte, scene.landmarks)[1] / 255
        weight = (scene.cover * band * (scene.cover < 1))[..., None]
        off = float((np.abs(colours - scene.person / 255) * weight).sum() / (3 * weight.sum()))
    else:
        if way == "ours":
            matte = refine_matte(scene.pixels, scene.rough, scene.landmarks) / 255
        else:
            matte = getattr(pymatting, f"estimate_alpha_{way}")(picture, given)
        off = float(np.abs(matte - scene.cover)[band].mean())
    return {"error": off, "seconds": time.process_time() - begin, "memory": _memory() - before}


def draw(head: str, backdrop: str, side: int) -> Scene:
    """Put a portrait with more hair before a backdrop; always the same."""
    portrait = PortraitStore().load_or_enroll(head, PortraitSettings())
    scale = side / portrait.image.shape[1]
    size = side, round(portrait.image.shape[0] * scale)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    colours = cv2.resize(portrait.foreground, size, interpolation=how).astype(np.float32)
    hard = (cv2.resize(portrait.matte, size, interpolation=cv2.INTER_LINEAR) > 200).astype(np.float32)
    landmarks = portrait.landmarks * np.float32(scale)
    edge = cv2.GaussianBlur(hard, (0, 0), 0.8)
    rng = np.random.default_rng(0)
    hair, tint = _hair(hard, landmarks, colours, rng)
    cover = np.maximum(edge, hair)
    is_hair = (hair > edge)[..., None]
    person = np.where(is_hair, tint, colours)
    behind = _backdrop(backdrop, size, rng)
    mixed = cover[..., None] * person + (1 - cover[..., None]) * behind
    pixels = np.clip(np.rint(mixed + rng.normal(0, 1.5, mixed.shape)), 0, 255).astype(np.uint8)
    coarse = cv2.resize(hard, (256, 256), interpolation=cv2.INTER_AREA)
    rough = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 1.5), size, interpolation=cv2.INTER_CUBIC)
    return Scene(pixels, np.clip(rough, 0, 1).astype(np.float32), cover, person, landmarks)


def _hair(hard, landmarks, colours, rng):
    """Draw single hairs from the head's outline above the eyes outwards: their cover, and the colour they have."""
    face = float(np.ptp(landmarks[:, 1]))
    (outline, *_) = sorted(
        cv2.findContours(hard.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=len, reverse=True
    )
    points = outline[:, 0][outline[:, 0, 1] < landmarks[[33, 263], 1].mean()].astype(np.float32)
    middle = landmarks[:, :2].mean(0)
    fine = 4
    large = np.zeros((hard.shape[0] * fine, hard.shape[1] * fine), np.uint8)
    tint = np.full((*hard.shape, 3), 40, np.float32)
    for _ in range(HAIRS):
        root = points[rng.integers(len(points))]
        away = (root - middle) / np.linalg.norm(root - middle)
        across = np.array([-away[1], away[0]]) * rng.normal(0, 0.5)
        along = np.linspace(0, rng.uniform(0.03, 0.13) * face, 12)[:, None]
        curve = root - 0.02 * face * away + along * away + along**2 / (0.1 * face) * across
        wide = max(1, round(fine * rng.uniform(0.5, 1.2) * face / 450))
        cv2.polylines(large, [np.rint(curve * fine).astype(np.int32)], False, 255, wide)
        x, y = np.clip(np.rint(root - 0.04 * face * away), 0, np.array(hard.shape[::-1]) - 1).astype(int)
        cv2.polylines(tint, [np.rint(curve).astype(np.int32)], False, colours[y, x].tolist(), max(3, round(face / 80)))
    cover = cv2.resize(large, hard.shape[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return cover, tint


def _backdrop(name: str, size: tuple[int, int], rng) -> NDArray[np.float32]:
    width, height = size
    if name == "plain":
        return np.full((height, width, 3), (188, 196, 203), np.float32)
    if name == "lit":
        across = np.linspace(0.55, 1.0, width)[None, :, None] * np.linspace(1.0, 0.8, height)[:, None, None]
        return (across * np.array([214, 205, 190])).astype(np.float32)
    from skimage import data

    texture = {"bricks": data.brick, "gravel": data.gravel}[name]().astype(np.float32)
    grown = cv2.resize(texture, size, interpolation=cv2.INTER_CUBIC)
    return grown[..., None] * np.array([1.0, 0.9, 0.8], np.float32)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    way, side, named = sys.argv[1:]
    scenes = [draw(head, backdrop, int(side)) for head, backdrop in json.loads(named)]
    if not way.startswith("ours"):
        import pymatting
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + LONGEST,) * 2)
    sys.stdout.write(json.dumps([_judge(way, scene) for scene in scenes]) + "\n")
