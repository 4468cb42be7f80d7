"""The eyes: what lies between the lids, in one picture, and how it turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.reenact.gltf.pictures import KIND, coded
from avatar.reenact.mesh.eyes import Eyes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.gltf.container import Container
    from avatar.reenact.mesh.canvas import Canvas
    from avatar.reenact.mesh.eyes import Eye


def keep(file: Container, rig: Rig, canvas: Canvas) -> dict[str, Any]:
    """Keep both eyes' layers as a picture, and say where each lies; nothing where dark lenses hide them."""
    eyes = [] if rig.eyes_hidden else [eye for eye in Eyes(rig, canvas).both if not eye.is_outside]
    if not eyes:
        return {"image": None, "both": []}
    rows = [_row(eye) for eye in eyes]
    sheet = np.zeros((sum(len(row) for row in rows), max(row.shape[1] for row in rows), 4), np.uint8)
    described, y = [], 0
    for eye, row in zip(eyes, rows, strict=True):
        sheet[y : y + len(row), : row.shape[1]] = row
        described.append(_described(file, rig, eye, y))
        y += len(row)
    return {
        "image": file.picture(coded(sheet), KIND, "eyes"),
        "picture_size": [sheet.shape[1], sheet.shape[0]],
        "both": described,
    }


def _row(eye: Eye) -> NDArray[np.uint8]:
    """Lay an eye's layers side by side: the eyeball at rest, the one that has turned up or down, its lashes."""
    first, last = (np.rint(ball[..., :3]).astype(np.uint8) for ball in (eye.balls[0], eye.balls[-1]))
    alpha = eye.lashes[..., 3:]
    colour = np.where(alpha > 0, eye.lashes[..., :3] / np.maximum(alpha, 1e-6), 0)
    lashes = np.concatenate([colour, alpha * 255], axis=2).clip(0, 255)
    opaque = np.full((*first.shape[:2], 1), 255, np.uint8)
    layers = [np.dstack([first, opaque]), np.dstack([last, opaque]), np.rint(lashes).astype(np.uint8)]
    return np.concatenate(layers, axis=1)


def _described(file: Container, rig: Rig, eye: Eye, y: int) -> dict[str, Any]:
    tall, wide = eye.balls[0].shape[:2]
    height, width = eye.glint.shape[:2]
    x0, y0, x1, y1 = (int(value) for value in eye.boxes[1].clip(0, [width, height, width, height]))
    glint = np.rint(eye.glint[y0:y1, x0:x1, :3]).astype(np.int16)
    index = next(k for k, lid in enumerate(rig.upper_lids) if lid[0] == eye.ring[0])
    return {
        "index": index,
        "ball": [0, y, wide, tall],
        "turned": [wide, y, wide, tall],
        "lashes": [2 * wide, y, wide, tall],
        "glint": {"left": x0, "top": y0, "values": file.numbers(glint)} if glint.size else None,
        "boxes": eye.boxes.tolist(),
        "corner": [float(value) for value in eye.corner],
        "iris": [float(value) for value in eye.iris],
        "radius": eye.radius,
        "reach": eye.reach,
        "opening": file.numbers(eye.opening.astype(np.float32)),
        "depth": eye.depth,
        "open_area": eye.open_area,
        "lid": int(eye.lid),
        "lid_rest": eye.lid_rest.tolist(),
    }
