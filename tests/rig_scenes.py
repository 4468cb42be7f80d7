"""Draw from a rig's file alone, with the mesh renderer's own strokes: what the file lacks, this picture lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import Rig
from avatar.reenact.framing import Framing
from avatar.reenact.gltf.pictures import flattened
from avatar.reenact.gltf.read import RigFile
from avatar.reenact.mesh.canvas import Canvas
from avatar.reenact.mesh.eyes import BLENDS, Eye
from avatar.reenact.mesh.inset import Inset
from avatar.reenact.mesh.scene import Scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAYERS = ("cavity", "tongue", "lower", "upper")


def scene_of(content: bytes) -> Scene:
    """Set up a scene from a file."""
    file = RigFile.open(content)
    scene = Scene.of_parts(canvas_of(file), rig_of_file(file), file.described["rig"]["travel"])
    for described in file.described["eyes"]["both"]:
        _give(file, described, scene.eyes.both[described["index"]])
    return scene


def canvas_of(file: RigFile) -> Canvas:
    """Read what does not move."""
    told = file.described["canvas"]
    framing = Framing(told["left"], told["top"], told["scale"], *told["size"], is_inset=told["inset"] is not None)
    inset = None
    if given := told["inset"]:
        share = np.outer(file.numbers(given["down"]), file.numbers(given["across"]))
        box: Any = tuple(given["box"])
        inset = Inset(box, np.rint(255 * share).astype(np.uint8)[..., None], file.picture(given["around"])[..., :3])
    person = flattened(file.picture(told["person"]))
    return Canvas(framing, person, file.picture(told["plate"])[..., :3], told["zoom"], told["margin"], inset)


def rig_of_file(file: RigFile) -> Rig:
    """Read what moves. Depth in the photo is not in the file, and not needed."""
    told, rig, mouth = file.described["canvas"], file.described["rig"], file.described["mouth"]
    resting = file.resting()
    places = (file.texture_places() / told["zoom"] - told["margin"]) / told["scale"] + (told["left"], told["top"])
    vertices = np.column_stack([places, resting[:, 2]])
    pull = file.lip_pull()
    moved = np.flatnonzero(pull.any(axis=(0, 2)))
    sheet = flattened(file.picture(mouth["image"]))
    layers = [sheet[y : y + tall, x : x + wide] for x, y, wide, tall in (mouth["layers"][name] for name in LAYERS)]
    columns: Any = {name: _rows(file, rig[name]) for name in ("upper_lip", "lower_lip", "upper_lids", "lower_lids")}
    return Rig(
        vertices=vertices.astype(np.float32),
        triangles=file.triangles().astype(np.int32),
        surround=file.head["accessors"][file.described["triangles"]["around"]]["count"] // 3,
        neutral=(resting - vertices).astype(np.float32),
        shapes=file.shapes().astype(np.float32),
        shades=file.shades().astype(np.float32),
        seam_shade=(file.numbers(rig["seam_shade"]) if rig["seam_shade"] else np.zeros(len(vertices))).astype("f4"),
        head_weight=file.numbers(rig["head_weight"]).astype(np.float32),
        breath=file.numbers(rig["breath"]).astype(np.float32),
        axes=np.array(rig["axes"], np.float32),
        unit=rig["unit"],
        pivot=np.array(rig["pivot"], np.float32),
        lip_vertices=moved.astype(np.int32),
        lip_pull=pull[:, moved].astype(np.float32),
        irises=_irises(file),
        mouth_layers=np.stack(layers),
        mouth_centre=np.array(mouth["centre"], np.float32),
        mouth_origin=tuple(mouth["origin"]),
        mouth_scale=rig["unit"] / mouth["px"],
        is_open=mouth["is_open"],
        eyes_hidden=rig["eyes_hidden"],
        **columns,
    )


def _rows(file: RigFile, entry: dict[str, Any]) -> NDArray[np.int32]:
    return file.numbers(entry).astype(np.int32)


def _irises(file: RigFile) -> NDArray[np.float32]:
    """Go back from the eyes' boxes to px of the portrait."""
    told, irises = file.described["canvas"], np.ones((2, 3), np.float32)
    for eye in file.described["eyes"]["both"]:
        texels = np.add(eye["iris"], eye["corner"])
        middle = (texels / told["zoom"] - told["margin"]) / told["scale"] + (told["left"], told["top"])
        irises[eye["index"]] = *middle, eye["radius"] / told["zoom"] / told["scale"]
    return irises


def _give(file: RigFile, described: dict[str, Any], eye: Eye) -> None:
    """Let an eye have the file's layers."""
    sheet = file.picture(file.described["eyes"]["image"])

    def cut(name: str) -> NDArray[np.float32]:
        x, y, wide, tall = described[name]
        return sheet[y : y + tall, x : x + wide].astype(np.float32)

    first, last, lashes = cut("ball"), cut("turned"), cut("lashes")
    for each in (first, last):
        each[..., 3] = 0
    shares = np.linspace(1, 0, BLENDS, dtype=np.float32)
    eye.balls = [np.rint(last + share * (first - last)) for share in shares]
    alpha = lashes[..., 3:] / 255
    eye.lashes = np.concatenate([lashes[..., :3] * alpha, alpha], axis=2).astype(np.float32)
    eye.glint = np.zeros_like(first)
    if given := described["glint"]:
        values = file.numbers(given["values"])
        eye.glint[given["top"] : given["top"] + len(values), given["left"] : given["left"] + values.shape[1], :3] = (
            values
        )
    eye.boxes = np.array(described["boxes"], np.int64)
    eye.corner = np.array(described["corner"], np.float32)
    eye.iris, eye.radius, eye.reach = np.array(described["iris"], np.float32), described["radius"], described["reach"]
    eye.carry = eye._iris_field()
    eye.opening = file.numbers(described["opening"]).astype(np.float32)
    eye.depth, eye.open_area = described["depth"], described["open_area"]
    eye.lid, eye.lid_rest = described["lid"], np.array(described["lid_rest"])
