"""Print how far an open mouth stretches the skin round its corners.

    python tests/measure/corners.py [PORTRAIT ...]

The larger principal stretch of the mesh's triangles within 0.3 inter-ocular distances of a corner, weighted by their
area: its 99th percentile over the skin, per sound, each in the middle of a syllable with t. Lips that part, and slivers
under 1e-5 square inter-ocular distances, are left out.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from avatar import pipeline
from avatar.clip.request import ClipRequest
from avatar.data import ARKIT_INDEX, Phone
from avatar.settings import LipSettings
from avatar.visemes import ArticulatoryShaper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig

SHIPPED = ("xiaochen", "xiaochen_green", "marco", "amara")
SOUNDS = ("a", "ɛ", "ɔ", "i", "u", "m")
AROUND, SLIVER = 0.3, 1e-5  # IOD, square IOD


def main(portraits: list[str]) -> None:
    """Measure each portrait."""
    shown = {ipa: look(ipa) for ipa in SOUNDS}
    for name in portraits:
        plan = pipeline.prepare(ClipRequest.from_options("hi", name, None, language="en", size=(256, 256)))
        found = (f"{ipa} {stretch(plan.portrait.rig, weights):.2f}" for ipa, weights in shown.items())
        sys.stdout.write(f"{name}: {', '.join(found)}\n")
        sys.stdout.flush()


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
    main(sys.argv[1:] or list(SHIPPED))
