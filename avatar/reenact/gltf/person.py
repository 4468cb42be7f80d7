"""The person: vertices, triangles, and what each of the 52 shapes moves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.data import ARKIT_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.reenact.gltf.container import Container
    from avatar.reenact.mesh.canvas import Canvas

IOD = 0.062
"""m from eye to eye, as in `mesh.eyes`"""
FADE = 0.4
"""IOD inside the photo's edge, and the texture's, over which plain viewers see the person fade"""
FINEST = 1 / 512
"""px of which rigs' displacements are multiples anyway: then lips that just touch here just touch there"""
MOST = 32767
"""steps that a shape in 16 bits may move anything"""
FAR = 4
"""shapes that may move something further; they are kept in 32 bits"""


def step_of(rig: Rig) -> float:
    """Give the px of the portrait that the file's unit of length is: a power of two."""
    furthest = np.sort(np.abs(rig.shapes).max(axis=(1, 2)))[-1 - FAR]
    return float(max(FINEST, 2.0 ** math.ceil(math.log2(max(float(furthest), 1.0) / MOST))))


def placed(rig: Rig, height: int, step: float) -> dict[str, Any]:
    """Say how a node takes px of the portrait, y down and z away, to metres, y up and z toward the viewer.

    The portrait's lower edge lies at 0, and so does the neck's axis.
    """
    metres = IOD / rig.unit
    x, _, z = (float(value) for value in rig.pivot)
    return {
        "rotation": [1.0, 0.0, 0.0, 0.0],
        "scale": [metres * step] * 3,
        "translation": [-metres * x, metres * height, metres * z],
    }


def split(rig: Rig) -> dict[str, NDArray[np.int32]]:
    """Give the triangles (F, 3) in the order in which they are painted: around the face, closed lips, the rest."""
    lips = 2 * (len(rig.upper_lip) - 1)
    return {
        "around": rig.triangles[: rig.surround],
        "lips": rig.triangles[rig.surround : rig.surround + lips],
        "face": rig.triangles[rig.surround + lips :],
    }


def facing(triangles: NDArray[np.int32], places: NDArray[np.float32]) -> NDArray[np.int32]:
    """Turn triangles (F, 3) so that they go round as glTF's fronts do for who sees places (V, 2) as a picture."""
    a, b, c = (places[triangles[:, index]] for index in range(3))
    one, other = b - a, c - a
    back = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0] > 0
    return np.where(back[:, None], triangles[:, [0, 2, 1]], triangles).astype(np.int32)


def targets(file: Container, rig: Rig, step: float) -> list[dict[str, int]]:
    """Keep the shapes, each with the vertices that it moves: one morph target for each of `ARKIT_NAMES`."""
    count, still = len(rig.vertices), file.nothing(len(rig.vertices))
    whole = np.rint(rig.shapes / step).astype(np.int32)
    lists = _Lists(file, count)
    found = [still] * len(whole)
    # Those that move most first: others may share their lists.
    for index in np.argsort(-whole.any(axis=2).sum(axis=1), kind="stable"):
        if whole[index].any():
            kind = np.int16 if np.abs(whole[index]).max() <= MOST else np.float32
            where, places = lists.holding(whole[index].any(axis=1), 3 * np.dtype(kind).itemsize)
            found[index] = file.sparse(whole[index][places].astype(kind), count, where, places)
    return [{"POSITION": number} for number in found]


class _Lists:
    """Lists of vertices that shapes move, shared where that is shorter."""

    def __init__(self, file: Container, count: int) -> None:
        self._file, self._kind = file, np.dtype("<u2" if count < 65535 else "<u4")
        self._kept: list[tuple[int, NDArray[np.generic], NDArray[np.bool_]]] = []

    def holding(self, moved: NDArray[np.bool_], size: int) -> tuple[int, NDArray[np.generic]]:
        """Give a list's bufferView and its vertices: all that have `moved` (V,), or a few more at `size` bytes each."""
        own = self._kind.itemsize * int(moved.sum())
        for view, places, held in self._kept:
            if not (moved & ~held).any() and size * (len(places) - int(moved.sum())) <= own:
                return view, places
        places = np.flatnonzero(moved).astype(self._kind)
        self._kept.append((self._file.bytes_of(places.tobytes()), places, moved))
        return self._kept[-1][:2]


def mesh(
    file: Container, rig: Rig, canvas: Canvas, photo: tuple[int, int], step: float
) -> tuple[dict[str, Any], dict[str, int]]:
    """Keep the person's mesh. Give it, and the accessors of its triangles as they are painted.

    `photo` is the portrait's width and height, px.
    """
    resting = rig.vertices + rig.neutral
    tall, wide = canvas.person.shape[:2]
    cover = seen(rig, canvas, photo)
    attributes = {
        "POSITION": file.vertices((resting / np.float32(step)).astype(np.float32), is_bounded=True),
        "TEXCOORD_0": file.vertices((canvas.texture_places(rig.vertices) / (wide, tall)).astype(np.float32)),
        "COLOR_0": file.colours(np.column_stack([np.full((len(cover), 3), 255), np.rint(255 * cover)])),
    }
    shapes = targets(file, rig, step)
    parts = {name: facing(part, rig.vertices[:, :2]) for name, part in split(rig).items()}
    shown = parts["around"][cover[parts["around"]].any(axis=1)]
    triangles = {name: file.indices(part, is_drawn=name == "face") for name, part in parts.items()}
    primitives = [
        {"attributes": attributes, "indices": indices, "material": 0, "targets": shapes}
        for indices in (file.indices(shown), triangles["face"])
    ]
    whole = {
        "name": "person",
        "primitives": primitives,
        "weights": [0.0] * len(shapes),
        "extras": {"targetNames": list(ARKIT_NAMES)},
    }
    return whole, triangles


def seen(rig: Rig, canvas: Canvas, photo: tuple[int, int]) -> NDArray[np.float32]:
    """Say how much of a vertex plain viewers show, (V,): nothing where photo or texture end, all in the face.

    `photo` is its width and height, px.
    """
    tall, wide = canvas.person.shape[:2]
    places = canvas.texture_places(rig.vertices)
    ends = canvas.texture_places(np.array([[0, 0], photo], np.float32))
    first, last = np.maximum(ends[0], 0), np.minimum(ends[1], (wide, tall))
    inside = np.minimum(places - first, last - places).min(axis=1)
    share = np.clip(inside / (FADE * rig.unit * canvas.framing.scale * canvas.zoom), 0, 1)
    share[np.unique(rig.triangles[rig.surround :])] = 1
    return np.asarray(share, np.float32)
