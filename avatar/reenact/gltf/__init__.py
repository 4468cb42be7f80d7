"""The portrait as an open file, glTF 2.0: for browsers that draw it themselves, and for other programs.

docs/rig.md says what stands where in it.
"""

# Shapes no clip.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import LabelPicture, Portrait

FORMAT = 1
"""version of what stands in `extras.avatar`; a change that readers have to know raises it"""
MOST, USUAL = 3_000_000, 1080
"""bytes of a file from which pictures of this height are drawn, or of this width where that is less; larger ones may
take more"""
HEAD = 60_000
"""bytes for the JSON"""
NOTICE = "AI-generated content: whoever shows pictures made of this file says so in them."


def write_glb(portrait: Portrait, size: tuple[int, int], labels: Sequence[LabelPicture], permission: str = "") -> bytes:
    """Give the file that draws what the mesh renderer draws of a portrait at `size` = (width, height) px.

    `labels` are what every picture has to say of itself, `permission` the record that allows to give it away.
    """
    from avatar.reenact.gltf import canvas, eyes, mouth, person, rig
    from avatar.reenact.gltf.container import Container
    from avatar.reenact.gltf.pruned import pruned
    from avatar.reenact.mesh.scene import Scene

    scene, file = Scene(portrait, size), Container()
    moved = pruned(portrait.rig, scene.canvas)
    step = person.step_of(moved)
    inside = mouth.keep(file, moved, scene.canvas)
    height, width = portrait.image.shape[:2]
    body, triangles = person.mesh(file, moved, scene.canvas, (width, height), step)
    meshes = [body, mouth.mesh(file, moved, inside, step)]
    plain = canvas.keep_plain(file, scene.canvas)
    described = {
        "format": FORMAT,
        "portrait": {"name": portrait.name, "content_hash": portrait.content_hash},
        "step": step,
        "triangles": triangles,
        "rig": rig.keep(file, moved, scene.travel),
        "mouth": inside,
        "eyes": eyes.keep(file, moved, scene.canvas),
        "labels": canvas.keep_labels(file, labels),
    }
    room = round(MOST * max(1.0, (min(size) / USUAL) ** 2)) - file.size - HEAD
    pictures = canvas.keep(file, scene.canvas, room) | {"window": list(scene.window)}
    described["canvas"] = pictures
    place = person.placed(moved, height, step)
    asset = {
        "version": "2.0",
        "generator": "avatar",
        "copyright": NOTICE,
        "extras": {"notice": NOTICE, "content_hash": portrait.content_hash, "permission": permission},
    }
    textures = [
        {"sampler": 0, "source": plain, "extensions": {"EXT_texture_webp": {"source": pictures["person"]}}},
        {"sampler": 0, "source": inside["image"]},
    ]
    return file.finish(_head(asset, meshes, textures, place, described))


def _head(
    asset: dict[str, Any],
    meshes: list[dict[str, Any]],
    textures: list[dict[str, Any]],
    place: dict[str, Any],
    described: dict[str, Any],
) -> dict[str, Any]:
    materials = [_material("person", 0, "BLEND"), _material("mouth", 1, "MASK")]
    children = [{"name": mesh["name"], "mesh": index} | place for index, mesh in enumerate(meshes)]
    name = described["portrait"]["name"]
    return {
        "asset": asset,
        "extensionsUsed": ["EXT_texture_webp", "KHR_materials_unlit", "KHR_mesh_quantization"],
        "extensionsRequired": ["KHR_mesh_quantization"],
        "scene": 0,
        "scenes": [{"name": name, "nodes": [0]}],
        "nodes": [{"name": name, "children": [1, 2]}, *children],
        "meshes": meshes,
        "materials": materials,
        "samplers": [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}],
        "textures": textures,
        "extras": {"avatar": described},
    }


def _material(name: str, texture: int, mode: str) -> dict[str, Any]:
    return {
        "name": name,
        "alphaMode": mode,
        "doubleSided": True,
        "pbrMetallicRoughness": {"baseColorTexture": {"index": texture}, "metallicFactor": 0.0, "roughnessFactor": 1.0},
        "extensions": {"KHR_materials_unlit": {}},
    }
