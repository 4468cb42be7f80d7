"""Measure how well people are cut out of ready films, against films of which the matte is known.

    python -m tests.measure.backgrounds xiaochen marco amara --sheet sheet.png

Each person is drawn alone, moving, and laid before a green screen, a plain wall, a shelf of books, plants and a
patterned wall paper, with a camera's noise; that is encoded as a film (1280x720, H.264, crf 18), and
`avatar background`'s way cuts it out again. A second film stands still, so that whatever changes in its matte is
shimmer.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

import avatar
from avatar.data import Frame
from avatar.finish.background import backdrop, still_of
from avatar.matting.cut import Looker
from avatar.matting.laying import Laying
from avatar.matting.shown import Shown
from avatar.matting.source import open_ready
from avatar.settings import BackgroundSettings, FilmSettings, LightSettings, Settings
from tests.films import write_film

SIZE = (1280, 720)
NOISE = 2.0
"""levels, standard deviation, of the camera"""
GREY = BackgroundSettings("colour", (128, 128, 128))
TEXT = "Hello, this is how I look when I talk."


def rooms():
    dice, (width, height) = np.random.default_rng(3), SIZE
    y, x = np.mgrid[:height, :width]
    wall = np.stack([196 - 20 * y / height + 10 * x / width, 190 - 24 * y / height, 180 - 24 * y / height], axis=-1)
    return {
        "green": np.full((height, width, 3), (0, 177, 64), np.uint8),
        "wall": wall.astype(np.uint8),
        "books": shelf_of_books(dice),
        "plants": plants(dice),
        "paper": patterned_paper(),
    }


def shelf_of_books(dice):
    width, height = SIZE
    books = np.full((height, width, 3), (92, 70, 52), np.uint8)
    for shelf in range(-20, height, 150):
        left = 0
        while left < width:
            wide, tall = (int(each) for each in dice.integers((14, 90), (44, 135)))
            books[max(0, shelf + 140 - tall) : max(0, shelf + 140), left : left + wide] = dice.integers(20, 235, 3)
            left += wide + int(dice.integers(0, 4))
    return books


def plants(dice):
    """Draw leaves of many greens before a dark corner and a bright window."""
    import cv2

    width, height = SIZE
    room = np.full((height, width, 3), (58, 66, 60), np.uint8)
    cv2.rectangle(room, (width // 2 + 60, 30), (width - 90, height // 2), (226, 232, 236), -1)
    for _ in range(700):
        middle = int(dice.integers(0, width)), int(dice.integers(0, height))
        axes = int(dice.integers(12, 60)), int(dice.integers(5, 18))
        green = int(dice.integers(50, 190))
        colour = (int(0.55 * green), green, int(0.4 * green))
        cv2.ellipse(room, middle, axes, int(dice.integers(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
    return room


def patterned_paper():
    """Draw a wall paper of stripes and discs."""
    import cv2

    width, height = SIZE
    paper = np.full((height, width, 3), (206, 190, 160), np.uint8)
    for left in range(0, width, 64):
        cv2.rectangle(paper, (left, 0), (left + 22, height), (120, 48, 52), -1)
        for top in range((left // 64) % 2 * 32, height, 64):
            cv2.circle(paper, (left + 43, top), 13, (44, 84, 96), -1, cv2.LINE_AA)
    return paper


def drawn(who, count):
    """Draw somebody alone, moving: (count, H, W, 4)."""
    frames = avatar.stream(TEXT, who, voice="fast", size=SIZE, background="transparent", codec="vp9", head=1.6)
    pictures = [frame.image.copy() for frame in islice(frames, 12, 12 + count)]
    for picture in pictures:  # the label is no part of anybody
        picture[-130:, -380:, 3] = 0
    return np.array(pictures)


def over(people, room):
    alpha = people[..., 3:].astype(np.float32) / 255
    return people[..., :3] * alpha + room * (1 - alpha)


def film(pictures, path, seed=7):
    dice = np.random.default_rng(seed)
    noisy = (np.clip(each + dice.normal(0, NOISE, each.shape), 0, 255).astype(np.uint8) for each in pictures)
    frames = (Frame(each, index, index / 25) for index, each in enumerate(noisy))
    write_film(frames, np.zeros(0, np.float32), path, FilmSettings(*SIZE))
    return open_ready(path)


def cut(ready):
    shown = Shown.of(ready, replace(Settings(), film=FilmSettings(*SIZE, background=GREY)), None, None)
    begun = time.process_time(), time.monotonic()
    cuts = list(shown.matter.cuts(ready.pictures()))
    spent = np.array([time.process_time() - begun[0], time.monotonic() - begun[1]]) / len(cuts)
    return shown.way, cuts, spent


def lab(pictures):
    import cv2

    return np.array([cv2.cvtColor(np.float32(each) / 255, cv2.COLOR_RGB2LAB) for each in pictures])


def measured(who, room, behind, people, folder):
    ready = film(over(people, behind), folder / f"{who}-{room}.mp4")
    way, cuts, spent = cut(ready)
    truth = people[..., 3].astype(np.float32) / 255
    found = np.array([each.matte for each in cuts], np.float32) / 255
    band = np.array([_band(each) for each in truth])
    off = np.abs(found - truth)
    laying = Laying(
        backdrop(GREY, SIZE), GREY, LightSettings(wrap=0.0), still_of(GREY, SIZE), Looker().look(cuts[0].picture)
    )
    laying.lay(cuts[0], 0.0)
    begun = time.process_time()
    laid = [laying.lay(each, 0.0) for each in cuts]
    lay = (time.process_time() - begun) / len(cuts)
    apart = np.linalg.norm(lab(laid) - lab(over(people, np.float32(128))), axis=-1)[band]
    own, shimmer = still(behind, people[:1], folder / f"{who}-{room}-still.mp4")
    tell(
        f"| {who} | {room} | {way} | {off[band].sum() / len(cuts) / 1000:.2f} | {1000 * (off[band] ** 2).mean():.1f} | "
        f"{1000 * off[~band].mean():.2f} | {apart.mean():.1f} | {1000 * shimmer:.1f} | {1000 * own:.1f} | "
        f"{1000 * (spent[0] + lay):.0f} |"
    )
    middle = len(cuts) // 2
    return np.hstack([cuts[middle].picture, laid[middle], np.dstack([cuts[middle].matte] * 3)])


def still(behind, people, path):
    """Give the shimmer that a film's own noise is worth at its edges, and that of its matte, standard deviations."""
    ready = film(over(np.repeat(people, 24, axis=0), behind), path)
    _, cuts, _ = cut(ready)
    truth = people[0, ..., 3].astype(np.float32) / 255
    edge = (truth > 0.1) & (truth < 0.9)
    film_ = np.array([each.picture for each in cuts[3:]], np.float32)
    contrast = np.maximum(np.abs(people[0, ..., :3].astype(np.float32) - behind).max(axis=2), 20)
    own = (film_.std(axis=0).mean(axis=2) / contrast)[edge].mean()
    return own, (np.array([each.matte for each in cuts[3:]], np.float32) / 255).std(axis=0)[edge].mean()


def _band(truth):
    import cv2

    edge = ((truth > 0.02) & (truth < 0.98)).astype(np.uint8)
    return cv2.dilate(edge, np.ones((15, 15), np.uint8)) > 0


def tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="+")
    parser.add_argument("--rooms", nargs="+", default=["green", "wall", "books", "plants", "paper"])
    parser.add_argument("--frames", type=int, default=30)
    parser.add_argument("--sheet", type=Path)
    asked = parser.parse_args()
    tell(
        "| person | before | way | SAD, k a frame | MSE, e-3 | off elsewhere, e-3 | dE at the edge | shimmer, e-3 | "
        "noise, e-3 | cpu ms a frame |"
    )
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for who in asked.people:
            people = drawn(who, asked.frames)
            here = Path(folder)
            rows += [(f"{who}, {each}", measured(who, each, rooms()[each], people, here)) for each in asked.rooms]
    if asked.sheet:
        sheet = Image.new("RGB", (3 * SIZE[0] // 2, len(rows) * SIZE[1] // 2))
        for place, (name, row) in enumerate(rows):
            sheet.paste(Image.fromarray(row).resize((sheet.width, SIZE[1] // 2)), (0, place * SIZE[1] // 2))
            ImageDraw.Draw(sheet).text((8, place * SIZE[1] // 2 + 8), name, fill=(255, 0, 0))
        sheet.save(asked.sheet)


if __name__ == "__main__":
    main()
