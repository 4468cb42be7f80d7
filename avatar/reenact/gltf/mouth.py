"""The inside of the mouth: four layers in one picture, and for other viewers four curved sheets behind the lips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import ARKIT_NAMES
from avatar.reenact.gltf.pictures import coded, straight
from avatar.reenact.mesh.mouth import TONGUE_FOLLOWS, Mouth
from avatar.reenact.pose import CHIN, JAW_COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.gltf.container import Container
    from avatar.reenact.mesh.canvas import Canvas

NAMES = ("cavity", "tongue", "lower", "upper")
GAP = 2
"""px between layers in the picture"""
FOLLOWS = (0.5, TONGUE_FOLLOWS, 1.0, 0.0)
"""Of the jaw's way that each layer goes along."""
BEHIND, APART = 0.03, 0.012
"""IOD that the sheets lie behind the skin at least, and behind each other."""
ACROSS, DOWN = 13, 9
"""vertices of a sheet"""


def keep(file: Container, rig: Rig, canvas: Canvas) -> dict[str, Any]:
    """Keep the layers as a picture, and say where in it and in the head each lies."""
    mouth = Mouth(rig, canvas)
    tall, wide = mouth.layers[0].shape[:2]
    sheet = np.zeros((2 * tall + GAP, 2 * wide + GAP, 4), np.uint8)
    boxes = []
    for index, layer in enumerate(mouth.layers):
        x, y = (index % 2) * (wide + GAP), (index // 2) * (tall + GAP)
        sheet[y : y + tall, x : x + wide] = layer
        boxes.append([x, y, wide, tall])
    return {
        "image": file.picture(coded(straight(sheet), kind="png"), "png", "mouth"),
        "picture_size": [sheet.shape[1], sheet.shape[0]],
        "layers": dict(zip(NAMES, boxes, strict=True)),
        "centre": rig.mouth_centre.tolist(),
        "origin": [float(value) * mouth.layer_scale for value in rig.mouth_origin],
        "px": float(rig.unit / (rig.mouth_scale * mouth.layer_scale)),
        "jaw": rig.shapes[JAW_COLUMNS, CHIN].tolist(),
        "is_open": rig.is_open,
        "line": file.numbers(mouth.line),
    }


def mesh(file: Container, rig: Rig, described: dict[str, Any], step: float) -> dict[str, Any]:
    """Keep the sheets, and give their mesh: it opens with the jaw and its skin hides it else."""
    points, uv = (np.concatenate(each) for each in zip(*_sheets(rig, described), strict=True))
    corner = np.arange(ACROSS * DOWN).reshape(DOWN, ACROSS)
    a, b, c, d = (part.ravel() for part in (corner[:-1, :-1], corner[:-1, 1:], corner[1:, :-1], corner[1:, 1:]))
    sheet = np.concatenate([np.column_stack([a, c, b]), np.column_stack([b, c, d])])
    triangles = np.concatenate([sheet + index * ACROSS * DOWN for index in range(len(NAMES))]).astype(np.int32)
    attributes = {
        "POSITION": file.vertices((points / step).astype(np.float32), is_bounded=True),
        "TEXCOORD_0": file.vertices(uv.astype(np.float32)),
    }
    shapes = [{"POSITION": file.nothing(len(points))}] * len(ARKIT_NAMES)
    follows = np.repeat(np.array(FOLLOWS), ACROSS * DOWN)[:, None]
    for column in JAW_COLUMNS:
        moved = (follows * rig.shapes[column, CHIN] / step).astype(np.float32)
        shapes[column] = {"POSITION": file.vertices(moved, is_bounded=True)}
    primitive = {"attributes": attributes, "indices": file.indices(triangles), "material": 1, "targets": shapes}
    return {
        "name": "mouth",
        "primitives": [primitive],
        "weights": [0.0] * len(shapes),
        "extras": {"targetNames": list(ARKIT_NAMES)},
    }


def _sheets(rig: Rig, described: dict[str, Any]) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Give places (n, 3), px of the portrait, and texture places (n, 2) of each sheet's vertices."""
    axes, unit = rig.axes.astype(np.float64), rig.unit
    skin = ((rig.vertices + rig.neutral).astype(np.float64) - rig.mouth_centre) @ axes / unit
    found = []
    for index, (x, y, wide, tall) in enumerate(described["layers"].values()):
        across, down = np.meshgrid(np.linspace(0, wide, ACROSS), np.linspace(0, tall, DOWN))
        texture = np.column_stack([across.ravel() + x, down.ravel() + y]) / described["picture_size"]
        flat = (np.column_stack([across.ravel(), down.ravel()]) - described["origin"]) * described["px"] / unit
        near = np.hypot(*(flat[:, None] - skin[None, :, :2]).transpose(2, 0, 1)) < 0.5 / ACROSS
        covered = np.where(near, skin[:, 2], -np.inf).max(axis=1)
        deep = np.maximum(covered + BEHIND, 0) + APART * (len(NAMES) - 1 - index)
        found.append((rig.mouth_centre + np.column_stack([flat, deep]) @ axes.T * unit, texture))
    return found
