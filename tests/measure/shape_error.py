"""Print how far the project's face shapes lie from measured ones.

    python tests/measure/shape_error.py REFERENCE.npz

The file holds `names` (S,), `delta` (S, 468, 3), `neutral` (468, 3) on MediaPipe's face mesh in units of the
inter-ocular distance, x to the image's right, y up, z toward the viewer; names end in `_L` and `_R` for the subject's
sides. The error is the norm of the difference over all points relative to the norm of the measured shape; "lips" is the
same over the lips alone, "scaled" after the best single factor, which "by" gives.
"""

from __future__ import annotations

import sys

import numpy as np

from avatar.data import inter_ocular_distance
from avatar.portrait.mesh import topology
from avatar.portrait.rig import lids
from avatar.portrait.shapes.build import face_shapes, lip_side
from avatar.portrait.shapes.handles import LOWER_LINE, UPPER_LINE

LOWER_LIP = (
    *LOWER_LINE[1:-1],
    *(146, 91, 181, 84, 17, 314, 405, 321, 375),
    *(77, 90, 180, 85, 16, 315, 404, 320, 307),
    *(96, 89, 179, 86, 15, 316, 403, 319, 325),
)
UPPER_LIP = (
    *UPPER_LINE[1:-1],
    *(185, 40, 39, 37, 0, 267, 269, 270, 409),
    *(184, 74, 73, 72, 11, 302, 303, 304, 408),
    *(183, 42, 41, 38, 12, 268, 271, 272, 407),
)

CORNERS = {78: 0.352, 308: 0.352, 62: 0.358, 292: 0.358, 76: 0.364, 306: 0.364, 61: 0.37, 291: 0.37}
"""Half width of the mouth: sampled by nearest points, the corners lay at 0.29, inside the ring of their neighbours."""


def main(path: str) -> None:
    """Compare with the file at `path`, shape by shape."""
    with np.load(path) as file:
        names, delta, neutral = list(file["names"]), file["delta"], file["neutral"].astype(np.float32)
    eyes = neutral[[33, 133, 362, 263]].mean(axis=0)
    face = ((neutral - eyes) / inter_ocular_distance(neutral)).astype(np.float32)
    for corner, out in CORNERS.items():
        face[corner, 0] = np.copysign(out, face[corner, 0])
    below = lip_side(face, face)
    below[list(UPPER_LIP)], below[list(LOWER_LIP)] = 0, 1
    below[[78, 308, 61, 291, 62, 292, 76, 306]] = 0.5
    ours = face_shapes(face, face, below)
    for name, closing in _lids(face).items():
        ours[name] = ours.get(name, np.zeros_like(face)) + closing
    sys.stdout.write(f"{'shape':<18}{'size':>7}{'error':>8}{'lips':>8}{'scaled':>8}{'by':>7}\n")
    lips = [*UPPER_LIP, *LOWER_LIP, 78, 308]
    for name, shape in ours.items():
        target = _measured(name, names, delta)
        if target is None:
            continue
        size = np.linalg.norm(target)
        share = np.linalg.norm(shape - target) / size
        local = np.linalg.norm((shape - target)[lips]) / max(np.linalg.norm(target[lips]), 1e-6)
        fit = float((shape * target).sum() / (shape**2).sum())
        scaled = np.linalg.norm(fit * shape - target) / size
        sys.stdout.write(f"{name:<18}{size:7.2f}{share:8.0%}{min(local, 9.99):8.0%}{scaled:8.0%}{fit:7.2f}\n")
    gap = ours["jawOpen"][13, 1] - ours["jawOpen"][14, 1]
    width = 1 + (ours["mouthPucker"][308, 0] - ours["mouthPucker"][78, 0]) / (face[308, 0] - face[78, 0])
    sys.stdout.write(f"gap at jawOpen 1: {gap:.3f} IOD; mouth width at mouthPucker 1: {width:.2f} of neutral\n")


def _lids(face: np.ndarray) -> dict[str, np.ndarray]:
    """Give the shapes that follow the eye's own contour, in the head's frame; the rig makes them in the photo's."""
    flip = np.array([1, -1, -1], np.float32)
    uppers = np.array([topology.LEFT_LID_UPPER, topology.RIGHT_LID_UPPER])
    lowers = np.array([topology.LEFT_LID_LOWER, topology.RIGHT_LID_LOWER])
    return {name: shape * flip for name, shape in lids.lid_shapes(face * flip, uppers, lowers, 1.0).items()}


def _measured(name: str, names: list[str], delta: np.ndarray) -> np.ndarray | None:
    for suffix in ("Left", "Right"):
        if name.removesuffix(suffix) + f"_{suffix[0]}" in names and name.endswith(suffix):
            return delta[names.index(name.removesuffix(suffix) + f"_{suffix[0]}")]
    if name in names:
        return delta[names.index(name)]
    if name + "_L" in names:
        return delta[names.index(name + "_L")] + delta[names.index(name + "_R")]
    return None


if __name__ == "__main__":
    main(sys.argv[1])
