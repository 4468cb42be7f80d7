"""How well people are cut out whose outline is known: a render in two pictures, composites, and drawn hair.

    python tests/measure/matting_trials.py [pair] [composites] [hair] [time] [-v]

pair: xiaochen and xiaochen_green show one render before two backdrops, from which its cover follows exactly (Smith and
Blinn 1996). composites: the shipped people before walls, gradients, lights out of focus, clutter, bricks and a bright
window whose light creeps round them. hair: thousands of strands, dark, grey, fair, red, curly, with highlights, drawn
from the heads outwards. Errors are those of the matte as a portrait keeps it: SAD / 1000 above the mouth and below it,
MSE * 1000 near the outline, cover that is missing and cover that is too much, / 1000.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from background_trials import tell

from avatar.portrait.pixels.fill import push_pull
from avatar.portrait.pixels.layers import split_layers
from avatar.portrait.pixels.matte import refine_matte
from avatar.portrait.pixels.segment import segment_person
from avatar.portrait.store import PortraitStore
from avatar.reenact.mesh.cutout import cut_out
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from avatar.data import Portrait

    Picture = NDArray[np.float32]

HEADS = ("xiaochen", "marco", "amara")
SIDE = 1000
"""px of composites"""
WALLS = {"grey": (150, 152, 156), "white": (236, 236, 232), "dusk": (58, 66, 84), "beige": (196, 172, 140)}
BEHIND = (*WALLS, "gradient", "bokeh", "clutter", "bricks", "window")
STYLES = {
    "dark": ((26, 21, 20), 0.0, 0.22),
    "silver": ((128, 126, 124), 0.0, 0.2),
    "fair": ((176, 140, 88), 0.25, 0.25),
    "red": ((112, 52, 24), 0.5, 0.25),
    "curls": ((30, 22, 18), 2.2, 0.2),
}
"""colour, waves and length in face heights"""
STRANDS = 3500


class Scene(NamedTuple):
    """A picture whose matte is known."""

    name: str
    pixels: NDArray[np.uint8]
    rough: Picture
    cover: Picture
    """0-1, the truth"""
    landmarks: Picture


def main() -> None:
    """Measure what is named, or all of it."""
    wanted = [word for word in sys.argv[1:] if word in ("pair", "composites", "hair", "time")]
    for name, scenes in (("pair", pair), ("composites", composites), ("hair", hair)):
        if not wanted or name in wanted:
            judge(name, scenes())
    if not wanted or "time" in wanted:
        clock()


def judge(name: str, scenes: Iterator[Scene]) -> None:
    """Tell the errors of each scene, and their means by what is behind."""
    found: dict[str, list[dict[str, float]]] = {}
    for scene in scenes:
        errors = {way: compare(scene, matte) for way, matte in mattes(scene).items()}
        if "-v" in sys.argv:
            tell(f"  {scene.name:28} {shown(errors['alone'])}")
        for group in ("ALL", scene.name.split()[-1]):
            for way, row in errors.items():
                found.setdefault(f"{group:9} {way}", []).append(row)
    for group, rows in found.items():
        tell(f"{name:10} {group:17} {shown({key: float(np.mean([row[key] for row in rows])) for key in rows[0]})}")


def mattes(scene: Scene) -> dict[str, NDArray[np.uint8]]:
    """Give the matte alone, as the layers raise it before the photo's own background, and cut out for another."""
    alone = refine_matte(scene.pixels, scene.rough, scene.landmarks)
    matte, front, plate = split_layers(scene.pixels, alone, scene.landmarks)
    parts = {"image": scene.pixels, "landmarks": scene.landmarks, "matte": matte, "foreground": front, "plate": plate}
    return {"alone": alone, "layers": matte, "cut out": cut_out(replace(portrait("marco"), **parts))[1]}


def compare(scene: Scene, matte: NDArray[np.uint8]) -> dict[str, float]:
    """Give the errors of a matte."""
    away = matte / np.float32(255) - scene.cover
    mixed = ((scene.cover > 0.01) & (scene.cover < 0.99)).astype(np.uint8)
    band = cv2.dilate(mixed, np.ones((25, 25), np.uint8)) > 0
    above = np.zeros(band.shape, bool)
    above[: round(float(scene.landmarks[[61, 291], 1].mean()))] = True
    return {
        "hair": float(np.abs(away[above]).sum() / 1000),
        "rest": float(np.abs(away[~above]).sum() / 1000),
        "MSE": float(1000 * (away[band] ** 2).mean()),
        "missing": float(-away[above & (away < 0)].sum() / 1000),
        "too much": float(away[above & (away > 0)].sum() / 1000),
    }


def shown(errors: dict[str, float]) -> str:
    """Write errors as a row."""
    return "  ".join(f"{name} {error:6.2f}" for name, error in errors.items())


@cache
def portrait(name: str) -> Portrait:
    """Load a shipped portrait."""
    return PortraitStore().load_or_enroll(name, PortraitSettings())


def pair() -> Iterator[Scene]:
    """Give xiaochen, with her true cover."""
    person = portrait("xiaochen")
    cover = true_cover(person, portrait("xiaochen_green"))[0]
    rough = segment_person(person.image, person.landmarks)
    yield Scene("xiaochen pair", person.image, rough, cover, person.landmarks)


def true_cover(one: Portrait, other: Portrait) -> tuple[Picture, Picture]:
    """Solve cover (H, W) and colour (H, W, 3) of one person before two backdrops that are both smooth."""
    far = cv2.dilate((np.maximum(one.matte, other.matte) > 0).astype(np.uint8), np.ones((41, 41), np.uint8)) == 0
    plates, pictures = [], []
    for each in (one, other):
        small = cv2.resize(each.image.astype(np.float32), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        known = cv2.resize(far.astype(np.float32), small.shape[1::-1], interpolation=cv2.INTER_AREA) > 0.99
        plates.append(cv2.resize(push_pull(small, known.astype(np.float32)), far.shape[::-1]))
        pictures.append(each.image.astype(np.float32))
    apart = plates[0] - plates[1]
    seen = ((pictures[0] - pictures[1]) * apart).sum(2) / (apart**2).sum(2)
    cover = np.clip((1 - seen - 0.05) / 0.9, 0, 1).astype(np.float32)  # grain is no cover
    own = sum(picture - (1 - cover)[..., None] * plate for picture, plate in zip(pictures, plates, strict=True)) / 2
    return cover, np.asarray(np.clip(own / np.maximum(cover, 0.1)[..., None], 0, 255), np.float32)


def people() -> Iterator[tuple[str, Picture, Picture, Picture]]:
    """Give name, colour, cover and landmarks of each person, on the grid of composites."""
    for name in HEADS:
        person = portrait(name)
        if name == "xiaochen":
            cover, colour = true_cover(person, portrait("xiaochen_green"))
        else:
            colour, cover = (np.asarray(layer, np.float32) for layer in cut_out(person))
            cover /= 255
        share = cv2.resize(cover, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        mixed = cv2.resize(colour * cover[..., None], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        places = np.asarray(person.landmarks * np.float32(SIDE / len(cover)), np.float32)
        yield name, mixed / np.maximum(share, 1e-3)[..., None], share, places


def composites() -> Iterator[Scene]:
    """Put everybody before everything."""
    for name, colour, cover, landmarks in people():
        for kind in BEHIND:
            yield _photographed(f"{name} {kind}", colour, cover, landmarks, kind)


def hair() -> Iterator[Scene]:
    """Give everybody each kind of hair, before walls and lights."""
    for index, (name, colour, cover, landmarks) in enumerate(people()):
        for number, style in enumerate(STYLES):
            drawn = strands(colour, cover, landmarks, style)
            for kind in BEHIND[(index + number) % 3 :: 3]:
                yield _photographed(f"{name} {kind} {style}", *drawn, landmarks, kind)


def _photographed(name: str, colour: Picture, cover: Picture, landmarks: Picture, kind: str) -> Scene:
    rng = np.random.default_rng(0)
    behind = backdrop(kind, rng)
    if kind == "window":  # bright light creeps round the outline
        light = cv2.GaussianBlur(behind * (1 - cover)[..., None], (0, 0), 0.008 * SIDE)
        colour = np.minimum(255, colour + 0.25 * light)
    mixed = cv2.GaussianBlur(colour * cover[..., None] + behind * (1 - cover[..., None]), (0, 0), 0.5)
    mixed += rng.normal(0, 2, mixed.shape)
    _, packed = cv2.imencode(".jpg", np.clip(np.rint(mixed), 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 93])
    pixels = np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))
    return Scene(name, pixels, segment_person(pixels, landmarks), cover, landmarks)


def backdrop(kind: str, rng: np.random.Generator) -> Picture:
    """Draw what is behind a person, (SIDE, SIDE, 3)."""
    from skimage import data

    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32) / SIDE
    light = (0.75 + 0.4 * np.exp(-((x - 0.3) ** 2 + (y - 0.25) ** 2) / 0.18))[..., None]
    if kind in WALLS:
        return np.asarray(np.minimum(255, np.array(WALLS[kind]) * light), np.float32)
    if kind == "gradient":
        return np.asarray((1 - y[..., None]) * np.array((90, 120, 180)) + y[..., None] * np.array((230, 190, 150)))
    if kind == "bokeh":
        picture = np.full((SIDE, SIDE, 3), (50, 44, 40), np.float32)
        for _ in range(70):
            place, radius = rng.integers(0, SIDE, 2).tolist(), int(rng.integers(20, 70))
            disc = cv2.circle(np.zeros((SIDE, SIDE), np.float32), place, radius, 1.0, -1)
            picture += disc[..., None] * rng.uniform(10, 110, 3).astype(np.float32)
        return np.asarray(np.minimum(255, cv2.GaussianBlur(picture, (0, 0), 8)), np.float32)
    if kind == "clutter":
        photo = data.coffee()[:400, :400]
        return cv2.GaussianBlur(cv2.resize(photo, (SIDE, SIDE)).astype(np.float32), (0, 0), 2.0)
    if kind == "bricks":
        wall = cv2.resize(data.brick(), (SIDE, SIDE)).astype(np.float32)
        return np.asarray(wall[..., None] * np.array((1.0, 0.85, 0.75)), np.float32)
    room = np.full((SIDE, SIDE, 3), (120, 110, 104), np.float32)
    room[80:620, 80:520] = room[80:620, 580:940] = (250, 252, 255)
    return cv2.GaussianBlur(room, (0, 0), 6)


def strands(colour: Picture, cover: Picture, landmarks: Picture, style: str) -> tuple[Picture, Picture]:
    """Draw hair from the head outwards, with highlights where strands face the light: colour and cover."""
    rng, fine = np.random.default_rng(1), 3
    tint, waves, length = (np.array(STYLES[style][0], np.float32), *STYLES[style][1:])
    face = float(np.ptp(landmarks[:, 1]))
    middle = landmarks[:, :2].mean(0) - [0, 0.1 * face]
    solid = np.repeat(np.repeat((cover > 0.8).astype(np.uint8), fine, 0), fine, 1) * 255
    layer = np.dstack([cv2.resize(colour, None, fx=fine, fy=fine, interpolation=cv2.INTER_LINEAR), solid])
    shaped = cv2.morphologyEx((cover > 0.8).astype(np.uint8), cv2.MORPH_OPEN, np.ones((31, 31), np.uint8))
    outline = max(cv2.findContours(shaped, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=len)[:, 0]
    points = outline[outline[:, 1] < landmarks[[33, 263], 1].mean() + 0.15 * face].astype(np.float32)
    step = np.linspace(0, 1, 14)
    for root in points[rng.integers(len(points), size=STRANDS)]:
        away = (root - middle) / np.linalg.norm(root - middle)
        across = np.array([-away[1], away[0]]) * (1 if root[0] > middle[0] else -1)
        begin = root - away * rng.uniform(0, 0.14) * face
        long = length * face * rng.uniform(0.3, 1) * (0.35 if rng.random() < 0.7 else 1)
        course = away * rng.uniform(0.05, 0.35) + across * rng.uniform(0.4, 1.0)
        bend = 0.05 * face * waves * np.sin(step * rng.uniform(4, 9) + rng.uniform(0, 6))
        curve = begin + step[:, None] * long * course + bend[:, None] * (away if waves else across) * step[:, None]
        shine = np.exp(-(((step - rng.uniform(0.1, 0.8)) / 0.18) ** 2)) * rng.choice([0, 0.2, 0.55, 0.9])
        shade = rng.uniform(0.5, 1.2)
        wide = max(1, round(fine * rng.uniform(0.4, 1.4) * face / 450))
        for one, other, bright in zip(curve[:-1], curve[1:], shine, strict=False):
            paint = tint * shade + bright * (0.5 * tint + 130)
            ends = [tuple(int(v) for v in np.rint(end * fine * 8)) for end in (one, other)]
            cv2.line(layer, ends[0], ends[1], (*np.minimum(paint, 255).tolist(), 255), wide, cv2.LINE_8, 3)
    layer[..., :3] *= layer[..., 3:] / 255
    small = cv2.resize(layer, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    share = small[..., 3] / 255
    return np.asarray(small[..., :3] / np.maximum(share, 1e-3)[..., None], np.float32), share


def clock() -> None:
    """Tell what the matte of a shipped photo takes, s of processor time."""
    person = portrait("xiaochen")
    rough = segment_person(person.image, person.landmarks)
    spent = []
    for _ in range(3):
        begin = time.process_time()
        refine_matte(person.image, rough, person.landmarks)
        spent.append(time.process_time() - begin)
    tell(f"{person.image.shape[1]} px: {min(spent):.2f} s of processor time")


if __name__ == "__main__":
    main()
