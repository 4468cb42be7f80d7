"""The inside of the mouth: four layers in one picture, and for other viewers four curved sheets behind the lips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from avatar.data import ARKIT_INDEX, ARKIT_NAMES
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
CELL, AROUND = 0.04, 1.2
"""IOD, of the cells in which skin is looked for, and around the mouth."""
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
    points, uv = _sheets(rig, described)
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


def _sheets(rig: Rig, described: dict[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give places (4 n, 3), px of the portrait, and texture places (4 n, 2) of the sheets' vertices."""
    textures, flats = [], []
    for x, y, wide, tall in described["layers"].values():
        across, down = np.meshgrid(np.linspace(0, wide, ACROSS), np.linspace(0, tall, DOWN))
        textures.append(np.column_stack([across.ravel() + x, down.ravel() + y]) / described["picture_size"])
        flat = np.column_stack([across.ravel(), down.ravel()]) - described["origin"]
        flats.append(flat * described["px"] / rig.unit)
    flat, follows = np.concatenate(flats), np.repeat(np.array(FOLLOWS), ACROSS * DOWN)
    apart = np.repeat(np.arange(len(NAMES))[::-1], ACROSS * DOWN) * APART
    deep = np.maximum(_covered(rig, flat, follows) + BEHIND, 0).reshape(len(NAMES), -1)
    # Each lies behind those in front of it, wherever they had to give way.
    deep = np.maximum.accumulate(deep[::-1], axis=0)[::-1].ravel() + apart
    places = rig.mouth_centre + np.column_stack([flat, deep]) @ rig.axes.T * rig.unit
    return places, np.concatenate(textures)


def _covered(rig: Rig, flat: NDArray[np.float64], follows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how deep the skin comes in front of places (n, 2) that follow the jaw, in any pose of the mouth: (n,), IOD.

    All is in the head's frame, IOD, from the mouth's centre.
    """
    axes, near = (rig.axes / rig.unit).astype(np.float32), _near(rig)
    resting = ((rig.vertices + rig.neutral)[near] - rig.mouth_centre) @ axes
    shapes = rig.shapes[:, near] @ axes
    teeth = np.zeros((len(shapes), 3), np.float32)
    teeth[JAW_COLUMNS] = rig.shapes[JAW_COLUMNS, CHIN] @ axes
    deepest = np.full(len(flat), -np.inf)
    for weights in _poses():
        used = np.flatnonzero(weights)
        skin = resting + np.tensordot(weights[used], shapes[used], 1)
        jaw = follows[:, None] * (weights @ teeth)
        depth = _depths(skin)
        x, y = _cells(flat + jaw[:, :2]).T
        deepest = np.maximum(deepest, depth[y, x] - jaw[:, 2])
    return deepest


def _depths(skin: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Give how deep skin (n, 3) lies at most in and beside each cell of a grid around the mouth, IOD."""
    side = 2 * round(AROUND / CELL)
    table = np.full((side, side), -10, np.float32)
    x, y = _cells(skin[:, :2]).T
    np.maximum.at(table, (y, x), skin[:, 2])
    return np.asarray(cv2.dilate(table, np.ones((3, 3), np.uint8)), np.float32)


def _cells(places: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    side = 2 * round(AROUND / CELL)
    return np.asarray(np.floor((places + AROUND) / CELL).clip(0, side - 1), np.int64)


def _near(rig: Rig) -> NDArray[np.bool_]:
    away = ((rig.vertices + rig.neutral) - rig.mouth_centre) @ rig.axes / rig.unit
    is_near: NDArray[np.bool_] = np.abs(away[:, :2]).max(axis=1) < AROUND
    return is_near


def _poses() -> NDArray[np.float32]:
    """Give weights (N, 52) of what mouths do: each shape alone, with the jaw open too, and all at rest."""
    columns = [ARKIT_INDEX[name] for name in ARKIT_NAMES if name.startswith(("jaw", "mouth", "cheek"))]
    one = np.zeros((len(columns) + 1, len(ARKIT_NAMES)), np.float32)
    one[np.arange(len(columns)), columns] = 1
    both = one.copy()
    both[:, ARKIT_INDEX["jawOpen"]] = 0.7
    return np.concatenate([one, both])
