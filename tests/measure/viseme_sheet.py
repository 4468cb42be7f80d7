"""Draw the mouths of the portraits as they say twenty sounds, each at its middle: docs/img/visemes.jpg.

    python tests/measure/viseme_sheet.py --font DejaVuSans.ttf visemes.jpg [portraits/xiaochen/portrait.jpg ...]

Without photos: the shipped portraits, and xiaochen tilted and in deep shadow. The font needs the signs of the IPA.
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from avatar.data import MotionTrack, Phone, Portrait
from avatar.motion.sampling import sample_lips
from avatar.portrait import PhotoEnroller
from avatar.portrait.variants import derive
from avatar.reenact.mesh.scene import Scene
from avatar.settings import LipSettings, PortraitSettings
from avatar.visemes import ArticulatoryShaper

ROOT = Path(__file__).resolve().parents[2]
SOUNDS = ["rest", "p", "f", "θ", "t", "l", "s", "ʃ", "tɕ", "k", "ɹ", "a", "ɛ", "e", "i", "ɔ", "o", "u", "y", "aʊ"]
VOWELS = frozenset(["ɹ", "a", "ɛ", "e", "i", "ɔ", "o", "u", "y", "aʊ"])
CELL, HALF, DOWN = (190, 118), (0.62, 0.385), 0.06
# Size of a picture, px; half its width and height around the lips, and how far below their middle, IOD.
COLUMNS, HEAD = 10, 24


def main() -> None:
    """Enroll every photo and draw two blocks of ten sounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", required=True)
    parser.add_argument("output", type=Path)
    parser.add_argument("photos", type=Path, nargs="*")
    options = parser.parse_args()
    font, enroller = ImageFont.truetype(options.font, 17), PhotoEnroller(PortraitSettings())
    with TemporaryDirectory() as folder:
        photos = options.photos or usual(Path(folder))
        portraits = [enroller.enroll(each, each.stem) for each in photos]
    rows = [mouths(portrait) for portrait in portraits]
    blocks = []
    for first in range(0, len(SOUNDS), COLUMNS):
        blocks.append(headline(SOUNDS[first : first + COLUMNS], font))
        blocks += [np.hstack(row[first : first + COLUMNS]) for row in rows]
    Image.fromarray(np.vstack(blocks)).save(options.output, quality=70, optimize=True, progressive=True)


def usual(folder: Path) -> list[Path]:
    """Give the shipped photos, and two that are derived from one of them, written into `folder`."""
    shipped = [ROOT / "portraits" / name / "portrait.jpg" for name in ("xiaochen", "marco", "amara", "xiaochen_green")]
    for variant in ("tilted", "dark"):
        path = folder / f"{variant}.png"
        derive(Image.open(shipped[0]).convert("RGB"), variant).save(path)
        shipped.append(path)
    return shipped


def motion() -> MotionTrack:
    """Give one row per sound: vowels alone, consonants between two a, at the middle of the sound."""
    weights, tongue = [np.zeros(52, np.float32)], [0.0]
    for sound in SOUNDS[1:]:
        if sound in VOWELS:
            phones, time = [Phone(sound, 0.5, 0.72)], 0.55 if sound == "aʊ" else 0.61
        else:
            phones, time = [Phone("a", 0.35, 0.5), Phone(sound, 0.5, 0.62), Phone("a", 0.62, 0.8)], 0.56
        track, tip = sample_lips(ArticulatoryShaper(LipSettings()).shape(phones, 1.2), Fraction(100), 100)
        weights.append(track[round(100 * time)].astype(np.float32))
        tongue.append(float(tip[round(100 * time)]))
    count = len(SOUNDS)
    still = np.zeros((count, 6), np.float32)
    return MotionTrack(
        Fraction(25), np.array(weights), still, still[:, :2], np.array(tongue, np.float32), np.zeros(count, np.float32)
    )


def mouths(portrait: Portrait) -> list[np.ndarray]:
    """Draw the frames at 1920x1080 and cut the mouths out."""
    scene, rows, rig = Scene(portrait, (1920, 1080)), motion(), portrait.rig
    framing = scene.canvas.framing
    lips = framing.place(rig.vertices[np.concatenate([rig.upper_lip, rig.lower_lip]), :2]).mean(axis=0)
    unit = rig.unit * framing.scale
    left, top = lips[0] - HALF[0] * unit, lips[1] + (DOWN - HALF[1]) * unit
    across, down = 2 * HALF[0] * unit / CELL[0], 2 * HALF[1] * unit / CELL[1]
    place = np.array([[across, 0, left], [0, down, top]])
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return [cv2.warpAffine(scene.draw(rows, index), place, CELL, flags=how) for index in range(len(SOUNDS))]


def headline(sounds: list[str], font: ImageFont.FreeTypeFont) -> np.ndarray:
    """Write the sounds over their columns."""
    line = Image.new("RGB", (CELL[0] * COLUMNS, HEAD), "white")
    draw = ImageDraw.Draw(line)
    for column, sound in enumerate(sounds):
        draw.text((int((column + 0.5) * CELL[0]), HEAD // 2), sound, font=font, fill=(30, 30, 30), anchor="mm")
    return np.asarray(line)


if __name__ == "__main__":
    main()
