"""Print how far an open mouth stretches the skin round its corners.

    python tests/measure/corners.py [PORTRAIT ...]

The larger principal stretch of the mesh's triangles within 0.3 inter-ocular distances of a corner, weighted by their
area: its 99th percentile over the skin, per sound, each in the middle of a syllable with t. Lips that part, and slivers
under 1e-5 square inter-ocular distances, are left out. A portrait is a name, or a photo's path; `astronaut` is that of
scikit-image, whose open smile is closed first.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from skimage.data import astronaut

from avatar.data import ARKIT_INDEX, Phone
from avatar.portrait.store import PortraitStore
from avatar.settings import LipSettings, PortraitSettings
from avatar.visemes import ArticulatoryShaper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig

PORTRAITS = ("xiaochen", "xiaochen_green", "marco", "amara", "astronaut")
SOUNDS = ("a", "ɛ", "ɔ", "i", "u", "m")
AROUND, SLIVER = 0.3, 1e-5  # IOD, square IOD


def main(portraits: list[str]) -> None:
    """Measure each portrait."""
    shown = {ipa: look(ipa) for ipa in SOUNDS}
    for name in portraits:
        rig = rig_of(name)
        found = (f"{ipa} {stretch(rig, weights):.2f}" for ipa, weights in shown.items())
        sys.stdout.write(f"{name}: {', '.join(found)}\n")
        sys.stdout.flush()


def rig_of(name: str) -> Rig:
    """Take a portrait apart, or take it as it was prepared."""
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "astronaut.png"
        Image.fromarray(astronaut()).save(photo)
        return PortraitStore().load_or_enroll(str(photo) if name == "astronaut" else name, PortraitSettings()).rig


def look(ipa: str) -> NDArray[np.float64]:
    """Shape a sound between two t: (52,) where the mouth is widest open, or in its middle if it seals."""
    phones = (Phone("t", 0.3, 0.36), Phone(ipa, 0.36, 0.62, 2), Phone("t", 0.62, 0.7))
    lips = ArticulatoryShaper(LipSettings()).shape(phones, 1.1)
    jaw = lips.weights[36:62, lips.names.index("jawOpen")]
    row = lips.weights[49 if ipa == "m" else 36 + int(jaw.argmax())]
    weights = np.zeros(len(ARKIT_INDEX))
    for name, value in zip(lips.names, row, strict=True):
        if name in ARKIT_INDEX:
            weights[ARKIT_INDEX[name]] = value
    return weights


def stretch(rig: Rig, weights: NDArray[np.float64]) -> float:
    """Measure the 99th percentile of the stretch."""
    rest = (rig.vertices + rig.neutral)[:, :2].astype(np.float64)
    moved = rest + np.tensordot(weights, rig.shapes[..., :2], 1)
    skin = chosen(rig, rest)
    before, after = (at[skin[:, 1:]] - at[skin[:, :1]] for at in (rest, moved))
    area = np.abs(np.linalg.det(before)) / 2 / rig.unit**2
    whole = area > SLIVER
    drawn, area = np.linalg.svd(np.linalg.solve(before[whole], after[whole]))[1][:, 0], area[whole]
    order = np.argsort(drawn)
    return float(drawn[order][np.searchsorted(np.cumsum(area[order]), 0.99 * area.sum())])


def chosen(rig: Rig, rest: NDArray[np.float64]) -> NDArray[np.int32]:
    """List the triangles of the face (F, 3) near a corner that don't reach from one lip to the other."""
    triangles = rig.triangles[rig.surround :]
    middles = rest[triangles].mean(axis=1)
    line = rest[rig.upper_lip]
    near = np.min([np.linalg.norm(middles - line[end], axis=1) for end in (0, -1)], axis=0) < AROUND * rig.unit
    between = (middles[:, 0] > line[0, 0]) & (middles[:, 0] < line[-1, 0])
    depth = rest[triangles, 1] - np.interp(rest[triangles, 0], line[:, 0], line[:, 1])
    crosses = between & (depth.min(axis=1) < -1e-3 * rig.unit) & (depth.max(axis=1) > 1e-3 * rig.unit)
    on_lips = np.isin(triangles, [*rig.upper_lip, *rig.lower_lip]).all(axis=1)
    return np.asarray(triangles[near & ~crosses & ~on_lips])


if __name__ == "__main__":
    main(sys.argv[1:] or list(PORTRAITS))
