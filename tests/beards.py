"""Beards and moustaches drawn onto portraits: strokes of hair that grow from the skin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.portrait.face.pose import measure_pose
from avatar.portrait.mesh.frame import HeadFrame

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINE = 3
# Pixels per pixel while drawing, for smooth edges.


@dataclass(frozen=True, slots=True)
class Beard:
    """One kind of facial hair. Lengths in inter-ocular distances."""

    colour: tuple[int, int, int]
    hairs: float
    """per square IOD"""
    length: float
    width: float = 0.006
    moustache: bool = True
    chin: bool = True
    cheeks: bool = False


KINDS: dict[str, Beard] = {
    "stubble": Beard((70, 58, 52), 2500, 0.025, 0.005, cheeks=True),
    "moustache": Beard((52, 34, 24), 5000, 0.10, chin=False),
    "goatee": Beard((120, 84, 52), 4500, 0.11),
    "full": Beard((38, 30, 28), 5000, 0.14, cheeks=True),
    "grey": Beard((176, 172, 166), 4000, 0.13, cheeks=True),
}

_UPPER_RIM = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291]
_LOWER_RIM = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291]
_MOUSTACHE = [*_UPPER_RIM, 287, 410, 322, 391, 393, 164, 167, 165, 92, 186, 57]
_CHIN = [*_LOWER_RIM, 287, 432, 434, 364, 394, 395, 369, 396, 175, 171, 140, 170, 169, 135, 214, 212, 57]
_CHEEK = [61, 57, 216, 207, 187, 123, 177, 215, 138, 135, 214, 212]
_CHEEK_MIRRORED = [291, 287, 436, 427, 411, 352, 401, 435, 367, 364, 434, 432]


def grow(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], kind: str, seed: int = 3) -> NDArray[np.uint8]:
    """Let a beard grow on a face: (H, W, 3), from its (478, 3) landmarks, px."""
    low, high = landmarks[:, :2].min(axis=0).astype(int), landmarks[:, :2].max(axis=0).astype(int)
    left, top = np.maximum(low - (high - low) // 4, 0)
    window = np.s_[top : high[1] + (high[1] - low[1]) // 4, left : high[0] + (high[0] - low[0]) // 4]
    picture = pixels.copy()
    picture[window] = _grown(pixels[window], landmarks - np.array([left, top, 0], np.float32), kind, seed)
    return picture


def _grown(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], kind: str, seed: int) -> NDArray[np.uint8]:
    look, rng = KINDS[kind], np.random.default_rng(seed)
    frame = HeadFrame(landmarks, measure_pose(landmarks))
    areas = ([_MOUSTACHE] if look.moustache else []) + ([_CHIN] if look.chin else [])
    areas += [_CHEEK, _CHEEK_MIRRORED] if look.cheeks else []
    skin = np.zeros(pixels.shape[:2], np.uint8)
    for area in areas:
        cv2.fillPoly(skin, [np.rint(landmarks[area, :2]).astype(np.int32)], 255)
    picture = pixels.astype(np.float32)
    shadow = cv2.GaussianBlur(skin, (0, 0), 0.03 * frame.unit).astype(np.float32)[..., None] / 255
    picture *= 1 - 0.3 * shadow * min(1.0, look.hairs * look.length * look.width)
    for tone in (0.7, 1.0, 1.35):
        cover = _strokes(_roots(skin, look.hairs / 3, frame.unit, rng), landmarks, look, frame, rng, pixels.shape)
        paint = np.clip(np.array(look.colour, np.float32) * tone, 0, 255)
        picture += (paint - picture) * cover[..., None]
    lips = np.zeros(pixels.shape[:2], np.uint8)
    cv2.fillPoly(lips, [np.rint(landmarks[[*_UPPER_RIM, *_LOWER_RIM[::-1]], :2]).astype(np.int32)], 255)
    bare = cv2.GaussianBlur(lips, (0, 0), 0.006 * frame.unit).astype(np.float32)[..., None] / 255
    return np.rint(np.clip(picture + (pixels - picture) * 0.8 * bare, 0, 255)).astype(np.uint8)


def _roots(skin: NDArray[np.uint8], hairs: float, unit: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Scatter roots (n, 2), px, over the skin."""
    rows, columns = np.nonzero(skin)
    count = int(hairs * len(rows) / unit**2)
    chosen = rng.integers(len(rows), size=count)
    return np.column_stack([columns[chosen], rows[chosen]]) + rng.random((count, 2))


def _strokes(
    roots: NDArray[np.float64],
    landmarks: NDArray[np.float32],
    look: Beard,
    frame: HeadFrame,
    rng: np.random.Generator,
    shape: tuple[int, ...],
) -> NDArray[np.float32]:
    """Draw curved hairs that fall down and away from the middle: coverage (H, W), 0-1."""
    middle = landmarks[[0, 17, 152], 0].mean()
    aside = np.clip((roots[:, 0] - middle) / (0.5 * frame.unit), -1, 1)
    angle = 0.8 * aside * (roots[:, 1] < landmarks[61, 1]) + 0.25 * aside + 0.25 * rng.standard_normal(len(roots))
    length = look.length * frame.unit * (0.6 + 0.5 * rng.random(len(roots)))
    canvas = np.zeros((shape[0] * FINE, shape[1] * FINE), np.uint8)
    steps = np.linspace(0, 1, 5)
    bend = 0.4 * rng.standard_normal(len(roots))
    turn = angle[:, None] + bend[:, None] * steps
    path = np.stack([np.sin(turn), np.cos(turn)], axis=2) * (length[:, None, None] / (len(steps) - 1))
    lines = roots[:, None] + np.cumsum(path, axis=1)
    fixed = [np.rint(line * FINE * 8).astype(np.int32) for line in lines]
    cv2.polylines(canvas, fixed, False, 255, max(1, round(look.width * frame.unit * FINE)), cv2.LINE_AA, shift=3)
    small = cv2.resize(canvas, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / 255
